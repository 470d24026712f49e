"""Whether the books are whole: the seals of the cash journal, and the chain of the closings."""

from sqlmodel import Session, col, select

from clerk.domain.day_closing import NOTHING_BEFORE, Closing, ClosingState, seal
from clerk.locale import _
from clerk.persistence.cash_journal import seal_of
from clerk.persistence.day_book import closing_of
from clerk.persistence.store import Store
from clerk.persistence.tables_cash import CashEntryRow, DayClosingRow


def verify(store: Store) -> list[str]:
    """Return sentences about entries and closings that were changed, removed or slipped in; empty: all is whole."""
    entry = _("Kassenbuch, Schalter {counter}: Buchung {number} ist geändert, oder davor fehlt etwas.")
    closing = _(
        "Tagesabschlüsse, Schalter {counter}: Abschluss {number} ist geändert, oder davor fehlt etwas."
    )
    with store.read() as session:
        return [
            sentence.format(counter=counter, number=number)
            for sentence, broken in ((entry, broken_seals(session)), (closing, broken_closings(session)))
            for counter, number in broken
        ]


def broken_seals(session: Session) -> list[tuple[int, int]]:
    """Return counter and number of the entries that are not as they were booked, or that follow a missing one."""
    broken = []
    counter, previous, number = None, NOTHING_BEFORE, 0
    rows = select(CashEntryRow).order_by(col(CashEntryRow.counter), col(CashEntryRow.number))
    for row in session.exec(rows):
        if row.counter != counter:
            counter, previous, number = row.counter, NOTHING_BEFORE, 0
        if row.number != number + 1 or row.seal != seal_of(previous, row):
            broken.append((row.counter, row.number))
        previous, number = row.seal, row.number
    return broken


def broken_closings(session: Session) -> list[tuple[int, int]]:
    """Return counter and number of the locked days that are not as they were sealed, or follow a missing one."""
    broken: list[tuple[int, int]] = []
    last: Closing | None = None
    rows = select(DayClosingRow).where(DayClosingRow.state == ClosingState.LOCKED)
    for row in session.exec(rows.order_by(col(DayClosingRow.counter), col(DayClosingRow.number))):
        closing = closing_of(row)
        before = last if last is not None and last.counter == closing.counter else None
        if not _follows(before, closing, row.snapshot or ""):
            broken.append((closing.counter, closing.number or 0))
        last = closing
    return broken


def _follows(before: Closing | None, closing: Closing, text: str) -> bool:
    number = 1 if before is None else (before.number or 0) + 1
    previous = NOTHING_BEFORE if before is None else before.seal
    if closing.signed is None or closing.confirmed is None or previous is None:
        return False
    expected = seal(previous, number, text, closing.signed, closing.confirmed)
    return (closing.number, closing.previous, closing.seal) == (number, previous, expected)
