"""Opening a card payment: what must hold before anything is charged (payment rules 7 and 8)."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from clerk.domain.payment import FINAL, PaymentState
from clerk.locale import _
from clerk.persistence.charges import at_cash_office_sentence
from clerk.persistence.payment_tables import PaymentLineRow, PaymentRow
from clerk.persistence.tables_case import CaseRow, ChargedLineRow
from clerk.persistence.tables_queue import VisitRow
from clerk.ports import Claim, ClaimLost, PaymentBlocked, PaymentOrder


def insert_intent(session: Session, order: PaymentOrder, period: int, now: datetime) -> PaymentRow:
    """Insert the intent of *order* and let it hold its fee lines.

    Raises ``ClaimLost`` if the visit is no longer ours, ``PaymentBlocked`` if the terminal or a line is held
    by another open payment, if a line is settled, or if the lines do not make the amount.
    """
    _require_free_terminal(session, order.terminal)
    lines = _free_lines(session, order)
    row = PaymentRow(
        visit=order.claim.visit if order.claim else None,
        counter=order.claim.counter if order.claim else None,
        account=order.account,
        terminal=order.terminal,
        tid=order.tid,
        period=period,
        amount_cents=order.amount_cents,
        started_at=now,
        changed_at=now,
        state=PaymentState.INTENT,
    )
    session.add(row)
    session.flush()
    if row.id is None:
        raise RuntimeError("the store gave the payment no id")
    for line, cents in lines.items():
        session.add(PaymentLineRow(payment=row.id, line=line, cents=cents))
    session.execute(
        update(ChargedLineRow).where(col(ChargedLineRow.id).in_(order.lines)).values(held_by=row.id)
    )
    session.flush()
    return row


def _require_free_terminal(session: Session, terminal: int) -> None:
    ends = [*FINAL, PaymentState.MANUAL]
    running = select(PaymentRow.id).where(PaymentRow.terminal == terminal, col(PaymentRow.state).not_in(ends))
    if session.exec(running).first() is not None:
        raise PaymentBlocked(
            _(
                "An diesem Terminal ist eine Zahlung noch nicht geklärt. Erst diese klären, dann neu "
                "kassieren. Bei anderen Vorgängen geht es mit anderer Zahlungsart weiter."
            )
        )


def _free_lines(session: Session, order: PaymentOrder) -> dict[int, int]:
    """Return the cents of each line of *order*, all unsettled and not held."""
    if order.claim is None:
        return {}
    _require_claim(session, order.claim)
    query = (
        select(ChargedLineRow)
        .join(CaseRow, col(CaseRow.id) == col(ChargedLineRow.case))
        .where(CaseRow.visit == order.claim.visit, col(ChargedLineRow.id).in_(order.lines))
    )
    lines = list(session.exec(query).all())
    if any(line.held_by is not None for line in lines):
        raise PaymentBlocked(
            _(
                "Für diese Gebühren läuft schon eine Zahlung, oder sie ist nicht geklärt. "
                "Nicht noch einmal belasten; erst die offene Zahlung klären."
            )
        )
    if any(line.to_cash_office and line.settled_at is None for line in lines):
        raise PaymentBlocked(at_cash_office_sentence())
    if any(line.settled_at is not None for line in lines):
        raise PaymentBlocked(_("Diese Gebühren sind schon bezahlt oder anders erledigt."))
    total = sum(line.cents for line in lines)
    if len(lines) != len(set(order.lines)) or total != order.amount_cents or total <= 0:
        raise PaymentBlocked(_("Die Gebühren haben sich geändert. Bitte den Betrag noch einmal ansehen."))
    return {line.id: line.cents for line in lines if line.id is not None}


def _require_claim(session: Session, claim: Claim) -> None:
    row = session.get(VisitRow, claim.visit)
    if row is None or row.counter != claim.counter or row.epoch != claim.epoch:
        raise ClaimLost(_("Dieser Vorgang wird inzwischen an anderer Stelle bearbeitet."))
