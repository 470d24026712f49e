"""One movement of money at a card terminal: what is known about it, and whether it still holds lines and terminal.

How it goes from state to state stands in ``payment_events`` and ``payment_clearing``, whose money a terminal's
answer speaks of in ``transaction`` and ``payment_recovery``.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clerk.domain.terminal_totals import TerminalTotals

NOT_TOLD = "-"
"""Stands in a transaction's identity for what the terminal did not tell: never empty, never null."""

STOPPED_AT_TERMINAL = 0x6C
"""Result code: stop key pressed, or nobody put a card in (PA00P015, error codes)."""


class Movement(StrEnum):
    """What a row of the payment journal does at the terminal; all of them run through the same states."""

    PAYMENT = "payment"
    REVERSAL = "reversal"
    """Takes a payment of the open period back (06 30)."""
    REFUND = "refund"
    """Pays back to a card that is presented (06 31): what is left once the period is closed."""
    END_OF_DAY = "end_of_day"
    """Closes the terminal's period (06 50); moves no money of its own."""


class PaymentState(StrEnum):
    """Where a movement stands; every one is durable before anything that follows from it happens.

    ``PAID`` says that the movement happened at the terminal, ``NOT_PAID`` that it certainly did not.
    """

    INTENT = "intent"
    SENT = "sent"
    RUNNING = "running"
    RESULT_OK = "result_ok"
    RESULT_BAD = "result_bad"
    UNKNOWN = "unknown"
    RECOVERY = "recovery"
    MANUAL = "manual"
    PAID = "paid"
    DECLINED = "declined"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    NOT_PAID = "not_paid"


class Reason(StrEnum):
    """Why a payment was not sent, is unclear, or needs a person to decide."""

    UNREACHABLE = "unreachable"
    NOT_READY = "not_ready"
    STOPPED = "stopped"
    TOO_LATE = "too_late"
    NOT_STORED = "not_stored"
    RESTARTED = "restarted"
    OTHER_TERMINAL = "other_terminal"
    UNKNOWN_TRANSACTION = "unknown_transaction"
    SILENT = "silent"
    LINE_CUT = "line_cut"
    NO_RESULT = "no_result"
    DOES_NOT_FIT = "does_not_fit"
    CONTRADICTION = "contradiction"
    NOTHING_TO_COMPARE = "nothing_to_compare"
    AMBIGUOUS_OWNER = "ambiguous_owner"
    FOREIGN_REVERSAL = "foreign_reversal"
    IDENTITY_TAKEN = "identity_taken"
    RESTORED = "restored"


FINAL = frozenset(
    {
        PaymentState.PAID,
        PaymentState.DECLINED,
        PaymentState.REFUSED,
        PaymentState.NOT_SENT,
        PaymentState.NOT_PAID,
    }
)
"""Nothing more happens to the payment."""

WITHOUT_EFFECT = FINAL - {PaymentState.PAID}
"""It is over, and nothing happened at the terminal."""

UNCLEAR = frozenset({PaymentState.UNKNOWN, PaymentState.RECOVERY, PaymentState.MANUAL})
"""Nobody can say yet whether money moved."""


@dataclass(frozen=True, slots=True)
class TransactionKey:
    """The identity of a transaction at a terminal, all parts told or ``NOT_TOLD`` (payment rule 5).

    ``period`` counts what makes a terminal's numbers start again; ``day`` is an ISO date with its year. Trace and
    turnover number stand side by side: a terminal may tell one of them now and the other one when asked again.
    """

    tid: str
    period: int
    day: str
    receipt: str
    trace: str
    turnover: str = NOT_TOLD

    def __str__(self) -> str:
        """Return the identity as one text, the form in which it is unique in the store."""
        return f"{self.tid}/{self.period}/{self.day}/{self.receipt}/{self.trace}/{self.turnover}"

    @classmethod
    def parse(cls, text: str) -> "TransactionKey":
        """Return the identity of a text that ``str`` made; one from before there was a turnover number has none."""
        tid, period, day, *numbers = text.split("/")
        return cls(tid, int(period), day, *numbers)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the terminal named as its last transaction before ours; ``key`` is ``None`` if it had none.

    ``time`` (HHMMSS, terminal's clock) is supporting evidence only: numbers may come back, times do not.
    """

    key: TransactionKey | None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class TerminalResult:
    """What a terminal told about a transaction (04 0F); ``None`` is what it did not tell.

    ``code`` 0 is good. ``amount_cents`` in cents. Numbers as digits. ``day`` is MMDD or YYYYMMDD and
    ``time`` HHMMSS, both by the terminal's clock, which proves nothing (payment rule 6). ``original_trace``
    is set on a reversal, ``reference`` is a number of ours, echoed, ``totals`` on an end of day. Holds no card
    number.
    """

    code: int | None = None
    amount_cents: int | None = None
    tid: str | None = None
    receipt: str | None = None
    trace: str | None = None
    turnover: str | None = None
    day: str | None = None
    time: str | None = None
    original_trace: str | None = None
    reference: str | None = None
    card_name: str | None = None
    totals: TerminalTotals | None = None

    @property
    def approved(self) -> bool:
        """Whether the terminal said that money moved."""
        return self.code == 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What two people decided about a payment that nobody else could clear up; accounts, UTC."""

    by: int
    second: int
    note: str


@dataclass(frozen=True, slots=True)
class Original:
    """The payment that a reversal or refund gives back: its row, and its numbers at the terminal."""

    payment: int
    receipt: str | None
    trace: str | None


@dataclass(frozen=True, slots=True)
class Payment:
    """One movement as the journal holds it; ``version`` grows with every change.

    ``visit`` and ``counter`` are ``None`` for a movement outside a visit. ``lines`` are the ids of the fee
    lines it pays or gives back, ``amount_cents`` is 0 for an end of day. ``original`` is set for a reversal and a
    refund. ``reference`` is our number for it where a terminal echoes one, which no other store gives. ``baseline``
    is ``None`` while nobody asked the terminal. ``result`` is the newest thing the terminal told, whether it fits or
    not, and ``key`` its identity. ``code`` is what the terminal ended or refused with. ``started_at`` and
    ``changed_at`` (the time of its state) are UTC.
    """

    id: int
    visit: int | None
    counter: int | None
    account: int
    terminal: int
    tid: str
    period: int
    amount_cents: int
    lines: tuple[int, ...]
    started_at: datetime
    changed_at: datetime
    state: PaymentState = PaymentState.INTENT
    version: int = 0
    kind: Movement = Movement.PAYMENT
    original: Original | None = None
    reference: str = ""
    baseline: Baseline | None = None
    result: TerminalResult | None = None
    key: TransactionKey | None = None
    code: int | None = None
    reason: Reason | None = None
    abort_asked: bool = False
    decision: Decision | None = None

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in FINAL

    @property
    def is_open(self) -> bool:
        """Whether something is still to happen or to be decided."""
        return not self.is_final

    @property
    def is_unclear(self) -> bool:
        """Whether nobody can say yet if money moved."""
        return self.state in UNCLEAR

    @property
    def locks_lines(self) -> bool:
        """Whether no other way of paying may settle its fee lines (payment rule 7)."""
        return self.is_open

    @property
    def can_be_asked(self) -> bool:
        """Whether the terminal is still to be asked how it ended."""
        return self.is_open and self.state is not PaymentState.MANUAL

    @property
    def locks_terminal(self) -> bool:
        """Whether nothing else may run on its terminal (payment rules 8 and 12).

        What was left to people with evidence frees it; a terminal that nobody reached may still wait for the card.
        """
        return self.can_be_asked or (self.is_open and self.reason is Reason.UNREACHABLE)

    @property
    def last_code(self) -> int | None:
        """The code the terminal ended with, else the one of its newest result."""
        return self.code if self.code is not None else self.result.code if self.result else None

    @property
    def stopped_by_customer(self) -> bool:
        """Whether it ended because of the stop key, or because no card came, and not on the clerk's wish."""
        stopped = self.state is PaymentState.DECLINED and self.last_code == STOPPED_AT_TERMINAL
        return stopped and not self.abort_asked
