"""Where appointments of another system are entered."""

from collections.abc import Sequence
from typing import Protocol

from clerk.domain.appointment import Booking, Change
from clerk.domain.people import Workplace
from clerk.ports.ownership import Claim


class AppointmentBook(Protocol):
    """The booked visits of a site. Owns its transactions; ``StoreUnavailable`` if nothing could be written."""

    def enter(self, workplace: Workplace, account: int, bookings: Sequence[Booking]) -> tuple[Change, ...]:
        """Enter all *bookings* or none, and return what became of each."""

    def join(self, workplace: Workplace, claim: Claim, booked: int) -> None:
        """Make the visit of *claim* the one that was booked as *booked*: its time, its name, its other cases.

        Raises ``ClaimLost``, and ``IllegalTransition`` if the booked visit is not waited for any more.
        """
