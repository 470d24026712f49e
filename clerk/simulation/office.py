"""What a simulated day asks of an office, whichever it is: the rule in memory or the real services on a store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from clerk.domain.learned_minutes import Closings
from clerk.domain.office_now import Appointment, Parked, Serving, WaitingVisit
from clerk.simulation.office_day import Visitor

ZONE = ZoneInfo("Europe/Berlin")
MIDNIGHT = datetime(2026, 11, 23, tzinfo=ZONE)
"""Of the day that is simulated."""


@dataclass(frozen=True, slots=True)
class QueueNow:
    """The visits of the office at one moment; ``serving`` by counter, ``closed`` are today's closings."""

    waiting: tuple[WaitingVisit, ...]
    serving: Mapping[int, Serving]
    booked: tuple[Appointment, ...]
    parked: tuple[Parked, ...]
    closed: tuple[Closings, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """How many visits were closed, how many of these in a single visit, and how many went or did not come."""

    closed: int
    gone: int
    single_visits: int


class SimulatedOffice(Protocol):
    """An office that is told what happens and when, and decides who is called.

    Times UTC, in their order. Visitors and counters are known by their numbers in the day.
    """

    def book(self, visitors: Sequence[Visitor]) -> None:
        """Enter the appointments of the day, before it begins."""

    def arrive(self, visitor: Visitor, at: datetime) -> None:
        """Let somebody wait."""

    def call_next(self, counter: int, at: datetime) -> int | None:
        """Return who is called to *counter*, by the visitor's number, or ``None`` if nobody is."""

    def begin(self, counter: int, at: datetime) -> None:
        """The called person is at the counter."""

    def no_show(self, counter: int, at: datetime) -> datetime | None:
        """The called person did not come; return until when they are not called again, ``None`` if never."""

    def park(self, counter: int, at: datetime) -> None:
        """Set the visit of *counter* aside."""

    def resume(self, visitor: int, at: datetime) -> None:
        """Somebody who was parked is back."""

    def finish(self, counter: int, at: datetime) -> None:
        """Close the visit of *counter*."""

    def look(self, at: datetime) -> QueueNow:
        """Return the visits as the office sees them."""

    def ended(self) -> Ended:
        """Return what became of the visits."""


def time_of(minute: float) -> datetime:
    """Return the time of a minute after midnight."""
    return MIDNIGHT + timedelta(minutes=minute)


def minute_of(at: datetime) -> float:
    """Return the minute after midnight of a time."""
    return (at - MIDNIGHT) / timedelta(minutes=1)
