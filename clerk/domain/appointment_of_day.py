"""Appointments at the desk: who is late, whose names sound alike, and one that is found only later."""

import re
from datetime import datetime, timedelta

from clerk.domain.queue_rule import LATE_TOLERANCE, Priority, opens_from, target_time
from clerk.domain.search import fold
from clerk.locale import _

_SOUNDS = (
    (re.compile(r"[ae][iy]"), "ei"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"dt|th"), "t"),
    (re.compile(r"ck|c"), "k"),
    (re.compile(r"tz"), "z"),
    (re.compile(r"y|ie|ih"), "i"),
    (re.compile(r"([aeou])h"), r"\1"),
    (re.compile(r"v"), "f"),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""What one hears no difference between when a German name is told over a desk."""


def when(appointment_at: datetime, now: datetime) -> str:
    """Return how an appointment stands at *now*, in words.

    Who comes later than the tolerance waits like somebody without one (queue rule), and this is to be told.
    """
    minutes = int(abs(now - appointment_at) / timedelta(minutes=1))
    if minutes == 0:
        return _("Termin jetzt")
    if now < appointment_at:
        return _("in {minutes} Min.").format(minutes=minutes) if minutes < 60 else _("Termin")
    if now - appointment_at <= LATE_TOLERANCE:
        return _("{minutes} Min. zu spät").format(minutes=minutes)
    return _("! {minutes} Min. spät").format(minutes=minutes)


def sounds_like(name: str, other: str) -> bool:
    """Tell whether two names have a family name that sounds the same; empty names sound like nobody."""
    heard = _sound(name)
    return heard != "" and heard == _sound(other)


def found_later(
    z: datetime,
    arrived_at: datetime,
    appointment_at: datetime,
    *,
    walk_in_offset: timedelta,
    priority: Priority,
) -> tuple[datetime, datetime | None]:
    """Return key and ``open_from`` of a walk-in whose appointment is found after the arrival.

    As if it had been known when the person came, but never worse than without it: who came long before has waited.
    """
    with_it = target_time(
        arrived_at, walk_in_offset=walk_in_offset, appointment_at=appointment_at, priority=priority
    )
    return (with_it, opens_from(appointment_at)) if with_it < z else (z, None)


def _sound(name: str) -> str:
    family, comma, _given = fold(name).partition(",")
    words = family.split() or [""]
    # „Frau Kim Beispiel“: the family name is the last word, „Beispiel, Kim“: all before the comma
    sound = family if comma else words[-1]
    for pattern, heard in _SOUNDS:
        sound = pattern.sub(heard, sound)
    return "".join(sign for sign in sound if sign.isalnum())
