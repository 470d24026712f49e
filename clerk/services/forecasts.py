"""How long people will wait who arrive now, and what would help: the forecast over what the office knows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clerk.domain.catalogue import Catalogue
from clerk.domain.counters import CounterNow, CounterStatus
from clerk.domain.learned_minutes import LearnedMinutes, learn
from clerk.domain.office_load import AreaSetting, Expected
from clerk.domain.office_now import Appointment, Habits, Matter, OfficeNow, Parked, Serving, WaitingVisit
from clerk.domain.office_now import CounterNow as Calling
from clerk.domain.office_time import day_bounds
from clerk.domain.people import Seat, Workplace
from clerk.domain.queue_rule import Waiting
from clerk.domain.visit import VisitState
from clerk.domain.what_helps import WhatHelps, expected_wait, what_helps
from clerk.ports import Clock, Counters, QueueEntry, QueueSystem, ServedSoFar, SiteEntry

LEARNS_FROM = timedelta(days=28)


class Forecasts:
    """Makes forecasts for the sites of the office; keeps the last ones, and for a day what earlier days taught."""

    def __init__(
        self,
        queue: QueueSystem,
        counters: Counters,
        served: ServedSoFar,
        catalogue: Catalogue,
        clock: Clock,
        seat: Seat,
    ) -> None:
        self._queue = queue
        self._counters = counters
        self._served = served
        self._catalogue = catalogue
        self._clock = clock
        self._seat = seat
        self._learned: dict[tuple[int, date], LearnedMinutes] = {}
        self._known: dict[int, Mapping[str, Expected]] = {}

    def known(self, site: int) -> Mapping[str, Expected]:
        """Return the expected waits by area as they were made last; nothing before."""
        return self._known.get(site, {})

    def renew(self, site: SiteEntry, settings: Mapping[str, AreaSetting]) -> None:
        """Make the forecasts of a site anew, areas nobody would call left out: some hundredths of a second each."""
        office = self._office_now(site)
        areas = {area for counter in office.counters for area in counter.skills}
        waits = {
            area: expected_wait(office, area, self._offset(settings, area), self._services(area))
            for area in areas
        }
        self._known[site.id] = {area: wait for area, wait in waits.items() if wait is not None}

    def what_helps(self, site: SiteEntry, area: str, setting: AreaSetting) -> WhatHelps:
        """Return what would change the wait for an area."""
        offset = self._offset({area: setting}, area)
        return what_helps(self._office_now(site), area, offset, self._services(area))

    def _office_now(self, site: SiteEntry) -> OfficeNow:
        workplace = replace(self._seat.workplace, site=site.id)
        snapshot = self._queue.snapshot(workplace)
        since = self._served.serving_since(site.id)
        local = snapshot.at.astimezone(ZoneInfo(site.zone))
        begin, end = day_bounds(local.date(), ZoneInfo(site.zone))
        return OfficeNow(
            at=snapshot.at,
            hour=local.hour,
            opens_at=begin,
            walk_in_offset=timedelta(minutes=self._seat.workplace.walk_in_offset_minutes),
            minutes=self._minutes(site.id, local.date(), begin).with_today(
                self._served.closings(site.id, begin, end)
            ),
            habits=Habits(),
            counters=_calling(self._counters.of_site(site.id), snapshot.busy, since, snapshot.at),
            waiting=tuple(WaitingVisit(_key(entry, workplace), _matter(entry)) for entry in snapshot.waiting),
            booked=tuple(
                Appointment(entry.visit, _matter(entry), entry.appointment_at)
                for entry in snapshot.booked
                if entry.appointment_at is not None and begin <= entry.appointment_at < end
            ),
            parked=tuple(
                Parked(_matter(entry), entry.parked_at)
                for entry in snapshot.parked
                if entry.parked_at is not None
            ),
        )

    def _minutes(self, site: int, day: date, begin: datetime) -> LearnedMinutes:
        known = self._learned.get((site, day))
        if known is None:
            catalogue = {service.id: float(service.minutes.typical) for service in self._catalogue.services}
            known = learn(catalogue, self._served.closings(site, begin - LEARNS_FROM, begin))
            self._learned = {(site, day): known}
        return known

    def _services(self, area: str) -> tuple[str, ...]:
        return tuple(service.id for service in self._catalogue.services if service.area == area)

    def _offset(self, settings: Mapping[str, AreaSetting], area: str) -> timedelta:
        set_minutes = settings.get(area, AreaSetting()).walk_in_offset_minutes
        usual = self._seat.workplace.walk_in_offset_minutes
        return timedelta(minutes=usual if set_minutes is None else set_minutes)


def _calling(
    counters: tuple[CounterNow, ...],
    busy: tuple[QueueEntry, ...],
    since: Mapping[int, datetime],
    at: datetime,
) -> tuple[Calling, ...]:
    """Return the counters as the forecast sees them; without anybody at it a counter does not come back by itself."""
    held = {entry.counter: entry for entry in busy}
    calling = []
    for counter in counters:
        entry = held.get(counter.counter)
        is_here = counter.status is not CounterStatus.AWAY
        if not is_here and entry is None:
            continue
        served = timedelta() if entry is None else max(timedelta(), at - since.get(entry.visit, at))
        calling.append(
            Calling(
                skills=counter.skills,
                serving=None if entry is None else Serving(_matter(entry), served),
                away=counter.status is CounterStatus.BREAK,
            )
        )
    return tuple(calling)


def _key(entry: QueueEntry, workplace: Workplace) -> Waiting:
    return Waiting(
        entry.visit,
        workplace.site,
        entry.area,
        entry.z,
        entry.sequence,
        entry.open_from,
        entry.blocked_until,
    )


def _matter(entry: QueueEntry) -> Matter:
    was_set_aside = entry.state is VisitState.PARKED or entry.awaited is not None
    return Matter(entry.area, entry.services, second_contact=was_set_aside)
