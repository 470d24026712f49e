"""What would change the wait of people who arrive now: a counter more or less, another area's counters helping."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from clerk.domain.forecast import Newcomer, forecast_arrival
from clerk.domain.office_load import Expected, in_order
from clerk.domain.office_now import CounterNow, Matter, OfficeNow

SEED = 5
"""The same for all forecasts of a moment, so that two of them differ by what was changed and not by chance."""


@dataclass(frozen=True, slots=True)
class Help:
    """One thing that could be done for an area, and the wait afterwards; None where nobody would call any more.

    ``counters`` is +1 or -1, or 0 where the counters of the area ``by`` help.
    """

    counters: int
    by: str | None
    expected: Expected | None


@dataclass(frozen=True, slots=True)
class WhatHelps:
    """The wait of people who arrive now for an area, and what would change it."""

    area: str
    now: Expected | None
    helps: tuple[Help, ...]


def expected_wait(
    office: OfficeNow, area: str, offset: timedelta, services: Sequence[str]
) -> Expected | None:
    """Return the wait of somebody who arrives now for *area* without an appointment.

    *offset* is how long after the arrival they are due, *services* what people come for there.
    """
    matter = Matter(area, tuple(services[:1]))
    wait = forecast_arrival(replace(office, walk_in_offset=offset), Newcomer(matter), SEED)
    if wait is None:
        return None
    return Expected(timedelta(seconds=wait.median), timedelta(seconds=wait.bound))


def what_helps(office: OfficeNow, area: str, offset: timedelta, services: Sequence[str]) -> WhatHelps:
    """Return what would change the wait for *area*: first one counter more, then one less, then other areas."""

    def after(counters: Sequence[CounterNow]) -> Expected | None:
        return expected_wait(replace(office, counters=tuple(counters)), area, offset, services)

    return WhatHelps(
        area,
        after(office.counters),
        tuple(Help(more, by, after(counters)) for more, by, counters in _changes(office, area)),
    )


def _changes(office: OfficeNow, area: str) -> Iterator[tuple[int, str | None, Sequence[CounterNow]]]:
    counters = office.counters
    yield 1, None, (*counters, CounterNow(frozenset({area})))
    at_work = [counter for counter in counters if area in counter.skills and not counter.away]
    if at_work:
        # the one that serves fewest other areas: it is missed least there
        least = min(at_work, key=lambda counter: (len(counter.skills), counter.serving is not None))
        place = next(place for place, counter in enumerate(counters) if counter is least)
        yield -1, None, (*counters[:place], *counters[place + 1 :])
    for other, helped in _helping(counters, area).items():
        yield 0, other, helped


def _helping(counters: Sequence[CounterNow], area: str) -> Mapping[str, Sequence[CounterNow]]:
    """Return, by other area, the counters once those that serve it serve *area* too."""
    others = {
        other
        for counter in counters
        for other in counter.skills
        if area not in counter.skills and not counter.away
    }
    return {
        other: [
            replace(counter, skills=counter.skills | {area}) if other in counter.skills else counter
            for counter in counters
        ]
        for other in in_order(others)
    }
