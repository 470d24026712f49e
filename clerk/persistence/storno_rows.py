"""Storno requests between the domain and their tables."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from clerk.domain.payment import Movement, PaymentState
from clerk.domain.storno import OPEN_STORNO, StornoRequest, Undoing
from clerk.persistence.payment_movements import is_past_reversal
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
        at_terminal=_can_terminal(session, row),
    )


def undoing_of_payment(session: Session, payment: int | None) -> Undoing:
    """Return how money of a card payment, or of none, would be given back now."""
    if payment is None:
        return Undoing.ENTRY
    row = session.get_one(PaymentRow, payment)
    has_numbers = row.result_receipt is not None and row.result_trace is not None
    can_reverse = _is_payment_made(row) and has_numbers and not is_past_reversal(session, row)
    return Undoing.REVERSAL if can_reverse else Undoing.REFUND


def _undoing_now(session: Session, row: StornoRequestRow) -> Undoing:
    return undoing_of_payment(session, row.payment) if row.state in OPEN_STORNO else row.undoing


def _can_terminal(session: Session, row: StornoRequestRow) -> bool:
    """Tell whether a terminal takes part: what came to light later, no terminal knows how to give back."""
    return row.payment is not None and _is_payment_made(session.get_one(PaymentRow, row.payment))


def _is_payment_made(row: PaymentRow) -> bool:
    return row.kind is Movement.PAYMENT and row.state is PaymentState.PAID


def read_open_requests(session: Session, counters: Sequence[int]) -> list[StornoRequest]:
    """Return the open requests about the books of *counters*, oldest first."""
    query = select(StornoRequestRow).where(
        col(StornoRequestRow.counter).in_(counters), col(StornoRequestRow.state).in_(sorted(OPEN_STORNO))
    )
    rows = session.exec(query.order_by(col(StornoRequestRow.id))).all()
    return [read_request(session, row) for row in rows]
