"""The queue played forward: who would be called when, by the queue rule, if the times of one run were true.

All times are seconds from the moment of the forecast. The order is that of ``queue_rule``, written for speed; a test
compares both. Lists named ``..._by_run`` have one value for each run.
"""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import inf

Entry = tuple[float, int, float, int, int]
"""A visit in the queue: ``z``, check-in sequence, ``open_from``, the bit of its area, and its index."""
ALWAYS = -inf
NEVER = inf
NOBODY = -1
_BEHIND_ALL = 10**9


@dataclass(frozen=True, slots=True)
class Contact:
    """What serving a visit takes; where ``away_by_run`` is above 0 it is parked so long and comes back for more."""

    bit: int
    seconds_by_run: Sequence[float]
    away_by_run: Sequence[float] = ()
    second_by_run: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Coming:
    """A visit that joins the queue later: with its ``entry``, by its ``appointment``, or ``later`` than it comes.

    ``at_by_run`` is ``NEVER`` where it does not come; ``index`` finds its contact. ``later`` is a walk-in's offset, 0
    for who is back from being parked.
    """

    at_by_run: Sequence[float]
    index: int
    entry: Entry | None = None
    appointment: float | None = None
    later: float = 0.0


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter: the bits of its areas, when it is free next, when its lunch begins, when it stops calling."""

    mask: int
    free_by_run: Sequence[float]
    lunch: float = NEVER
    closes: float = NEVER


@dataclass(frozen=True, slots=True)
class Rule:
    """The settings of the queue rule and the length of the lunch, in seconds."""

    opens_before: float
    late_after: float
    late_offset: float
    lunch: float


@dataclass(frozen=True, slots=True)
class Model:
    """What is known, and what is drawn for every run.

    ``waiting`` are those who may be called, by ``z`` and sequence; an entry's index finds its contact. ``breaks`` are
    the seconds of break after a visit, used in turn.
    """

    rule: Rule
    waiting: Sequence[Entry]
    coming: Sequence[Coming]
    desks: Sequence[Desk]
    contacts: Sequence[Contact]
    breaks: Sequence[float]


def play(model: Model, run: int, watched: frozenset[int]) -> dict[int, float]:
    """Return when each of the *watched* indices is called in *run*; who is never called is missing."""
    playing = _Playing(model, run)
    called: dict[int, float] = {}
    while len(called) < len(watched) and playing.events:
        at, code = heappop(playing.events)
        index = playing.free(code, at) if code >= 0 else playing.joins(~code, at)
        if index in watched:
            called[index] = at
    return called


class _Playing:
    """The state of one run. An event is the number of a counter that gets free, or ``~number`` of who joins."""

    def __init__(self, model: Model, run: int) -> None:
        self._model = model
        self._run = run
        self._waiting = list(model.waiting)
        self._free_at = [desk.free_by_run[run] for desk in model.desks]
        self._lunch = [desk.lunch for desk in model.desks]
        self._idle: list[int] = []
        self._visits = run
        self.events = [(at, number) for number, at in enumerate(self._free_at)]
        self.events += [(coming.at_by_run[run], ~number) for number, coming in enumerate(model.coming)]
        heapify(self.events)

    def free(self, number: int, at: float) -> int:
        """Let a counter call the next visit, or go; return whom it calls."""
        if at < self._free_at[number]:
            return NOBODY  # somebody came before its lunch did
        if number in self._idle:
            self._idle.remove(number)
        desk = self._model.desks[number]
        if at >= desk.closes:
            return NOBODY
        if at >= self._lunch[number]:
            self._lunch[number] = NEVER
            self._busy(number, at + self._model.rule.lunch)
            return NOBODY
        entry = self._take_first(desk.mask, at)
        if entry is not None:
            return self._serve(number, entry, at)
        self._idle.append(number)
        if self._lunch[number] < NEVER:
            heappush(self.events, (self._lunch[number], number))
        return NOBODY

    def joins(self, number: int, at: float) -> int:
        """Let a visit join the queue; return it if a counter calls it at once."""
        if at >= NEVER:
            return NOBODY
        entry = self._entry(number, at)
        desks = self._model.desks
        for desk in self._idle:
            if desks[desk].mask & entry[3] and at < desks[desk].closes:
                self._idle.remove(desk)
                return self._serve(desk, entry, at)
        insort(self._waiting, entry)
        return NOBODY

    def _entry(self, number: int, at: float) -> Entry:
        model = self._model
        sequence = _BEHIND_ALL + number
        if number >= len(model.coming):  # parked in this very run
            index = number - len(model.coming)
            return (at, sequence, ALWAYS, model.contacts[index].bit, index + len(model.contacts))
        coming = model.coming[number]
        if coming.entry is not None:
            return coming.entry
        bit = model.contacts[coming.index].bit
        booked = coming.appointment
        if booked is None:
            return (at + coming.later, sequence, ALWAYS, bit, coming.index)
        rule = model.rule
        z = booked if at <= booked else at if at <= booked + rule.late_after else at + rule.late_offset
        return (z, sequence, booked - rule.opens_before, bit, coming.index)

    def _take_first(self, mask: int, at: float) -> Entry | None:
        not_open = NOBODY
        for place, entry in enumerate(self._waiting):
            if entry[3] & mask:
                if entry[2] <= at:
                    return self._waiting.pop(place)
                if not_open == NOBODY:
                    not_open = place
        return None if not_open == NOBODY else self._waiting.pop(not_open)

    def _serve(self, number: int, entry: Entry, at: float) -> int:
        model, run, index = self._model, self._run, entry[4]
        if index >= len(model.contacts):
            end = at + model.contacts[index - len(model.contacts)].second_by_run[run]
        else:
            contact = model.contacts[index]
            end = at + contact.seconds_by_run[run]
            if contact.away_by_run and contact.away_by_run[run] > 0:
                heappush(self.events, (end + contact.away_by_run[run], ~(len(model.coming) + index)))
        self._visits += 1
        self._busy(number, end + model.breaks[self._visits % len(model.breaks)])
        return index

    def _busy(self, number: int, until: float) -> None:
        self._free_at[number] = until
        heappush(self.events, (until, number))
