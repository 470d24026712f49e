"""The load of a site and its areas at one moment: who waits, what happened today, what is late.

A wait counts from the arrival, with an appointment from the appointment if that is later.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clerk.domain.areas import TICKET_LETTERS
from clerk.domain.counters import CounterNow, able, open_for
from clerk.domain.privacy import Tally, pieces, settled, together

QUARTER = timedelta(minutes=15)
USUAL_TARGET_MINUTES = 20
"""From which wait on an area is late where the team lead has set nothing."""


class LoadKind(StrEnum):
    """What happened to a visit, as far as figures are made of it."""

    ARRIVED = "arrived"
    NO_SHOW = "no_show"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class LoadEvent:
    """Something that happened (UTC), without a person; ``counter`` is only ever counted.

    ``waited`` is how long a closed visit waited before it was first served, None where it never did.
    """

    area: str
    at: datetime
    kind: LoadKind
    counter: int
    waited: timedelta | None = None
    single_visit: bool = False


@dataclass(frozen=True, slots=True)
class AreaSetting:
    """What the team lead has set for an area (minutes), None for the usual.

    ``target_minutes`` is the wait from which on it is late, ``walk_in_offset_minutes`` how long after their arrival
    people without an appointment are due in the queue rule.
    """

    target_minutes: int | None = None
    walk_in_offset_minutes: int | None = None

    @property
    def target(self) -> timedelta:
        """The wait from which on the area is late."""
        usual = USUAL_TARGET_MINUTES if self.target_minutes is None else self.target_minutes
        return timedelta(minutes=usual)


@dataclass(frozen=True, slots=True)
class AreaQueue:
    """Who of an area is not gone: ``first_due`` (UTC) is from when the longest wait counts.

    ``overdue`` are those waiting whose time in the queue rule has passed, ``coming`` the appointments of the next
    hours.
    """

    waiting: int = 0
    first_due: datetime | None = None
    overdue: int = 0
    parked: int = 0
    coming: int = 0


@dataclass(frozen=True, slots=True)
class LoadFacts:
    """What the store knows of a site's day: one consistent view. Times UTC."""

    at: datetime
    day_begins: datetime
    coming_until: datetime
    queues: Mapping[str, AreaQueue]
    settings: Mapping[str, AreaSetting]
    events: tuple[LoadEvent, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """How long somebody who arrives now will wait: the median, and what nine of ten stay below."""

    median: timedelta
    bound: timedelta


@dataclass(frozen=True, slots=True)
class Course:
    """Arrivals and served visits per quarter hour from ``begins`` (UTC) on.

    ``served`` is averaged over as many quarters as the privacy rule asks for, and None where it is still too early.
    """

    begins: datetime
    arrivals: tuple[int, ...]
    served: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class AreaLoad:
    """One line of the team lead's table; ``in_target`` in percent, None below the thresholds of the privacy rule.

    ``late_since`` (UTC) is since when somebody has waited longer than the target. Of the ``counters`` that serve the
    area ``open_counters`` have somebody at them.
    """

    area: str
    queue: AreaQueue
    counters: int
    open_counters: int
    setting: AreaSetting
    longest: timedelta | None
    late_since: datetime | None
    in_target: int | None
    course: Course
    expected: Expected | None = None

    @property
    def is_unserved(self) -> bool:
        """Whether people wait whom no counter serves."""
        return self.queue.waiting > 0 and self.open_counters == 0


@dataclass(frozen=True, slots=True)
class SiteLoad:
    """The load of a site: its areas in their usual order, and the course of all of them together."""

    at: datetime
    coming_until: datetime
    areas: tuple[AreaLoad, ...]
    course: Course

    @property
    def queue(self) -> AreaQueue:
        """Who of all areas is not gone."""
        queues = [area.queue for area in self.areas]
        return AreaQueue(
            waiting=sum(queue.waiting for queue in queues),
            first_due=min((queue.first_due for queue in queues if queue.first_due), default=None),
            overdue=sum(queue.overdue for queue in queues),
            parked=sum(queue.parked for queue in queues),
            coming=sum(queue.coming for queue in queues),
        )


def site_load(
    facts: LoadFacts, counters: Sequence[CounterNow], expected: Mapping[str, Expected] | None = None
) -> SiteLoad:
    """Return the load of a site; *expected* are the waits of people who arrive now, by area."""
    served = {area for counter in counters for area in counter.skills}
    areas = in_order(served.union(facts.queues, (event.area for event in facts.events)))
    begins = _first_hour(facts)
    return SiteLoad(
        at=facts.at,
        coming_until=facts.coming_until,
        areas=tuple(_area_load(facts, area, counters, begins, (expected or {}).get(area)) for area in areas),
        course=_course(facts.events, begins, facts.at),
    )


def longest_wait(queue: AreaQueue, at: datetime) -> timedelta | None:
    """Return how long the one who has waited longest has, None where nobody waits."""
    return None if queue.first_due is None else max(timedelta(), at - queue.first_due)


def in_order(areas: Iterable[str]) -> list[str]:
    """Return areas in the order in which the office names them."""
    known = list(TICKET_LETTERS)
    return sorted(areas, key=lambda area: (known.index(area) if area in known else len(known), area))


def percent(events: Sequence[LoadEvent], holds: Callable[[LoadEvent], bool]) -> int:
    """Return in how many percent of *events* something holds."""
    return round(100 * sum(map(holds, events)) / len(events))


def is_in_target(setting: AreaSetting) -> Callable[[LoadEvent], bool]:
    """Return what tells whether a closed visit was first served within the target of its area."""
    return lambda event: event.waited is not None and event.waited <= setting.target


def shown_events(
    events: Iterable[LoadEvent], begins: datetime, at: datetime, *, day_is_over: bool
) -> list[LoadEvent]:
    """Return those of *events* from which a figure may be made now; none below the thresholds.

    While the day goes on the figure grows by whole pieces only, see ``privacy.settled``.
    """
    known = list(events)
    end = at if not day_is_over else max((event.at for event in known), default=at) + QUARTER
    spans = _tallies(known, begins, end)
    count = settled(spans, day_is_over=day_is_over)
    return [event for event in known if _quarter(event.at, begins) < count]


def _area_load(
    facts: LoadFacts,
    area: str,
    counters: Sequence[CounterNow],
    begins: datetime,
    expected: Expected | None,
) -> AreaLoad:
    queue = facts.queues.get(area, AreaQueue())
    setting = facts.settings.get(area, AreaSetting())
    ours = [event for event in facts.events if event.area == area]
    waited = [event for event in ours if event.kind is LoadKind.CLOSED and event.waited is not None]
    counted = shown_events(waited, facts.day_begins, facts.at, day_is_over=False)
    late = None if queue.first_due is None else queue.first_due + setting.target
    return AreaLoad(
        area=area,
        queue=queue,
        counters=len(able(counters, area)),
        open_counters=len(open_for(counters, area)),
        setting=setting,
        longest=longest_wait(queue, facts.at),
        late_since=late if late is not None and late <= facts.at else None,
        in_target=percent(counted, is_in_target(setting)) if counted else None,
        course=_course(ours, begins, facts.at),
        expected=expected,
    )


def _first_hour(facts: LoadFacts) -> datetime:
    first = min((event.at for event in facts.events), default=facts.at)
    return facts.day_begins + (first - facts.day_begins) // timedelta(hours=1) * timedelta(hours=1)


def _course(events: Sequence[LoadEvent], begins: datetime, at: datetime) -> Course:
    arrivals = Counter(_quarter(event.at, begins) for event in events if event.kind is LoadKind.ARRIVED)
    spans = _tallies([event for event in events if event.kind is LoadKind.CLOSED], begins, at)
    return Course(
        begins=begins,
        arrivals=tuple(arrivals[quarter] for quarter in range(_quarter(at, begins) + 1)),
        served=tuple(_averages(spans)),
    )


def _averages(spans: Sequence[Tally]) -> Iterable[float | None]:
    """Yield the average of its piece for every quarter that is settled, None for those after."""
    count = settled(spans, day_is_over=False)
    for piece in pieces(spans):
        cases = sum(together(spans[place] for place in piece).values())
        for place in piece:
            yield cases / len(piece) if place < count else None
    yield from [None] * (len(spans) if not pieces(spans) else 0)


def _tallies(events: Iterable[LoadEvent], begins: datetime, end: datetime) -> list[Tally]:
    """Return the tally of every whole quarter hour until *end*."""
    spans: list[Counter[int]] = [Counter() for _quarter_hour in range(_quarter(end, begins))]
    for event in events:
        place = _quarter(event.at, begins)
        if 0 <= place < len(spans):
            spans[place][event.counter] += 1
    return list(spans)


def _quarter(moment: datetime, begins: datetime) -> int:
    return (moment - begins) // QUARTER
