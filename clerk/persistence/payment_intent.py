"""Opening a movement at a terminal: what must hold before anything is sent (payment rules 7, 8 and 10)."""

from datetime import datetime
from secrets import token_hex

from sqlalchemy import update
from sqlmodel import Session, col, select

from clerk.domain.payment import WITHOUT_EFFECT, Movement, PaymentState
from clerk.locale import _
from clerk.persistence.cash_journal import counter_at, require_open_day
from clerk.persistence.charges import at_cash_office_sentence
from clerk.persistence.payment_rows import opened_at
from clerk.persistence.payment_tables import PaymentLineRow, PaymentRow
from clerk.persistence.tables_case import CaseRow, ChargedLineRow
from clerk.persistence.tables_queue import VisitRow
from clerk.ports import Claim, ClaimLost, DayClosed, PaymentBlocked, PaymentOrder

_REFERENCE_BYTES = 6
"""Drawn by lot: two stores that count from 1, or a restored one, never give the same (payment rule 4)."""


def insert_intent(session: Session, order: PaymentOrder, period: int, now: datetime) -> PaymentRow:
    """Insert the intent of *order*; a payment holds its fee lines from now on.

    Raises ``ClaimLost`` if the visit is no longer ours, ``PaymentBlocked`` if the terminal or a line is held by
    another open movement, if a line is settled, if the lines do not make the amount, if what is to be given back
    cannot be (payment rule 10), or if the counter's day is signed or locked: what is charged must be booked.
    """
    _require_free_terminal(session, order)
    original = None if order.original is None else _original(session, order, period)
    if order.kind is Movement.PAYMENT:
        _require_open_books(session, order, now)
    lines = _lines_of(session, original) if original else _free_lines(session, order)
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
        kind=order.kind,
        reference=token_hex(_REFERENCE_BYTES),
    )
    if original is not None:
        row.visit, row.counter = original.visit, original.counter
        row.original = original.id
        row.original_receipt, row.original_trace = original.result_receipt, original.result_trace
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


def _require_free_terminal(session: Session, order: PaymentOrder) -> None:
    """Refuse while something is open at the terminal; a day is closed only when nothing is left to clear up."""
    closing = order.kind is Movement.END_OF_DAY
    opened = opened_at(session, order.terminal)
    if not any(closing or payment.locks_terminal for payment in opened):
        return
    if closing:
        raise PaymentBlocked(
            _(
                "An diesem Terminal ist eine Zahlung noch nicht geklärt. Der Kassenschnitt ist erst möglich, "
                "wenn sie entschieden ist; danach ließe sie sich nicht mehr stornieren."
            )
        )
    raise PaymentBlocked(
        _(
            "An diesem Terminal ist eine Zahlung noch nicht geklärt. Erst diese klären, dann neu "
            "kassieren. Bei anderen Vorgängen geht es mit anderer Zahlungsart weiter."
        )
    )


def _original(session: Session, order: PaymentOrder, period: int) -> PaymentRow:
    """Return the payment to give back: paid, at this terminal, whole, and not given back before."""
    row = session.get(PaymentRow, order.original)
    if row is None or row.kind is not Movement.PAYMENT or row.state is not PaymentState.PAID:
        raise PaymentBlocked(_("Diese Zahlung ist nicht gebucht, es gibt nichts zurückzugeben."))
    if row.amount_cents != order.amount_cents:
        raise PaymentBlocked(_("Zurückgegeben wird immer der ganze Betrag der Zahlung."))
    _require_not_given_back(session, row)
    if order.kind is Movement.REVERSAL:
        _require_reversible(row, order, period)
    return row


def _require_not_given_back(session: Session, row: PaymentRow) -> None:
    effective = select(PaymentRow.id).where(
        PaymentRow.original == row.id, col(PaymentRow.state).not_in([*WITHOUT_EFFECT])
    )
    if session.exec(effective).first() is not None:
        raise PaymentBlocked(_("Diese Zahlung ist schon zurückgegeben, oder das läuft gerade."))


def _require_reversible(row: PaymentRow, order: PaymentOrder, period: int) -> None:
    if row.result_receipt is None or row.result_trace is None:
        raise PaymentBlocked(
            _(
                "Zu dieser Zahlung hat das Terminal keine Belegnummer genannt, es kann sie nicht stornieren. "
                "Zurückgeben durch Gutschrift auf die Karte oder Überweisung der Kasse."
            )
        )
    if (row.terminal, row.tid, row.period) != (order.terminal, order.tid, period):
        raise PaymentBlocked(
            _(
                "Der Kassenschnitt des Terminals ist schon gemacht, oder es ist ein anderes Terminal. "
                "Zurückgeben durch Gutschrift auf die Karte oder Überweisung der Kasse."
            )
        )


def _lines_of(session: Session, original: PaymentRow) -> dict[int, int]:
    rows = session.exec(select(PaymentLineRow).where(PaymentLineRow.payment == original.id))
    return {row.line: row.cents for row in rows}


def _require_open_books(session: Session, order: PaymentOrder, now: datetime) -> None:
    counter = counter_at(session, order.claim.counter if order.claim else None, order.terminal)
    try:
        require_open_day(session, counter, now)
    except DayClosed as closed:
        raise PaymentBlocked(str(closed)) from closed


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
