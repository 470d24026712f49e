"""The counters of a site as they are now, and who of them can serve an area."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from clerk.locale import _


class CounterStatus(StrEnum):
    """Whether people can be sent to a counter; set by hand and never timed (rule of the counter 12)."""

    OPEN = "open"
    BREAK = "break"
    WRAP_UP = "wrap_up"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class CounterNow:
    """A counter in use, with the areas it serves; nothing here says who sits there or since when."""

    counter: int
    label: str
    skills: frozenset[str]
    status: CounterStatus


def status_name(status: CounterStatus) -> str:
    """Return how the user interface names *status*."""
    return {
        CounterStatus.OPEN: _("offen"),
        CounterStatus.BREAK: _("Pause"),
        CounterStatus.WRAP_UP: _("Nacharbeit"),
        CounterStatus.AWAY: _("nicht am Platz"),
    }[status]


def able(counters: Iterable[CounterNow], area: str) -> tuple[CounterNow, ...]:
    """Return the counters that serve *area*, open or not."""
    return tuple(counter for counter in counters if area in counter.skills)


def open_for(counters: Iterable[CounterNow], area: str) -> tuple[CounterNow, ...]:
    """Return the open counters that serve *area*."""
    return tuple(counter for counter in able(counters, area) if counter.status is CounterStatus.OPEN)
