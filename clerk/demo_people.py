"""Made-up people of the demo office: who waits when it opens, and who comes while one works."""

import fcntl
import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from zoneinfo import ZoneInfo

from clerk.catalogue.loader import load_catalogue
from clerk.domain.catalogue import Catalogue
from clerk.domain.facts import Answer
from clerk.domain.office_load import LoadKind
from clerk.domain.people import Identity, Role, Workplace
from clerk.domain.precheck import Presence, checklist, to_bring
from clerk.domain.visit import ParkReason
from clerk.machine import SystemClock
from clerk.persistence import migrate
from clerk.persistence.account_admin import AccountAdmin
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.office_admin import Counter, OfficeAdmin, Site, TerminalEntry
from clerk.persistence.opening import open_store
from clerk.persistence.store import Store
from clerk.persistence.tables_load import LoadEventRow
from clerk.persistence.work import StoredUnitOfWork
from clerk.ports import Arrival, Called, Claim, NewCase

OFFICE, SITE = "Bürgerbüro", "Musterstadt"
TID = "52500001"
AREAS = frozenset({"kfz", "fahrerlaubnis", "abfall", "info", "melde", "pass"})
COMES_EVERY_SECONDS = (35.0, 80.0)
MOST_WAITING = 14
_SERVED_BEFORE = 70
_BUSY_AREAS = ("kfz", "kfz", "fahrerlaubnis", "melde", "pass")

_TRANSFER = "kfz-umschreibung-innerhalb"
_TRANSFER_ANSWERS: dict[str, Answer] = {
    "vehicle_deregistered": False,
    "legal_status": "natural_person",
    "proxy": False,
    "plate_keep": True,
    "vehicle_financed": False,
}


@dataclass(frozen=True, slots=True)
class _Person:
    """Who waits when the office opens: minutes since the arrival, and what the pre-check found."""

    name: str
    service: str
    waited: int
    answers: dict[str, Answer] | None = None
    missing: frozenset[str] = frozenset()


_WAITING = (
    _Person("Beispiel, Erika", _TRANSFER, 24, _TRANSFER_ANSWERS),
    _Person("Mustermann, Max", "fe-umtausch", 19, {"fe_old_kind": "paper", "fe_issued_elsewhere": False,
            "fe_old_class": False, "fe_direct_mail": False}, frozenset({"lichtbild_fe"})),
    _Person("Probe, Toni", "kfz-ausserbetriebsetzung", 16),
    _Person("", "abf-groesse", 12, {"proxy": False}),
    _Person("Vorlage, Vera", "pass-personalausweis", 9),
    _Person("Exempel, Emil", "meld-anmeldung", 6),
    _Person("", "kfz-kurzzeit", 3),
)  # fmt: skip
_PARKED = _Person("Modell, Milan", "kfz-umschreibung-ausserhalb", 55)
_BOOKED = (
    ("Schablone, Sina", "fe-ersterteilung", 6),
    ("Ablage, Armin", "kfz-neuzulassung", 21),
    ("Formular, Fiona", "pass-reisepass", 36),
    ("Aktenzeichen, Arno", "fe-international", 52),
)
_COMING = (
    "kfz-ausserbetriebsetzung", "kfz-wiederzulassung", "fe-abholung", "fe-ersatz", "abf-sperrmuell",
    "meld-bescheinigung", "meld-fuehrungszeugnis", "pass-abholung", "kfz-anschrift-name", _TRANSFER,
)  # fmt: skip


class _At:
    """A clock that stands, to let people have arrived a while ago."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """Return the moment."""
        return self._moment


def furnish(path: Path, secret: str, terminal_port: int) -> None:
    """Make a new office with accounts, counters, a terminal at *terminal_port*, and people waiting."""
    clock = SystemClock()
    with closing(open_store(path)) as store:
        migrate.upgrade(store)
        office, accounts = OfficeAdmin(store, clock), AccountAdmin(store, clock)
        site = office.add_site(Site(0, SITE, OFFICE))
        terminal = office.add_terminal(_terminal(site.id, terminal_port))
        office.add_counter(Counter(0, site.id, "1", AREAS, terminal.id))
        office.add_counter(Counter(0, site.id, "I", AREAS))
        office.add_counter(Counter(0, site.id, "K", frozenset()))
        accounts.add("schalter", "Kim Beispiel", secret, [Role.CLERK], demo=True)
        accounts.add("infotheke", "Robin Muster", secret, [Role.INFO_DESK], demo=True)
        accounts.add("leitung", "Alex Probe", secret, [Role.TEAM_LEAD, Role.CASH_SUPERVISOR], demo=True)
        accounts.add("kasse", "Mika Kassensturz", secret, [Role.CASH_SUPERVISOR], demo=True)
        _let_people_wait(store, load_catalogue(), secret)
        _remember_the_hours_before(store, site.id, clock.now())


def point_terminal_to(path: Path, port: int) -> None:
    """Tell the office at which port its simulated terminal is now."""
    clock = SystemClock()
    with closing(open_store(path)) as store:
        migrate.upgrade(store)
        office = OfficeAdmin(store, clock)
        for entry in office.terminals():
            office.change_terminal(
                TerminalEntry(entry.id, entry.site, entry.name, entry.host, port, entry.tid, entry.profile)
            )


def _remember_the_hours_before(store: Store, site: int, now: datetime) -> None:
    """Let the team lead have figures from the beginning: who was served before one looks, and how long they waited."""
    chance = random.Random(5)  # noqa: S311 - nothing depends on it but the look of the demo
    with store.write() as session:
        for number in range(_SERVED_BEFORE):
            at = now - timedelta(minutes=4 + 3 * number)
            area = chance.choice(_BUSY_AREAS)
            waited = chance.randrange(3, 28)
            event = LoadEventRow(site=site, area=area, at=at, kind=LoadKind.CLOSED, counter=1 + number % 3)
            event.waited_seconds, event.single_visit = 60 * waited, number % 9 > 0
            came = at - timedelta(minutes=waited + chance.randrange(5, 15))
            arrived = LoadEventRow(site=site, area=area, at=came, kind=LoadKind.ARRIVED, counter=2)
            session.add_all((event, arrived))


def _terminal(site: int, port: int) -> TerminalEntry:
    return TerminalEntry(0, site, "Schalter 1", "127.0.0.1", port, TID, {"settle_seconds": 3})


def _let_people_wait(store: Store, catalogue: Catalogue, secret: str) -> None:
    clock = SystemClock()
    accounts = StoredAccounts(store, clock)
    identity = accounts.verify("infotheke", secret)
    if identity is None:
        raise LookupError
    desk, counter = accounts.workplace(2), accounts.workplace(1)
    now = clock.now()
    for person in _WAITING:
        _arrive(store, catalogue, person, now, desk, identity)
    _park(store, catalogue, now, counter, identity)
    for name, service, minutes in _BOOKED:
        moment = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
        moment -= timedelta(minutes=moment.minute % 5)
        BuiltInQueue(store, clock).book(desk, identity, _arrival(catalogue, service, name, now), moment)


def _arrival(catalogue: Catalogue, service: str, name: str, now: datetime) -> Arrival:
    day = now.astimezone(ZoneInfo("Europe/Berlin")).date()
    return Arrival(catalogue.service(service).area, (NewCase(service, day),), name)


def _arrive(
    store: Store, catalogue: Catalogue, person: _Person, now: datetime, desk: Workplace, identity: Identity
) -> None:
    clock = _At(now - timedelta(minutes=person.waited))
    queue = BuiltInQueue(store, clock)
    answer = queue.accept_directly(
        desk, identity, _arrival(catalogue, person.service, person.name, clock.now())
    )
    if not isinstance(answer, Called):
        raise TypeError
    if person.answers is not None:
        _precheck(store, catalogue, person, answer.claim, clock)
    queue.release(answer.claim)


def _precheck(store: Store, catalogue: Catalogue, person: _Person, claim: Claim, clock: _At) -> None:
    with StoredUnitOfWork(store, clock).write() as work:
        case = work.visits.get(claim.visit).cases[0]
        service = catalogue.service(person.service)
        lines = to_bring(checklist(service, catalogue, person.answers or {}, {}))
        presence = {
            line.id: Presence.MISSING if line.id in person.missing else Presence.PRESENTED for line in lines
        }
        work.visits.save_case(claim, replace(case, answers=person.answers or {}, presence=presence))
        work.visits.note_precheck(claim, clock.now())


def _park(store: Store, catalogue: Catalogue, now: datetime, counter: Workplace, identity: Identity) -> None:
    queue = BuiltInQueue(store, _At(now - timedelta(minutes=_PARKED.waited)))
    answer = queue.accept_directly(counter, identity, _arrival(catalogue, _PARKED.service, _PARKED.name, now))
    if isinstance(answer, Called):
        BuiltInQueue(store, _At(now - timedelta(minutes=23))).park(answer.claim, ParkReason.PLATES)


class Arrivals:
    """Lets people come while one works; one process of the office does it, another takes over when it ends."""

    def __init__(self, path: Path, lock: Path) -> None:
        self._path = path
        self._lock = lock
        self._stop = Event()
        self._thread = Thread(target=self._run, name="arrivals", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End and wait for it."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        with self._turn() as ours:
            if not ours:
                return
            clock = SystemClock()
            with closing(open_store(self._path)) as store:
                catalogue = load_catalogue()
                accounts = StoredAccounts(store, clock)
                desk = accounts.workplace(2)
                identity = Identity(2, "infotheke", "Robin Muster", frozenset({Role.INFO_DESK}))
                queue = BuiltInQueue(store, clock)
                chance = random.Random()  # noqa: S311 - nothing depends on it but the look of the demo
                while not self._stop.wait(chance.uniform(*COMES_EVERY_SECONDS)):
                    if len(queue.snapshot(desk).waiting) < MOST_WAITING:
                        queue.arrive(
                            desk, identity, _arrival(catalogue, chance.choice(_COMING), "", clock.now())
                        )

    @contextmanager
    def _turn(self) -> Iterator[bool]:
        with self._lock.open("a") as lock:
            while not self._stop.is_set():
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    self._stop.wait(2.0)
                else:
                    yield True
                    return
            yield False
