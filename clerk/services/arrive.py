"""Arrivals: a walk-in or a booked person becomes a visit, is pre-checked, and then waits or is done."""

from datetime import date, time
from zoneinfo import ZoneInfo

from clerk.domain.arrival_hours import arrivals_ended
from clerk.domain.catalogue import Catalogue, UnknownService
from clerk.domain.incomplete import incomplete_cases
from clerk.domain.people import Seat
from clerk.domain.queue_rule import Priority
from clerk.domain.visit import Case, Visit
from clerk.locale import _
from clerk.ports import (
    Arrival,
    CallAnswer,
    Called,
    Clock,
    NewCase,
    NotTakenUp,
    QueueEntry,
    QueueSystem,
    UnitOfWork,
)
from clerk.services.held import Held


class Arrive:
    """What the info desk does with somebody who has just come in.

    The visit is open at this desk from the first moment, with its ticket: nothing typed is lost when the
    program stops, and nobody calls the person while the documents are being looked at.
    """

    def __init__(
        self, queue: QueueSystem, store: UnitOfWork, catalogue: Catalogue, clock: Clock, seat: Seat
    ) -> None:
        self._queue = queue
        self._store = store
        self._catalogue = catalogue
        self._clock = clock
        self._seat = seat

    def walk_in(
        self,
        service: str,
        *,
        on: date,
        name: str = "",
        priority: Priority = Priority.NORMAL,
        priority_reason: str | None = None,
    ) -> Held | CallAnswer:
        """Open a visit for somebody without an appointment; *on* is the day whose catalogue counts."""
        arrival = Arrival(
            area=self._catalogue.service(service).area,
            cases=(NewCase(service, on),),
            name=name,
            priority=priority,
            priority_reason=priority_reason,
        )
        return self._opened(arrival)

    def closed_since(self) -> time | None:
        """Return until when people could arrive today if that is over; who has an appointment may come later."""
        workplace = self._seat.workplace
        return arrivals_ended(workplace.last_arrivals, self._clock.now().astimezone(ZoneInfo(workplace.zone)))

    def check_in(self, booked: QueueEntry | Visit) -> Held | CallAnswer:
        """Open the booked visit of somebody who has an appointment, or anew the one of somebody who was missed."""
        visit = booked.visit if isinstance(booked, QueueEntry) else booked.id
        return self._opened(Arrival(area=booked.area, cases=(), appointment=visit))

    def take_up(self, left: Visit) -> Held | CallAnswer:
        """Open a visit for somebody who is back with the incomplete cases of an earlier one, exactly as they were.

        It is a walk-in of now, whose cases keep the catalogue of their day. Raises ``NotTakenUp`` with a sentence if
        somebody else was quicker or too many days have passed.
        """
        cases = incomplete_cases(left)
        if not cases:
            raise NotTakenUp(
                _("Besuch {ticket} hat keinen unvollständigen Vorgang.").format(ticket=left.ticket)
            )
        area = self._area_of(cases[0], left)
        continues = tuple(case.id for case in cases)
        return self._opened(Arrival(area=area, cases=(), name=left.name, continues=continues))

    def _area_of(self, case: Case, left: Visit) -> str:
        try:
            return self._catalogue.at(case.as_of).service(case.service).area
        except UnknownService:
            return left.area

    def let_wait(self, held: Held) -> None:
        """The pre-check is done: note when, and let the visit wait for its counter."""
        self._note_precheck(held)
        self._queue.release(held.claim)

    def _note_precheck(self, held: Held) -> None:
        with self._store.write() as work:
            work.visits.note_precheck(held.claim, self._clock.now())
            work.audit.record(self._seat.identity.account, "prechecked", held.claim.visit)

    def _opened(self, arrival: Arrival) -> Held | CallAnswer:
        answer = self._queue.accept_directly(self._seat.workplace, self._seat.identity, arrival)
        if not isinstance(answer, Called):
            return answer
        with self._store.read() as work:
            visit: Visit = work.visits.get(answer.claim.visit)
        return Held(answer.claim, visit)
