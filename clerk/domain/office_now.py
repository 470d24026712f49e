"""What an office knows at one moment, as far as it decides who waits how long.

Nothing here tells who works at a counter, and nothing lies in the future but what is planned: appointments, breaks and
closing times.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from clerk.domain.learned_minutes import LearnedMinutes
from clerk.domain.queue_rule import Waiting


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody comes for: an area and services of the catalogue.

    ``second_contact``: the visit was parked and comes back for its last steps.
    """

    area: str
    services: tuple[str, ...]
    second_contact: bool = False


@dataclass(frozen=True, slots=True)
class WaitingVisit:
    """A visit in the queue."""

    key: Waiting
    matter: Matter


@dataclass(frozen=True, slots=True)
class Serving:
    """A visit called or being served, and for how long already."""

    matter: Matter
    served: timedelta


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booked visit that has not checked in. Time UTC."""

    visit: int
    matter: Matter
    at: datetime


@dataclass(frozen=True, slots=True)
class Parked:
    """A visit set aside. Time UTC."""

    matter: Matter
    since: datetime


@dataclass(frozen=True, slots=True)
class CounterNow:
    """A counter that calls people today: what it can, what it does now, and what is planned for it. Times UTC.

    ``away`` is a status set by hand; since when is not known, because it is never timed. ``lunch`` is the planned
    beginning of the long break, ``closes_at`` is when it stops calling, ``None`` where neither is planned.
    """

    skills: frozenset[str]
    serving: Serving | None = None
    away: bool = False
    lunch: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WalkIns:
    """How many come without an appointment in an hour of this time of the day, and for which services."""

    per_hour: float
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Habits:
    """What the office has observed on earlier days, as shares, minutes and their spread.

    ``punctuality`` are mean and standard deviation of arrival minus appointment, ``absence`` the shortest and longest
    time a parked visit stays away, ``break_share`` how often a short break follows a visit. ``parked`` is the share of
    a service's visits that is parked once, ``first_contact`` which part of their minutes lies before that.
    ``walk_ins`` are those to be expected, by area.
    """

    no_show: float = 0.08
    punctuality: tuple[timedelta, timedelta] = (timedelta(minutes=-6), timedelta(minutes=6))
    absence: tuple[timedelta, timedelta] = (timedelta(minutes=15), timedelta(minutes=45))
    break_share: float = 0.04
    short_break: timedelta = timedelta(minutes=7.5)
    lunch: timedelta = timedelta(minutes=30)
    parked: Mapping[str, float] = field(default_factory=dict)
    first_contact: float = 0.7
    walk_ins: Mapping[str, WalkIns] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfficeNow:
    """One site at one moment: the whole knowledge of a forecast. Times UTC.

    ``hour`` is the hour of the day at the office, ``walk_in_offset`` the site's setting of the queue rule.
    """

    at: datetime
    hour: int
    opens_at: datetime
    walk_in_offset: timedelta
    minutes: LearnedMinutes
    habits: Habits
    counters: tuple[CounterNow, ...]
    waiting: tuple[WaitingVisit, ...] = ()
    booked: tuple[Appointment, ...] = ()
    parked: tuple[Parked, ...] = ()
