"""A counter with a card terminal and a visit whose fees are to be paid, on a store of its own."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sqlmodel import col, select

from clerk.domain.payment import Movement, Payment
from clerk.domain.payment_events import PaymentEvent
from clerk.domain.people import Identity, Role, Workplace
from clerk.domain.settlement import ChargedLine
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.office_admin import Counter, TerminalEntry
from clerk.persistence.opening import open_store
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.persistence.payment_rows import read_payment
from clerk.persistence.payment_tables import PaymentRow
from clerk.persistence.tables_case import CaseRow, ChargedLineRow
from clerk.ports import Claim, NewLine, PaymentJournal, PaymentOrder, PaymentProgress
from tests.persistence.office import Office

TID = "52500001"
LINES = (
    NewLine(
        line="umschreibung", label="Gebühr Umschreibung", tariff="GebOSt 221.8", cents=2420, payee="kreis"
    ),
    NewLine(line="kba", label="Anteil Kraftfahrt-Bundesamt", tariff="GebOSt 124", cents=320, payee="kba"),
)
CENTS = 2740
CLERK = Identity(1, "beispiel", "Frau Beispiel", frozenset({Role.CLERK}))
LEAD = Identity(2, "leitung", "Herr Leitung", frozenset({Role.TEAM_LEAD}))
COLLEAGUE = Identity(3, "kollegin", "Frau Kollegin", frozenset({Role.CLERK}))


@dataclass
class Watcher:
    """Remembers what a listener was told."""

    seen: list[PaymentProgress] = field(default_factory=list)

    def __call__(self, progress: PaymentProgress) -> None:
        """Remember it."""
        self.seen.append(progress)

    @property
    def texts(self) -> list[str]:
        """The texts so far."""
        return [progress.text for progress in self.seen]


@dataclass
class Till:
    """An office with one terminal at one counter."""

    office: Office
    folder: Path
    terminal: int
    workplace: Workplace

    @classmethod
    def set_up(cls, folder: Path) -> "Till":
        """Found the office in *folder*."""
        return cls.in_a_copy_of(_furnished(), folder)

    @classmethod
    def in_a_copy_of(cls, store: bytes, folder: Path) -> "Till":
        """Move into *folder* with a copy of the store of a till."""
        store_in(folder).write_bytes(store)
        office = Office(open_store(store_in(folder)))
        [counter] = office.admin.counters()
        assert counter.terminal is not None
        office.site = counter.site
        workplace = StoredAccounts(office.store, office.clock).workplace(counter.id)
        return cls(office, folder / "payments", counter.terminal, workplace)

    def journal(self, folder: Path | None = None) -> StoredPaymentJournal:
        """Return a journal as a fresh process would have one, without any lease."""
        return StoredPaymentJournal(self.office.store, self.office.clock, folder or self.folder)

    def charged_visit(self, workplace: Workplace | None = None) -> Claim:
        """Let somebody be served and charge 27,40 €."""
        claim = self.office.serving(workplace or self.workplace)
        with self.office.work.write() as work:
            work.visits.charge(claim, self.office.visit(claim.visit).cases[0].id, LINES)
        return claim

    def lines(self, claim: Claim) -> tuple[ChargedLine, ...]:
        """Return the fee lines of a visit as they are stored."""
        return self.office.visit(claim.visit).lines

    def order(self, claim: Claim) -> PaymentOrder:
        """Return the order to charge everything of a visit."""
        lines = tuple(line.id for line in self.lines(claim))
        return PaymentOrder(self.terminal, TID, CENTS, CLERK.account, claim, lines)

    def end_of_day(self) -> PaymentOrder:
        """Return the order to close the terminal's period."""
        return PaymentOrder(self.terminal, TID, 0, CLERK.account, kind=Movement.END_OF_DAY)

    def movements(self) -> list[Payment]:
        """Return every movement of the journal, oldest first."""
        with self.office.store.read() as session:
            found = session.exec(select(PaymentRow).order_by(col(PaymentRow.id))).all()
            return [read_payment(session, row) for row in found]

    def ways(self, claim: Claim) -> list[str | None]:
        """Return how each line of a visit is settled."""
        lines = select(ChargedLineRow.way).join(CaseRow, col(CaseRow.id) == col(ChargedLineRow.case))
        with self.office.store.read() as session:
            found = lines.where(CaseRow.visit == claim.visit).order_by(col(ChargedLineRow.id))
            return list(session.exec(found).all())

    def settle_otherwise(self, claim: Claim) -> None:
        """Try to settle a visit's lines by notice."""
        ids = [line.id for line in self.lines(claim)]
        with self.office.work.write() as work:
            work.visits.settle(claim, ids, "notice", "B-1", "Kunde zahlt später")


def store_in(folder: Path) -> Path:
    """Return where the store of a till in *folder* is."""
    return folder / "store.db"


@cache
def _furnished() -> bytes:
    """Return the store of a till, made once."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office.found(store_in(Path(folder)))
        entry = office.admin.add_terminal(TerminalEntry(0, office.site, "Kasse 1", "127.0.0.1", 20007, TID))
        office.admin.add_counter(Counter(0, office.site, "7", frozenset({"kfz"}), terminal=entry.id))
        office.store.close()
        return store_in(Path(folder)).read_bytes()


def wait_until(met: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until a condition holds; fails after *seconds*."""
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def through(journal: PaymentJournal, payment: Payment, *events: PaymentEvent) -> Payment:
    """Record events one after the other."""
    for event in events:
        payment = journal.record(payment, event)
    return payment
