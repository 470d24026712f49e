"""Entering the paper list after a power cut, a line at a time: what is entered is safe, whatever comes next."""

from dataclasses import dataclass
from datetime import UTC, datetime

from clerk.domain.catalogue import Catalogue
from clerk.domain.paper_series import PaperNumber, PaperOutcome
from clerk.domain.people import Seat
from clerk.ports import Arrival, NewCase, PaperArrival, PaperSeries, QueueEntry


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of the list: *concern* is the id of a service, or the appointment the person came for."""

    number: PaperNumber
    arrived_at: datetime
    concern: str | QueueEntry
    outcome: PaperOutcome


class EnterPaper:
    """What the info desk does with the paper list."""

    def __init__(self, series: PaperSeries, catalogue: Catalogue, seat: Seat) -> None:
        self._series = series
        self._catalogue = catalogue
        self._seat = seat

    def enter(self, line: PaperLine) -> int:
        """Enter a line and return the visit's id; its place in the queue is that of its arrival on paper.

        Raises ``NumberTaken`` with a sentence.
        """
        arrived_at = line.arrived_at.astimezone(UTC)
        paper = PaperArrival(line.number, arrived_at, self._arrival(line), line.outcome)
        return self._series.enter(self._seat.workplace, self._seat.identity, paper)

    def _arrival(self, line: PaperLine) -> Arrival:
        if isinstance(line.concern, QueueEntry):
            return Arrival(area=line.concern.area, cases=(), appointment=line.concern.visit)
        day = line.arrived_at.date()
        area = self._catalogue.at(day).service(line.concern).area
        return Arrival(area=area, cases=(NewCase(line.concern, day),))
