"""The queue rule: who is called next, as one pure function.

The persistence layer holds the same rule as one SQL statement; a test compares both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

OPENS_BEFORE_APPOINTMENT = timedelta(minutes=2)
LATE_TOLERANCE = timedelta(minutes=15)
EMERGENCY_ADVANCE = timedelta(minutes=480)


class Priority(StrEnum):
    """How an arrival enters the queue."""

    NORMAL = "normal"
    PRIORITY = "priority"
    EMERGENCY = "emergency"


class Entry(StrEnum):
    """By which row of the table in the queue rule a visit has its place."""

    APPOINTMENT = "appointment"
    SLIGHTLY_LATE = "slightly_late"
    TOO_LATE = "too_late"
    WALK_IN = "walk_in"
    PRIORITY = "priority"
    EMERGENCY = "emergency"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The key of one waiting visit. All times UTC; ``None`` in ``open_from`` and ``blocked_until`` means always."""

    visit: int
    site: int
    area: str
    z: datetime
    sequence: int
    open_from: datetime | None = None
    blocked_until: datetime | None = None


def entry_of(
    arrived_at: datetime, *, appointment_at: datetime | None = None, priority: Priority = Priority.NORMAL
) -> Entry:
    """Return by which of the first six rows of the table an arrival (UTC) gets its place."""
    if priority is Priority.EMERGENCY:
        return Entry.EMERGENCY
    if appointment_at is not None:
        if arrived_at <= appointment_at:
            return Entry.APPOINTMENT
        return Entry.SLIGHTLY_LATE if arrived_at <= appointment_at + LATE_TOLERANCE else Entry.TOO_LATE
    return Entry.PRIORITY if priority is Priority.PRIORITY else Entry.WALK_IN


def target_time(
    arrived_at: datetime,
    *,
    walk_in_offset: timedelta,
    appointment_at: datetime | None = None,
    priority: Priority = Priority.NORMAL,
) -> datetime:
    """Return ``z`` (Zielzeit, UTC) of an arrival: the first six rows of the table in the queue rule."""
    match entry_of(arrived_at, appointment_at=appointment_at, priority=priority):
        case Entry.EMERGENCY:
            return arrived_at - EMERGENCY_ADVANCE
        case Entry.APPOINTMENT if appointment_at is not None:
            return appointment_at
        case Entry.SLIGHTLY_LATE | Entry.PRIORITY:
            return arrived_at
        case _:
            return arrived_at + walk_in_offset


def opens_from(appointment_at: datetime | None) -> datetime | None:
    """Return when an appointment may be called without standing back behind those already due."""
    return None if appointment_at is None else appointment_at - OPENS_BEFORE_APPOINTMENT


def is_eligible(waiting: Waiting, *, site: int, skills: frozenset[str], at: datetime) -> bool:
    """Tell whether a counter of *site* with *skills* may call *waiting* at *at*."""
    return (
        waiting.site == site
        and waiting.area in skills
        and (waiting.blocked_until is None or waiting.blocked_until <= at)
    )


def order_key(waiting: Waiting, at: datetime) -> tuple[bool, datetime, int]:
    """Return the total order of the queue at *at*: not yet open last, then ``z``, then check-in sequence."""
    not_open = waiting.open_from is not None and waiting.open_from > at
    return (not_open, waiting.z, waiting.sequence)


def next_visit(
    queue: Iterable[Waiting], *, site: int, skills: frozenset[str], at: datetime
) -> Waiting | None:
    """Return whom a counter calls next, or ``None`` if nobody eligible waits."""
    eligible = (waiting for waiting in queue if is_eligible(waiting, site=site, skills=skills, at=at))
    return min(eligible, key=lambda waiting: order_key(waiting, at), default=None)
