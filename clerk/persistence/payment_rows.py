"""Card payments between the domain and their table."""

import json
from dataclasses import fields

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from clerk.domain.payment import (
    FINAL,
    NOT_TOLD,
    Baseline,
    Decision,
    Movement,
    Original,
    Payment,
    PaymentState,
    TerminalResult,
    TransactionKey,
)
from clerk.domain.terminal_totals import CardGroup, GroupTotal, TerminalTotals
from clerk.domain.transaction import is_of_payment, is_same
from clerk.persistence.payment_tables import PaymentLineRow, PaymentRow
from clerk.persistence.personal_text import typed_text

_RESULT_FIELDS = tuple(field.name for field in fields(TerminalResult) if field.name != "totals")


def read_payment(session: Session, row: PaymentRow) -> Payment:
    """Return the payment of a row, with the ids of its fee lines."""
    if row.id is None:
        raise ValueError("the payment has no id yet")
    lines = session.exec(
        select(PaymentLineRow.line).where(PaymentLineRow.payment == row.id).order_by(col(PaymentLineRow.line))
    )
    return Payment(
        id=row.id,
        visit=row.visit,
        counter=row.counter,
        account=row.account,
        terminal=row.terminal,
        tid=row.tid,
        period=row.period,
        amount_cents=row.amount_cents,
        lines=tuple(lines),
        started_at=row.started_at,
        changed_at=row.changed_at,
        state=row.state,
        version=row.version,
        kind=row.kind,
        reference=row.reference,
        original=_original(row),
        baseline=Baseline(_key(row.baseline), row.baseline_time) if row.baseline_asked else None,
        result=_result(row),
        key=_key(row.key),
        code=row.code,
        reason=row.reason,
        abort_asked=row.abort_asked,
        decision=_decision(row),
    )


def opened_at(session: Session, terminal: int) -> tuple[Payment, ...]:
    """Return the movements of a terminal that are not final, oldest first."""
    query = select(PaymentRow).where(
        PaymentRow.terminal == terminal, col(PaymentRow.state).not_in(sorted(FINAL))
    )
    rows = session.exec(query.order_by(col(PaymentRow.id))).all()
    return tuple(read_payment(session, row) for row in rows)


def newest_payment(session: Session, terminal: int) -> int:
    """Return the id of the newest movement of a terminal, 0 before the first."""
    return session.exec(select(func.max(PaymentRow.id)).where(PaymentRow.terminal == terminal)).one() or 0


def changing_columns(payment: Payment) -> dict[str, object]:
    """Return the columns that may differ from one version of a payment to the next."""
    baseline = payment.baseline.key if payment.baseline else None
    result = payment.result or TerminalResult()
    decision = payment.decision
    return {
        "changed_at": payment.changed_at,
        "state": payment.state,
        "version": payment.version,
        "baseline_asked": payment.baseline is not None,
        "baseline": _text(baseline),
        "baseline_time": payment.baseline.time if payment.baseline else None,
        "key": _text(payment.key),
        "code": payment.code,
        "reason": payment.reason,
        "abort_asked": payment.abort_asked,
        "decided_by": decision.by if decision else None,
        "decided_second": decision.second if decision else None,
        "decided_note": typed_text(decision.note) if decision else None,
        "result_totals": _totals_text(result.totals),
        **{f"result_{name}": getattr(result, name) for name in _RESULT_FIELDS},
    }


def identity_of(payment: Payment) -> str | None:
    """Return what a movement that happened is booked with, and nothing for any other one.

    Where two people decided, the terminal may have told nothing: then the row itself stands for it, as for a reversal
    that the terminal only says was done before.
    """
    if payment.state is not PaymentState.PAID:
        return None
    if payment.kind is Movement.END_OF_DAY:
        return _identity_of_day(payment)
    told = payment.result
    is_ours = told is not None and told.approved and is_of_payment(payment, told)
    return str(payment.key) if payment.key and is_ours else without_identity(payment)


def _identity_of_day(payment: Payment) -> str:
    """Return the closed day as the terminal tells it: it is booked once, in whatever period it is named again.

    Where it tells no time, its period stands for it, which ends once.
    """
    told, key = payment.result, payment.key
    if told is None or told.totals is None or told.time is None or key is None:
        return f"{payment.tid}/{payment.period}/{payment.kind}"
    return f"{payment.tid}/{payment.kind}/{key.day}/{key.receipt}/{key.trace}"


def without_identity(payment: Payment) -> str:
    """Return what stands for the identity of a movement that the terminal did not name, or gave to another one."""
    return f"{NOT_TOLD}/{payment.id}"


def is_taken(session: Session, movement: Payment, identity: str) -> bool:
    """Tell whether another movement is booked with *identity*, or with what is the same transaction (rule 5).

    A terminal may tell a trace number now and a turnover number when asked again. What *movement* gives back does
    not count: some terminals print the numbers of the payment on its reversal.
    """
    others = select(PaymentRow.id).where(PaymentRow.identity == identity, PaymentRow.id != movement.id)
    if session.exec(others).first() is not None:
        return True
    key = movement.key
    if key is None or identity != str(key):
        return False
    booked = select(PaymentRow.identity).where(
        PaymentRow.terminal == movement.terminal,
        PaymentRow.period == movement.period,
        PaymentRow.identity == PaymentRow.key,
        or_(
            col(PaymentRow.result_receipt) == key.receipt,
            col(PaymentRow.result_trace) == key.trace,
            col(PaymentRow.result_turnover) == key.turnover,
        ),
        col(PaymentRow.id).not_in([movement.id, movement.original.payment if movement.original else 0]),
    )
    return any(is_same(key, TransactionKey.parse(text)) for text in session.exec(booked) if text)


def _original(row: PaymentRow) -> Original | None:
    if row.original is None:
        return None
    return Original(row.original, row.original_receipt, row.original_trace)


def _result(row: PaymentRow) -> TerminalResult | None:
    told = {name: getattr(row, f"result_{name}") for name in _RESULT_FIELDS}
    result = TerminalResult(**told, totals=_read_totals(row.result_totals))
    return None if result == TerminalResult() else result


def _totals_text(totals: TerminalTotals | None) -> str | None:
    if totals is None:
        return None
    groups = {total.group.value: [total.count, total.cents] for total in totals.groups}
    return json.dumps({"first": totals.first_receipt, "last": totals.last_receipt, "groups": groups})


def _read_totals(text: str | None) -> TerminalTotals | None:
    if text is None:
        return None
    told = json.loads(text)
    groups = tuple(GroupTotal(CardGroup(name), *numbers) for name, numbers in told["groups"].items())
    return TerminalTotals(told["first"], told["last"], groups)


def _decision(row: PaymentRow) -> Decision | None:
    if row.decided_by is None or row.decided_second is None or row.decided_note is None:
        return None
    return Decision(row.decided_by, row.decided_second, row.decided_note)


def _key(text: str | None) -> TransactionKey | None:
    return None if text is None else TransactionKey.parse(text)


def _text(key: TransactionKey | None) -> str | None:
    return None if key is None else str(key)
