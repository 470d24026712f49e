"""What is known about a terminal beside its payments: its period, its device, its last transaction (rules 5 and 6)."""

from dataclasses import replace

from sqlmodel import Session, col, select

from clerk.domain.payment import NOT_TOLD, Movement, Payment, PaymentState, TransactionKey
from clerk.domain.payment_clearing import Decided, FoundNotPaid, FoundUnclear
from clerk.domain.payment_events import BaselineRead, PaymentEvent
from clerk.domain.transaction import key_for
from clerk.persistence.payment_tables import PaymentRow, TerminalStateRow
from clerk.ports import PaymentOrder


def terminal_state(session: Session, terminal: int) -> TerminalStateRow:
    """Return what is known about a terminal; a new row for one never used."""
    return session.get(TerminalStateRow, terminal) or TerminalStateRow(terminal=terminal)


def state_of_device(session: Session, order: PaymentOrder) -> TerminalStateRow:
    """Return what is known about the device of *order*: another one begins a period of its own, without a history."""
    state = terminal_state(session, order.terminal)
    if state.tid not in (None, order.tid):
        state.period += 1
        state.last_key = None
    state.tid = order.tid
    session.add(state)
    return state


def begin_period(session: Session, state: TerminalStateRow) -> None:
    """Begin the next period; the terminal may still name the last transaction of the one before."""
    state.period += 1
    if state.last_key is not None:
        state.last_key = str(replace(TransactionKey.parse(state.last_key), period=state.period))
    session.add(state)


def has_receipt(session: Session, movement: Payment, receipt: str) -> bool:
    """Tell whether another movement of the period is booked with a receipt number.

    What *movement* gives back does not count: some terminals print the number of the payment on its reversal.
    """
    original = movement.original.payment if movement.original else None
    query = select(PaymentRow.id).where(
        PaymentRow.terminal == movement.terminal,
        PaymentRow.tid == movement.tid,
        PaymentRow.period == movement.period,
        PaymentRow.result_receipt == receipt,
        PaymentRow.state == PaymentState.PAID,
        col(PaymentRow.id).not_in([one for one in (movement.id, original) if one is not None]),
    )
    return session.exec(query).first() is not None


def forget_history(session: Session, terminal: int) -> None:
    """Know no transaction of a terminal any more: whatever it names is looked at by people first (rule 14)."""
    state = terminal_state(session, terminal)
    state.last_key = str(TransactionKey(state.tid or NOT_TOLD, state.period, "restored", NOT_TOLD, NOT_TOLD))
    session.add(state)


def remember(session: Session, payment: Payment, event: PaymentEvent) -> None:
    """Keep the terminal's last transaction: the first one seen, ours, and one that is kept as evidence."""
    if payment.kind is Movement.END_OF_DAY:
        return
    state = terminal_state(session, payment.terminal)
    if isinstance(event, BaselineRead):
        first = payment.baseline.key if payment.baseline else None
        state.last_key = state.last_key or (str(first) if first else None)
    elif isinstance(event, FoundNotPaid):
        state.last_key = _key_of_reversal(payment, event) or state.last_key
    elif payment.key and (_is_evidence(event) or (_happened(payment) and not isinstance(event, Decided))):
        state.last_key = str(payment.key)
    session.add(state)


def _key_of_reversal(payment: Payment, event: FoundNotPaid) -> str | None:
    """Return the transaction by which the terminal took the payment back, where that is how it is known."""
    key = key_for(payment, event.result) if event.result.original_trace is not None else None
    return None if key is None else str(key)


def _happened(payment: Payment) -> bool:
    told = payment.result is not None and payment.result.approved
    return payment.state is PaymentState.PAID and told


def _is_evidence(event: PaymentEvent) -> bool:
    return isinstance(event, FoundUnclear) and event.result is not None
