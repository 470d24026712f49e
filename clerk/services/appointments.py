"""Appointments at the info desk beyond checking in."""

from clerk.domain.people import Seat
from clerk.ports import AppointmentBook, QueueEntry, UnitOfWork
from clerk.services.held import Held


class Appointments:
    """What the info desk does with an appointment that turns up later."""

    def __init__(self, book: AppointmentBook, store: UnitOfWork, seat: Seat) -> None:
        self._book = book
        self._store = store
        self._seat = seat

    def belongs_to(self, held: Held, booked: QueueEntry) -> Held:
        """Give the open visit the appointment of *booked*, which is no visit of its own any more.

        Raises ``IllegalTransition`` if somebody else has checked it in meanwhile.
        """
        self._book.join(self._seat.workplace, held.claim, booked.visit)
        with self._store.read() as work:
            return held.seeing(work.visits.get(held.claim.visit))
