"""Visits that are stuck: what a team lead finds by its ticket, frees from a counter, or gives to another one."""

from dataclasses import dataclass, replace

from clerk.domain.people import Seat, Workplace
from clerk.domain.visit import VisitState
from clerk.ports import QueueEntry, QueueSystem
from clerk.services.queue_care import QueueCare


@dataclass(frozen=True, slots=True)
class PresentVisit:
    """A visit of a site that is not over: no name, no times. ``counter`` is the label of the one that holds it."""

    visit: int
    ticket: str
    area: str
    state: VisitState
    counter: str | None

    @property
    def is_held(self) -> bool:
        """Whether a counter holds it."""
        return self.counter is not None


class LeadVisits:
    """Finds visits of a site and moves them; whether the person may is checked with every act."""

    def __init__(self, queue: QueueSystem, care: QueueCare, seat: Seat) -> None:
        self._queue = queue
        self._care = care
        self._seat = seat

    def present(self, site: int) -> tuple[PresentVisit, ...]:
        """Return the visits at counters first, then who waits in the order of the queue rule."""
        snapshot = self._queue.snapshot(self._at(site))
        return tuple(map(_present, (*snapshot.busy, *snapshot.waiting)))

    def release(self, site: int, visit: int, reason: str) -> None:
        """Take a visit from its counter: it waits again with its old place.

        Raises ``NotAllowed``, ``IllegalTransition``, ``KeyError``.
        """
        self._care.release_for(self._at(site), self._seat.identity, visit, reason)

    def reassign(self, site: int, visit: int, counter: int, reason: str) -> None:
        """Give a visit to another counter; who waited is called there.

        Raises ``NotAllowed``, ``CounterTaken``, ``IllegalTransition``, ``KeyError``.
        """
        self._care.reassign(self._at(site), self._seat.identity, visit, counter, reason)

    def _at(self, site: int) -> Workplace:
        """Return the own workplace as one of *site*: a team lead looks after all sites from one place."""
        return replace(self._seat.workplace, site=site)


def _present(entry: QueueEntry) -> PresentVisit:
    return PresentVisit(entry.visit, entry.ticket, entry.area, entry.state, entry.counter_label)
