"""The cash journal: an entry for every settlement in its transaction, numbered without a gap, nothing ever changed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from clerk.domain.cash_entry import WITHOUT_COUNTER, EntryKind
from clerk.domain.payment import Decision, Movement
from clerk.domain.payment_clearing import Decided
from clerk.domain.payment_events import Accepted, BaselineRead, Completed, ResultArrived, Sending
from clerk.domain.settlement import Way
from clerk.persistence.cash_audit import broken_seals
from clerk.persistence.cash_booking import book_settlement
from clerk.persistence.opening import open_store
from clerk.persistence.tables_case import ChargedLineRow
from clerk.ports import DayClosed, PaymentBlocked, PaymentOrder
from clerk.services.day_closing import ClosingRefused
from tests.domain.payments import APPROVED
from tests.forked import CONTEXT
from tests.persistence.office import MORNING
from tests.services.day_till import ALEX, BEFORE, KIM, TODAY, DayTill
from tests.services.till import CENTS, TID, through

_ENTRIES_EACH = 25
HUNDRED = replace(APPROVED, day="0511", receipt="0077", trace="000077", amount_cents=100)


@pytest.fixture(name="day")
def _day(tmp_path: Path) -> Iterator[DayTill]:
    day = DayTill.open(tmp_path)
    yield day
    day.close()


def _change(day: DayTill, statement: str) -> None:
    with day.till.office.store.write() as session:
        session.connection().execute(text(statement))


def _sign(day: DayTill) -> None:
    """Sign the day and let a supervisor lock it."""
    report = day.days().report(day.counter, TODAY)
    closing = day.days().sign(report, {item.key: "Terminal defekt" for item in report.differences})
    day.days().confirm(closing, ALEX)


def test_a_card_payment_is_booked_line_by_line_when_it_is_paid(day: DayTill) -> None:
    _claim, payment = day.card()
    entries = day.entries()
    assert [(entry.number, entry.cents, entry.payee) for entry in entries] == [
        (1, 2420, "kreis"),
        (2, 320, "kba"),
    ]
    assert {(entry.way, entry.kind, entry.payment) for entry in entries} == {
        (Way.CARD, EntryKind.TAKINGS, payment.id)
    }
    assert {entry.reference for entry in entries} == {"0001"}
    assert all(entry.case_number and entry.line for entry in entries)


def test_an_unclear_payment_is_not_booked(day: DayTill) -> None:
    day.card(unclear=True)
    assert day.entries() == ()


def test_another_way_of_paying_is_booked_with_its_reason(day: DayTill) -> None:
    day.otherwise(Way.EXEMPT)
    assert [(entry.way, entry.cents, entry.reason) for entry in day.entries()] == [
        (Way.EXEMPT, 2420, "Karte nicht lesbar"),
        (Way.EXEMPT, 320, "Karte nicht lesbar"),
    ]


def test_a_settlement_that_fails_leaves_no_entry(day: DayTill) -> None:
    claim = day.till.charged_visit()
    with pytest.raises(ZeroDivisionError), day.till.office.work.write() as work:  # noqa: PT012 - one transaction
        work.visits.settle(claim, [line.id for line in day.till.lines(claim)], "notice", None, "Grund")
        _ = 1 / 0
    assert day.entries() == ()
    day.settle(claim)
    assert [entry.number for entry in day.entries()] == [1, 2]


def test_a_payment_without_a_visit_is_booked_at_the_counter_of_the_terminal(day: DayTill) -> None:
    day.moved(Movement.PAYMENT, 100)
    (entry,) = day.entries()
    assert (entry.cents, entry.line, entry.case_number) == (100, None, None)


def test_a_payment_at_a_terminal_without_counter_is_not_lost(day: DayTill) -> None:
    _change(day, "UPDATE counter SET terminal = NULL")
    day.moved(Movement.PAYMENT, CENTS)
    assert day.entries() == ()
    assert [entry.cents for entry in day.entries(WITHOUT_COUNTER)] == [CENTS]


def test_an_end_of_day_books_nothing(day: DayTill) -> None:
    day.end_of_day()
    assert day.entries() == ()


@pytest.mark.parametrize("statement", ["UPDATE cash_entry SET cents = 1", "DELETE FROM cash_entry"])
def test_an_entry_is_never_changed_or_removed(day: DayTill, statement: str) -> None:
    day.otherwise()
    with pytest.raises(IntegrityError, match="append-only"):
        _change(day, statement)


def test_a_number_cannot_be_left_out(day: DayTill) -> None:
    day.otherwise()
    with pytest.raises(IntegrityError, match="no gap"):
        _change(
            day,
            "INSERT INTO cash_entry (counter, number, at, day, account, kind, way, payee, cents, seal) "
            f"VALUES ({day.counter}, 4, 1, '2026-05-11', 1, 'takings', 'notice', 'kreis', 1, '')",
        )


def test_an_entry_changed_past_the_triggers_is_found(day: DayTill) -> None:
    for _each in range(2):
        day.otherwise()
    with day.till.office.store.read() as session:
        assert broken_seals(session) == []
    _change(day, "DROP TRIGGER cash_entry_no_update")
    _change(day, "UPDATE cash_entry SET cents = cents + 1 WHERE number = 2")
    with day.till.office.store.read() as session:
        assert broken_seals(session) == [(day.counter, 2)]
    _change(day, "DROP TRIGGER cash_entry_no_delete")
    _change(day, "DELETE FROM cash_entry WHERE number = 2")
    with day.till.office.store.read() as session:
        assert broken_seals(session) == [(day.counter, 3)]


# ---------------------------------------------------------------- a closed day


def test_a_closed_day_refuses_every_other_way_of_paying(day: DayTill) -> None:
    day.otherwise()
    claim = day.till.charged_visit()
    _sign(day)
    for way in (Way.NOTICE, Way.CASH_OFFICE, Way.EXEMPT):
        with pytest.raises(DayClosed, match="abgeschlossen"):
            day.settle(claim, way)
    assert day.till.ways(claim) == [None, None]


def test_a_closed_day_refuses_a_card_payment_before_anything_is_charged(day: DayTill) -> None:
    day.otherwise()
    claim = day.till.charged_visit()
    _sign(day)
    for order in (day.till.order(claim), PaymentOrder(day.till.terminal, TID, 100, 1)):
        with pytest.raises(PaymentBlocked, match="abgeschlossen"):
            day.journal.open(order)
    assert day.journal.open_at(day.till.terminal) == ()
    assert [line.is_settled for line in day.till.lines(claim)] == [False, False]


def test_a_closed_day_takes_no_entry_whatever_program_writes_it(day: DayTill) -> None:
    day.otherwise()
    _sign(day)
    with pytest.raises(IntegrityError, match="the day is closed"):
        _change(
            day,
            "INSERT INTO cash_entry (counter, number, at, day, account, kind, way, payee, cents, seal) "
            f"VALUES ({day.counter}, 3, 1, '2026-05-11', 1, 'takings', 'notice', 'kreis', 1, '')",
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE day_closing SET state = 'open', signed_by = NULL, confirmed_by = NULL, number = NULL",
        "UPDATE day_closing SET snapshot = '{}'",
        "DELETE FROM day_closing",
        "DELETE FROM day_closing_event",
        "UPDATE day_closing_event SET account = 9",
        "INSERT INTO day_closing (counter, day, state, version) VALUES (1, '2026-05-30', 'signed', 1)",
    ],
)
def test_a_locked_day_stays_locked_whatever_program_writes(day: DayTill, statement: str) -> None:
    day.otherwise()
    _sign(day)
    with pytest.raises(IntegrityError):
        _change(day, statement)


def test_money_that_moved_although_the_day_was_closed_counts_to_the_next_day(day: DayTill) -> None:
    """The journal never refuses what has happened: else a paid payment could not be recorded."""
    day.otherwise()
    _change(day, "UPDATE counter SET terminal = NULL")
    payment = day.journal.open(PaymentOrder(day.till.terminal, TID, 100, 1))
    _sign(day)
    _change(day, f"UPDATE counter SET terminal = {day.till.terminal}")
    through(
        day.journal, payment, BaselineRead(BEFORE), Sending(), Accepted(), ResultArrived(HUNDRED), Completed()
    )
    assert [entry.cents for entry in day.entries(day=TODAY.replace(day=12))] == [100]


def test_a_payment_that_is_not_cleared_up_keeps_the_day_open_for_it(day: DayTill) -> None:
    _claim, payment = day.card(unclear=True)
    with pytest.raises(ClosingRefused, match="ungeklärt"):
        _sign(day)
    decided = Decision(KIM.account, ALEX.account, "Beleg gesehen")
    day.journal.record(payment, Decided(paid=True, decision=decided))
    assert sum(entry.cents for entry in day.entries()) == CENTS


def test_money_given_back_at_the_terminal_of_a_closed_day_counts_to_the_next_day(day: DayTill) -> None:
    _claim, payment = day.card()
    day.end_of_day()
    _sign(day)
    day.moved(Movement.REFUND, CENTS, original=payment)
    assert sum(entry.cents for entry in day.entries()) == CENTS
    assert sum(entry.cents for entry in day.entries(day=TODAY.replace(day=12))) == -CENTS


# ---------------------------------------------------------------- several processes


def test_numbers_have_no_gap_however_many_processes_book(day: DayTill) -> None:
    day.till.charged_visit()
    path = Path(day.till.office.store.address)
    with CONTEXT.Pool(4) as pool:
        pool.starmap(_book, [(path, day.counter, number) for number in range(4)])
    numbers = [entry.number for entry in day.entries()]
    assert numbers == list(range(1, 4 * _ENTRIES_EACH + 1))
    with day.till.office.store.read() as session:
        assert broken_seals(session) == []


def _book(path: Path, counter: int, account: int) -> None:
    store = open_store(path)
    for _each in range(_ENTRIES_EACH):
        with store.write() as session:
            row = session.get_one(ChargedLineRow, 1)
            row.way = Way.NOTICE
            row.settled_at = MORNING
            book_settlement(session, [row], counter=counter, account=account, at=MORNING)
    store.close()
