"""Finished applications go to the specialist system: oldest first, again after a fault, and none gets lost."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from clerk.domain.catalogue import Catalogue
from clerk.domain.handover import Handover, handover_of
from clerk.domain.people import Seat
from clerk.locale import _
from clerk.ports import Clock, HandoverJob, SpecialistFault, SpecialistSystem, UnitOfWork

LEASE = timedelta(seconds=60)
"""How long nobody else tries what a workstation has begun; one that crashed is given up after that."""
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(seconds=60)
_MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class HandoverState:
    """How the handovers of the site stand: how many wait, and a sentence while they cannot be delivered."""

    waiting: int
    problem: str | None


class HandOver:
    """Delivers the handovers of this workplace's site, whichever counter closed the visit."""

    def __init__(
        self,
        store: UnitOfWork,
        system: SpecialistSystem,
        catalogue: Catalogue,
        clock: Clock,
        zone: ZoneInfo,
        seat: Seat,
    ) -> None:
        self._store = store
        self._system = system
        self._catalogue = catalogue
        self._clock = clock
        self._zone = zone
        self._site = seat.workplace.site
        self._down: str | None = None
        self._stuck: dict[int, str] = {}

    def catch_up(self) -> HandoverState:
        """Deliver what is due, a limited number at a time, and say how it stands.

        A fault of the specialist system ends the round: what it refused rests for 5 seconds, each time twice as
        long up to a minute, and stays stored. Raises ``StoreUnavailable``.
        """
        with self._store.read() as work:
            backlog = work.handovers.backlog(self._site)
        # nothing is written where there is nothing to do: everybody who writes waits for everybody else
        if backlog.due:
            self._deliver()
            with self._store.read() as work:
                backlog = work.handovers.backlog(self._site)
        if not backlog.waiting:
            self._down = None
            self._stuck.clear()
        return HandoverState(backlog.waiting, self._down or next(iter(self._stuck.values()), None))

    def _deliver(self) -> None:
        for _number in range(_MOST_AT_ONCE):
            job = self._lease()
            if job is None:
                return
            try:
                self._system.take_over(self._compose(job))
            except SpecialistFault as fault:
                self._down = str(fault)
                self._put_back(job)
                return
            except LookupError:
                # the office has removed the service or a fact of it: the other handovers go on
                self._stuck[job.id] = _not_in_catalogue(job)
                self._put_back(job)
                continue
            with self._store.write() as work:
                work.handovers.delivered(job)
            self._down = None
            self._stuck.pop(job.id, None)

    def _lease(self) -> HandoverJob | None:
        with self._store.write() as work:
            return work.handovers.lease(self._site, self._clock.now() + LEASE)

    def _put_back(self, job: HandoverJob) -> None:
        with self._store.write() as work:
            work.handovers.put_back(job, self._clock.now() + pause_after(job.tries))

    def _compose(self, job: HandoverJob) -> Handover:
        with self._store.read() as work:
            case = work.visits.get(job.visit).case(job.case)
        confirmed_at = case.confirmed_at or job.closed_at
        on = confirmed_at.astimezone(self._zone).date()
        return handover_of(case, self._catalogue, on=on, closed_at=job.closed_at)


def pause_after(tries: int) -> timedelta:
    """Return how long a handover rests after it was tried in vain *tries* times."""
    doublings = min(tries - 1, LONGEST_PAUSE // FIRST_PAUSE)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _not_in_catalogue(job: HandoverJob) -> str:
    return _("Der Katalog kennt die Leistung von Vorgang {number} nicht mehr.").format(number=job.number)
