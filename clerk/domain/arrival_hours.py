"""Until when people may arrive: the time of the last arrival for each weekday of a site."""

import re
from collections.abc import Sequence
from datetime import datetime, time

from clerk.locale import _

WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
LastArrivals = tuple[time | None, ...]
"""One entry for each weekday from Monday on; nothing where arrivals have no end."""
NO_END: LastArrivals = (None,) * len(WEEKDAYS)

_PART = re.compile(r"([a-z]{2})(?:\s*[-–]\s*([a-z]{2}))?\s+(\d{1,2}):(\d{2})")


def parse_last_arrivals(text: str) -> LastArrivals:
    """Return the times in a text like ``Mo-Do 15:30, Fr 11:30``; a later part changes an earlier one.

    Raises ``ValueError`` with a sentence.
    """
    times = list(NO_END)
    for part in filter(None, (piece.strip() for piece in text.casefold().split(","))):
        found = _PART.fullmatch(part)
        first, last = (found[1], found[2] or found[1]) if found else ("", "")
        if found is None or first not in WEEKDAYS or last not in WEEKDAYS:
            raise ValueError(_unreadable(part))
        if WEEKDAYS.index(first) > WEEKDAYS.index(last):
            raise ValueError(_unreadable(part))
        try:
            until = time(int(found[3]), int(found[4]))
        except ValueError:
            raise ValueError(_unreadable(part)) from None
        for weekday in range(WEEKDAYS.index(first), WEEKDAYS.index(last) + 1):
            times[weekday] = until
    return tuple(times)


def last_arrivals_text(times: Sequence[time | None]) -> str:
    """Return *times* as ``parse_last_arrivals`` reads them, a part for each day that has one."""
    parts = zip(WEEKDAYS, times, strict=True)
    return ", ".join(f"{day.capitalize()} {until:%H:%M}" for day, until in parts if until is not None)


def arrivals_ended(times: LastArrivals, local: datetime) -> time | None:
    """Return until when people could arrive on this day if that is over by *local* (time of the site)."""
    until = times[local.weekday()]
    return until if until is not None and local.time() >= until else None


def _unreadable(part: str) -> str:
    return _(
        "„{part}“ ist keine Zeit der letzten Ankunft. Gemeint ist etwas wie „Mo-Do 15:30, Fr 11:30“."
    ).format(part=part)
