"""Made-up movements of a terminal and a counter's books that fit them, for the tests of the day report."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from clerk.domain.card_block import TerminalFacts, signed_cents
from clerk.domain.cash_entry import CashEntry, EntryKind
from clerk.domain.day_report import DayFacts
from clerk.domain.payment import Decision, Movement, Original, Payment, PaymentState, TerminalResult
from clerk.domain.settlement import Way
from clerk.domain.terminal_totals import CardGroup, GroupTotal, TerminalTotals

TID = "52500001"
DAY = date(2026, 5, 11)
MORNING = datetime(2026, 5, 11, 7, 0, tzinfo=UTC)
COUNTER = 7


def movement(
    number: int,
    cents: int,
    *,
    kind: Movement = Movement.PAYMENT,
    receipt: str | None = None,
    original: int | None = None,
    state: PaymentState = PaymentState.PAID,
    decided: bool = False,
    days: int = 0,
    counter: int | None = COUNTER,
    totals: TerminalTotals | None = None,
) -> Payment:
    """Return a movement that came to its end *number* minutes after the morning, *days* later."""
    at = MORNING + timedelta(days=days, minutes=number)
    told = receipt if receipt is not None or decided else f"{number:04d}"
    result = None if decided and receipt is None else TerminalResult(code=0, receipt=told, totals=totals)
    return Payment(
        id=number,
        visit=None,
        counter=counter,
        account=1,
        terminal=1,
        tid=TID,
        period=1,
        amount_cents=cents,
        lines=(),
        started_at=at,
        changed_at=at,
        state=state,
        kind=kind,
        original=None if original is None else Original(original, f"{original:04d}", None),
        result=result,
        decision=Decision(1, 2, "Beleg gesehen") if decided else None,
    )


def end_of_day(
    number: int, first: str | None, last: str | None, count: int, cents: int, *, days: int = 0
) -> Payment:
    """Return an end of day that reported these totals."""
    totals = TerminalTotals(first, last, (GroupTotal(CardGroup.GIROCARD, count, cents),))
    return movement(number, 0, kind=Movement.END_OF_DAY, days=days, totals=totals)


def entry(
    number: int, cents: int, *, way: Way = Way.CARD, payee: str = "authority", **more: object
) -> CashEntry:
    """Return an entry of the cash journal."""
    kind = EntryKind.TAKINGS if cents > 0 else EntryKind.STORNO
    made = CashEntry(COUNTER, number, MORNING, DAY, kind, way, payee, cents)
    return replace(made, **more)  # type: ignore[arg-type]


def books(movements: Iterable[Payment], *, first: int = 1) -> tuple[CashEntry, ...]:
    """Return the card entries that fit *movements* of our counter and day."""
    ours = (each for each in movements if _counts(each) and each.counter == COUNTER and _day(each) == DAY)
    return tuple(
        entry(number, signed_cents(each), payment=each.id) for number, each in enumerate(ours, first)
    )


def facts(
    movements: Sequence[Payment], *, entries: Sequence[CashEntry] | None = None, unbooked: Iterable[int] = ()
) -> DayFacts:
    """Return the facts of our counter's day with one terminal."""
    booked = {
        each.id: (each.counter or 0, _day(each))
        for each in movements
        if _counts(each) and each.id not in set(unbooked)
    }
    terminal = TerminalFacts("Theke", TID, tuple(movements), booked)
    return DayFacts(
        office="Bürgerbüro Musterkreis",
        site="Musterstadt",
        counter=COUNTER,
        label="7",
        day=DAY,
        zone="Europe/Berlin",
        entries=tuple(entries if entries is not None else books(movements)),
        terminals=(terminal,),
    )


def _counts(each: Payment) -> bool:
    return each.state is PaymentState.PAID and each.kind is not Movement.END_OF_DAY


def _day(each: Payment) -> date:
    return each.changed_at.date()
