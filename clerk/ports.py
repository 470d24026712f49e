"""What the services need from the outside, named by role.

Adapters in ``clerk.persistence`` and ``integrations`` implement these; ``clerk.bootstrap`` connects them.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from clerk.domain.cash_entry import CashEntry
from clerk.domain.day_closing import Closing, ClosingWord, DaySheet, OpenItem, SignedDay
from clerk.domain.day_report import DayFacts
from clerk.domain.handover import Handover
from clerk.domain.payment import Movement, Payment, PaymentState, TerminalResult, TransactionKey
from clerk.domain.payment_events import Lost, NothingWritten, PaymentEvent
from clerk.domain.people import Identity, Role, Workplace
from clerk.domain.queue_rule import Priority
from clerk.domain.receipt import PlateSlip, Receipt, Slip, TerminalSheet
from clerk.domain.reimport import PlannedFile, RememberedDraft
from clerk.domain.result_codes import Remedy
from clerk.domain.storno import StornoRequest, Undoing
from clerk.domain.terminal_receipt import TerminalReceipt
from clerk.domain.terminal_totals import TerminalTotals
from clerk.domain.visit import Case, ParkReason, Step, Visit, VisitState


class Clock(Protocol):
    """The time of the store's machine."""

    def now(self) -> datetime:
        """Return the current time, UTC and aware."""


class StoreUnavailable(Exception):  # noqa: N818
    """The store did not answer in time; nothing was written. ``str()`` is a sentence for the clerk."""


class ClaimLost(Exception):  # noqa: N818
    """The visit belongs to another counter by now, or to a newer claim; nothing was written (payment rule 16)."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right of one counter to change one visit; valid while the visit's ``epoch`` is the same."""

    visit: int
    counter: int
    epoch: int
    account: int


# ---------------------------------------------------------------- queue


@dataclass(frozen=True, slots=True)
class Called:
    """The visit is now called, or being served, at this counter."""

    claim: Claim
    ticket: str


@dataclass(frozen=True, slots=True)
class Nobody:
    """Nobody eligible waits."""


@dataclass(frozen=True, slots=True)
class AlreadyServing:
    """This counter holds a visit already; nothing was changed."""

    claim: Claim
    ticket: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The request was answered before, and what it gave has been taken back since."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The queue did not answer; ``message`` is a sentence for the clerk. The same request id may be sent again."""

    message: str


CallAnswer = Called | Nobody | AlreadyServing | TakenBack | Unreachable


@dataclass(frozen=True, slots=True)
class NewCase:
    """A concern to open: a service of the catalogue and the day whose catalogue counts."""

    service: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person who arrived.

    ``appointment`` is the id of the booked visit that checks in, if any; ``continues`` are the ids of incomplete cases
    of an earlier visit that are taken up again.
    """

    area: str
    cases: tuple[NewCase, ...]
    name: str = ""
    priority: Priority = Priority.NORMAL
    priority_reason: str | None = None
    appointment: int | None = None
    continues: tuple[int, ...] = ()


class NotTakenUp(Exception):  # noqa: N818
    """A case cannot be taken up again: somebody was quicker, or it is too late; ``str()`` is a sentence."""


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One line of a queue list. Times UTC.

    ``name`` is filled for booked visits only: the others are known by their ticket. ``awaited`` is what the visit was
    parked for last.
    """

    visit: int
    ticket: str
    state: VisitState
    area: str
    services: tuple[str, ...]
    arrived_at: datetime | None
    appointment_at: datetime | None
    z: datetime
    open_from: datetime | None
    blocked_until: datetime | None
    prechecked_at: datetime | None
    park_reason: ParkReason | None
    parked_at: datetime | None
    counter: int | None
    counter_label: str | None
    eligible: bool
    name: str = ""
    awaited: ParkReason | None = None


@dataclass(frozen=True, slots=True)
class QueueSnapshot:
    """The queue of one site at one moment, waiting visits in the order in which this counter would call them."""

    at: datetime
    waiting: tuple[QueueEntry, ...]
    parked: tuple[QueueEntry, ...]
    booked: tuple[QueueEntry, ...]
    busy: tuple[QueueEntry, ...]


class QueueSystem(Protocol):
    """Numbers, order and ownership of visits. Owns its transactions: a queue server cannot join ours.

    Every method that changes a visit checks that the transition is legal (``IllegalTransition``) and that the
    claim still holds (``ClaimLost``), and writes the audit trail.
    """

    def call_next(self, workplace: Workplace, identity: Identity, request_id: str) -> CallAnswer:
        """Call the next visit by the queue rule; the same *request_id* gives the same answer while it is true."""

    def call(self, workplace: Workplace, identity: Identity, visit: int, reason: str) -> CallAnswer:
        """Call a chosen waiting visit; *reason* is kept in the audit trail."""

    def call_again(self, claim: Claim) -> None:
        """Show and announce a called number once more."""

    def take_back(self, claim: Claim) -> None:
        """Undo a call: the visit waits again with its old key."""

    def begin(self, claim: Claim) -> None:
        """The called person is here: the visit is being served."""

    def no_show(self, claim: Claim, workplace: Workplace) -> VisitState:
        """The called person did not come: waits again after a pause, or is missed after the set number of calls."""

    def arrive(self, workplace: Workplace, identity: Identity, arrival: Arrival) -> int:
        """Register an arrival, give it a ticket and let it wait; return the visit's id.

        Raises ``NotTakenUp`` if it continues a case that cannot be taken up, and opens no visit then.
        """

    def accept_directly(self, workplace: Workplace, identity: Identity, arrival: Arrival) -> CallAnswer:
        """Open a visit at this counter without a wait (it gets a ticket number for the records).

        Raises ``NotTakenUp`` as ``arrive``.
        """

    def take(self, workplace: Workplace, identity: Identity, visit: int) -> CallAnswer:
        """Take a waiting or parked visit straight to this counter as *serving* (found by F4)."""

    def release(self, claim: Claim) -> None:
        """Let a visit being served wait (again) with its key unchanged: after the pre-check at the info desk."""

    def park(self, claim: Claim, reason: ParkReason) -> None:
        """Set a visit aside."""

    def resume(self, workplace: Workplace, identity: Identity, visit: int) -> None:
        """*Wieder da*: a parked visit waits again, before walk-ins (``z`` = time of return)."""

    def forward(self, claim: Claim, area: str, reason: str) -> None:
        """Send the visit to another area of the site; it keeps its place."""

    def finish(self, claim: Claim) -> None:
        """Close the visit; the caller has checked that nothing is open."""

    def leave(self, workplace: Workplace, identity: Identity, visit: int) -> None:
        """A waiting or parked person has gone."""

    def snapshot(self, workplace: Workplace) -> QueueSnapshot:
        """Return the queue of the workplace's site now."""

    def held_by(self, workplace: Workplace, identity: Identity) -> Claim | None:
        """Return the claim on the visit this counter holds (called or serving), after a restart for instance."""


# ---------------------------------------------------------------- visits and cases


class Visits(Protocol):
    """Visits with their cases, inside one unit of work. Writes carry the claim and raise ``ClaimLost``."""

    def get(self, visit: int) -> Visit:
        """Return a visit with all cases; ``KeyError`` if there is none."""

    def many(self, visits: Sequence[int]) -> list[Visit]:
        """Return several visits with their cases in few queries, in the order asked; unknown ids are left out."""

    def save_case(self, claim: Claim, case: Case) -> None:
        """Store answers, ticks, note, outcome, confirmation and what was handed out of *case*.

        Its form and its lines are not stored by this.
        """

    def save_draft(self, claim: Claim, case: int, values: dict[str, str]) -> None:
        """Store what stands in the form of a case, typed and unfinished as it may be."""

    def add_case(self, claim: Claim, case: NewCase) -> int:
        """Open one more case in the visit; return its id."""

    def change_service(self, claim: Claim, case: int, service: str) -> None:
        """Make the case one of another service; answers, ticks and form values stay stored."""

    def remove_case(self, claim: Claim, case: int) -> None:
        """Remove a case opened by mistake; refused when it is the only one or has charged lines."""

    def save_name(self, claim: Claim, name: str) -> None:
        """Store the name of the person; ``ValueError`` with a sentence over 200 characters."""

    def save_step(self, claim: Claim, step: Step) -> None:
        """Remember at which step the visit is."""

    def note_precheck(self, claim: Claim, at: datetime) -> None:
        """Remember when (UTC) the documents were pre-checked."""

    def charge(self, claim: Claim, case: int, lines: Sequence["NewLine"]) -> None:
        """Replace the unsettled charged lines of a case by *lines*; raises ``LineLocked``, ``AtCashOffice``."""

    def settle(
        self, claim: Claim, lines: Sequence[int], way: str, reference: str | None, reason: str | None
    ) -> None:
        """Settle fee lines in another way than by card.

        Raises ``LineLocked`` while a payment holds one of them, ``AtCashOffice`` for another way than the one the
        customer was sent.
        """

    def send_to_cash_office(self, claim: Claim, lines: Sequence[int], *, sent: bool = True) -> None:
        """Note that the customer pays *lines* at the cash office, or after all does not; they stay open.

        ``LineLocked`` while a payment holds one of them.
        """

    def find(self, workplace: Workplace, text: str, limit: int) -> list[Visit]:
        """Return visits of the site by ticket, case number, name or plate, best first: open, or lately incomplete.

        A whole case number finds a visit that was lately left incomplete at any site.
        """

    def too_late(self, workplace: Workplace, text: str) -> str | None:
        """Return the number of the incomplete case *text* names if it can no longer be taken up."""

    def ended_today(self, workplace: Workplace, text: str) -> "EndedVisit | None":
        """Return how the visit whose ticket of today *text* is has ended; ``None`` if it has not, or may go on."""


@dataclass(frozen=True, slots=True)
class EndedVisit:
    """A ticket whose visit is over: ``CLOSED`` or ``LEFT``, and when (UTC)."""

    ticket: str
    state: VisitState
    at: datetime


@dataclass(frozen=True, slots=True)
class NewLine:
    """A fee line to charge; ``cents`` for all ``quantity`` units together."""

    line: str
    label: str
    tariff: str
    cents: int
    payee: str
    quantity: int = 1
    reason: str | None = None


class LineLocked(Exception):  # noqa: N818
    """An open payment holds a fee line: no other way of paying may settle it (payment rule 7)."""


class AtCashOffice(Exception):  # noqa: N818
    """The customer was sent to the cash office with a fee line; first say whether it was paid there.

    ``str()`` is a sentence for the clerk.
    """


class DayClosed(Exception):  # noqa: N818
    """The day of the counter is signed or locked: nothing can be booked on it; ``str()`` is a sentence."""


class DayBook(Protocol):
    """The books of the counters, day by day, inside one unit of work; counter 0 has what no counter took."""

    def site_of(self, counter: int) -> int:
        """Return the site of a counter; ``KeyError`` if there is none."""

    def counters(self, site: int) -> Mapping[int, str]:
        """Return the counters of a site by id, each as the board shows it, in the order of their ids."""

    def facts(self, counter: int, day: date) -> DayFacts:
        """Return all that is known of a counter's day, a consistent view; ``KeyError`` for no such counter."""

    def closing(self, counter: int, day: date) -> Closing:
        """Return the closing of a day as it stands, open where nobody has begun it."""

    def sign(self, closing: Closing, signed: SignedDay, by: Identity) -> Closing:
        """Put the clerk's signature under an open day: from now on nothing can be booked on it."""

    def open_again(self, closing: Closing, word: ClosingWord, by: Identity, reason: str) -> Closing:
        """Take the signature back (``WITHDRAWN``), or give the day back unconfirmed (``REFUSED``)."""

    def lock(self, closing: Closing, second: Identity) -> Closing:
        """Put the second signature under a signed day, number and seal it; nothing changes it any more."""

    def open_items(self, site: int, today: date, counter: int | None) -> tuple[OpenItem, ...]:
        """Return what is left to do at a site or one counter of it: oldest first, days before *today* unsigned."""


class Stornos(Protocol):
    """Requests to take settlements back, inside one unit of work."""

    def of_visit(self, visit: int) -> tuple[CashEntry, ...]:
        """Return the entries of a visit's fee lines that stand: not taken back, and nobody has asked for it."""

    def undoing(self, entry: CashEntry) -> Undoing:
        """Return how an entry would be taken back now."""

    def ask(self, counter: int, numbers: Sequence[int], reason: str, account: int) -> StornoRequest:
        """Note a request for entries of a counter's cash journal, all of a card payment where one is of it.

        ``KeyError`` for an entry that does not stand; ``DayClosed`` for a counter whose books are closed today.
        """

    def get(self, request: int) -> StornoRequest:
        """Return a request; ``KeyError`` if there is none."""

    def open_at(self, site: int) -> tuple[StornoRequest, ...]:
        """Return the open requests of a site, oldest first."""

    def open_for(self, visit: int) -> tuple[StornoRequest, ...]:
        """Return the open requests about fee lines of a visit, oldest first."""

    def confirm(self, request: int, second: int) -> StornoRequest:
        """Confirm a request: without a card it is carried out at once, with one it waits for the terminal.

        ``DayClosed`` for a counter whose books are closed today.
        """

    def refuse(self, request: int, second: int, note: str) -> StornoRequest:
        """Refuse a request."""

    def failed(self, request: int, note: str) -> StornoRequest:
        """Note that a confirmed request could not be carried out at the terminal."""

    def transferred(self, request: int, account: int, reference: str) -> StornoRequest:
        """Note that the treasury transfers the money of a confirmed request; books it back."""


class Delivery(StrEnum):
    """What an outbox row delivers."""

    RECEIPT = "receipt"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class Job:
    """A row of the outbox still to be delivered; the document is composed from the store when it is delivered.

    ``times`` counts deliveries so far: from the second one on it is a copy, marked so. ``case`` is set for a
    handover, ``queued_at`` is UTC.
    """

    id: int
    kind: Delivery
    visit: int
    case: int | None
    number: str
    times: int
    queued_at: datetime


class Outbox(Protocol):
    """What still has to be delivered, inside one unit of work (payment rule 15)."""

    def add_receipt(self, claim: Claim) -> Job:
        """Queue a receipt of the visit for this counter's printer, with a number from the receipt series of
        the year (``2026-000042``)."""

    def add_handover(self, claim: Claim, case: int) -> Job:
        """Queue the delivery of a finished application; adding it twice keeps one row."""

    def pending(self, counter: int, kind: Delivery, since: datetime) -> list[Job]:
        """Return undelivered rows of this counter queued after *since* (UTC): nothing prints the next day."""

    def receipts_of(self, visit: int) -> list[Job]:
        """Return all receipts of a visit, delivered or not, newest first."""

    def delivered(self, job: int) -> None:
        """Count one delivery of a row."""


@dataclass(frozen=True, slots=True)
class HandoverJob:
    """A handover leased for delivery; ``closed_at`` is UTC.

    ``tries`` counts the leases of the row: it is this one's number, and an older one is worth nothing.
    """

    id: int
    visit: int
    case: int
    number: str
    tries: int
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class HandoverBacklog:
    """How many handovers wait for delivery, and how many of them may be tried now."""

    waiting: int
    due: int


class HandoverQueue(Protocol):
    """Handovers of closed visits of a site, by lease, inside one unit of work; none is lost before it is done.

    A row is due unless somebody has leased it or a fault has put it back; both end by themselves.
    """

    def backlog(self, site: int) -> HandoverBacklog:
        """Count what is not delivered yet."""

    def lease(self, site: int, until: datetime) -> HandoverJob | None:
        """Take the oldest one that is due, for oneself alone until that time (UTC); ``None`` if none is."""

    def delivered(self, job: HandoverJob) -> None:
        """The specialist system has it; does nothing for a lease that was given to somebody else since."""

    def put_back(self, job: HandoverJob, until: datetime) -> None:
        """Let it rest until that time (UTC) after a fault; as ``delivered`` for a lost lease."""


class AuditTrail(Protocol):
    """Who did what, without personal data, append-only, inside one unit of work."""

    def record(self, account: int, action: str, visit: int | None, detail: str = "") -> None:
        """Append one entry; *detail* never holds personal data."""


class Work(Protocol):
    """One unit of work: all or nothing."""

    @property
    def visits(self) -> Visits:
        """Visits and cases."""

    @property
    def outbox(self) -> Outbox:
        """Deliveries."""

    @property
    def handovers(self) -> HandoverQueue:
        """Handovers to be delivered."""

    @property
    def day_book(self) -> DayBook:
        """The counters' days."""

    @property
    def stornos(self) -> Stornos:
        """What is to be taken back."""

    @property
    def audit(self) -> AuditTrail:
        """The audit trail."""


class UnitOfWork(Protocol):
    """Opens units of work; the changes are committed when the block ends without an exception."""

    def write(self) -> AbstractContextManager[Work]:
        """Open a unit of work that may change things."""

    def read(self) -> AbstractContextManager[Work]:
        """Open a consistent view."""


# ---------------------------------------------------------------- people


class Accounts(Protocol):
    """Who may sign in."""

    def verify(self, login: str, secret: str) -> Identity | None:
        """Return the person if login and secret fit, else ``None``; takes as long for an unknown login."""

    def workplace(self, counter: int) -> Workplace:
        """Return the counter as workplace; ``KeyError`` if there is none."""

    def has_role(self, account: int, role: Role) -> bool:
        """Tell whether the account has *role* now."""


class ReceiptPrinter(Protocol):
    """The printer of a workplace."""

    def print_receipt(self, receipt: Receipt) -> Path | None:
        """Print; returns where the document lies, ``None`` if it is paper.

        Raises ``PrinterFault`` with a sentence for the clerk.
        """

    def print_slip(self, slip: Slip) -> Path | None:
        """Print a slip; as ``print_receipt``."""

    def print_plate_slip(self, slip: PlateSlip) -> Path | None:
        """Print the slip for the plate maker; as ``print_receipt``."""

    def print_terminal_sheet(self, sheet: TerminalSheet) -> Path | None:
        """Print receipts of the card terminal without one of ours; as ``print_receipt``."""

    def print_day_report(self, sheet: DaySheet) -> Path | None:
        """Print the report of a counter's day; as ``print_receipt``."""


class PrinterFault(Exception):  # noqa: N818
    """The printer does not work; ``str()`` says what happened and what to do."""


class SpecialistSystem(Protocol):
    """Where finished applications go on: the specialist system of the office, or what stands in for it."""

    def take_over(self, handover: Handover) -> None:
        """Take one finished application over for good: when this returns, it is safe there.

        The same case again changes nothing. Raises ``SpecialistFault``; then nothing may have been taken over.
        """


class SpecialistFault(Exception):  # noqa: N818
    """The specialist system takes nothing over at the moment; ``str()`` is a sentence that says what is down."""


class ChangeFeed(Protocol):
    """Tells that something in the store changed; the message is a hint, the store is the truth."""

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call *on_change* (from a thread) after changes by anybody; returns a function that ends the watch."""


# ---------------------------------------------------------------- payment


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

        Raises ``TerminalInUse``.
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
        """Write to a synced local file what the store did not take (payment rule 13)."""

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
        """Take over a transaction that somebody looked at as the last one known (payment rule 6)."""


# ---------------------------------------------------------------- drafts of the catalogue


class DraftsUnwritable(Exception):  # noqa: N818
    """The folder of the drafts cannot be used; ``str()`` is a sentence for the person."""


class DraftShelf(Protocol):
    """Where drafts of services lie until a person has looked at them."""

    def remembered(self, draft_id: str) -> RememberedDraft:
        """Return what the last import kept of this draft, an empty one if there was none."""

    def standing(self, name: str) -> str | None:
        """Return the hash of the file called *name* as it is now, None without one."""

    def lay_down(self, files: Sequence[PlannedFile]) -> None:
        """Put *files* there, each whole or not at all, and remember them; raises ``DraftsUnwritable``."""
