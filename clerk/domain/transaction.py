"""Which transaction a terminal speaks of, and whether it can be the one of a movement of ours (rules 5, 9, 10)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from clerk.domain.payment import NOT_TOLD, Movement, Payment, TerminalResult, TransactionKey

_A_DAY = timedelta(days=1)
_LONGEST_WITHOUT_29_FEBRUARY = 8
"""Years; 1896 to 1904 were the last."""


def key_of(
    result: TerminalResult, tid: str, period: int, by: date, known: TransactionKey | None = None
) -> TransactionKey | None:
    """Return the identity of a transaction made by the day *by*, or ``None`` if no number makes it one.

    *tid* stands in for a terminal id that was not told. An end of day has no numbers of its own: the receipts it
    covers, its sum and its time stand for them. A date without a year gets the one of *known*, the transaction we
    know, if all else that both tell agrees, however long ago that was; else it is the newest such date. A day is
    allowed for time zones.
    """
    days = _days_of(result, by.year)
    past = [day for day in days if day <= by + _A_DAY]
    return _identity(result, tid, period, max(past, default=None), (known,))


def key_for(payment: Payment, result: TerminalResult) -> TransactionKey | None:
    """Return the identity of what a terminal told about *payment*, or ``None`` if no number makes it one.

    A date without a year gets the one of what is known already, the transaction of before or that of the payment,
    if all else agrees; else the year in which it is nearest to the payment.
    """
    start = payment.started_at.date()
    nearest = min(_days_of(result, start.year), key=lambda day: abs(day - start), default=None)
    known = (payment.baseline.key if payment.baseline else None, payment.key)
    return _identity(result, payment.tid, payment.period, nearest, known)


def is_same(key: TransactionKey, other: TransactionKey) -> bool:
    """Tell whether two identities are certainly one transaction: a number told both times, and nothing differs."""
    return not _differs(key, other) and any(one == two != NOT_TOLD for one, two in _numbers_of(key, other))


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
    return key is not None and before is not None and is_same(key, before)


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
    return (key.receipt, before.receipt), (key.trace, before.trace), (key.turnover, before.turnover)


def _parts_of(key: TransactionKey, before: TransactionKey) -> tuple[tuple[str, str], ...]:
    return (key.day, before.day), *_numbers_of(key, before)


def has_own_approval(payment: Payment) -> bool:
    """Tell whether the dialogue of *payment* has told an approval that can be its own."""
    return payment.result is not None and payment.result.approved and is_of_payment(payment, payment.result)


def may_be_own_approval(payment: Payment) -> bool:
    """Tell whether the dialogue of *payment* has told an approval of which nothing says that it is another's."""
    told = payment.result
    if told is None or not told.approved or told.amount_cents != payment.amount_cents:
        return False
    return told.original_trace == _wanted_trace(payment) and not is_known(payment, told)


def repeats(payment: Payment, result: TerminalResult) -> bool:
    """Tell whether a result certainly names the transaction that was told about *payment* before."""
    key = key_for(payment, result)
    return key is not None and payment.key is not None and is_same(key, payment.key)


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


def _identity(
    result: TerminalResult,
    tid: str,
    period: int,
    guessed: date | None,
    known: Iterable[TransactionKey | None],
) -> TransactionKey | None:
    """Return the identity of a result; *guessed* is its day as far as the year is not known from elsewhere."""
    receipt, trace, turnover = _numbers(result)
    if receipt is None and trace is None and turnover is None:
        return None
    key = TransactionKey(
        tid=result.tid or tid,
        period=period,
        day=_told_day(result) or (guessed.isoformat() if guessed else NOT_TOLD),
        receipt=receipt or NOT_TOLD,
        trace=trace or NOT_TOLD,
        turnover=turnover or NOT_TOLD,
    )
    return key if _told_day(result) else next(_with_years_of(key, result.day, known), key)


def _with_years_of(
    key: TransactionKey, month_and_day: str | None, known: Iterable[TransactionKey | None]
) -> Iterator[TransactionKey]:
    """Yield *key* with the day of each known transaction that it is, as far as can be told without the year."""
    for other in known:
        if other is None or other.day[5:].replace("-", "") != month_and_day:
            continue
        that_day = replace(key, day=other.day)
        if is_same(that_day, other):
            yield that_day


def _numbers(result: TerminalResult) -> tuple[str | None, str | None, str | None]:
    """Return what stands for receipt, trace and turnover number, ``None`` where nothing was told."""
    if result.totals is None:
        return _number(result.receipt), _number(result.trace), _number(result.turnover)
    totals = result.totals
    receipts = f"{totals.first_receipt or NOT_TOLD}-{totals.last_receipt or NOT_TOLD}"
    return receipts, f"{result.time or NOT_TOLD}.{totals.cents}", None


def _number(digits: str | None) -> str | None:
    return digits if digits and digits.strip("0") else None


def _told_day(result: TerminalResult) -> str | None:
    """Return the day of a result with its year, ``None`` where the year was not told."""
    day = result.day
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if day is not None and len(day) == len("YYYYMMDD") else None


def _days_of(result: TerminalResult, year: int) -> list[date]:
    """Return the days around *year* that a month and day can mean; none where the terminal told no such day."""
    if result.day is None:
        return []
    years = range(year - _LONGEST_WITHOUT_29_FEBRUARY, year + _LONGEST_WITHOUT_29_FEBRUARY + 1)
    return [day for one in years if (day := _day(one, result.day)) is not None]


def _day(year: int, month_and_day: str) -> date | None:
    try:
        return date(year, int(month_and_day[:2]), int(month_and_day[2:]))
    except ValueError:
        return None
