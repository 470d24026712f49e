"""The card terminal's receipts in the store: the merchant's for good, the customer's until it is printed."""

import json
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from clerk.domain.payment import FINAL
from clerk.domain.terminal_receipt import ReceiptKind, TerminalLine, TerminalReceipt
from clerk.persistence.payment_tables import PaymentRow
from clerk.persistence.terminal_receipt_tables import TerminalReceiptRow


def keep(session: Session, payment: int, receipt: TerminalReceipt, at: datetime) -> None:
    """Write a receipt of a payment as far as it has come, in place of what was there under its number."""
    session.merge(
        TerminalReceiptRow(
            payment=payment,
            number=receipt.number,
            kind=receipt.kind,
            mandatory=receipt.mandatory,
            signature=receipt.signature,
            at=at,
            lines=_as_json(receipt.lines),
        )
    )


def kept(session: Session, payment: int) -> tuple[TerminalReceipt, ...]:
    """Return the receipts of a payment in the order in which they came."""
    rows = select(TerminalReceiptRow).where(TerminalReceiptRow.payment == payment)
    return tuple(_read(row) for row in session.exec(rows.order_by(col(TerminalReceiptRow.number))))


def mark_printed(session: Session, payment: int, number: int, at: datetime) -> None:
    """Remember that a receipt was printed; the text of a customer's is deleted."""
    row = session.get_one(TerminalReceiptRow, (payment, number))
    row.printed_at = at
    if row.kind is ReceiptKind.CUSTOMER:
        row.lines = None
    session.add(row)


def has_customers(session: Session, before: datetime) -> bool:
    """Tell whether the text of a customer's receipt from before that time (UTC) is still there."""
    return session.exec(select(TerminalReceiptRow.payment).where(*_of_customers(before))).first() is not None


def forget_customers(session: Session, before: datetime) -> None:
    """Delete the text of customers' receipts that came before that time (UTC), printed or not."""
    session.execute(update(TerminalReceiptRow).where(*_of_customers(before)).values(lines=None))


def _of_customers(before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(TerminalReceiptRow.kind) == ReceiptKind.CUSTOMER,
        col(TerminalReceiptRow.at) < before,
        col(TerminalReceiptRow.lines).is_not(None),
    )


def with_due_receipts(session: Session, counter: int, since: datetime) -> tuple[int, ...]:
    """Return the ended payments of a counter of which a receipt since then (UTC) may still have to be printed."""
    rows = (
        select(TerminalReceiptRow.payment)
        .join(PaymentRow, col(PaymentRow.id) == col(TerminalReceiptRow.payment))
        .where(
            PaymentRow.counter == counter,
            col(PaymentRow.state).in_(sorted(FINAL)),
            col(TerminalReceiptRow.at) >= since,
            col(TerminalReceiptRow.printed_at).is_(None),
            col(TerminalReceiptRow.lines).is_not(None),
        )
        .distinct()
    )
    return tuple(sorted(session.exec(rows)))


def payments_numbered(session: Session, receipt: str, since: datetime, until: datetime) -> tuple[int, ...]:
    """Return the payments between two times (UTC) to which the terminal gave that receipt number."""
    rows = select(PaymentRow.id).where(
        PaymentRow.result_receipt == receipt,
        col(PaymentRow.started_at) >= since,
        col(PaymentRow.started_at) < until,
    )
    return tuple(found for found in session.exec(rows.order_by(col(PaymentRow.id))) if found is not None)


def _as_json(lines: tuple[TerminalLine, ...]) -> str:
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False)


def _read(row: TerminalReceiptRow) -> TerminalReceipt:
    return TerminalReceipt(
        kind=row.kind,
        lines=tuple(TerminalLine(**line) for line in json.loads(row.lines or "[]")),
        mandatory=row.mandatory,
        signature=row.signature,
        number=row.number,
        printed=row.printed_at is not None,
    )
