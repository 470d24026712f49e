"""The cash journal of the counters: numbered without a gap, sealed entry by entry, nothing is ever changed."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from clerk.domain.cash_entry import WITHOUT_COUNTER, CashEntry
from clerk.domain.day_closing import NOTHING_BEFORE, ClosingState, day_closed_sentence
from clerk.persistence.columns import to_stored
from clerk.persistence.tables_cash import CashEntryRow, DayClosingRow
from clerk.persistence.tables_people import CounterRow, SiteRow
from clerk.ports import DayClosed

_SEALED = (
    "counter", "number", "day", "account", "kind", "way", "payee", "cents", "line", "case_number", "payment",
    "reference", "reason", "reverses",
)  # fmt: skip


def append(session: Session, row: CashEntryRow) -> None:
    """Append *row* with the next number of its counter and its seal; raises ``IntegrityError`` on a closed day."""
    last = session.exec(
        select(CashEntryRow)
        .where(CashEntryRow.counter == row.counter)
        .order_by(col(CashEntryRow.number).desc())
        .limit(1)
    ).first()
    row.number = 1 if last is None else last.number + 1
    row.seal = seal_of(NOTHING_BEFORE if last is None else last.seal, row)
    session.add(row)
    session.flush()


def require_open_day(session: Session, counter: int, at: datetime) -> date:
    """Return the day of *counter* at *at* (UTC); raises ``DayClosed`` if it is signed or locked."""
    day = day_of(session, counter, at)
    state = closing_state(session, counter, day)
    if state is not ClosingState.OPEN:
        raise DayClosed(day_closed_sentence(state))
    return day


def day_of(session: Session, counter: int, at: datetime) -> date:
    """Return the office's day at *at* (UTC) where *counter* is."""
    return at.astimezone(ZoneInfo(site_of(session, counter).zone)).date()


def site_of(session: Session, counter: int) -> SiteRow:
    """Return the site of a counter, for counter 0 the first one; ``KeyError`` if there is none."""
    if counter == WITHOUT_COUNTER:
        return session.exec(select(SiteRow).order_by(col(SiteRow.id))).one()
    row = session.get(CounterRow, counter)
    if row is None:
        raise KeyError(counter)
    return session.get_one(SiteRow, row.site)


def counters_of(session: Session, site: int) -> list[int]:
    """Return the counters of a site; what no counter took counts to the first site."""
    found = session.exec(select(CounterRow.id).where(CounterRow.site == site).order_by(col(CounterRow.id)))
    counters = [counter for counter in found if counter is not None]
    return [*counters, WITHOUT_COUNTER] if site_of(session, WITHOUT_COUNTER).id == site else counters


def counter_at(session: Session, counter: int | None, terminal: int) -> int:
    """Return the counter that money of a movement belongs to: its own, else the one that has *terminal*."""
    if counter is not None:
        return counter
    having = select(CounterRow.id).where(CounterRow.terminal == terminal).order_by(col(CounterRow.id))
    return session.exec(having).first() or WITHOUT_COUNTER


def standing_rows(session: Session, counter: int, numbers: Sequence[int]) -> list[CashEntryRow]:
    """Return what came in with these *numbers* that nobody has taken back; ``KeyError`` for any other number."""
    query = select(CashEntryRow).where(
        CashEntryRow.counter == counter,
        col(CashEntryRow.number).in_(numbers),
        CashEntryRow.cents > 0,
    )
    taken_back = _taken_back(session, counter)
    found = session.exec(query.order_by(col(CashEntryRow.number)))
    rows = [row for row in found if row.number not in taken_back]
    if not rows or len(rows) != len(set(numbers)):
        raise KeyError(*numbers)
    return rows


def standing_of_payment(session: Session, payment: int) -> list[CashEntryRow]:
    """Return what came in by a card payment and nobody has taken back."""
    query = select(CashEntryRow).where(CashEntryRow.payment == payment, CashEntryRow.cents > 0)
    rows = session.exec(query.order_by(col(CashEntryRow.number))).all()
    if not rows:
        return []
    taken_back = _taken_back(session, rows[0].counter)
    return [row for row in rows if row.number not in taken_back]


def entry_of(row: CashEntryRow) -> CashEntry:
    """Return the entry of a row; who booked it stays in the store."""
    return CashEntry(
        counter=row.counter,
        number=row.number,
        at=row.at,
        day=row.day,
        kind=row.kind,
        way=row.way,
        payee=row.payee,
        cents=row.cents,
        line=row.line,
        case_number=row.case_number,
        payment=row.payment,
        reference=row.reference,
        reason=row.reason,
        reverses=row.reverses,
    )


def closing_state(session: Session, counter: int, day: date) -> ClosingState:
    """Return where the closing of a day of a counter stands."""
    row = session.get(DayClosingRow, (counter, day), populate_existing=True)
    return ClosingState.OPEN if row is None else row.state


def seal_of(previous: str, row: CashEntryRow) -> str:
    """Return the seal of an entry that follows the one sealed *previous*."""
    values = (previous, to_stored(row.at), *(getattr(row, name) for name in _SEALED))
    written = "\x1f".join("" if value is None else str(value) for value in values)
    return hashlib.sha256(written.encode()).hexdigest()


def _taken_back(session: Session, counter: int) -> set[int | None]:
    reverses = select(CashEntryRow.reverses).where(
        CashEntryRow.counter == counter, col(CashEntryRow.reverses).is_not(None)
    )
    return set(session.exec(reverses))
