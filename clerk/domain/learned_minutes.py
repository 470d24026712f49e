"""How long a service takes: the catalogue's minutes, corrected by what the office's own closings taught.

Every factor is the weighted mean of 1 and of what was observed (shrinkage): few closings move it little. It is kept per
service, per hour of the day and for today as a whole, never per person: what fewer than ``FEWEST_CASES`` cases or
``FEWEST_COUNTERS`` counters closed teaches nothing (rule of the counter 12).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import TypeVar

SPREAD = 0.55
"""Coefficient of variation of the minutes of one service."""
FEWEST_CASES, FEWEST_COUNTERS = 5, 3
UNKNOWN_SERVICE_MINUTES = 10.0
SERVICE_SPREAD, HOUR_SPREAD, DAY_SPREAD = 0.25, 0.05, 0.08
"""How far an office, an hour and a day lie from what is expected: standard deviation of a factor around 1."""

_Key = TypeVar("_Key", str, int)


@dataclass(frozen=True, slots=True)
class Closings:
    """The visits closed with one service in one hour of the day (0 to 23, the office's time), summed up.

    ``minutes`` is the sum of the minutes they were served, all contacts of a visit together; ``counters`` is how many
    different counters closed them.
    """

    service: str
    hour: int
    count: int
    minutes: float
    counters: int


@dataclass(frozen=True, slots=True)
class LearnedMinutes:
    """Expected minutes per service, factors per hour and for today.

    ``day_spread`` is how far today's true factor may still lie from ``day``, as a standard deviation relative to it.
    """

    services: Mapping[str, float]
    hours: Mapping[int, float] = field(default_factory=dict)
    day: float = 1.0
    day_spread: float = DAY_SPREAD

    def of(self, services: Iterable[str], hour: int) -> float:
        """Return the minutes a visit with *services* is expected to take at *hour*."""
        minutes = sum(self.services.get(service, UNKNOWN_SERVICE_MINUTES) for service in services)
        return minutes * self.day * self.hours.get(hour, 1.0)

    def with_today(self, today: Iterable[Closings]) -> "LearnedMinutes":
        """Return these minutes with the factor that the closings of *today* teach."""
        cells = [cell for cell in today if cell.service in self.services]
        prior = _weight_of_one(DAY_SPREAD)
        known = sum(cell.count for cell in cells) if _teaches(cells) else 0
        return replace(
            self,
            day=_factor(cells, self.services, DAY_SPREAD),
            day_spread=DAY_SPREAD * sqrt(prior / (prior + known)),
        )


def learn(catalogue: Mapping[str, float], earlier: Iterable[Closings]) -> LearnedMinutes:
    """Return what the closings of *earlier* days make of the minutes of the *catalogue*, by service."""
    past = [cell for cell in earlier if cell.service in catalogue]
    by_service = _grouped(past, lambda cell: cell.service)
    services = {
        service: minutes * _factor(by_service.get(service, ()), catalogue, SERVICE_SPREAD)
        for service, minutes in catalogue.items()
    }
    by_hour = _grouped(past, lambda cell: cell.hour)
    return LearnedMinutes(
        services, {hour: _factor(cells, services, HOUR_SPREAD) for hour, cells in by_hour.items()}
    )


def _factor(cells: Sequence[Closings], expected: Mapping[str, float], spread: float) -> float:
    """Return by which factor *cells* took longer than *expected*, drawn towards 1 by what *spread* makes likely."""
    if not _teaches(cells):
        return 1.0
    count = sum(cell.count for cell in cells)
    observed = sum(cell.minutes for cell in cells) / sum(
        cell.count * expected[cell.service] for cell in cells
    )
    prior = _weight_of_one(spread)
    return (prior + count * observed) / (prior + count)


def _weight_of_one(spread: float) -> float:
    """Return as how many closings the factor 1 counts: the variance of one closing over that of the factor."""
    return (SPREAD / spread) ** 2


def _teaches(cells: Sequence[Closings]) -> bool:
    """Tell whether so many closings at so many counters stand behind *cells* that they are nobody's own."""
    return (
        sum(cell.count for cell in cells) >= FEWEST_CASES
        and max((cell.counters for cell in cells), default=0) >= FEWEST_COUNTERS
    )


def _grouped(cells: Iterable[Closings], key: Callable[[Closings], _Key]) -> dict[_Key, list[Closings]]:
    groups: dict[_Key, list[Closings]] = {}
    for cell in cells:
        groups.setdefault(key(cell), []).append(cell)
    return groups
