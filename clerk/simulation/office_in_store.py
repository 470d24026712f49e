"""An office of the real services on a real store, with a clock of its own: what is done here is stored and audited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from uuid import uuid4

from clerk.domain.catalogue import Catalogue
from clerk.domain.office_now import Appointment, Matter, Parked, Serving, WaitingVisit
from clerk.domain.people import Identity, Role, Seat
from clerk.domain.queue_rule import Waiting
from clerk.domain.visit import ParkReason, Visit, VisitState
from clerk.persistence import migrate
from clerk.persistence.account_admin import AccountAdmin
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.counters import StoredCounters
from clerk.persistence.office_admin import Counter, OfficeAdmin, Site
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.persistence.store import Store
from clerk.persistence.work import StoredUnitOfWork
from clerk.ports import Arrival, NewCase, Nobody, QueueEntry
from clerk.services.arrive import Arrive
from clerk.services.call_next import CallNext
from clerk.services.close_visit import CloseVisit
from clerk.services.held import Held
from clerk.services.precheck import Precheck
from clerk.services.procedure import Procedure
from clerk.services.set_aside import SetAside
from clerk.services.settle import Settle
from clerk.services.workplace_now import WorkplaceNow
from clerk.simulation.clerical_work import ClericalWork
from clerk.simulation.closing_book import ClosingBook
from clerk.simulation.day_plan import DayPlan
from clerk.simulation.office import MIDNIGHT, Ended, QueueNow, time_of
from clerk.simulation.office_day import Visitor

_AS_OF = MIDNIGHT.date()


class VirtualClock:
    """The clock of a simulated office: it shows what the day says."""

    def __init__(self, time: datetime) -> None:
        self.time = time

    def now(self) -> datetime:
        """Return the time of the day, UTC."""
        return self.time.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Place:
    """A counter with the services of the person at it."""

    seat: Seat
    arrive: Arrive
    call_next: CallNext
    set_aside: SetAside
    work: ClericalWork


class OfficeInStore:
    """The visits of one site in a store; visitors are known by their numbers."""

    def __init__(self, store: Store, folder: Path, plan: DayPlan, catalogue: Catalogue) -> None:
        """Furnish the empty *store*; *folder* is for what this machine keeps beside it."""
        self._clock = VirtualClock(MIDNIGHT)
        self._store = store
        migrate.upgrade(store)
        self._queue = BuiltInQueue(store, self._clock)
        self._work = StoredUnitOfWork(store, self._clock)
        self._catalogue = catalogue
        self._journal = StoredPaymentJournal(store, self._clock, folder)
        site = OfficeAdmin(store, self._clock).add_site(
            Site(0, "Simulation", "Simulation", walk_in_offset_minutes=plan.walk_in_offset)
        )
        self._desk = self._furnished(site.id, "I", frozenset(plan.area_weights), Role.INFO_DESK)
        self._places = [
            self._furnished(site.id, str(number + 1), skills, Role.CLERK)
            for number, skills in enumerate(plan.counters)
        ]
        self._visits: dict[int, int] = {}
        self._visitors: dict[int, int] = {}
        self._held: dict[int, Held] = {}
        self._served: dict[int, timedelta] = {}
        self._closings = ClosingBook()

    def close(self) -> None:
        """Close what is open beside the store."""
        self._journal.close()

    def book(self, visitors: Sequence[Visitor]) -> None:
        """Enter the appointments of the day."""
        for visitor in visitors:
            if visitor.appointment is not None:
                arrival = Arrival(visitor.service.area, (NewCase(visitor.service.id, _AS_OF),))
                seat, booked = self._desk.seat, time_of(visitor.appointment).astimezone(UTC)
                self._know(visitor.number, self._queue.book(seat.workplace, seat.identity, arrival, booked))

    def arrive(self, visitor: Visitor, at: datetime) -> None:
        """Register somebody at the info desk, look at their documents and let them wait."""
        self._clock.time = at
        if visitor.appointment is None:
            opened = self._desk.arrive.walk_in(visitor.service.id, on=_AS_OF)
        else:
            with self._work.read() as work:
                booked = work.visits.get(self._visits[visitor.number])
            opened = self._desk.arrive.check_in(booked)
        if not isinstance(opened, Held):
            raise TypeError(f"visitor {visitor.number} was not let in")
        self._know(visitor.number, opened.claim.visit)
        self._desk.arrive.let_wait(self._desk.work.look_at_documents(opened))

    def call_next(self, counter: int, at: datetime) -> int | None:
        """Press *call next* at a counter."""
        self._clock.time = at
        answer = self._places[counter].call_next.next(str(uuid4()))
        if isinstance(answer, Nobody):
            return None
        if not isinstance(answer, Held):
            raise TypeError(f"counter {counter} got no answer to its call")
        self._held[counter] = answer
        return self._visitors[answer.claim.visit]

    def begin(self, counter: int, at: datetime) -> None:
        """Begin to serve."""
        self._clock.time = at
        self._held[counter] = self._places[counter].call_next.begin(self._held[counter])

    def no_show(self, counter: int, at: datetime) -> datetime | None:
        """Say that nobody came."""
        self._clock.time = at
        place = self._places[counter]
        if place.call_next.no_show(self._held.pop(counter)) is VisitState.MISSED:
            return None
        return at + timedelta(minutes=place.seat.workplace.no_show_minutes)

    def park(self, counter: int, at: datetime) -> None:
        """Set the visit aside until its plates are made."""
        self._places[counter].set_aside.park(self._done(counter, at), ParkReason.PLATES)

    def resume(self, visitor: int, at: datetime) -> None:
        """Say at the info desk that somebody is back."""
        self._clock.time = at
        self._desk.set_aside.back_again(self._visits[visitor])

    def finish(self, counter: int, at: datetime) -> None:
        """Fill in, charge, settle and close."""
        held = self._done(counter, at)
        self._places[counter].work.finish(held, on=_AS_OF)
        served = self._served.pop(held.claim.visit)
        self._closings.enter(held.visit.cases[0].service, served, counter, at)

    def look(self, at: datetime) -> QueueNow:
        """Return the visits as the store has them."""
        self._clock.time = at
        snapshot = self._queue.snapshot(self._desk.seat.workplace)
        with self._work.read() as work:
            busy = work.visits.many([entry.visit for entry in snapshot.busy])
        counters = {place.seat.workplace.counter: number for number, place in enumerate(self._places)}
        return QueueNow(
            waiting=tuple(_waiting(entry) for entry in snapshot.waiting),
            serving={
                counters[visit.counter]: Serving(_matter_of(visit), at - _since(visit, at))
                for visit in busy
                if visit.counter in counters
            },
            booked=tuple(
                Appointment(self._visitors[entry.visit], _matter(entry), entry.appointment_at)
                for entry in snapshot.booked
                if entry.appointment_at is not None and entry.state is VisitState.BOOKED
            ),
            parked=tuple(
                Parked(_matter(entry), entry.parked_at)
                for entry in snapshot.parked
                if entry.parked_at is not None
            ),
            closed=self._closings.cells(),
        )

    def ended(self) -> Ended:
        """Return what became of the visits."""
        with self._work.read() as work:
            visits = work.visits.many(sorted(self._visitors))
        closed = [visit for visit in visits if visit.state is VisitState.CLOSED]
        return Ended(
            closed=len(closed),
            gone=sum(visit.state in {VisitState.MISSED, VisitState.LEFT} for visit in visits),
            single_visits=sum(visit.is_single_visit for visit in closed),
        )

    def _furnished(self, site: int, label: str, skills: frozenset[str], role: Role) -> _Place:
        counter = OfficeAdmin(self._store, self._clock).add_counter(Counter(0, site, label, skills))
        name = f"simulation-{label}".lower()
        account = AccountAdmin(self._store, self._clock).add(name, name, token_hex(), [role], demo=True)
        workplace = StoredAccounts(self._store, self._clock).workplace(counter.id)
        seat = Seat(Identity(account.id, account.login, account.display_name, account.roles), workplace)
        counters = StoredCounters(self._store)
        procedure = Procedure(self._work, self._catalogue, self._clock, seat)
        closing = CloseVisit(self._queue, self._work, procedure, self._journal, self._catalogue, seat)
        return _Place(
            seat=seat,
            arrive=Arrive(self._queue, self._work, self._catalogue, self._clock, seat),
            call_next=CallNext(self._queue, self._work, seat, WorkplaceNow(counters, seat)),
            set_aside=SetAside(self._queue, counters, seat),
            work=ClericalWork(
                self._catalogue, Precheck(self._work), procedure, Settle(self._work, seat), closing
            ),
        )

    def _know(self, visitor: int, visit: int) -> None:
        self._visits[visitor] = visit
        self._visitors[visit] = visitor

    def _done(self, counter: int, at: datetime) -> Held:
        self._clock.time = at
        held = self._held.pop(counter)
        served = self._served.get(held.claim.visit, timedelta())
        self._served[held.claim.visit] = served + (at - _since(held.visit, at))
        return held


def _waiting(entry: QueueEntry) -> WaitingVisit:
    key = Waiting(entry.visit, 1, entry.area, entry.z, entry.sequence, entry.open_from, entry.blocked_until)
    return WaitingVisit(key, _matter(entry))


def _matter(entry: QueueEntry) -> Matter:
    return Matter(entry.area, entry.services, second_contact=entry.awaited is not None)


def _matter_of(visit: Visit) -> Matter:
    services = tuple(case.service for case in visit.cases)
    return Matter(visit.area, services, second_contact=visit.awaited is not None)


def _since(visit: Visit, at: datetime) -> datetime:
    if visit.state is VisitState.SERVING:
        return visit.serving_since or at
    return visit.called_at or at
