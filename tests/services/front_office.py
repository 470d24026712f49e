"""A made-up front office on a real store: an info desk and two counters, each with its services."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from clerk.catalogue.loader import load_catalogue
from clerk.domain.areas import TICKET_LETTERS
from clerk.domain.catalogue import Catalogue
from clerk.domain.day_closing import DaySheet
from clerk.domain.facts import Answer
from clerk.domain.handover import Handover
from clerk.domain.people import Identity, Role, Seat
from clerk.domain.precheck import Presence, checklist, to_bring
from clerk.domain.receipt import PlateSlip, Receipt, Slip, TerminalSheet
from clerk.domain.settlement import Way
from clerk.domain.visit import Case, Visit, VisitState
from clerk.persistence import migrate
from clerk.persistence.account_admin import AccountAdmin
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.alarms import StoredAlarms
from clerk.persistence.appointments import StoredAppointments
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.counters import StoredCounters
from clerk.persistence.driver import driver_of
from clerk.persistence.load_figures import StoredLoad
from clerk.persistence.office_admin import Counter, OfficeAdmin, Site
from clerk.persistence.opening import open_store
from clerk.persistence.paper_series import StoredPaperSeries
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.persistence.queue_lead import StoredQueueLead
from clerk.persistence.store import Store
from clerk.persistence.work import StoredUnitOfWork
from clerk.ports import PrinterFault, SpecialistFault
from clerk.services.appointments import Appointments
from clerk.services.arrive import Arrive
from clerk.services.call_next import CallNext
from clerk.services.close_visit import CloseVisit
from clerk.services.correct_decisions import CorrectDecisions
from clerk.services.day_closing import DayClosing
from clerk.services.enter_paper import EnterPaper
from clerk.services.find import Find
from clerk.services.forecasts import Forecasts
from clerk.services.hand_over import HandOver
from clerk.services.held import Held
from clerk.services.knowledge import Knowledge
from clerk.services.lead_visits import LeadVisits
from clerk.services.overview import QueueOverview
from clerk.services.own_counter import OwnCounter
from clerk.services.precheck import Precheck, with_answer, with_presence
from clerk.services.print_out import PrintOut
from clerk.services.procedure import Procedure, with_value
from clerk.services.queue_care import QueueCare
from clerk.services.set_aside import SetAside
from clerk.services.settle import Settle
from clerk.services.sign_in import SignIn
from clerk.services.silent_alarm import SilentAlarm
from clerk.services.storno import Storno
from clerk.services.team_lead import TeamLead
from clerk.services.visit_reports import VisitReports
from clerk.services.workplace_now import WorkplaceNow
from clerk.services.workstation import Workstation
from tests.catalogue.shipped import TODAY
from tests.persistence.office import SteppedClock

MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""8:00 at the office on ``TODAY``."""
BERLIN = ZoneInfo("Europe/Berlin")
SECRET = "ein-langes-kennwort"

ROBIN = Identity(1, "infotheke", "Robin Muster", frozenset({Role.INFO_DESK}))
KIM = Identity(2, "schalter", "Kim Beispiel", frozenset({Role.CLERK}))
SASCHA = Identity(3, "kollegin", "Sascha Vorlage", frozenset({Role.CLERK}))
ALEX = Identity(4, "leitung", "Alex Probe", frozenset({Role.TEAM_LEAD, Role.CASH_SUPERVISOR}))
INFO_DESK, COUNTER, KFZ_COUNTER = 1, 2, 3

TRANSFER = "kfz-umschreibung-innerhalb"
PLATES_KEPT: Mapping[str, Answer] = {
    "vehicle_deregistered": False,
    "legal_status": "natural_person",
    "proxy": False,
    "plate_keep": True,
    "vehicle_financed": False,
}
TRANSFER_FORM: Mapping[str, str] = {
    "holder_name": "Frau Beispiel",
    "fin": "A1BS31Z0430336179",
    "fin_check": "4",
    "plate_old": "RV-AB 12",
    "evb": "A123456",
}
TRANSFER_CENTS = 2740
COPIES = "info-beglaubigung"
RANGED = "fe-international"
"""Its fee has a range: 11,20 to 15,30 €."""
FREE = "info-auskunft"
"""Asks nothing, costs nothing, has one field."""
FREE_FORM: Mapping[str, str] = {"topic": "Öffnungszeiten"}


@cache
def catalogue() -> Catalogue:
    """Return the shipped catalogue, read once."""
    return load_catalogue()


def furnish(path: Path) -> None:
    """Make the store of the office, nobody in it."""
    clock = SteppedClock(MORNING)
    with closing(open_store(path)) as store:
        migrate.upgrade(store)
        office, accounts = OfficeAdmin(store, clock), AccountAdmin(store, clock)
        site = office.add_site(Site(0, "Musterstadt", "Bürgerbüro Musterkreis")).id
        areas = frozenset(TICKET_LETTERS)
        for label, skills in (("I", areas), ("7", areas), ("8", frozenset({"kfz"}))):
            office.add_counter(Counter(0, site, label, skills))
        for person in (ROBIN, KIM, SASCHA, ALEX):
            accounts.add(person.login, person.display_name, SECRET, person.roles)


@dataclass
class Printer:
    """A printer that remembers what it printed, and can be out of order."""

    receipts: list[Receipt] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    plate_slips: list[PlateSlip] = field(default_factory=list)
    terminal_sheets: list[TerminalSheet] = field(default_factory=list)
    day_reports: list[DaySheet] = field(default_factory=list)
    broken: bool = False

    def print_receipt(self, receipt: Receipt) -> Path:
        """Print a receipt."""
        self._work()
        self.receipts.append(receipt)
        return Path(f"Beleg-{receipt.number}.pdf")

    def print_slip(self, slip: Slip) -> Path:
        """Print a slip."""
        self._work()
        self.slips.append(slip)
        return Path("Hinweisblatt.pdf")

    def print_plate_slip(self, slip: PlateSlip) -> Path:
        """Print a slip for the plate maker."""
        self._work()
        self.plate_slips.append(slip)
        return Path("Schilder.pdf")

    def print_terminal_sheet(self, sheet: TerminalSheet) -> Path:
        """Print receipts of the card terminal."""
        self._work()
        self.terminal_sheets.append(sheet)
        return Path("Terminalbeleg.pdf")

    def print_day_report(self, sheet: DaySheet) -> Path:
        """Print the report of a day."""
        self._work()
        self.day_reports.append(sheet)
        return Path("Tagesbericht.pdf")

    def _work(self) -> None:
        if self.broken:
            raise PrinterFault("Der Drucker hat kein Papier.")


@dataclass
class Specialist:
    """A specialist system that keeps what it took over, by case number, and can be out of order.

    ``taken`` has every take-over in its order, the same case as often as it came.
    """

    taken: list[Handover] = field(default_factory=list)
    broken: bool = False

    def take_over(self, handover: Handover) -> None:
        """Take a case over."""
        if self.broken:
            raise SpecialistFault("Das Fachverfahren ist nicht erreichbar.")
        self.taken.append(handover)

    @property
    def numbers(self) -> list[str]:
        """The numbers of the cases taken over, in their order."""
        return [handover.case for handover in self.taken]


class _NobodyWatches:
    """A change feed for tests, which look themselves."""

    is_reached = True

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Tell nobody."""
        return lambda: None


@dataclass
class FrontOffice:
    """The office as its people work in it; the clock stands still until it is moved."""

    store: Store
    folder: Path
    clock: SteppedClock = field(default_factory=lambda: SteppedClock(MORNING))
    printer: Printer = field(default_factory=Printer)
    specialist: Specialist = field(default_factory=Specialist)
    catalogue: Catalogue = field(default_factory=catalogue)

    @classmethod
    def move_in(cls, furnished: Path, folder: Path) -> "FrontOffice":
        """Open an office of one's own in *folder*, as a copy of a furnished one."""
        path = folder / "buergerbuero.db"
        shutil.copyfile(furnished, path)
        return cls.reopen(path)

    @classmethod
    def reopen(cls, address: str | Path) -> "FrontOffice":
        """Open the office of a store that exists, as the program does when it starts."""
        return cls(open_store(address), Path(address).parent)

    @property
    def queue(self) -> BuiltInQueue:
        """The queue behind the services."""
        return BuiltInQueue(self.store, self.clock)

    @property
    def accounts(self) -> StoredAccounts:
        """The accounts behind the sign-in; a wrong try waits for nothing."""
        return StoredAccounts(self.store, self.clock, pause=lambda _seconds: None)

    @cached_property
    def journal(self) -> StoredPaymentJournal:
        """The journal of card payments."""
        return StoredPaymentJournal(self.store, self.clock, self.folder / "kartenzahlung")

    @cached_property
    def info_desk(self) -> Workstation:
        """Robin at the info desk."""
        return self.workstation(ROBIN, INFO_DESK)

    @cached_property
    def counter(self) -> Workstation:
        """Kim at counter 7, trained for everything."""
        return self.workstation(KIM, COUNTER)

    @cached_property
    def kfz_counter(self) -> Workstation:
        """Sascha at counter 8, trained for vehicles only."""
        return self.workstation(SASCHA, KFZ_COUNTER)

    def workstation(self, identity: Identity, counter: int, *, full_form: bool = False) -> Workstation:
        """Return the services of a person at a place, as the program builds them, without card terminal."""
        seat = Seat(identity, self.accounts.workplace(counter))
        work, counters = StoredUnitOfWork(self.store, self.clock), StoredCounters(self.store)
        procedure = Procedure(work, self.catalogue, self.clock, seat, full_form=full_form)
        here = WorkplaceNow(counters, seat)
        care = QueueCare(StoredQueueLead(self.store, self.clock), self.accounts)
        load = StoredLoad(self.store, self.clock)
        forecasts = Forecasts(self.queue, counters, load, self.catalogue, self.clock, seat)
        return Workstation(
            seat=seat,
            catalogue=self.catalogue,
            clock=self.clock,
            zone=BERLIN,
            full_form=full_form,
            sign_in=SignIn(self.accounts, lambda: counter),
            overview=QueueOverview(self.queue, work, self.catalogue, counters, here),
            arrive=Arrive(self.queue, work, self.catalogue, self.clock, seat),
            appointments=Appointments(StoredAppointments(self.store, self.clock), work, seat),
            call_next=CallNext(self.queue, work, seat, here),
            precheck=Precheck(work),
            procedure=procedure,
            card=None,
            storno_at_terminal=None,
            terminal_fault=None,
            settle=Settle(work, seat),
            close_visit=CloseVisit(self.queue, work, procedure, self.journal, self.catalogue, seat),
            hand_over=HandOver(work, self.specialist, self.catalogue, self.clock, BERLIN, seat),
            set_aside=SetAside(self.queue, counters, seat),
            own_counter=OwnCounter(counters, seat),
            queue_care=care,
            lead=TeamLead(load, counters, self.clock, seat, self.accounts.has_role, forecasts),
            lead_visits=LeadVisits(self.queue, care, seat),
            visit_reports=VisitReports(load, self.catalogue, self.clock, seat, self.accounts.has_role),
            days=DayClosing(work, self.clock, seat),
            stornos=Storno(work, seat),
            corrections=CorrectDecisions(work, seat),
            find=Find(work, seat),
            knowledge=Knowledge(self.catalogue),
            print_out=PrintOut(work, self.printer, self.journal, self.catalogue, self.clock, BERLIN, seat),
            alarm=SilentAlarm(StoredAlarms(self.store, self.clock), seat.workplace, identity.account),
            paper=EnterPaper(StoredPaperSeries(self.store, self.clock), self.catalogue, seat),
            changes=_NobodyWatches(),
        )

    # ------------------------------------------------------------ people come

    def opened(self, service: str = TRANSFER, *, name: str = "") -> Held:
        """Somebody has just come in and stands at the info desk."""
        return held(self.info_desk.arrive.walk_in(service, on=TODAY, name=name))

    def waiting(
        self, service: str = TRANSFER, *, answers: Mapping[str, Answer] | None = None, name: str = ""
    ) -> int:
        """Somebody has come in and waits; with *answers* everything was presented at the info desk."""
        opened = self.opened(service, name=name)
        if answers is not None:
            opened = answer(self.info_desk, opened, answers)
            opened = present(self.info_desk, opened)
        self.info_desk.arrive.let_wait(opened)
        return opened.claim.visit

    def serving(
        self,
        service: str = TRANSFER,
        *,
        answers: Mapping[str, Answer] | None = None,
        form: Mapping[str, str] | None = None,
        name: str = "",
    ) -> Held:
        """Somebody is being served at counter 7, *form* typed into the application."""
        self.waiting(service, answers=answers, name=name)
        called = next_at(self.counter)
        begun = self.counter.call_next.begin(called)
        return fill(self.counter, begun, form or {})

    def confirmed(self, *, name: str = "Frau Beispiel") -> Held:
        """A transfer with plates kept is confirmed at counter 7: 27,40 € are to be paid."""
        serving = self.serving(answers=PLATES_KEPT, form=TRANSFER_FORM, name=name)
        return self.counter.procedure.confirm(serving, first(serving).id, on=TODAY)

    # ------------------------------------------------------------ what is stored

    def visit(self, visit: int) -> Visit:
        """Return a visit as it is stored."""
        with StoredUnitOfWork(self.store, self.clock).read() as work:
            return work.visits.get(visit)

    def state(self, visit: int) -> VisitState:
        """Return the state of a visit."""
        return self.visit(visit).state

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        """Return the rows of a statement on the store."""
        with self.store.read_connection() as connection:
            return list(driver_of(connection).execute(statement).fetchall())

    def audit(self) -> list[tuple[object, ...]]:
        """Return who did what, in order: account, action and detail."""
        return self.ask("SELECT account, action, detail FROM audit ORDER BY id")


# ---------------------------------------------------------------- what people do


def held(outcome: object) -> Held:
    """Return the visit an act has brought to the counter; fails if it brought none."""
    assert isinstance(outcome, Held), outcome
    return outcome


def next_at(place: Workstation) -> Held:
    """Call the next visit at a place."""
    return held(place.call_next.next(str(uuid4())))


def first(at: Held) -> Case:
    """Return the first case of a visit."""
    return at.visit.cases[0]


def save(place: Workstation, at: Held, case: Case) -> Held:
    """Store what was answered and ticked in a case, as the screens do."""
    changed = at.with_case(case)
    place.precheck.save(changed, case.id)
    return changed


def answer(place: Workstation, at: Held, answers: Mapping[str, Answer], case: Case | None = None) -> Held:
    """Answer facts of a case, the first one if none is named."""
    case = case or first(at)
    for fact, value in answers.items():
        case = with_answer(case, fact, value)
    return save(place, at, case)


def present(
    place: Workstation, at: Held, case: Case | None = None, *, missing: frozenset[str] = frozenset()
) -> Held:
    """See everything the customer has to bring, but for what is *missing*."""
    case = case or first(at)
    catalogue = place.catalogue.at(case.as_of)
    listed = checklist(catalogue.service(case.service), catalogue, case.answers, case.presence)
    for line in to_bring(listed):
        state = Presence.MISSING if line.id in missing else Presence.PRESENTED
        case = with_presence(case, line.id, state)
    return save(place, at, case)


def fill(place: Workstation, at: Held, entries: Mapping[str, str], case: Case | None = None) -> Held:
    """Type into the application of a case and store it, as the screens do."""
    case = case or first(at)
    for field_id, value in entries.items():
        case = with_value(case, field_id, value)
    changed = at.with_case(case)
    place.procedure.save_draft(changed, case.id)
    return changed


def settle_all(place: Workstation, at: Held, way: Way = Way.NOTICE) -> Held:
    """Settle everything that is open, by notice if nothing else is said."""
    unpaid = [line.id for line in at.visit.lines if not line.is_settled]
    reference = "K-4711" if way is Way.CASH_OFFICE else None
    return place.settle.otherwise(at, unpaid, way, reason="Karte nicht lesbar", reference=reference)


def close(place: Workstation, at: Held) -> None:
    """Close the visit."""
    place.close_visit.close(at, on=TODAY)
