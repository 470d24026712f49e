"""Storno requests between the domain and their tables."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from clerk.domain.storno import OPEN_STORNO, StornoRequest, Undoing
from clerk.persistence.payment_movements import is_period_over
from clerk.persistence.payment_tables import PaymentRow
from clerk.persistence.tables_cash import StornoRequestEntryRow, StornoRequestRow


def read_request(session: Session, row: StornoRequestRow) -> StornoRequest:
    """Return the request of a row with the numbers of its entries; while it is open, how it would be done now."""
    if row.id is None:
        raise ValueError("the request has no id yet")
    entries = select(StornoRequestEntryRow.number).where(StornoRequestEntryRow.request == row.id)
    return StornoRequest(
        id=row.id,
        counter=row.counter,
        numbers=tuple(session.exec(entries.order_by(col(StornoRequestEntryRow.number)))),
        cents=row.cents,
        way=row.way,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        undoing=_undoing_now(session, row),
        state=row.state,
        payment=row.payment,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        note=row.note,
        reversal=row.reversal,
    )


def undoing_of_payment(session: Session, payment: int | None) -> Undoing:
    """Return how money of a card payment, or of none, would be given back now."""
    if payment is None:
        return Undoing.ENTRY
    is_over = is_period_over(session, session.get_one(PaymentRow, payment))
    return Undoing.REFUND if is_over else Undoing.REVERSAL


def _undoing_now(session: Session, row: StornoRequestRow) -> Undoing:
    return undoing_of_payment(session, row.payment) if row.state in OPEN_STORNO else row.undoing


def read_open_requests(session: Session, counters: Sequence[int]) -> list[StornoRequest]:
    """Return the open requests about the books of *counters*, oldest first."""
    query = select(StornoRequestRow).where(
        col(StornoRequestRow.counter).in_(counters), col(StornoRequestRow.state).in_(sorted(OPEN_STORNO))
    )
    rows = session.exec(query.order_by(col(StornoRequestRow.id))).all()
    return [read_request(session, row) for row in rows]
