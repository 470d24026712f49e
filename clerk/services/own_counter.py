"""What the counter of this seat is set to: open, break, wrap-up, away."""

from clerk.domain.counters import CounterStatus
from clerk.domain.people import Seat
from clerk.ports import Counters


class OwnCounter:
    """Sets the status of one's own counter; nothing remembers since when it is so."""

    def __init__(self, counters: Counters, seat: Seat) -> None:
        self._counters = counters
        self._counter = seat.workplace.counter

    def set(self, status: CounterStatus) -> None:
        """Set the counter to *status*, until somebody sets it again."""
        self._counters.set_status(self._counter, status)

    def open(self) -> None:
        """Open the counter if it is not: who calls somebody is there."""
        if self._counters.status(self._counter) is not CounterStatus.OPEN:
            self.set(CounterStatus.OPEN)

    def signed_in(self) -> None:
        """Somebody works here now: a counter nobody was at is open, a break or wrap-up stays what it is."""
        if self._counters.status(self._counter) is CounterStatus.AWAY:
            self.set(CounterStatus.OPEN)

    def signed_out(self) -> None:
        """Nobody works here any more."""
        self.set(CounterStatus.AWAY)
