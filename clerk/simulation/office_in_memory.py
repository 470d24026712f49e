"""An office that is nothing but the queue rule, in memory: for many days in little time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clerk.domain.office_now import Appointment, Matter, Parked, Serving, WaitingVisit
from clerk.domain.queue_rule import Waiting, next_visit, opens_from, target_time
from clerk.simulation.closing_book import ClosingBook
from clerk.simulation.day_plan import DayPlan
from clerk.simulation.office import Ended, QueueNow, time_of
from clerk.simulation.office_day import Visitor

_SITE = 1
_BLOCKED = timedelta(minutes=5)
_CALLS = 3


@dataclass(slots=True)
class _Visit:
    key: Waiting
    matter: Matter
    served: timedelta = timedelta()
    calls: int = 0


@dataclass(frozen=True, slots=True)
class _Held:
    visitor: int
    since: datetime


class OfficeInMemory:
    """The visits of one site, by the numbers of their visitors."""

    def __init__(self, plan: DayPlan) -> None:
        self._skills = plan.counters
        self._offset = timedelta(minutes=plan.walk_in_offset)
        self._visits: dict[int, _Visit] = {}
        self._waiting: dict[int, Waiting] = {}
        self._held: dict[int, _Held] = {}
        self._booked: dict[int, Appointment] = {}
        self._parked: dict[int, datetime] = {}
        self._closings = ClosingBook()
        self._missed = 0

    def book(self, visitors: Sequence[Visitor]) -> None:
        """Enter the appointments of the day."""
        for visitor in visitors:
            if visitor.appointment is not None:
                number = visitor.number
                self._booked[number] = Appointment(number, _matter(visitor), time_of(visitor.appointment))

    def arrive(self, visitor: Visitor, at: datetime) -> None:
        """Let somebody wait."""
        booked = self._booked.pop(visitor.number, None)
        appointment = None if booked is None else booked.at
        key = Waiting(
            visit=visitor.number,
            site=_SITE,
            area=visitor.service.area,
            z=target_time(at, walk_in_offset=self._offset, appointment_at=appointment),
            sequence=len(self._visits),
            open_from=opens_from(appointment),
        )
        self._visits[visitor.number] = _Visit(key, _matter(visitor))
        self._waiting[visitor.number] = key

    def call_next(self, counter: int, at: datetime) -> int | None:
        """Call by the rule."""
        called = next_visit(self._waiting.values(), site=_SITE, skills=self._skills[counter], at=at)
        if called is None:
            return None
        del self._waiting[called.visit]
        self._held[counter] = _Held(called.visit, at)
        return called.visit

    def begin(self, counter: int, at: datetime) -> None:
        """Serve from now on."""
        self._held[counter] = replace(self._held[counter], since=at)

    def no_show(self, counter: int, at: datetime) -> datetime | None:
        """Let the visit wait again after a pause, or be missed."""
        visitor = self._held.pop(counter).visitor
        visit = self._visits[visitor]
        visit.calls += 1
        if visit.calls >= _CALLS:
            self._missed += 1
            return None
        self._waiting[visitor] = replace(visit.key, blocked_until=at + _BLOCKED)
        return at + _BLOCKED

    def park(self, counter: int, at: datetime) -> None:
        """Set the visit aside."""
        self._parked[self._done(counter, at)] = at

    def resume(self, visitor: int, at: datetime) -> None:
        """Let the visit wait again, its return as Zielzeit."""
        del self._parked[visitor]
        visit = self._visits[visitor]
        visit.matter = replace(visit.matter, second_contact=True)
        visit.key = replace(visit.key, z=at, open_from=None)
        self._waiting[visitor] = visit.key

    def finish(self, counter: int, at: datetime) -> None:
        """Close the visit."""
        visit = self._visits[self._done(counter, at)]
        self._closings.enter(visit.matter.services[0], visit.served, counter, at)

    def look(self, at: datetime) -> QueueNow:
        """Return the visits as they are."""
        return QueueNow(
            waiting=tuple(
                WaitingVisit(key, self._visits[number].matter) for number, key in self._waiting.items()
            ),
            serving={
                counter: Serving(self._visits[held.visitor].matter, at - held.since)
                for counter, held in self._held.items()
            },
            booked=tuple(self._booked.values()),
            parked=tuple(
                Parked(self._visits[number].matter, since) for number, since in self._parked.items()
            ),
            closed=self._closings.cells(),
        )

    def ended(self) -> Ended:
        """Return what became of the visits."""
        closed = sum(cell.count for cell in self._closings.cells())
        return Ended(closed, self._missed, closed)

    def _done(self, counter: int, at: datetime) -> int:
        held = self._held.pop(counter)
        self._visits[held.visitor].served += at - held.since
        return held.visitor


def _matter(visitor: Visitor) -> Matter:
    return Matter(visitor.service.area, (visitor.service.id,))
