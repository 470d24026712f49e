"""Finding a visit by ticket, case number, name or plate."""

from zoneinfo import ZoneInfo

from clerk.domain.incomplete import too_late_sentence
from clerk.domain.people import Seat
from clerk.domain.visit import Visit, VisitState
from clerk.locale import _
from clerk.ports import UnitOfWork

HITS_SHOWN = 50


class Find:
    """Searches visits of the site, within the workplace's areas; every search is noted without its text.

    Found are open visits and, for 30 days, those that were left incomplete: by their whole case number at any site.
    """

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

    def too_late(self, text: str) -> str | None:
        """Return the sentence for an incomplete case whose number was typed after too many days, else ``None``."""
        with self._store.read() as work:
            number = work.visits.too_late(self._seat.workplace, text)
        return None if number is None else too_late_sentence(number)

    def ended_today(self, text: str) -> str | None:
        """Return the sentence for a ticket of today whose visit is over, else ``None``."""
        workplace = self._seat.workplace
        with self._store.read() as work:
            ended = work.visits.ended_today(workplace, text)
        if ended is None:
            return None
        is_closed = ended.state is VisitState.CLOSED
        sentence = (
            _("{ticket} ist abgeschlossen ({time}).") if is_closed else _("{ticket} ist gegangen ({time}).")
        )
        at_office = ended.at.astimezone(ZoneInfo(workplace.zone))
        return sentence.format(ticket=ended.ticket, time=at_office.strftime("%H:%M"))
