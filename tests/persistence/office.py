"""A small made-up office in a store of its own, for the tests of the store."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

from clerk.domain.people import Identity, Role, Workplace
from clerk.domain.queue_rule import Priority
from clerk.domain.visit import Case, Visit, VisitState
from clerk.persistence import migrate
from clerk.persistence.account_admin import AccountAdmin
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.office_admin import Counter, OfficeAdmin, Site
from clerk.persistence.opening import open_store
from clerk.persistence.sqlite_store import SqliteStore
from clerk.persistence.store import Store
from clerk.persistence.work import StoredUnitOfWork
from clerk.ports import Arrival, CallAnswer, Called, Claim, NewCase

MORNING = datetime(2026, 5, 11, 7, 0, tzinfo=UTC)
TODAY = date(2026, 5, 11)
CLERK = Identity(1, "beispiel", "Frau Beispiel", frozenset({Role.CLERK}))


@dataclass
class SteppedClock:
    """A clock that stands still until it is moved."""

    time: datetime = MORNING

    def now(self) -> datetime:
        """Return the time it shows."""
        return self.time

    def advance(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Move the clock on."""
        self.time += timedelta(minutes=minutes, seconds=seconds)


@dataclass
class Office:
    """One site with counters, on an upgraded store."""

    store: Store
    clock: SteppedClock = field(default_factory=SteppedClock)
    site: int = 0

    @classmethod
    def found(cls, path: Path) -> "Office":
        """Make a new store at *path* with one site."""
        path.write_bytes(_new_store())
        return cls.on(path)

    @classmethod
    def on(cls, address: str | Path) -> "Office":
        """Make an office with one site in an empty store of the newest schema."""
        office = cls(open_store(address))
        office.site = office.admin.add_site(Site(0, "Hauptstelle", "Landratsamt Musterkreis")).id
        return office

    @property
    def admin(self) -> OfficeAdmin:
        """Its administration."""
        return OfficeAdmin(self.store, self.clock)

    @property
    def accounts(self) -> AccountAdmin:
        """The administration of its accounts."""
        return AccountAdmin(self.store, self.clock)

    @property
    def queue(self) -> BuiltInQueue:
        """Its queue."""
        return BuiltInQueue(self.store, self.clock)

    @property
    def work(self) -> StoredUnitOfWork:
        """Its units of work."""
        return StoredUnitOfWork(self.store, self.clock)

    def counter(self, label: str = "1", skills: Iterable[str] = ("kfz",)) -> Workplace:
        """Add a counter and return it as workplace."""
        entry = self.admin.add_counter(Counter(0, self.site, label, frozenset(skills)))
        return StoredAccounts(self.store, self.clock).workplace(entry.id)

    def arrive(
        self,
        workplace: Workplace,
        *,
        area: str = "kfz",
        name: str = "",
        services: Iterable[str] = ("kfz_halterwechsel",),
        priority: Priority = Priority.NORMAL,
        appointment: int | None = None,
    ) -> int:
        """Let somebody arrive now."""
        cases = tuple(NewCase(service, TODAY) for service in services) if appointment is None else ()
        arrival = Arrival(area=area, cases=cases, name=name, priority=priority, appointment=appointment)
        return self.queue.arrive(workplace, CLERK, arrival)

    def visit(self, visit: int) -> Visit:
        """Return a visit as it is stored."""
        with self.work.read() as work:
            return work.visits.get(visit)

    def state(self, visit: int) -> VisitState:
        """Return the state of a visit."""
        return self.visit(visit).state

    def serving(self, workplace: Workplace, *, area: str = "kfz", name: str = "") -> Claim:
        """Let somebody arrive and be served at once."""
        return claim_of(self.queue.take(workplace, CLERK, self.arrive(workplace, area=area, name=name)))


def embedded(store: Store) -> SqliteStore:
    """Return *store*, which is a file of this machine."""
    assert isinstance(store, SqliteStore)
    return store


@cache
def _new_store() -> bytes:
    """Return a store with the newest schema, made once: migrating takes most of a test's time."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "store.db")
        migrate.upgrade(store)
        store.close()
        return Path(store.address).read_bytes()


def claim_of(answer: CallAnswer) -> Claim:
    """Return the claim of an answer that gave a visit."""
    assert isinstance(answer, Called), answer
    return answer.claim


def only_case(office: Office, claim: Claim) -> Case:
    """Return the case of a visit with one."""
    (case,) = office.visit(claim.visit).cases
    return case


def press(office: Office, workplace: Workplace) -> CallAnswer:
    """Press *call next* once."""
    return office.queue.call_next(workplace, CLERK, str(uuid4()))
