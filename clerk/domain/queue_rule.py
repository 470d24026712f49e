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


def target_time(
    arrived_at: datetime,
    *,
    walk_in_offset: timedelta,
    appointment_at: datetime | None = None,
    priority: Priority = Priority.NORMAL,
) -> datetime:
    """Return ``z`` (Zielzeit, UTC) of an arrival: the first six rows of the table in the queue rule."""
    if priority is Priority.EMERGENCY:
        return arrived_at - EMERGENCY_ADVANCE
    if appointment_at is not None:
        if arrived_at <= appointment_at:
            return appointment_at
        if arrived_at <= appointment_at + LATE_TOLERANCE:
            return arrived_at
        return arrived_at + walk_in_offset
    if priority is Priority.PRIORITY:
        return arrived_at
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
