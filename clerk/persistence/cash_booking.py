"""Booking in the cash journal: every settlement in the transaction that makes it, and what takes it back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import Session, col, select

from clerk.domain.cash_entry import WITHOUT_COUNTER, EntryKind
from clerk.domain.catalogue_entries import Payee
from clerk.domain.day_closing import ClosingState
from clerk.domain.payment import NOT_TOLD, Movement, Payment
from clerk.domain.settlement import Way
from clerk.domain.storno import StornoState
from clerk.domain.visit import Outcome, VisitState
from clerk.persistence.cash_journal import (
    append,
    closing_state,
    counter_at,
    day_of,
    require_open_day,
    standing_of_payment,
)
from clerk.persistence.tables_case import CaseRow, ChargedLineRow
from clerk.persistence.tables_cash import CashEntryRow, StornoRequestRow
from clerk.persistence.tables_people import SiteRow, TerminalRow
from clerk.persistence.tables_queue import VisitRow


def book_settlement(
    session: Session, rows: Sequence[ChargedLineRow], *, counter: int, account: int, at: datetime
) -> None:
    """Book fee lines that were just settled at *counter* in another way than by card, at *at* (UTC).

    Raises ``DayClosed``.
    """
    day = require_open_day(session, counter, at)
    for row in rows:
        if row.cents and row.way is not None:
            append(
                session,
                _entry_of_line(session, row, row.way, counter, account, at, day),
            )


def book_movement(session: Session, payment: Payment) -> None:
    """Book a movement at a card terminal that has happened: money that came, or money given back.

    The money has moved whatever our books say: where the day is closed already, it counts to the next one that is
    not. An end of day moves none.
    """
    if payment.kind is Movement.PAYMENT:
        _book_payment(session, payment)
    elif payment.kind is not Movement.END_OF_DAY:
        _book_back(session, payment)


def take_back(
    session: Session,
    entries: Sequence[CashEntryRow],
    *,
    kind: EntryKind,
    account: int,
    at: datetime,
    day: date,
    reason: str | None,
    payment: int | None = None,
    reference: str | None = None,
    way: Way | None = None,
) -> None:
    """Append an entry against each of *entries* and let their fee lines be open again.

    *way* is how the money goes back, where that is not the way it came. A case of a closed visit is not done any more
    then: it can be taken up by its number, and what is open be paid.
    """
    for entry in entries:
        append(
            session,
            CashEntryRow(
                counter=entry.counter,
                number=0,
                at=at,
                day=day,
                account=account,
                kind=kind,
                way=way or entry.way,
                payee=entry.payee,
                cents=-entry.cents,
                line=entry.line,
                case_number=entry.case_number,
                payment=payment,
                reference=reference,
                reason=reason,
                reverses=entry.number,
                seal="",
            ),
        )
    lines = [entry.line for entry in entries if entry.line is not None]
    session.execute(
        update(ChargedLineRow)
        .where(col(ChargedLineRow.id).in_(lines))
        .values(way=None, settled_at=None, reference=None, settled_reason=None, payment=None, held_by=None)
    )
    _let_go_on(session, lines)
    session.flush()


def _let_go_on(session: Session, lines: Sequence[int]) -> None:
    closed = select(VisitRow.id).where(VisitRow.state == VisitState.CLOSED)
    owing = select(ChargedLineRow.case).where(col(ChargedLineRow.id).in_(lines))
    session.execute(
        update(CaseRow)
        .where(
            col(CaseRow.id).in_(owing), col(CaseRow.visit).in_(closed), col(CaseRow.outcome) == Outcome.DONE
        )
        .values(outcome=Outcome.INCOMPLETE)
    )


def _entry_of_line(
    session: Session, row: ChargedLineRow, way: Way, counter: int, account: int, at: datetime, day: date
) -> CashEntryRow:
    return CashEntryRow(
        counter=counter,
        number=0,
        at=at,
        day=day,
        account=account,
        kind=EntryKind.TAKINGS,
        way=way,
        payee=row.payee,
        cents=row.cents,
        line=row.id,
        case_number=session.get_one(CaseRow, row.case).number,
        payment=row.payment,
        reference=row.reference,
        reason=row.settled_reason,
        seal="",
    )


def _book_payment(session: Session, payment: Payment) -> None:
    counter = counter_at(session, payment.counter, payment.terminal)
    day = _next_open_day(session, counter, payment)
    at = payment.changed_at
    lines = select(ChargedLineRow).where(ChargedLineRow.payment == payment.id)
    rows = session.exec(
        lines.order_by(col(ChargedLineRow.id)).execution_options(populate_existing=True)
    ).all()
    for row in rows:
        append(session, _entry_of_line(session, row, Way.CARD, counter, payment.account, at, day))
    without_line = payment.amount_cents - sum(row.cents for row in rows)
    if without_line > 0:
        append(session, _entry_without_line(payment, counter, day, without_line, EntryKind.TAKINGS))


def _book_back(session: Session, payment: Payment) -> None:
    """Book what a reversal or refund gave back, and close the request it was made for."""
    original = payment.original.payment if payment.original else None
    entries = standing_of_payment(session, original) if original is not None else []
    counter = entries[0].counter if entries else counter_at(session, payment.counter, payment.terminal)
    day = _next_open_day(session, counter, payment)
    kind = EntryKind.STORNO if payment.kind is Movement.REVERSAL else EntryKind.REFUND
    request = _confirmed_request(session, original)
    if sum(entry.cents for entry in entries) == payment.amount_cents:
        take_back(
            session,
            entries,
            kind=kind,
            account=payment.account,
            at=payment.changed_at,
            day=day,
            reason=request.reason if request else None,
            payment=payment.id,
            reference=_receipt(payment),
        )
    else:
        append(session, _entry_without_line(payment, counter, day, -payment.amount_cents, kind))
    if request is not None:
        request.state = StornoState.DONE
        request.reversal = payment.id
        session.flush()


def _entry_without_line(
    payment: Payment, counter: int, day: date, cents: int, kind: EntryKind
) -> CashEntryRow:
    return CashEntryRow(
        counter=counter,
        number=0,
        at=payment.changed_at,
        day=day,
        account=payment.account,
        kind=kind,
        way=Way.CARD,
        payee=Payee.AUTHORITY.value,
        cents=cents,
        payment=payment.id,
        reference=_receipt(payment),
        seal="",
    )


def _confirmed_request(session: Session, payment: int | None) -> StornoRequestRow | None:
    query = select(StornoRequestRow).where(
        StornoRequestRow.payment == payment, StornoRequestRow.state == StornoState.CONFIRMED
    )
    return None if payment is None else session.exec(query).first()


def _receipt(payment: Payment) -> str:
    return (payment.result.receipt if payment.result else None) or NOT_TOLD


def _next_open_day(session: Session, counter: int, payment: Payment) -> date:
    if counter == WITHOUT_COUNTER:
        site = session.get_one(SiteRow, session.get_one(TerminalRow, payment.terminal).site)
        day = payment.changed_at.astimezone(ZoneInfo(site.zone)).date()
    else:
        day = day_of(session, counter, payment.changed_at)
    while closing_state(session, counter, day) is not ClosingState.OPEN:
        day += timedelta(days=1)
    return day
