"""What the store knows of a counter's day, put together for the report."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, and_, col, or_, select

from clerk.domain.card_block import TerminalFacts
from clerk.domain.cash_entry import WITHOUT_COUNTER, CashEntry, EntryKind
from clerk.domain.day_report import Awaited, DayFacts
from clerk.domain.office_time import day_bounds
from clerk.domain.payment import FINAL, Payment
from clerk.locale import german
from clerk.persistence.cash_journal import entry_of, site_of
from clerk.persistence.payment_movements import movements_around
from clerk.persistence.payment_rows import read_payment
from clerk.persistence.payment_tables import PaymentRow
from clerk.persistence.storno_rows import read_open_requests
from clerk.persistence.tables_case import CaseRow, ChargedLineRow
from clerk.persistence.tables_cash import CashEntryRow
from clerk.persistence.tables_people import CounterRow, TerminalRow
from clerk.persistence.tables_queue import VisitRow


def read_day(session: Session, counter: int, day: date) -> DayFacts:
    """Return the facts of a day; ``KeyError`` for a counter that does not exist."""
    site = site_of(session, counter)
    begin, end = day_bounds(day, ZoneInfo(site.zone))
    entries = _entries(session, counter, day)
    return DayFacts(
        office=site.office_name,
        site=site.name,
        counter=counter,
        label=label_of(session, counter),
        day=day,
        zone=site.zone,
        entries=entries,
        terminals=tuple(
            _terminal_facts(session, terminal, begin, end)
            for terminal in _terminals(session, counter, entries)
        ),
        open_payments=_open_payments(session, counter, end),
        stornos=tuple(
            request for request in read_open_requests(session, [counter]) if request.asked_at < end
        ),
        awaited=_awaited(session, site.id),
    )


def label_of(session: Session, counter: int) -> str:
    """Return the counter as the board shows it."""
    row = session.get(CounterRow, counter)
    return german("ohne Schalter") if row is None else row.label


def _entries(session: Session, counter: int, day: date) -> tuple[CashEntry, ...]:
    query = select(CashEntryRow).where(CashEntryRow.counter == counter, CashEntryRow.day == day)
    return tuple(map(entry_of, session.exec(query.order_by(col(CashEntryRow.number)))))


def _terminals(session: Session, counter: int, entries: tuple[CashEntry, ...]) -> list[TerminalRow]:
    """Return the counter's terminal, and any other that its money of the day came from."""
    payments = [entry.payment for entry in entries if entry.payment is not None]
    used = select(PaymentRow.terminal).where(col(PaymentRow.id).in_(payments))
    ours = select(CounterRow.terminal).where(CounterRow.id == counter)
    query = select(TerminalRow).where(or_(col(TerminalRow.id).in_(used), col(TerminalRow.id).in_(ours)))
    return list(session.exec(query.order_by(col(TerminalRow.id))))


def _terminal_facts(session: Session, terminal: TerminalRow, begin: datetime, end: datetime) -> TerminalFacts:
    movements = movements_around(session, terminal.id or 0, begin, end)
    booked = select(CashEntryRow.payment, CashEntryRow.counter, col(CashEntryRow.day)).where(
        col(CashEntryRow.payment).in_([movement.id for movement in movements]),
        CashEntryRow.kind != EntryKind.CORRECTION,
    )
    return TerminalFacts(
        name=terminal.name,
        tid=terminal.tid or terminal.name,
        movements=movements,
        booked={
            payment: (counter, day) for payment, counter, day in session.exec(booked) if payment is not None
        },
    )


def _open_payments(session: Session, counter: int, end: datetime) -> tuple[Payment, ...]:
    """Return the movements begun by the end of the day that have not come to an end."""
    ours = select(CounterRow.terminal).where(CounterRow.id == counter, col(CounterRow.terminal).is_not(None))
    taken = select(CounterRow.terminal).where(col(CounterRow.terminal).is_not(None))
    of_nobody = col(PaymentRow.counter).is_(None)
    terminal = col(PaymentRow.terminal)
    without = terminal.not_in(taken) if counter == WITHOUT_COUNTER else terminal.in_(ours)
    query = select(PaymentRow).where(
        or_(PaymentRow.counter == counter, and_(of_nobody, without)),
        col(PaymentRow.state).not_in(sorted(FINAL)),
        PaymentRow.started_at < end,
    )
    rows = session.exec(query.order_by(col(PaymentRow.id))).all()
    return tuple(read_payment(session, row) for row in rows)


def _awaited(session: Session, site: int | None) -> Awaited:
    query = (
        select(func.count(), func.coalesce(func.sum(ChargedLineRow.cents), 0))
        .select_from(ChargedLineRow)
        .join(CaseRow, col(CaseRow.id) == col(ChargedLineRow.case))
        .join(VisitRow, col(VisitRow.id) == col(CaseRow.visit))
        .where(
            VisitRow.site == site,
            col(ChargedLineRow.to_cash_office),
            col(ChargedLineRow.settled_at).is_(None),
        )
    )
    count, cents = session.exec(query).one()
    return Awaited(count, cents)
