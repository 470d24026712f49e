"""The movements of a card terminal between two moments, as the closing of a day looks at them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from clerk.domain.payment import FINAL, WITHOUT_EFFECT, Movement, Payment, PaymentState
from clerk.domain.payment_events import NOT_REVERSIBLE
from clerk.persistence.payment_rows import read_payment
from clerk.persistence.payment_tables import PaymentRow
from clerk.persistence.terminal_history import terminal_state

_MOMENT = timedelta(microseconds=1)
_WITHOUT_EFFECT = sorted(WITHOUT_EFFECT)
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


def money_of_period(session: Session, terminal: int) -> tuple[Payment, ...]:
    """Return the money that moved at *terminal* since its last end of day, oldest first."""
    state = terminal_state(session, terminal)
    query = select(PaymentRow).where(
        PaymentRow.terminal == terminal,
        PaymentRow.tid == state.tid,
        PaymentRow.period == state.period,
        PaymentRow.state == PaymentState.PAID,
        PaymentRow.kind != Movement.END_OF_DAY,
    )
    rows = session.exec(query.order_by(col(PaymentRow.id))).all()
    return tuple(read_payment(session, row) for row in rows)


def is_past_reversal(session: Session, payment: PaymentRow) -> bool:
    """Tell whether a payment cannot be reversed any more and has to be refunded (rule 10).

    Its period is over as far as we know, so that its number may stand for another one by now, or the terminal has
    refused the reversal: somebody closed the day at the device.
    """
    state = terminal_state(session, payment.terminal)
    return (state.tid, state.period) != (payment.tid, payment.period) or _was_refused(session, payment)


def _was_refused(session: Session, payment: PaymentRow) -> bool:
    told = func.coalesce(PaymentRow.code, PaymentRow.result_code)
    refused = select(PaymentRow.id).where(
        PaymentRow.original == payment.id, col(PaymentRow.state).in_(_WITHOUT_EFFECT), told == NOT_REVERSIBLE
    )
    return session.exec(refused).first() is not None


def _end_of_day(session: Session, terminal: int, bound: object, *, newest: bool) -> datetime | None:
    order = col(PaymentRow.changed_at)
    query = select(PaymentRow.changed_at).where(
        PaymentRow.terminal == terminal,
        PaymentRow.kind == Movement.END_OF_DAY,
        PaymentRow.state == PaymentState.PAID,
        bound,  # type: ignore[arg-type]
    )
    return session.exec(query.order_by(order.desc() if newest else order)).first()
