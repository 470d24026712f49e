"""A counter's day on a store of its own: payments by card and otherwise, ends of day, and the people who sign."""

import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from clerk.domain.cash_entry import CashEntry
from clerk.domain.day_closing import Closing
from clerk.domain.day_report import DayReport
from clerk.domain.payment import (
    Baseline,
    Movement,
    Payment,
    Reason,
    TerminalResult,
    TransactionKey,
)
from clerk.domain.payment_clearing import FoundUnclear, RecoveryBegan
from clerk.domain.payment_events import Accepted, BaselineRead, Completed, Lost, ResultArrived, Sending
from clerk.domain.people import Identity, Role, Seat, Workplace
from clerk.domain.settlement import Way
from clerk.domain.terminal_totals import CardGroup, GroupTotal, TerminalTotals
from clerk.persistence.account_admin import AccountAdmin
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.ports import Claim, PaymentOrder
from clerk.services.day_closing import DayClosing
from clerk.services.storno import Storno
from tests.domain.payments import APPROVED
from tests.services.till import CENTS, TID, Till, store_in, through

TODAY = date(2026, 5, 11)
BEFORE = Baseline(TransactionKey(TID, 1, "2026-05-11", "9000", "900000"))
SECRET = "ein-langes-kennwort"
KIM = Identity(1, "schalter", "Kim Beispiel", frozenset({Role.CLERK}))
ALEX = Identity(2, "aufsicht", "Alex Probe", frozenset({Role.CASH_SUPERVISOR}))
SASCHA = Identity(3, "kollegin", "Sascha Vorlage", frozenset({Role.CLERK, Role.CASH_SUPERVISOR}))
TONI = Identity(4, "leitung", "Toni Muster", frozenset({Role.TEAM_LEAD, Role.ADMIN}))


@dataclass
class DayTill:
    """A counter with a terminal, in the morning of ``TODAY``."""

    till: Till
    journal: StoredPaymentJournal
    next_receipt: int = 1
    paid: list[Payment] = field(default_factory=list)

    @classmethod
    def open(cls, folder: Path) -> "DayTill":
        """Found the office."""
        till = Till.in_a_copy_of(_staffed(), folder)
        journal = till.journal()
        journal.hold(till.terminal)
        return cls(till, journal)

    def close(self) -> None:
        """Close store and journal."""
        self.journal.close()
        self.till.office.store.close()

    @property
    def counter(self) -> int:
        """The id of the counter."""
        return self.till.workplace.counter

    def days(self, who: Identity = KIM, at: Workplace | None = None) -> DayClosing:
        """Return the closing of days as a person has it."""
        return DayClosing(self.till.office.work, self.till.office.clock, Seat(who, at or self.till.workplace))

    def stornos(self, who: Identity = KIM, at: Workplace | None = None) -> Storno:
        """Return the stornos as a person has them."""
        return Storno(self.till.office.work, Seat(who, at or self.till.workplace))

    def report(self, on: date = TODAY) -> DayReport:
        """Return the report of a day as the clerk sees it."""
        return self.days().report(self.counter, on)

    def signed(self, on: date = TODAY) -> Closing:
        """Let the clerk sign a day."""
        return self.days().sign(self.report(on))

    def balanced(self) -> None:
        """Make a day that can be signed: a card payment, a notice, and an end of day that fits."""
        self.card()
        self.otherwise()
        self.end_of_day()

    # ------------------------------------------------------------ what happens

    def card(self, *, unclear: bool = False, stays: bool = False) -> tuple[Claim, Payment]:
        """Somebody pays 27,40 € by card; *unclear*: the line is cut and nobody can say how it ended.

        The visit is finished with it, unless the visitor *stays*.
        """
        claim = self.till.charged_visit()
        payment = self.journal.open(self.till.order(claim))
        number = self.next_receipt
        self.next_receipt += 1
        result = replace(APPROVED, day="0511", receipt=f"{number:04d}", trace=f"{number:06d}")
        payment = through(self.journal, payment, BaselineRead(BEFORE), Sending(), Accepted())
        if unclear:
            payment = through(self.journal, payment, Lost(Reason.LINE_CUT), RecoveryBegan())
            payment = self.journal.record(payment, FoundUnclear(Reason.NOTHING_TO_COMPARE))
        else:
            payment = through(self.journal, payment, ResultArrived(result), Completed())
            self.paid.append(payment)
        if not stays:
            self.till.office.queue.finish(claim)
        return claim, payment

    def otherwise(self, way: Way = Way.NOTICE, at: Workplace | None = None) -> Claim:
        """Somebody settles 27,40 € in another way."""
        claim = self.till.charged_visit(at)
        self.settle(claim, way)
        self.till.office.queue.finish(claim)
        return claim

    def settle(self, claim: Claim, way: Way = Way.NOTICE) -> None:
        """Settle all lines of a visit."""
        ids = [line.id for line in self.till.lines(claim)]
        with self.till.office.work.write() as work:
            work.visits.settle(claim, ids, way, "B-1", "Karte nicht lesbar")

    def moved(self, kind: Movement, cents: int, *, original: Payment | None = None) -> Payment:
        """Let a movement outside a visit happen at the terminal."""
        number = self.next_receipt
        self.next_receipt += 1
        trace = original.result.trace if original and original.result else None
        told = replace(
            APPROVED,
            day="0511",
            receipt=f"{number:04d}",
            trace=f"{number:06d}",
            amount_cents=cents,
            original_trace=trace if kind is Movement.REVERSAL else None,
        )
        return self._carried_out(kind, cents, told, original)

    def end_of_day(self, cents: int | None = None, *, count: int | None = None) -> Payment:
        """Let the terminal end its day with what was paid, or with other totals."""
        told = cents if cents is not None else CENTS * len(self.paid)
        group = GroupTotal(CardGroup.GIROCARD, len(self.paid) if count is None else count, told)
        totals = TerminalTotals("0001", f"{max(self.next_receipt - 1, 1):04d}", (group,))
        result = replace(APPROVED, day="0511", receipt=None, trace=None, amount_cents=told, totals=totals)
        return self._carried_out(Movement.END_OF_DAY, 0, result, None)

    def _carried_out(
        self, kind: Movement, cents: int, result: TerminalResult, original: Payment | None
    ) -> Payment:
        order = PaymentOrder(
            self.till.terminal, TID, cents, KIM.account, kind=kind, original=original.id if original else None
        )
        opened = self.journal.open(order)
        return through(
            self.journal,
            opened,
            BaselineRead(BEFORE),
            Sending(),
            Accepted(),
            ResultArrived(result),
            Completed(),
        )

    # ------------------------------------------------------------ what is stored

    def entries(self, counter: int | None = None, day: date = TODAY) -> tuple[CashEntry, ...]:
        """Return the entries of a day in the cash journal."""
        with self.till.office.work.read() as work:
            return work.day_book.facts(self.counter if counter is None else counter, day).entries

    def next_day(self) -> None:
        """Let it be the morning of the next day."""
        self.till.office.clock.time = datetime(2026, 5, 12, 7, 0, tzinfo=UTC)


@cache
def _staffed() -> bytes:
    """Return the store of a till with its people, made once: their passwords take most of a test's time."""
    with tempfile.TemporaryDirectory() as folder:
        till = Till.set_up(Path(folder))
        accounts = AccountAdmin(till.office.store, till.office.clock)
        for person in (KIM, ALEX, SASCHA, TONI):
            accounts.add(person.login, person.display_name, SECRET, person.roles)
        till.office.store.close()
        return store_in(Path(folder)).read_bytes()
