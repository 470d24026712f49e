"""Card payments between the domain and their table."""

from dataclasses import fields

from sqlmodel import Session, col, select

from clerk.domain.payment import (
    NOT_TOLD,
    Baseline,
    Decision,
    Payment,
    PaymentState,
    TerminalResult,
    TransactionKey,
)
from clerk.persistence.payment_tables import PaymentLineRow, PaymentRow
from clerk.persistence.personal_text import typed_text

_RESULT_FIELDS = tuple(field.name for field in fields(TerminalResult))


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
        baseline=Baseline(_key(row.baseline)) if row.baseline_asked else None,
        result=_result(row),
        key=_key(row.key),
        code=row.code,
        reason=row.reason,
        abort_asked=row.abort_asked,
        decision=_decision(row),
    )


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
        "key": _text(payment.key),
        "code": payment.code,
        "reason": payment.reason,
        "abort_asked": payment.abort_asked,
        "decided_by": decision.by if decision else None,
        "decided_second": decision.second if decision else None,
        "decided_note": typed_text(decision.note) if decision else None,
        **{f"result_{name}": getattr(result, name) for name in _RESULT_FIELDS},
    }


def identity_of(payment: Payment) -> str | None:
    """Return what a paid payment is booked with, and nothing for any other one.

    Where two people decided, the terminal may have told nothing: then the decision itself stands for it.
    """
    if payment.state is not PaymentState.PAID:
        return None
    return str(payment.key) if payment.key else f"{NOT_TOLD}/{payment.id}"


def _result(row: PaymentRow) -> TerminalResult | None:
    result = TerminalResult(**{name: getattr(row, f"result_{name}") for name in _RESULT_FIELDS})
    return None if result == TerminalResult() else result


def _decision(row: PaymentRow) -> Decision | None:
    if row.decided_by is None or row.decided_second is None or row.decided_note is None:
        return None
    return Decision(row.decided_by, row.decided_second, row.decided_note)


def _key(text: str | None) -> TransactionKey | None:
    return None if text is None else TransactionKey.parse(text)


def _text(key: TransactionKey | None) -> str | None:
    return None if key is None else str(key)
