"""Finding a visit by ticket, case number, name or plate."""

from clerk.domain.people import Seat
from clerk.domain.visit import Visit
from clerk.ports import UnitOfWork

HITS_SHOWN = 50


class Find:
    """Searches open visits of the site, within the workplace's areas; every search is noted without its text."""

    def __init__(self, store: UnitOfWork, seat: Seat) -> None:
        self._store = store
        self._seat = seat

    def search(self, text: str) -> list[Visit]:
        """Return visits that fit *text*, best first; nothing for fewer than two characters."""
        if len(text.strip()) < 2:
            return []
        with self._store.write() as work:
            work.audit.record(self._seat.identity.account, "searched", None)
            return work.visits.find(self._seat.workplace, text, HITS_SHOWN)
