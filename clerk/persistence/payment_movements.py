"""The movements of a card terminal between two moments, as the closing of a day looks at them."""

from datetime import datetime

from sqlmodel import Session, col, select

from clerk.domain.payment import FINAL, Movement, Payment, PaymentState
from clerk.persistence.payment_rows import read_payment
from clerk.persistence.payment_tables import PaymentRow


def movements_around(
    session: Session, terminal: int, since: datetime, until: datetime
) -> tuple[Payment, ...]:
    """Return what came to its end at *terminal* in all periods that *since* to *until* (UTC) have a part of.

    That is from the last end of day before *since* to the first one from *until* on, that one included; oldest first.
    """
    before = _end_of_day(session, terminal, col(PaymentRow.changed_at) < since, newest=True)
    after = _end_of_day(session, terminal, col(PaymentRow.changed_at) >= until, newest=False)
    return movements_between(session, terminal, before, after)


def movements_between(
    session: Session, terminal: int, after: datetime | None, to: datetime | None
) -> tuple[Payment, ...]:
    """Return what came to its end at *terminal* after *after* and up to *to* (UTC); ``None`` is no bound."""
    query = select(PaymentRow).where(
        PaymentRow.terminal == terminal, col(PaymentRow.state).in_(sorted(FINAL))
    )
    if after is not None:
        query = query.where(col(PaymentRow.changed_at) > after)
    if to is not None:
        query = query.where(col(PaymentRow.changed_at) <= to)
    rows = session.exec(query.order_by(col(PaymentRow.changed_at), col(PaymentRow.id))).all()
    return tuple(read_payment(session, row) for row in rows)


def is_period_over(session: Session, payment: PaymentRow) -> bool:
    """Tell whether the terminal's day has ended since *payment*: it cannot be reversed any more (rule 10)."""
    later = select(PaymentRow.id).where(
        PaymentRow.terminal == payment.terminal,
        PaymentRow.kind == Movement.END_OF_DAY,
        PaymentRow.state == PaymentState.PAID,
        col(PaymentRow.id) > payment.id,
    )
    return session.exec(later).first() is not None


def _end_of_day(session: Session, terminal: int, bound: object, *, newest: bool) -> datetime | None:
    order = col(PaymentRow.changed_at)
    query = select(PaymentRow.changed_at).where(
        PaymentRow.terminal == terminal,
        PaymentRow.kind == Movement.END_OF_DAY,
        PaymentRow.state == PaymentState.PAID,
        bound,  # type: ignore[arg-type]
    )
    return session.exec(query.order_by(order.desc() if newest else order)).first()
