"""Which class stands behind which port: store, services and outside systems become the workstation of one person.

Part of the composition root and all it loads late: importing this takes longer than drawing the first screen, so
``clerk.bootstrap`` does it behind the first paint.
"""

import json
import shlex
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from clerk.catalogue.loader import load_catalogue
from clerk.domain.catalogue import Catalogue
from clerk.domain.people import Role, Seat
from clerk.domain.printer_device import parse_device
from clerk.domain.terminal_profile import TerminalLink, TerminalProfile, read_profile
from clerk.machine import database_password, terminal_password
from clerk.persistence import migrate
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.alarms import StoredAlarms
from clerk.persistence.appointments import StoredAppointments
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.change_feed import StoreChangeFeed, feed_of
from clerk.persistence.counters import StoredCounters
from clerk.persistence.load_figures import StoredLoad
from clerk.persistence.office_admin import OfficeAdmin
from clerk.persistence.opening import clock_of, open_store
from clerk.persistence.paper_series import StoredPaperSeries
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.persistence.queue_lead import StoredQueueLead
from clerk.persistence.store import Store
from clerk.persistence.work import StoredUnitOfWork
from clerk.ports import CardTerminal, Clock, ReceiptPrinter
from clerk.services.appointments import Appointments
from clerk.services.arrive import Arrive
from clerk.services.call_next import CallNext
from clerk.services.card_desk import CardDesk
from clerk.services.close_visit import CloseVisit
from clerk.services.correct_decisions import CorrectDecisions
from clerk.services.day_closing import DayClosing
from clerk.services.enter_paper import EnterPaper
from clerk.services.find import Find
from clerk.services.forecasts import Forecasts
from clerk.services.hand_over import HandOver
from clerk.services.knowledge import Knowledge
from clerk.services.lead_visits import LeadVisits
from clerk.services.overview import QueueOverview
from clerk.services.own_counter import OwnCounter
from clerk.services.precheck import Precheck
from clerk.services.print_out import PrintOut
from clerk.services.procedure import Procedure
from clerk.services.queue_care import QueueCare
from clerk.services.set_aside import SetAside
from clerk.services.settle import Settle
from clerk.services.sign_in import SignIn
from clerk.services.silent_alarm import SilentAlarm
from clerk.services.storno import Storno
from clerk.services.storno_at_terminal import StornoAtTerminal
from clerk.services.team_lead import TeamLead
from clerk.services.unlinked_terminal import UnlinkedTerminal
from clerk.services.visit_reports import VisitReports
from clerk.services.workplace_now import WorkplaceNow
from clerk.services.workstation import Workstation
from clerk.settings import BadSettings, Settings
from integrations.printing.command_printer import CommandPrinter
from integrations.printing.escpos_printer import EscposPrinter
from integrations.printing.folder_printer import FolderPrinter
from integrations.specialist.folder_handover import FolderHandover
from integrations.zvt.terminal import ZvtTerminal


@dataclass(slots=True)
class Opened:
    """What is open while the program runs, whoever signs in; the terminal from the first sign-in on."""

    store: Store
    clock: Clock
    catalogue: Catalogue
    changes: StoreChangeFeed
    journal: StoredPaymentJournal
    terminal: CardTerminal | None = None

    def close(self) -> None:
        """Close all of it; a running payment is left to recovery."""
        if self.terminal is not None:
            self.terminal.close()
        self.changes.close()
        self.journal.close()
        self.store.close()


def open_all(settings: Settings, machine: Clock) -> Opened:
    """Open store and catalogue; raises ``StoreRefused``, ``CatalogueError`` or ``BadSettings``.

    Where several machines share a store it is its server that tells the time, and not the clock of the *machine*.
    """
    store = open_store(settings.address, database_password(settings.address) if settings.database else None)
    migrate.upgrade(store)
    clock = clock_of(store, machine)
    return Opened(
        store=store,
        clock=clock,
        catalogue=load_catalogue(settings.catalogue, _site_names(store, clock, settings.counter)),
        changes=feed_of(store),
        journal=StoredPaymentJournal(store, clock, settings.payment_folder),
    )


def _site_names(store: Store, clock: Clock, counter: int) -> tuple[str, ...]:
    """Return how the site's folder in the office's catalogue may be called; nothing where there is no such counter."""
    try:
        workplace = StoredAccounts(store, clock).workplace(counter)
    except KeyError:
        return ()
    return (str(workplace.site), workplace.site_name)


def sign_in(opened: Opened, settings: Settings, login: str, secret: str) -> Workstation:
    """Return the workstation of a person; raises ``SignInRefused``."""
    door = SignIn(StoredAccounts(opened.store, opened.clock), lambda: settings.counter)
    return _workstation(opened, settings, door.open(login, secret), door)


def alarm_here(opened: Opened, settings: Settings) -> SilentAlarm:
    """Return the silent alarm of this machine's counter while nobody is signed in; ``KeyError`` without a counter."""
    workplace = StoredAccounts(opened.store, opened.clock).workplace(settings.counter)
    return SilentAlarm(StoredAlarms(opened.store, opened.clock), workplace)


def _workstation(opened: Opened, settings: Settings, seat: Seat, door: SignIn) -> Workstation:

    catalogue, clock = opened.catalogue, opened.clock
    zone = ZoneInfo(seat.workplace.zone)
    queue = BuiltInQueue(opened.store, clock)
    work = StoredUnitOfWork(opened.store, clock)
    counters = StoredCounters(opened.store)
    here = WorkplaceNow(counters, seat)
    care = QueueCare(StoredQueueLead(opened.store, clock), StoredAccounts(opened.store, clock))
    procedure = Procedure(work, catalogue, clock, seat, full_form=settings.full_form)
    printer = printer_of(settings)
    specialist = FolderHandover(_handover_folder(settings))
    stornos = Storno(work, seat)
    card: CardDesk | None = None
    terminal_id = seat.workplace.terminal
    terminal_fault: str | None = None
    if terminal_id is not None:
        try:
            terminal, tid = _terminal(opened, terminal_id)
        except (BadSettings, ValueError) as error:
            # a fault of the terminal never stops the workplace
            terminal_fault = str(error)
        else:
            card = CardDesk.of(terminal, terminal_id, tid, opened.journal)
    return Workstation(
        seat=seat,
        catalogue=catalogue,
        clock=clock,
        zone=zone,
        full_form=settings.full_form,
        sign_in=door,
        overview=QueueOverview(queue, work, catalogue, counters, here),
        arrive=Arrive(queue, work, catalogue, clock, seat),
        appointments=Appointments(StoredAppointments(opened.store, clock), work, seat),
        call_next=CallNext(queue, work, seat, here),
        precheck=Precheck(work),
        procedure=procedure,
        card=card,
        terminal_fault=terminal_fault,
        settle=Settle(work, seat, receipt_layout=settings.cash_receipt_layout),
        close_visit=CloseVisit(queue, work, procedure, opened.journal, catalogue, seat),
        storno_at_terminal=StornoAtTerminal(stornos, card.give_back, opened.journal) if card else None,
        hand_over=HandOver(work, specialist, catalogue, clock, zone, seat),
        set_aside=SetAside(queue, counters, seat),
        own_counter=OwnCounter(counters, seat),
        queue_care=care,
        lead=_team_lead(opened, clock, seat, queue, counters),
        lead_visits=LeadVisits(queue, care, seat),
        visit_reports=VisitReports(
            StoredLoad(opened.store, clock),
            catalogue,
            clock,
            seat,
            StoredAccounts(opened.store, clock).has_role,
        ),
        days=DayClosing(work, clock, seat),
        stornos=stornos,
        corrections=CorrectDecisions(work, seat),
        find=Find(work, seat),
        knowledge=Knowledge(catalogue),
        print_out=PrintOut(work, printer, opened.journal, catalogue, clock, zone, seat),
        alarm=SilentAlarm(StoredAlarms(opened.store, clock), seat.workplace, seat.identity.account),
        paper=EnterPaper(StoredPaperSeries(opened.store, clock), catalogue, seat),
        changes=opened.changes,
        reads_zone=settings.read_zone,
    )


def _team_lead(
    opened: Opened, clock: Clock, seat: Seat, queue: BuiltInQueue, counters: StoredCounters
) -> TeamLead | None:
    if Role.TEAM_LEAD not in seat.identity.roles:
        return None
    load = StoredLoad(opened.store, clock)
    forecasts = Forecasts(queue, counters, load, opened.catalogue, clock, seat)
    may_act = StoredAccounts(opened.store, clock).has_role
    return TeamLead(load, counters, clock, seat, may_act, forecasts)


def _terminal(opened: Opened, terminal_id: int) -> tuple[CardTerminal, str]:

    entries = OfficeAdmin(opened.store, opened.clock).terminals()
    entry = next(entry for entry in entries if entry.id == terminal_id)
    profile = read_profile(entry.tid, entry.host, entry.port, json.dumps(dict(entry.profile)))
    if opened.terminal is None:
        opened.terminal = card_terminal(profile)
    return opened.terminal, profile.tid


def printer_of(settings: Settings) -> ReceiptPrinter:
    """Return the printer the settings name."""
    match settings.printer:
        case "command":
            return CommandPrinter(shlex.split(settings.printer_command))
        case "escpos":
            return EscposPrinter(parse_device(settings.printer_device), settings.printer_columns)
        case _:
            return FolderPrinter(settings.prints_to)


def card_terminal(profile: TerminalProfile) -> CardTerminal:
    """Return what stands behind the port for a terminal; raises ``BadSettings`` without its password."""
    if profile.link is TerminalLink.NONE:
        return UnlinkedTerminal()
    return ZvtTerminal(profile, terminal_password(profile))


def _handover_folder(settings: Settings) -> Path:
    folder = settings.hands_over_to
    if settings.handover_folder is None:
        with suppress(OSError):  # the first handover tells
            folder.mkdir(mode=0o700, exist_ok=True)
    return folder
