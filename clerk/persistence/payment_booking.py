"""What follows in our books when a movement at the terminal has come to its end: in the same transaction, once."""

from sqlalchemy import update
from sqlmodel import Session, col

from clerk.domain.payment import NOT_TOLD, Movement, Payment
from clerk.domain.settlement import Way
from clerk.persistence.cash_booking import book_movement
from clerk.persistence.tables_case import ChargedLineRow
from clerk.persistence.terminal_history import begin_period, terminal_state


def book(session: Session, payment: Payment) -> None:
    """Let follow in our books what has happened at the terminal."""
    if payment.kind is Movement.PAYMENT:
        _settle_lines(session, payment)
    elif payment.kind is Movement.END_OF_DAY:
        begin_period(session, terminal_state(session, payment.terminal))
    book_movement(session, payment)


def _settle_lines(session: Session, payment: Payment) -> None:
    receipt = payment.result.receipt if payment.result else None
    session.execute(
        update(ChargedLineRow)
        .where(col(ChargedLineRow.held_by) == payment.id)
        .values(
            way=Way.CARD,
            settled_at=payment.changed_at,
            reference=receipt or NOT_TOLD,
            payment=payment.id,
            held_by=None,
        )
    )


def free_lines(session: Session, payment: Payment) -> None:
    """Let the fee lines go that a movement without effect held."""
    session.execute(
        update(ChargedLineRow).where(col(ChargedLineRow.held_by) == payment.id).values(held_by=None)
    )
