"""The composition root: settings become adapters, services and the workstation; only here concrete classes meet."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from clerk.locale import use_language
from clerk.machine import SystemClock, terminal_password
from clerk.settings import BadSettings, Settings

if TYPE_CHECKING:
    from clerk.domain.catalogue import Catalogue
    from clerk.domain.people import Seat
    from clerk.persistence.change_feed import StoreChangeFeed
    from clerk.persistence.payment_journal import StoredPaymentJournal
    from clerk.persistence.store import Store
    from clerk.services.sign_in import SignIn
    from clerk.services.workstation import Workstation
    from integrations.zvt.terminal import ZvtTerminal


@dataclass(frozen=True, slots=True)
class Tour:
    """What the demo adds to the screens: a login filled in, and sentences that lead a newcomer."""

    login: str
    notice: str


@dataclass(slots=True)
class _Opened:
    store: "Store"
    catalogue: "Catalogue"
    changes: "StoreChangeFeed"
    journal: "StoredPaymentJournal"
    terminal: "ZvtTerminal | None" = None


class Office:
    """Opens what this machine needs, once, when it is first needed: off the path to the first paint."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clock = SystemClock()
        self._lock = Lock()
        self._opened: _Opened | None = None

    def open(self) -> None:
        """Open store and catalogue; raises ``StoreRefused``, ``CatalogueError`` or ``BadSettings``."""
        self._open()

    def sign_in(self, login: str, secret: str) -> "Workstation":
        """Return the workstation of a person; raises ``SignInRefused``."""
        from clerk.persistence.accounts import StoredAccounts
        from clerk.services.sign_in import SignIn

        opened = self._open()
        door = SignIn(StoredAccounts(opened.store, self._clock), lambda: self._settings.counter)
        return self._workstation(opened, door.open(login, secret), door)

    def close(self) -> None:
        """Close what was opened; a running payment is left to recovery."""
        with self._lock:
            opened, self._opened = self._opened, None
        if opened is None:
            return
        if opened.terminal is not None:
            opened.terminal.close()
        opened.changes.close()
        opened.journal.close()
        opened.store.close()

    def _open(self) -> _Opened:
        from clerk.catalogue.loader import load_catalogue
        from clerk.persistence import migrate
        from clerk.persistence.change_feed import StoreChangeFeed
        from clerk.persistence.payment_journal import StoredPaymentJournal
        from clerk.persistence.store import Store

        with self._lock:
            if self._opened is None:
                store = Store.open(self._settings.store)
                migrate.upgrade(store)
                self._opened = _Opened(
                    store=store,
                    catalogue=load_catalogue(self._settings.catalogue),
                    changes=StoreChangeFeed(store),
                    journal=StoredPaymentJournal(store, self._clock, self._settings.payment_folder),
                )
            return self._opened

    def _workstation(self, opened: _Opened, seat: "Seat", door: "SignIn") -> "Workstation":
        from clerk.persistence.built_in_queue import BuiltInQueue
        from clerk.persistence.work import StoredUnitOfWork
        from clerk.services.arrive import Arrive
        from clerk.services.call_next import CallNext
        from clerk.services.close_visit import CloseVisit
        from clerk.services.find import Find
        from clerk.services.knowledge import Knowledge
        from clerk.services.overview import QueueOverview
        from clerk.services.pay import CardPayments
        from clerk.services.precheck import Precheck
        from clerk.services.print_out import PrintOut
        from clerk.services.procedure import Procedure
        from clerk.services.recover_payment import RecoverPayments
        from clerk.services.set_aside import SetAside
        from clerk.services.settle import Settle
        from clerk.services.terminal_check import TerminalCheck
        from clerk.services.workstation import Workstation
        from integrations.printing.folder_printer import FolderPrinter

        catalogue, clock, settings = opened.catalogue, self._clock, self._settings
        zone = ZoneInfo(seat.workplace.zone)
        queue = BuiltInQueue(opened.store, clock)
        work = StoredUnitOfWork(opened.store, clock)
        procedure = Procedure(work, catalogue, clock, seat, full_form=settings.full_form)
        printer = FolderPrinter(settings.prints_to)
        payments: CardPayments | None = None
        recovery: RecoverPayments | None = None
        terminal_id = seat.workplace.terminal
        terminal_check: TerminalCheck | None = None
        terminal_fault: str | None = None
        if terminal_id is not None:
            try:
                terminal, tid = self._terminal(opened, terminal_id)
            except (BadSettings, ValueError) as error:
                # a fault of the terminal never stops the workplace
                terminal_fault = str(error)
            else:
                recovery = RecoverPayments(terminal, terminal_id, opened.journal)
                payments = CardPayments(terminal, terminal_id, tid, opened.journal, recovery)
                terminal_check = TerminalCheck(terminal, terminal_id, tid, opened.journal)
        return Workstation(
            seat=seat,
            catalogue=catalogue,
            clock=clock,
            zone=zone,
            full_form=settings.full_form,
            sign_in=door,
            overview=QueueOverview(queue, work, catalogue, seat),
            arrive=Arrive(queue, work, catalogue, clock, seat),
            call_next=CallNext(queue, work, seat),
            precheck=Precheck(work),
            procedure=procedure,
            payments=payments,
            recovery=recovery,
            terminal_check=terminal_check,
            terminal_fault=terminal_fault,
            settle=Settle(work, seat),
            close_visit=CloseVisit(queue, work, procedure, opened.journal, seat),
            set_aside=SetAside(queue, seat),
            find=Find(work, seat),
            knowledge=Knowledge(catalogue),
            print_out=PrintOut(work, printer, opened.journal, catalogue, clock, zone, seat),
            changes=opened.changes,
        )

    def _terminal(self, opened: _Opened, terminal_id: int) -> "tuple[ZvtTerminal, str]":
        from clerk.domain.terminal_profile import read_profile
        from clerk.persistence.office_admin import OfficeAdmin
        from integrations.zvt.terminal import ZvtTerminal

        entries = OfficeAdmin(opened.store, self._clock).terminals()
        entry = next(entry for entry in entries if entry.id == terminal_id)
        profile = read_profile(entry.tid, entry.host, entry.port, json.dumps(dict(entry.profile)))
        if opened.terminal is None:
            opened.terminal = ZvtTerminal(profile, terminal_password(profile))
        return opened.terminal, profile.tid


def _open_log(folder: Path) -> None:
    from logging.handlers import RotatingFileHandler

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "clerk.log", maxBytes=200_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("clerk")
    log.addHandler(handler)
    log.propagate = False


def run_workstation(settings: Settings, tour: Tour | None = None) -> int:
    """Show the screens of this machine until they are closed; return the exit status: 1 after a defect."""
    use_language(settings.language)
    from screens.app import ClerkApp

    office = Office(settings)

    def prepare() -> None:
        _open_log(settings.log_folder)
        office.open()

    app = ClerkApp(
        office.sign_in,
        prepare,
        theme=settings.theme,
        login=tour.login if tour else "",
        notice=tour.notice if tour else "",
        lead=tour is not None,
    )
    try:
        app.run()
    finally:
        office.close()
    return app.return_code or 0
