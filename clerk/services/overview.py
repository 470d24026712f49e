"""The queue as a counter sees it: who waits, how long, and what the pre-check said."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from clerk.domain.case_view import view_visit
from clerk.domain.catalogue import Catalogue, UnknownService
from clerk.domain.counters import CounterStatus
from clerk.domain.queue_explain import Explained, Queued, explain
from clerk.domain.queue_rule import Waiting
from clerk.domain.visit import Visit
from clerk.ports import Counters, QueueEntry, QueueSystem, UnitOfWork
from clerk.services.workplace_now import WorkplaceNow

SHOWN_WITH_PRECHECK = 40
"""For how many waiting visits the pre-check is computed: more than any screen shows at once."""


class PrecheckState(StrEnum):
    """What the list says of a visit's documents."""

    NONE = "none"
    PRESENTED = "presented"
    MISSING = "missing"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class PrecheckNote:
    """The pre-check of a visit in one glance; *missing* are the labels of missing documents."""

    state: PrecheckState
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One line of the queue list; ``waited`` counts from the arrival, for a parked visit from the parking.

    ``paused_until`` (UTC) is set while somebody who did not come is not called again yet.
    """

    entry: QueueEntry
    waited: timedelta
    services: tuple[str, ...]
    precheck: PrecheckNote
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The queue of the site at one moment (UTC).

    ``booked`` are the appointments of the day, ``missed`` did not come today when they were called for the last time;
    ``status`` is that of this counter, and ``is_held_here`` tells whether it holds a visit.
    """

    at: datetime
    waiting: tuple[OverviewRow, ...]
    parked: tuple[OverviewRow, ...]
    booked: tuple[OverviewRow, ...]
    missed: tuple[OverviewRow, ...]
    waiting_count: int
    longest_wait: timedelta | None
    next_call: OverviewRow | None
    status: CounterStatus
    is_held_here: bool


def precheck_note(catalogue: Catalogue, visit: Visit, *, on: date) -> PrecheckNote:
    """Summarise the pre-check of *visit*: never *presented* while a deciding fact is open."""
    if visit.prechecked_at is None:
        return PrecheckNote(PrecheckState.NONE)
    checklists = [view.checklist for view in view_visit(catalogue, visit, on=on)]
    missing = tuple(line.label for checklist in checklists for line in checklist.missing)
    if missing:
        return PrecheckNote(PrecheckState.MISSING, missing)
    if all(checklist.complete for checklist in checklists):
        return PrecheckNote(PrecheckState.PRESENTED)
    return PrecheckNote(PrecheckState.UNDECIDED)


class QueueOverview:
    """Reads the queue for the screens."""

    def __init__(
        self,
        queue: QueueSystem,
        store: UnitOfWork,
        catalogue: Catalogue,
        counters: Counters,
        here: WorkplaceNow,
    ) -> None:
        self._queue = queue
        self._store = store
        self._catalogue = catalogue
        self._counters = counters
        self._here = here
        self._zone = ZoneInfo(here.workplace.zone)

    def now(self, *, on: date) -> Overview:
        """Return the queue now; the catalogue of each case's own day counts, *on* is today at the office."""
        self._here.look()
        workplace = self._here.workplace
        snapshot = self._queue.snapshot(workplace)
        eligible = [entry for entry in snapshot.waiting if entry.eligible]
        others = [entry for entry in snapshot.waiting if not entry.eligible]
        shown = [*eligible, *others][:SHOWN_WITH_PRECHECK]
        with self._store.read() as work:
            visits = {visit.id: visit for visit in work.visits.many([entry.visit for entry in shown])}
        waits = [snapshot.at - entry.arrived_at for entry in snapshot.waiting if entry.arrived_at]

        def row(entry: QueueEntry) -> OverviewRow:
            visit = visits.get(entry.visit)
            since = entry.parked_at or entry.arrived_at or snapshot.at
            return OverviewRow(
                entry=entry,
                waited=snapshot.at - since,
                services=tuple(self._name(service) for service in entry.services),
                precheck=PrecheckNote(PrecheckState.NONE) if visit is None else self._note(visit, on),
                paused_until=_paused_until(entry, snapshot.at),
            )

        waiting = tuple(row(entry) for entry in [*eligible, *others])
        return Overview(
            at=snapshot.at,
            waiting=waiting,
            parked=tuple(row(entry) for entry in snapshot.parked),
            booked=tuple(row(entry) for entry in snapshot.booked if self._is_on(entry, on)),
            missed=tuple(row(entry) for entry in snapshot.missed if self._arrived_on(entry, on)),
            waiting_count=len(waiting),
            longest_wait=max(waits, default=None),
            next_call=waiting[0] if eligible else None,
            status=self._here.status,
            is_held_here=any(entry.counter == workplace.counter for entry in snapshot.busy),
        )

    def why(self, visit: int) -> Explained | None:
        """Return why a waiting visit is where it is; ``None`` if it waits no longer."""
        workplace = self._here.workplace
        snapshot = self._queue.snapshot(workplace)
        queue = [_queued(entry, workplace.site) for entry in snapshot.waiting]
        asked = next((queued for queued in queue if queued.key.visit == visit), None)
        if asked is None:
            return None
        return explain(asked, queue, self._counters.of_site(workplace.site), snapshot.at)

    def _arrived_on(self, entry: QueueEntry, day: date) -> bool:
        return entry.arrived_at is not None and entry.arrived_at.astimezone(self._zone).date() == day

    def _is_on(self, entry: QueueEntry, day: date) -> bool:
        at = entry.appointment_at
        return at is not None and at.astimezone(self._zone).date() == day

    def _note(self, visit: Visit, on: date) -> PrecheckNote:
        try:
            return precheck_note(self._catalogue, visit, on=on)
        except UnknownService:
            return PrecheckNote(PrecheckState.UNDECIDED)

    def _name(self, service: str) -> str:
        # a service that has left the catalogue must not hide everybody else who waits
        try:
            return self._catalogue.service(service).queue_label
        except UnknownService:
            return service


def _paused_until(entry: QueueEntry, at: datetime) -> datetime | None:
    is_paused = entry.blocked_until is not None and entry.blocked_until > at
    return entry.blocked_until if is_paused else None


def _queued(entry: QueueEntry, site: int) -> Queued:
    key = Waiting(
        entry.visit, site, entry.area, entry.z, entry.sequence, entry.open_from, entry.blocked_until
    )
    return Queued(key, entry.ticket, entry.entry, entry.arrived_at or entry.z, entry.appointment_at)
