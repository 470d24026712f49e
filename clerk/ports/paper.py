"""Where numbers given on paper are entered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clerk.domain.paper_series import PaperNumber, PaperOutcome
from clerk.domain.people import Identity, Workplace
from clerk.ports.queue import Arrival


@dataclass(frozen=True, slots=True)
class PaperArrival:
    """A line of the paper list; ``arrived_at`` UTC."""

    number: PaperNumber
    arrived_at: datetime
    arrival: Arrival
    outcome: PaperOutcome


class NumberTaken(Exception):  # noqa: N818
    """The number cannot be entered; nothing was written. ``str()`` is a sentence for the clerk."""


class PaperSeries(Protocol):
    """Owns its transactions, each one line of paper; ``StoreUnavailable`` if nothing could be written."""

    def enter(self, workplace: Workplace, identity: Identity, line: PaperArrival) -> int:
        """Enter a line as if it had been entered when the person came; return the visit's id.

        Raises ``NumberTaken`` for a number that somebody has today, on paper or from the program.
        """
