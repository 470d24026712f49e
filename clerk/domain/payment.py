"""One card payment: what is known about it, and whether it still holds its fee lines and its terminal.

How it goes from state to state stands in ``payment_events`` and ``payment_clearing``, whose money a terminal's
answer speaks of in ``payment_recovery``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

NOT_TOLD = "-"
"""Stands in a transaction's identity for what the terminal did not tell: never empty, never null."""

STOPPED_AT_TERMINAL = 0x6C
"""Result code: stop key pressed, or nobody put a card in (PA00P015, error codes)."""


class PaymentState(StrEnum):
    """Where a payment stands; every one is durable before anything that follows from it happens."""

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

UNCLEAR = frozenset({PaymentState.UNKNOWN, PaymentState.RECOVERY, PaymentState.MANUAL})
"""Nobody can say yet whether money moved."""


@dataclass(frozen=True, slots=True)
class TransactionKey:
    """The identity of a transaction at a terminal, all parts told or ``NOT_TOLD`` (payment rule 5).

    ``period`` counts what makes a terminal's numbers start again; ``day`` is an ISO date with its year.
    """

    tid: str
    period: int
    day: str
    receipt: str
    trace: str

    def __str__(self) -> str:
        """Return the identity as one text, the form in which it is unique in the store."""
        return f"{self.tid}/{self.period}/{self.day}/{self.receipt}/{self.trace}"

    @classmethod
    def parse(cls, text: str) -> "TransactionKey":
        """Return the identity of a text that ``str`` made."""
        tid, period, day, receipt, trace = text.split("/")
        return cls(tid, int(period), day, receipt, trace)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the terminal named as its last transaction before ours; ``key`` is ``None`` if it had none."""

    key: TransactionKey | None


@dataclass(frozen=True, slots=True)
class TerminalResult:
    """What a terminal told about a transaction (04 0F); ``None`` is what it did not tell.

    ``code`` 0 is good. ``amount_cents`` in cents. Numbers as digits. ``day`` is MMDD or YYYYMMDD and
    ``time`` HHMMSS, both by the terminal's clock, which proves nothing (payment rule 6). ``original_trace``
    is set on a reversal, ``reference`` is a number of ours, echoed. Holds no card number.
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
class Payment:
    """One card payment as the journal holds it; ``version`` grows with every change.

    ``visit`` and ``counter`` are ``None`` for a payment outside a visit. ``lines`` are the ids of the fee
    lines it pays. ``baseline`` is ``None`` while nobody asked the terminal. ``result`` is the newest thing
    the terminal told, whether it fits or not, and ``key`` its identity. ``code`` is what the terminal ended
    or refused with. ``started_at`` and ``changed_at`` (the time of its state) are UTC.
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
    baseline: Baseline | None = None
    result: TerminalResult | None = None
    key: TransactionKey | None = None
    code: int | None = None
    reason: Reason | None = None
    abort_asked: bool = False
    decision: Decision | None = None

    @property
    def reference(self) -> str:
        """Our number for this payment, where a terminal echoes one."""
        return f"{self.id:012d}"

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
    def locks_terminal(self) -> bool:
        """Whether nothing else may run on its terminal (payment rules 8 and 12)."""
        return self.is_open and self.state is not PaymentState.MANUAL

    @property
    def stopped_by_customer(self) -> bool:
        """Whether it ended because of the stop key, or because no card came, and not on the clerk's wish."""
        last = self.code if self.code is not None else self.result.code if self.result else None
        return self.state is PaymentState.DECLINED and last == STOPPED_AT_TERMINAL and not self.abort_asked


def key_of(result: TerminalResult, tid: str, period: int, near: date) -> TransactionKey | None:
    """Return the identity of what a terminal told, or ``None`` if neither receipt nor trace make it one.

    *tid* stands in for a terminal id that was not told. A date without a year gets the one nearest to *near*.
    """
    trace = _number(result.trace) or _number(result.turnover)
    receipt = _number(result.receipt)
    if receipt is None and trace is None:
        return None
    return TransactionKey(
        tid=result.tid or tid,
        period=period,
        day=_full_day(result.day, near),
        receipt=receipt or NOT_TOLD,
        trace=trace or NOT_TOLD,
    )


def is_of_payment(payment: Payment, result: TerminalResult) -> bool:
    """Tell whether a result can be the one of *payment*: right terminal, right amount, not known before.

    An approved result must carry our amount and an identity other than the baseline's (payment rule 9); a
    failed one may leave them out.
    """
    if result.code is None or result.tid not in (None, payment.tid) or result.original_trace is not None:
        return False
    if not result.approved:
        return result.amount_cents in (None, payment.amount_cents)
    key = key_of(result, payment.tid, payment.period, payment.started_at.date())
    known = payment.baseline is not None and payment.baseline.key == key
    return result.amount_cents == payment.amount_cents and key is not None and not known


def _number(digits: str | None) -> str | None:
    return digits if digits and digits.strip("0") else None


def _full_day(day: str | None, near: date) -> str:
    if day is None:
        return NOT_TOLD
    if len(day) == 8:
        return f"{day[:4]}-{day[4:6]}-{day[6:]}"
    candidates = [
        found for year in (near.year - 1, near.year, near.year + 1) if (found := _day(year, day)) is not None
    ]
    if not candidates:
        return NOT_TOLD
    return min(candidates, key=lambda found: abs(found - near)).isoformat()


def _day(year: int, month_and_day: str) -> date | None:
    try:
        return date(year, int(month_and_day[:2]), int(month_and_day[2:]))
    except ValueError:
        return None
