"""Today's closings, summed up per service and hour as the learned minutes need them."""

from datetime import datetime, timedelta

from clerk.domain.learned_minutes import Closings
from clerk.simulation.office import ZONE


class ClosingBook:
    """Sums per service and hour; which counters stand behind a sum is only counted."""

    def __init__(self) -> None:
        self._counters: dict[tuple[str, int], set[int]] = {}
        self._sums: dict[tuple[str, int], tuple[int, float]] = {}

    def enter(self, service: str, served: timedelta, counter: int, at: datetime) -> None:
        """Add one closed visit."""
        cell = (service, at.astimezone(ZONE).hour)
        count, minutes = self._sums.get(cell, (0, 0.0))
        self._sums[cell] = (count + 1, minutes + served / timedelta(minutes=1))
        self._counters.setdefault(cell, set()).add(counter)

    def cells(self) -> tuple[Closings, ...]:
        """Return all sums."""
        return tuple(
            Closings(service, hour, count, minutes, len(self._counters[service, hour]))
            for (service, hour), (count, minutes) in self._sums.items()
        )
