"""The forecast of waits: the real queue played forward many times by its own rule, with what is not known yet drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from clerk.domain.chances import RUNS
from clerk.domain.office_now import CounterNow, Matter, OfficeNow, WaitingVisit
from clerk.domain.queue_model import model_of
from clerk.domain.queue_rule import Waiting, opens_from, target_time
from clerk.domain.queue_run import play

_MEDIAN, _BOUND = (RUNS + 1) // 2 - 1, (RUNS + 1) * 9 // 10 - 1
_NEWCOMER = -1
_LAST = 2**62


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who arrives now. ``appointment_at`` is UTC, ``None`` for a walk-in."""

    matter: Matter
    appointment_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """How long somebody will still wait, in seconds: as likely shorter as longer, and 9 times of 10 not longer."""

    median: int
    bound: int


def forecast_arrival(office: OfficeNow, newcomer: Newcomer, seed: int) -> Wait | None:
    """Return the wait of somebody arriving now, or ``None`` where it is too likely that no counter will call them.

    The same *seed* gives the same forecast; with another one it differs by chance only.
    """
    if any(_calls_at_once(counter, office, newcomer.matter.area) for counter in office.counters):
        return Wait(0, 0)
    booked = newcomer.appointment_at
    key = Waiting(
        visit=_NEWCOMER,
        site=0,
        area=newcomer.matter.area,
        z=target_time(office.at, walk_in_offset=office.walk_in_offset, appointment_at=booked),
        sequence=_LAST,
        open_from=opens_from(booked),
    )
    with_them = replace(office, waiting=(*office.waiting, WaitingVisit(key, newcomer.matter)))
    return _waits(with_them, frozenset({len(office.waiting)}), seed).get(_NEWCOMER)


def forecast_waiting(office: OfficeNow, seed: int) -> Mapping[int, Wait]:
    """Return how long each waiting visit will still wait, by its id; as ``forecast_arrival`` for the rest."""
    return _waits(office, frozenset(range(len(office.waiting))), seed)


def _calls_at_once(counter: CounterNow, office: OfficeNow, area: str) -> bool:
    """Tell whether a counter has nobody, waits for somebody to come, and would call a visit of *area*."""
    now = office.at
    lunch = counter.lunch is not None and counter.lunch <= now < counter.lunch + office.habits.lunch
    closed = counter.closes_at is not None and counter.closes_at <= now
    if (
        area not in counter.skills
        or counter.serving
        or counter.away
        or lunch
        or closed
        or now < office.opens_at
    ):
        return False
    return not any(visit.matter.area in counter.skills for visit in office.waiting)


def _waits(office: OfficeNow, watched: frozenset[int], seed: int) -> dict[int, Wait]:
    model = model_of(office, watched, seed)
    called: dict[int, list[float]] = {index: [] for index in watched}
    for run in range(RUNS):
        for index, at in play(model, run, watched).items():
            called[index].append(at)
    return {
        office.waiting[index].key.visit: _wait(sorted(times))
        for index, times in called.items()
        if len(times) > _BOUND
    }


def _wait(times: list[float]) -> Wait:
    return Wait(round(times[_MEDIAN]), round(times[_BOUND]))
