"""The card terminal and the durable memory of what moved there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from clerk.domain.payment import Movement, Payment, PaymentState, TerminalResult, TransactionKey
from clerk.domain.payment_events import Lost, NothingWritten, PaymentEvent
from clerk.domain.result_codes import Remedy
from clerk.domain.terminal_receipt import TerminalReceipt
from clerk.domain.terminal_totals import TerminalTotals
from clerk.ports.ownership import Claim


class PaymentBlocked(Exception):  # noqa: N818
    """The payment must not begin: another one is open, or the lines changed; ``str()`` is a sentence."""


class TerminalInUse(Exception):  # noqa: N818
    """Another running program holds the lease of the terminal; ``str()`` is a sentence for the clerk."""


class LeaseLost(Exception):  # noqa: N818
    """Somebody else took the lease over, or changed the payment; this process must not touch the line."""


class IdentityTaken(Exception):  # noqa: N818
    """Another payment is booked with this transaction already (payment rule 5); nothing was written."""


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """What to do at a terminal: charge an amount in cents for fee lines of a visit, give it back, close the day.

    Without ``claim`` a payment is one outside a visit and has no lines. ``original`` is the payment that a reversal
    or refund gives back whole; its lines are those of the payment. An end of day has no amount.
    """

    terminal: int
    tid: str
    amount_cents: int
    account: int
    claim: Claim | None = None
    lines: tuple[int, ...] = ()
    kind: Movement = Movement.PAYMENT
    original: int | None = None


@dataclass(frozen=True, slots=True)
class PaymentProgress:
    """What happens at the terminal right now; ``text`` is the terminal's, cleaned; seconds since the start."""

    state: PaymentState
    text: str
    seconds: int
    amount_cents: int


class PaymentListener(Protocol):
    """Who watches a payment."""

    def __call__(self, progress: PaymentProgress) -> None:
        """Take note; called from a thread of the terminal, older news may be left out for newer ones."""


@dataclass(frozen=True, slots=True)
class TerminalStatus:
    """How a terminal is; ``message`` and ``action`` are sentences, ``code`` is its own status byte.

    ``remedy`` is what helps.
    """

    reachable: bool
    ready: bool
    message: str
    action: str = ""
    code: int | None = None
    tid: str | None = None
    remedy: Remedy = Remedy.NOTHING


class Upkeep(StrEnum):
    """What a terminal asks for by its status, beside the end of day; none of it moves money."""

    DIAGNOSIS = "diagnosis"
    INITIALISATION = "initialisation"
    CLOCK = "clock"
    """Set its date and time to those of the office."""
    LOG_OFF = "log_off"
    """Give the terminal free for use by hand; the next payment registers again."""


class CardTerminal(Protocol):
    """A card terminal. All calls block until their end; ``abort`` may come from any thread meanwhile.

    Nothing is answered to the terminal before the journal has it (payment rule 13).
    """

    def carry_out(self, payment: Payment, journal: "PaymentJournal", listener: PaymentListener) -> Payment:
        """Do what an intent says, exactly once; return it in the state it came to.

        Raises ``StoreUnavailable`` if the journal took nothing at all, ``LeaseLost``.
        """

    def recover(self, payment: Payment, journal: "PaymentJournal", listener: PaymentListener) -> Payment:
        """Ask the terminal how an open payment ended; it stays *unknown* while nobody answers."""

    def abort(self) -> bool:
        """Ask the terminal to stop the running payment; ``False`` if none runs or it cannot be stopped so."""

    def status(self) -> TerminalStatus:
        """Ask how the terminal is; never raises for a terminal that is off."""

    def last_transaction(self) -> TerminalResult | None:
        """Ask for the last transaction (06 20); ``None`` if there is none. ``TerminalSilent`` if it is off."""

    def totals(self) -> TerminalTotals | None:
        """Ask for the turnover since the last end of day without closing (06 10); ``None`` if it cannot tell.

        Raises ``TerminalSilent``.
        """

    def keep_up(self, task: Upkeep, now: datetime) -> TerminalStatus:
        """Do what its status asked for and return how it is afterwards; *now* is the office's local time."""

    def close(self) -> None:
        """End the terminal's thread; a running payment is left to recovery."""


class TerminalSilent(Exception):  # noqa: N818
    """The terminal did not answer; ``str()`` is a sentence for the clerk."""


class PaymentJournal(Protocol):
    """The durable memory of card payments: what it returns is on disk.

    All changes are compare-and-set on the payment's version and on the lease's fencing number.
    """

    def hold(self, terminal: int) -> None:
        """Take the lease of a terminal for the life of this process, unless it has it (payment rule 2).

        Raises ``TerminalInUse``, ``StoreUnavailable``.
        """

    def open(self, order: PaymentOrder) -> Payment:
        """Write the intent and lock its fee lines; raises ``PaymentBlocked``, ``ClaimLost``."""

    def record(self, payment: Payment, event: PaymentEvent, message: str = "") -> Payment:
        """Advance the payment and keep *message* (redacted hex) as evidence, all in one transaction.

        *Paid* books the settlement of the fee lines in the same transaction, exactly once. Raises
        ``IllegalPaymentStep``, ``LeaseLost``, ``IdentityTaken``, ``StoreUnavailable``.
        """

    def keep_receipt(self, payment: Payment, receipt: TerminalReceipt, message: str = "") -> None:
        """Keep a receipt of the terminal as far as it has come, with *message* as evidence, in one transaction.

        One with the same number replaces it. Raises ``LeaseLost``, ``StoreUnavailable``.
        """

    def receipts(self, payment: int) -> tuple[TerminalReceipt, ...]:
        """Return the terminal's receipts of a payment in the order in which they came."""

    def receipt_printed(self, payment: int, receipt: TerminalReceipt) -> None:
        """Remember that a receipt was printed; the text of a customer's is deleted with that."""

    def with_due_receipts(self, counter: int, since: datetime) -> tuple[Payment, ...]:
        """Return the ended payments of a counter of which a receipt since then (UTC) may have to be printed."""

    def forget_customer_receipts(self, before: datetime) -> None:
        """Delete the text of customers' receipts that came before that time (UTC), printed or not."""

    def set_aside(self, payment: Payment, event: Lost | NothingWritten, message: str = "") -> None:
        """Write to a synced local file what the store did not take (payment rule 13).

        Raises ``StoreUnavailable`` if the disk does not take it either.
        """

    def replay(self, terminal: int) -> None:
        """Bring into the store what was set aside for a terminal."""

    def get(self, payment: int) -> Payment:
        """Return a payment; ``KeyError`` if there is none."""

    def open_at(self, terminal: int) -> tuple[Payment, ...]:
        """Return the movements of a terminal that are not final, oldest first."""

    def given_back(self, payment: int) -> Payment | None:
        """Return the reversal or refund of a payment that happened or is under way, if there is one."""

    def has_receipt(self, movement: Payment, receipt: str) -> bool:
        """Tell whether another movement of its terminal's period is booked with a receipt number."""

    def new_period(self, terminal: int) -> None:
        """Count that the terminal's numbers may start again: after an initialisation (payment rule 5)."""

    def of_visit(self, visit: int) -> tuple[Payment, ...]:
        """Return all payments of a visit, oldest first."""

    def last_known(self, terminal: int) -> TransactionKey | None:
        """Return the last transaction that we know of a terminal."""

    def acknowledge(self, terminal: int, result: TerminalResult, tid: str, account: int) -> None:
        """Take over a transaction that somebody looked at as the last one known (payment rule 6), and note who did."""
