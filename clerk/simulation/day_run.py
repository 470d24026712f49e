"""A simulated day in virtual time: people come, counters call, serve and rest; the office decides who is next."""

from dataclasses import dataclass, field
from enum import IntEnum
from heapq import heappop, heappush
from typing import Protocol

from clerk.simulation.office import SimulatedOffice, minute_of, time_of
from clerk.simulation.office_day import LUNCH_MINUTES, NOON, OfficeDay, Visitor

CALL_IN_VAIN = 1.0
"""Minutes until a counter gives up on somebody who does not come."""


class CounterState(IntEnum):
    """What a counter does; ``FREE`` ones call or wait for somebody to call."""

    FREE = 0
    BUSY = 1
    AWAY = 2
    CLOSED = 3


class Observer(Protocol):
    """Who watches the day, without changing it."""

    def arriving(self, run: "DayRun", visitor: Visitor, minute: float) -> None:
        """Somebody is at the door and will wait from now on."""

    def called(self, visitor: Visitor, waited: float) -> None:
        """Somebody is called for the first time, so many minutes after they arrived."""


class _Happening(IntEnum):
    DONE = 0
    DID_NOT_COME = 1
    LOOK = 2
    ARRIVES = 3
    BACK = 4
    WAKES = 5


@dataclass(slots=True)
class Tally:
    """What a day came to. ``waits`` are the minutes from arrival to the first call."""

    arrived: int = 0
    called_twice: int = 0
    waits: list[float] = field(default_factory=list)


@dataclass(slots=True)
class _Counter:
    state: CounterState = CounterState.FREE
    lunched: bool = False
    away_until: float = 0.0
    visitor: int = 0
    served: int = 0


class DayRun:
    """One run through a day."""

    def __init__(self, day: OfficeDay, office: SimulatedOffice, observer: Observer) -> None:
        self.day = day
        self.office = office
        self._observer = observer
        self._counters = [_Counter() for _skills in day.plan.counters]
        self._idle: list[int] = []
        self._events: list[tuple[float, _Happening, int]] = []
        self._contacts = [0] * len(day.visitors)
        self._waiting_since: dict[int, float] = {}
        self._called_once: set[int] = set()
        self._tally = Tally()

    def to_the_end(self) -> Tally:
        """Run the day until nobody waits any more and return what it came to."""
        day = self.day
        self.office.book(day.visitors)
        for visitor in day.visitors:
            if visitor.arrives is not None:
                self._later(visitor.arrives, _Happening.ARRIVES, visitor.number)
        for counter, lunch in enumerate(day.lunches):
            self._later(day.plan.opens, _Happening.LOOK, counter)
            self._later(lunch, _Happening.LOOK, counter)
        for counter in day.plan.close_at_noon:
            self._later(NOON, _Happening.LOOK, counter)
        steps = {
            _Happening.DONE: self._done,
            _Happening.DID_NOT_COME: self._did_not_come,
            _Happening.LOOK: self._look,
            _Happening.ARRIVES: self._arrives,
            _Happening.BACK: self._back,
            _Happening.WAKES: self._wakes,
        }
        while self._events:
            minute, happening, number = heappop(self._events)
            steps[happening](number, minute)
        return self._tally

    def state(self, counter: int) -> CounterState:
        """Return what a counter does now; before the office opens it is ``FREE``."""
        return self._counters[counter].state

    def _arrives(self, number: int, minute: float) -> None:
        visitor = self.day.visitors[number]
        self._observer.arriving(self, visitor, minute)
        self._tally.arrived += 1
        self._waiting_since[number] = minute
        self.office.arrive(visitor, time_of(minute))
        self._wakes(number, minute)

    def _back(self, number: int, minute: float) -> None:
        self.office.resume(number, time_of(minute))
        self._waiting_since[number] = minute
        self._wakes(number, minute)

    def _wakes(self, number: int, minute: float) -> None:
        """Somebody may be called now: every idle counter that serves the area tries."""
        area = self.day.visitors[number].service.area
        for counter in [idle for idle in self._idle if area in self.day.plan.counters[idle]]:
            self._idle.remove(counter)
            self._next(counter, minute)

    def _look(self, counter: int, minute: float) -> None:
        """A counter has nobody, or a time has come that was planned for it."""
        if counter in self._idle:
            self._idle.remove(counter)
        elif (
            self._counters[counter].state is CounterState.BUSY or minute < self._counters[counter].away_until
        ):
            return
        self._next(counter, minute)

    def _next(self, counter: int, minute: float) -> None:
        at_counter = self._counters[counter]
        if counter in self.day.plan.close_at_noon and minute >= NOON:
            at_counter.state = CounterState.CLOSED
            return
        if not at_counter.lunched and minute >= self.day.lunches[counter]:
            at_counter.lunched = True
            self._away(counter, minute + LUNCH_MINUTES)
            return
        at_counter.state = CounterState.FREE
        called = self.office.call_next(counter, time_of(minute))
        if called is None:
            self._idle.append(counter)
            return
        self._called(counter, called, minute)

    def _called(self, counter: int, number: int, minute: float) -> None:
        at_counter = self._counters[counter]
        at_counter.state, at_counter.visitor = CounterState.BUSY, number
        if number not in self._waiting_since:
            self._tally.called_twice += 1  # a second counter waits for somebody who will not come
            return
        visitor, waited = self.day.visitors[number], self._waited(number, minute)
        if self._contacts[number] == 0 and waited >= visitor.patience:
            self._later(minute + CALL_IN_VAIN, _Happening.DID_NOT_COME, counter)
            return
        self.office.begin(counter, time_of(minute))
        self._contacts[number] += 1
        self._later(minute + visitor.contacts[self._contacts[number] - 1], _Happening.DONE, counter)

    def _waited(self, number: int, minute: float) -> float:
        """Return how long somebody has waited who is called, and note it where they are called for the first time."""
        waited = minute - self._waiting_since.pop(number)
        if number not in self._called_once:
            self._called_once.add(number)
            self._tally.waits.append(waited)
            self._observer.called(self.day.visitors[number], waited)
        return waited

    def _did_not_come(self, counter: int, minute: float) -> None:
        number = self._counters[counter].visitor
        again = self.office.no_show(counter, time_of(minute))
        if again is not None:
            self._waiting_since[number] = minute - self.day.visitors[number].patience
            self._later(minute_of(again), _Happening.WAKES, number)
        self._next(counter, minute)

    def _done(self, counter: int, minute: float) -> None:
        at_counter = self._counters[counter]
        visitor = self.day.visitors[at_counter.visitor]
        if self._contacts[visitor.number] < len(visitor.contacts):
            self.office.park(counter, time_of(minute))
            self._later(minute + visitor.absence, _Happening.BACK, visitor.number)
        else:
            self.office.finish(counter, time_of(minute))
        rest = self.day.breaks[counter][at_counter.served]
        at_counter.served += 1
        if rest > 0:
            self._away(counter, minute + rest)
        else:
            self._next(counter, minute)

    def _away(self, counter: int, until: float) -> None:
        self._counters[counter].state = CounterState.AWAY
        self._counters[counter].away_until = until
        self._later(until, _Happening.LOOK, counter)

    def _later(self, minute: float, happening: _Happening, number: int) -> None:
        heappush(self._events, (minute, happening, number))
