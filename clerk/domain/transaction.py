"""Which transaction a terminal speaks of, and whether it can be the one of a movement of ours (rules 5, 9, 10)."""

from datetime import date

from clerk.domain.payment import NOT_TOLD, Movement, Payment, TerminalResult, TransactionKey


def key_of(result: TerminalResult, tid: str, period: int, near: date) -> TransactionKey | None:
    """Return the identity of what a terminal told, or ``None`` if neither receipt nor trace make it one.

    *tid* stands in for a terminal id that was not told. A date without a year gets the one nearest to *near*. An
    end of day has no numbers of its own: the receipts it covers, its sum and its time stand for them.
    """
    receipt, trace = _numbers(result)
    if receipt is None and trace is None:
        return None
    return TransactionKey(
        tid=result.tid or tid,
        period=period,
        day=_full_day(result.day, near),
        receipt=receipt or NOT_TOLD,
        trace=trace or NOT_TOLD,
    )


def key_for(payment: Payment, result: TerminalResult) -> TransactionKey | None:
    """Return the identity of what a terminal told while *payment* was under way."""
    return key_of(result, payment.tid, payment.period, payment.started_at.date())


def is_of_payment(payment: Payment, result: TerminalResult) -> bool:
    """Tell whether a result can be the one of *payment*: right terminal, right amount, not known before.

    An approved result must carry our amount and an identity other than the baseline's (rule 9); a failed one may
    leave them out. A reversal must name the trace of the payment it takes back (BMP 37, rule 10), nothing else may
    name one. An end of day has a sum of its own.
    """
    if result.code is None or result.tid not in (None, payment.tid):
        return False
    if payment.kind is Movement.END_OF_DAY:
        return result.original_trace is None and not (result.approved and is_known(payment, result))
    if not result.approved:
        return result.amount_cents in (None, payment.amount_cents) and not _is_of_another(payment, result)
    if result.amount_cents != payment.amount_cents or key_for(payment, result) is None:
        return False
    return is_new(payment, result) and result.original_trace == _wanted_trace(payment)


def is_known(payment: Payment, result: TerminalResult) -> bool:
    """Tell whether a result is the one that the terminal named before *payment* began."""
    key, before = key_for(payment, result), payment.baseline.key if payment.baseline else None
    if key is None or before is None or _differs(key, before):
        return False
    return any(one == other != NOT_TOLD for one, other in _numbers_of(key, before))


def is_new(payment: Payment, result: TerminalResult) -> bool:
    """Tell whether a result is certainly not the one of before: something told both times differs."""
    key, before = key_for(payment, result), payment.baseline.key if payment.baseline else None
    return key is not None and (before is None or _differs(key, before))


def _differs(key: TransactionKey, before: TransactionKey) -> bool:
    """Tell whether two transactions are not the same; what one of them leaves out proves nothing (rule 5)."""
    if (key.tid, key.period) != (before.tid, before.period):
        return True
    told_twice = ((one, other) for one, other in _parts_of(key, before) if NOT_TOLD not in (one, other))
    return any(one != other for one, other in told_twice)


def _numbers_of(key: TransactionKey, before: TransactionKey) -> tuple[tuple[str, str], ...]:
    return (key.receipt, before.receipt), (key.trace, before.trace)


def _parts_of(key: TransactionKey, before: TransactionKey) -> tuple[tuple[str, str], ...]:
    return (key.day, before.day), *_numbers_of(key, before)


def has_own_approval(payment: Payment) -> bool:
    """Tell whether the dialogue of *payment* has told an approval that can be its own."""
    return payment.result is not None and payment.result.approved and is_of_payment(payment, payment.result)


def is_reversal_of(payment: Payment, result: TerminalResult) -> bool:
    """Tell whether a result is the reversal of what *payment* itself did, and one that succeeded."""
    return (
        result.approved
        and result.original_trace is not None
        and payment.result is not None
        and payment.result.trace == result.original_trace
        and has_own_approval(payment)
    )


def _wanted_trace(payment: Payment) -> str | None:
    """Return the trace that the answer must name as the one taken back; an unknown one fits nothing."""
    if payment.kind is not Movement.REVERSAL:
        return None
    return (payment.original.trace if payment.original else None) or NOT_TOLD


def _is_of_another(payment: Payment, result: TerminalResult) -> bool:
    return result.original_trace not in (None, _wanted_trace(payment))


def _numbers(result: TerminalResult) -> tuple[str | None, str | None]:
    """Return what stands for receipt and trace, ``None`` where nothing was told."""
    if result.totals is None:
        return _number(result.receipt), _number(result.trace) or _number(result.turnover)
    totals = result.totals
    receipts = f"{totals.first_receipt or NOT_TOLD}-{totals.last_receipt or NOT_TOLD}"
    return receipts, f"{result.time or NOT_TOLD}.{totals.cents}"


def _number(digits: str | None) -> str | None:
    return digits if digits and digits.strip("0") else None


def _full_day(day: str | None, near: date) -> str:
    if day is None:
        return NOT_TOLD
    if len(day) == 8:
        return f"{day[:4]}-{day[4:6]}-{day[6:]}"
    candidates = [
        found for year in (near.year - 1, near.year, near.year + 1) if (found := _day(year, day)) is not None
    ]
    if not candidates:
        return NOT_TOLD
    return min(candidates, key=lambda found: abs(found - near)).isoformat()


def _day(year: int, month_and_day: str) -> date | None:
    try:
        return date(year, int(month_and_day[:2]), int(month_and_day[2:]))
    except ValueError:
        return None
