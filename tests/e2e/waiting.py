"""People who wait already when a test begins: put into the store by the services, without a screen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from clerk.domain.facts import Answer
from clerk.domain.people import Seat
from clerk.domain.precheck import Presence, checklist, to_bring
from clerk.domain.visit import ParkReason, Step
from clerk.machine import SystemClock
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.store import Store
from clerk.persistence.work import StoredUnitOfWork
from clerk.ports import Arrival, Called, Claim, NewCase
from clerk.services.held import Held
from clerk.services.procedure import Procedure
from tests.e2e.office import INFO_DESK, SECRET, Office
from tests.services.front_office import catalogue

TRANSFER = "kfz-umschreibung-innerhalb"
PLATES_KEPT: Mapping[str, Answer] = {
    "vehicle_deregistered": False,
    "legal_status": "natural_person",
    "proxy": False,
    "plate_keep": True,
    "vehicle_financed": False,
}
FORM: Mapping[str, str] = {
    "holder_name": "Frau Beispiel",
    "fin": "W0L0TGF48X5123456",
    "plate_old": "RV-AB 123",
    "evb": "A1B2C3D",
}
CENTS = 2740
_ZONE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the queue."""

    visit: int
    ticket: str


def let_wait(office: Office, name: str = "Frau Beispiel") -> Waiting:
    """Let somebody wait for a transfer with plates kept, pre-checked, everything presented."""
    return _let_wait(office, name, ready_to_pay=False)


def let_wait_to_pay(office: Office, name: str = "Frau Beispiel") -> Waiting:
    """Let somebody wait whose application is confirmed: only 27,40 € are to be paid."""
    return _let_wait(office, name, ready_to_pay=True)


def let_park(office: Office, name: str = "Frau Beispiel") -> Waiting:
    """Let somebody have a parked visit: the plates are being made."""
    with office.opened_store() as store:
        return _Arriving(store).let_park(name)


def let_book(office: Office, name: str = "Frau Beispiel") -> Waiting:
    """Let somebody have an appointment in half an hour."""
    with office.opened_store() as store:
        return _Arriving(store).let_book(name)


def _let_wait(office: Office, name: str, *, ready_to_pay: bool) -> Waiting:
    with office.opened_store() as store:
        return _Arriving(store).let_wait(name, ready_to_pay=ready_to_pay)


class _Arriving:
    def __init__(self, store: Store) -> None:
        self._clock = SystemClock()
        self._today = self._clock.now().astimezone(_ZONE).date()
        self._catalogue = catalogue()
        accounts = StoredAccounts(store, self._clock)
        identity = accounts.verify(INFO_DESK.login, SECRET)
        if identity is None:
            raise LookupError
        self._seat = Seat(identity, accounts.workplace(INFO_DESK.counter))
        self._queue = BuiltInQueue(store, self._clock)
        self._work = StoredUnitOfWork(store, self._clock)

    def let_wait(self, name: str, *, ready_to_pay: bool) -> Waiting:
        claim = self._accept(name)
        ticket = self._check(claim)
        if ready_to_pay:
            self._confirm(claim)
        self._queue.release(claim)
        return Waiting(claim.visit, ticket)

    def let_park(self, name: str) -> Waiting:
        claim = self._accept(name)
        self._queue.park(claim, ParkReason.PLATES)
        with self._work.read() as work:
            return Waiting(claim.visit, work.visits.get(claim.visit).ticket)

    def let_book(self, name: str) -> Waiting:
        moment = self._clock.now() + timedelta(minutes=30)
        visit = self._queue.book(self._seat.workplace, self._seat.identity, self._arrival(name), moment)
        return Waiting(visit, "")

    def _accept(self, name: str) -> Claim:
        answer = self._queue.accept_directly(self._seat.workplace, self._seat.identity, self._arrival(name))
        if not isinstance(answer, Called):
            raise TypeError(answer)
        return answer.claim

    def _arrival(self, name: str) -> Arrival:
        area = self._catalogue.service(TRANSFER).area
        return Arrival(area=area, cases=(NewCase(TRANSFER, self._today),), name=name)

    def _check(self, claim: Claim) -> str:
        with self._work.write() as work:
            visit = work.visits.get(claim.visit)
            service = self._catalogue.service(TRANSFER)
            lines = to_bring(checklist(service, self._catalogue, PLATES_KEPT, {}))
            presence = {line.id: Presence.PRESENTED for line in lines}
            work.visits.save_case(claim, replace(visit.cases[0], answers=PLATES_KEPT, presence=presence))
            work.visits.note_precheck(claim, self._clock.now())
            return visit.ticket

    def _confirm(self, claim: Claim) -> None:
        with self._work.read() as work:
            visit = work.visits.get(claim.visit)
        case = replace(visit.cases[0], form=FORM)
        procedure = Procedure(self._work, self._catalogue, self._clock, self._seat)
        held = procedure.confirm(Held(claim, visit.with_case(case)), case.id, on=self._today)
        procedure.go_to(held, Step.PAYMENT)


def typed_form(office: Office, waiting: Waiting) -> Mapping[str, str]:
    """Return what is stored of the application of somebody."""
    with office.opened_store() as store, StoredUnitOfWork(store, SystemClock()).read() as work:
        return work.visits.get(waiting.visit).cases[0].form
