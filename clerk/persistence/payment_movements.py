"""The movements of a card terminal between two moments, as the closing of a day looks at them."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from clerk.domain.payment import FINAL, Movement, Payment, PaymentState
from clerk.persistence.payment_rows import read_payment
from clerk.persistence.payment_tables import PaymentRow

_MOMENT = timedelta(microseconds=1)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def movements_around(session: Session, terminal: int, begin: datetime, end: datetime) -> tuple[Payment, ...]:
    """Return what came to its end at *terminal* in all periods that *begin* to *end* (UTC) have a part of.

    That is from the last end of day before *begin* to the first one from *end* on, that one included; oldest first.
    Where no end of day followed there is nothing to compare with, and what lies outside is left out.
    """
    changed = col(PaymentRow.changed_at)
    after, to = begin - _MOMENT, end - _MOMENT
    if _end_of_day(session, terminal, changed >= begin, newest=False) is not None:
        after = _end_of_day(session, terminal, changed < begin, newest=True) or _EVER
        to = _end_of_day(session, terminal, changed >= end, newest=False) or to
    query = select(PaymentRow).where(
        PaymentRow.terminal == terminal,
        col(PaymentRow.state).in_(sorted(FINAL)),
        changed > after,
        changed <= to,
    )
    rows = session.exec(query.order_by(changed, col(PaymentRow.id))).all()
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
