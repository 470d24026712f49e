"""The day of a site as its visits tell it: how many in one visit, why some come again, waits, who did not appear.

Everything that is a count of what was served, or a share of it, goes through the privacy rule.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from clerk.domain.office_load import (
    AreaSetting,
    LoadEvent,
    LoadFacts,
    LoadKind,
    in_order,
    is_in_target,
    percent,
    shown_events,
)
from clerk.domain.privacy import Tally, may_be_shown, shown_parts, together

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class MissingAt:
    """A requirement that was missing when a visit was closed with an incomplete case; ``event`` tells visits apart."""

    event: int
    at: datetime
    counter: int
    service: str
    requirement: str


@dataclass(frozen=True, slots=True)
class AreaDay:
    """An area's day, or that of all together; shares in percent, waits in minutes, None below the thresholds."""

    area: str
    median_wait: int | None
    longest_wait: int | None
    arrived: int | None = None
    served: int | None = None
    single_visit: int | None = None
    in_target: int | None = None
    no_show: int | None = None


@dataclass(frozen=True, slots=True)
class AreaHour:
    """An hour (of the office) of an area: the median wait in minutes, who did not appear in percent of those called.

    Visits count in the hour in which they were closed.
    """

    area: str
    hour: int
    median_wait: int | None
    no_show: int | None


@dataclass(frozen=True, slots=True)
class MissingShare:
    """A document, and in how many percent of the visits that have to come again it was missing."""

    document: str
    percent: int


@dataclass(frozen=True, slots=True)
class VisitReport:
    """The day report of visits of a site; ``total`` only once the day is over, see ``visit_report``."""

    office: str
    site: str
    day: date
    is_over: bool
    areas: tuple[AreaDay, ...]
    total: AreaDay | None
    hours: tuple[AreaHour, ...]
    second_visits: int | None
    missing: tuple[MissingShare, ...]


@dataclass(frozen=True, slots=True)
class ReportOf:
    """Which site and day a report is about; ``zone`` is the site's."""

    office: str
    site: str
    zone: ZoneInfo
    day: date
    is_over: bool


def visit_report(
    of: ReportOf,
    facts: LoadFacts,
    missing: Sequence[MissingAt],
    document_of: Callable[[str, str], str],
) -> VisitReport:
    """Return the report; *document_of* names the document of a service's requirement.

    While the day goes on a figure grows by whole pieces, and there is no total beside them that would tell the rest.
    """
    areas = in_order({event.area for event in facts.events})
    parts = {area: [event for event in facts.events if event.area == area] for area in areas}
    counted = _counted(parts, facts, is_over=of.is_over)
    everything = list(facts.events)
    total = together(_tally(_closed(events)) for events in parts.values())
    again = _shown(missing, facts, is_over=of.is_over)
    return VisitReport(
        office=of.office,
        site=of.site,
        day=of.day,
        is_over=of.is_over,
        areas=tuple(
            _area_day(area, parts[area], counted.get(area), facts.settings, is_over=of.is_over)
            for area in areas
        ),
        total=_area_day("", everything, _closed(everything), facts.settings, is_over=True)
        if of.is_over and may_be_shown(total)
        else None,
        hours=tuple(
            hour for area in areas for hour in _hours(area, parts[area], of, is_shown=area in counted)
        ),
        second_visits=len({one.event for one in again}) if again and of.is_over else None,
        missing=_missing_shares(again, document_of),
    )


def _counted(
    parts: Mapping[str, Sequence[LoadEvent]], facts: LoadFacts, *, is_over: bool
) -> dict[str, list[LoadEvent]]:
    """Return the closed visits of the areas whose figures may be shown."""
    if is_over:
        shown = shown_parts({area: _tally(_closed(events)) for area, events in parts.items()})
        return {area: _closed(parts[area]) for area in parts if area in shown}
    growing = {
        area: shown_events(_closed(events), facts.day_begins, facts.at, day_is_over=False)
        for area, events in parts.items()
    }
    return {area: events for area, events in growing.items() if events}


def _area_day(
    area: str,
    events: Sequence[LoadEvent],
    counted: Sequence[LoadEvent] | None,
    settings: Mapping[str, AreaSetting],
    *,
    is_over: bool,
) -> AreaDay:
    waits = _waits(events)
    plain = AreaDay(area, _median(waits), max(waits, default=None))
    if counted is None:
        return plain
    waited = [event for event in counted if event.waited is not None]
    return AreaDay(
        area=area,
        median_wait=plain.median_wait,
        longest_wait=plain.longest_wait,
        # at the end of a day who has arrived is who was served: it is shown with them or not at all
        arrived=sum(event.kind is LoadKind.ARRIVED for event in events) if is_over else None,
        served=len(counted),
        single_visit=percent(counted, lambda event: event.single_visit),
        in_target=percent(waited, lambda event: is_in_target(settings.get(event.area, AreaSetting()))(event))
        if may_be_shown(_tally(waited))
        else None,
        no_show=_no_show(_called(events)) if is_over else None,
    )


def _hours(area: str, events: Sequence[LoadEvent], of: ReportOf, *, is_shown: bool) -> Iterable[AreaHour]:
    by_hour: dict[int, list[LoadEvent]] = {}
    for event in events:
        by_hour.setdefault(event.at.astimezone(of.zone).hour, []).append(event)
    called = {hour: _called(some) for hour, some in by_hour.items()}
    tallies = {hour: _tally(some) for hour, some in called.items() if some}
    shown = shown_parts(tallies) if of.is_over and is_shown else frozenset()
    for hour, some in sorted(by_hour.items()):
        wait, no_show = _median(_waits(some)), _no_show(called[hour]) if hour in shown else None
        if wait is not None or called[hour]:
            yield AreaHour(area, hour, wait, no_show)


def _shown(missing: Sequence[MissingAt], facts: LoadFacts, *, is_over: bool) -> list[MissingAt]:
    """Return what was missing as far as the visits concerned may be counted."""
    visits = {one.event: LoadEvent("", one.at, LoadKind.CLOSED, one.counter) for one in missing}
    counted = shown_events(visits.values(), facts.day_begins, facts.at, day_is_over=is_over)
    last = max((event.at for event in counted), default=None)
    return [one for one in missing if last is not None and one.at <= last]


def _missing_shares(
    missing: Sequence[MissingAt], document_of: Callable[[str, str], str]
) -> tuple[MissingShare, ...]:
    visits = {one.event for one in missing}
    documents = Counter(
        document
        for _event, document in {(one.event, document_of(one.service, one.requirement)) for one in missing}
    )
    shares = [
        MissingShare(document, round(100 * count / len(visits))) for document, count in documents.items()
    ]
    return tuple(sorted(shares, key=lambda share: (-share.percent, share.document)))


def _closed(events: Iterable[LoadEvent]) -> list[LoadEvent]:
    return [event for event in events if event.kind is LoadKind.CLOSED]


def _called(events: Iterable[LoadEvent]) -> list[LoadEvent]:
    """Return the visits that were served and the calls to which nobody came."""
    return [event for event in events if event.kind is not LoadKind.ARRIVED]


def _no_show(called: Sequence[LoadEvent]) -> int | None:
    if not may_be_shown(_tally(called)):
        return None
    return percent(called, lambda event: event.kind is LoadKind.NO_SHOW)


def _tally(events: Iterable[LoadEvent]) -> Tally:
    return Counter(event.counter for event in events)


def _waits(events: Iterable[LoadEvent]) -> list[int]:
    return [event.waited // _MINUTE for event in events if event.waited is not None]


def _median(waits: Sequence[int]) -> int | None:
    return round(median(waits)) if waits else None
