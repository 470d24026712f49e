"""The workplace of a seat as it is now: a team lead opens and closes areas at it while somebody works there."""

from dataclasses import replace

from clerk.domain.counters import CounterStatus
from clerk.domain.people import Seat, Workplace
from clerk.ports import Counters


class WorkplaceNow:
    """Knows the areas and the status of the own counter as they were at the last look.

    The screens look after every change in the store, so that a call need not ask.
    """

    def __init__(self, counters: Counters, seat: Seat) -> None:
        self._counters = counters
        self.workplace: Workplace = seat.workplace
        self.status = CounterStatus.AWAY

    def look(self) -> None:
        """Read areas and status; a counter that is out of use keeps its areas and has nobody at it."""
        counters = self._counters.of_site(self.workplace.site)
        here = next((counter for counter in counters if counter.counter == self.workplace.counter), None)
        self.status = CounterStatus.AWAY if here is None else here.status
        if here is not None and here.skills != self.workplace.skills:
            self.workplace = replace(self.workplace, skills=here.skills)
