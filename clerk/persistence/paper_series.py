"""Numbers given on paper, entered as the visits they were: with their number, their time and what became of them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from clerk.domain.areas import TICKET_LETTERS
from clerk.domain.paper_series import PaperNumber, PaperOutcome
from clerk.domain.people import Identity, Workplace
from clerk.domain.visit import VisitState
from clerk.locale import _
from clerk.persistence import audit_trail
from clerk.persistence.arrivals import let_in, stored_id
from clerk.persistence.number_series import take_number
from clerk.persistence.queue_change import QueueChange, move
from clerk.persistence.store import Store
from clerk.persistence.tables_case import CaseRow
from clerk.persistence.tables_queue import VisitRow
from clerk.ports import Clock, NumberTaken, PaperArrival

_FARTHEST_AHEAD = 300
"""So many numbers may a pad with a letter of the program's be ahead of it; more is a slip of the hand."""


class StoredPaperSeries:
    """The ``PaperSeries`` of the store, dated by *clock*."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Enter paper numbers in *store*."""
        self._store = store
        self._clock = clock

    def enter(self, workplace: Workplace, identity: Identity, line: PaperArrival) -> int:
        """Enter a line; ``NumberTaken`` for a number that somebody has today."""
        with self._store.write() as session:
            now = self._clock.now()
            then = QueueChange(session, line.arrived_at)
            _take(then, workplace, line.number)
            row = let_in(then, workplace, line.arrival, ticket=line.number.ticket)
            _end(then, row, line.outcome, now)
            audit_trail.append(
                then.driver,
                at=now,
                account=identity.account,
                counter=workplace.counter,
                action="entered_from_paper",
                visit=row.id,
                detail=line.outcome,
            )
            return stored_id(row.id)


def _take(change: QueueChange, workplace: Workplace, number: PaperNumber) -> None:
    """Keep *number* from being given again: by the program, which goes on behind it, and by another line."""
    series = f"ticket {workplace.site} {number.letters}"
    before = take_number(change.driver, series, _day_of(change.at, workplace), number.number)
    if number.letters in {*TICKET_LETTERS.values(), "X"} and number.number > before + _FARTHEST_AHEAD:
        raise NumberTaken(
            _("{ticket} liegt weit über der letzten vergebenen Nummer {last}. Bitte prüfen.").format(
                ticket=number.ticket, last=PaperNumber(number.letters, before).ticket
            )
        )
    if _is_given(change, workplace, number.ticket):
        raise NumberTaken(
            _("{ticket} ist heute schon vergeben. Bitte die Nummer prüfen.").format(ticket=number.ticket)
        )


def _is_given(change: QueueChange, workplace: Workplace, ticket: str) -> bool:
    zone = ZoneInfo(workplace.zone)
    begins = datetime.combine(change.at.astimezone(zone).date(), time(), zone)
    found = select(VisitRow.id).where(
        VisitRow.site == workplace.site,
        VisitRow.ticket == ticket,
        col(VisitRow.arrived_at) >= begins,
        col(VisitRow.arrived_at) < begins + timedelta(days=1),
    )
    return change.session.exec(found.limit(1)).first() is not None


def _end(change: QueueChange, row: VisitRow, outcome: PaperOutcome, now: datetime) -> None:
    if outcome is PaperOutcome.WAITING:
        return
    if outcome is PaperOutcome.LEFT:
        move(row, VisitState.LEFT)
    else:
        move(row, VisitState.SERVING)
        move(row, VisitState.CLOSED)
        row.sent_away = outcome is PaperOutcome.INCOMPLETE
        for case in change.session.exec(select(CaseRow).where(col(CaseRow.visit) == row.id)):
            case.outcome = outcome.of_case
    row.closed_at = now


def _day_of(at: datetime, workplace: Workplace) -> str:
    return at.astimezone(ZoneInfo(workplace.zone)).date().isoformat()
