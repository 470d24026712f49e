"""What an open payment locks: its fee lines, and its terminal."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete

from clerk.domain.payment import Baseline, PaymentState, Reason, TransactionKey
from clerk.domain.payment_clearing import FoundUnclear, RecoveryBegan
from clerk.domain.payment_events import (
    Accepted,
    BaselineRead,
    Lost,
    NothingWritten,
    PaymentEvent,
    ResultArrived,
    Sending,
)
from clerk.domain.settlement import Way
from clerk.domain.visit import ParkReason
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.persistence.tables_case import ChargedLineRow
from clerk.ports import (
    ClaimLost,
    LineLocked,
    PaymentBlocked,
)
from tests.domain.payments import APPROVED, OLD
from tests.services.till import CENTS, CLERK, LINES, Till, through

BEFORE = TransactionKey("52500001", 1, "2026-05-11", "0041", "000101")
RESULT = replace(APPROVED, day="0511")
TO_RESULT = (BaselineRead(Baseline(BEFORE)), Sending(), Accepted(), ResultArrived(RESULT))


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


@pytest.fixture(name="journal")
def _journal(till: Till) -> Iterator[StoredPaymentJournal]:
    journal = till.journal()
    journal.hold(till.terminal)
    yield journal
    journal.close()


def test_rule_7_while_a_payment_is_open_no_other_way_settles_its_lines(
    till: Till, journal: StoredPaymentJournal
) -> None:
    claim = till.charged_visit()
    payment = through(journal, journal.open(till.order(claim)), *TO_RESULT, Lost(Reason.LINE_CUT))
    with pytest.raises(LineLocked):
        till.settle_otherwise(claim)
    with pytest.raises(LineLocked), till.office.work.write() as work:
        work.visits.charge(claim, till.office.visit(claim.visit).cases[0].id, LINES)
    through(journal, payment, RecoveryBegan(), FoundUnclear(Reason.DOES_NOT_FIT, OLD))
    with pytest.raises(LineLocked):
        till.settle_otherwise(claim)


def test_rule_7_nor_does_another_terminal_or_another_counter(
    till: Till, journal: StoredPaymentJournal
) -> None:
    claim = till.charged_visit()
    journal.open(till.order(claim))
    till.office.queue.park(claim, ParkReason.CASH_OFFICE)
    second = till.office.counter("8")
    answer = till.office.queue.take(second, CLERK, claim.visit)
    taken_over = till.office.queue.held_by(second, CLERK)
    assert taken_over is not None, answer
    entry = replace(till.office.admin.terminals()[0], name="Kasse 2", id=0)
    elsewhere = till.office.admin.add_terminal(entry).id
    journal.hold(elsewhere)
    with pytest.raises(PaymentBlocked, match="schon eine Zahlung"):
        journal.open(replace(till.order(taken_over), terminal=elsewhere))


def test_rule_7_even_a_defective_program_cannot_touch_a_held_line(
    till: Till, journal: StoredPaymentJournal
) -> None:
    claim = till.charged_visit()
    journal.open(till.order(claim))
    line = till.lines(claim)[0].id
    mine = col(ChargedLineRow.id) == line
    with pytest.raises(IntegrityError), till.office.store.write() as session:
        session.execute(
            update(ChargedLineRow).where(mine).values(way=Way.NOTICE, settled_at=till.office.clock.now())
        )
    with pytest.raises(IntegrityError), till.office.store.write() as session:
        session.execute(delete(ChargedLineRow).where(mine))


@pytest.mark.parametrize("end", [NothingWritten(Reason.UNREACHABLE)])
def test_a_payment_that_ended_without_money_frees_its_lines(
    till: Till, journal: StoredPaymentJournal, end: PaymentEvent
) -> None:
    claim = till.charged_visit()
    journal.record(journal.open(till.order(claim)), end)
    till.settle_otherwise(claim)
    assert till.ways(claim) == ["notice", "notice"]


def test_rule_8_a_terminal_with_an_open_payment_takes_no_second_one(
    till: Till, journal: StoredPaymentJournal
) -> None:
    journal.open(till.order(till.charged_visit()))
    other = till.charged_visit(till.office.counter("9"))
    with pytest.raises(PaymentBlocked, match="Terminal"):
        journal.open(till.order(other))


def test_rule_12_a_payment_left_to_people_lets_the_terminal_work_again(
    till: Till, journal: StoredPaymentJournal
) -> None:
    payment = through(
        journal, journal.open(till.order(till.charged_visit())), *TO_RESULT, Lost(Reason.SILENT)
    )
    through(journal, payment, RecoveryBegan(), FoundUnclear(Reason.DOES_NOT_FIT, OLD))
    other = till.charged_visit(till.office.counter("9"))
    assert journal.open(till.order(other)).state is PaymentState.INTENT


def test_a_payment_needs_the_claim_on_its_visit(till: Till, journal: StoredPaymentJournal) -> None:
    claim = till.charged_visit()
    order = till.order(claim)
    with pytest.raises(ClaimLost):
        journal.open(replace(order, claim=replace(claim, epoch=claim.epoch + 1)))
    assert journal.of_visit(claim.visit) == ()


def test_an_amount_that_is_not_the_sum_of_its_lines_is_refused(
    till: Till, journal: StoredPaymentJournal
) -> None:
    order = till.order(till.charged_visit())
    for wrong in (
        replace(order, amount_cents=CENTS + 1),
        replace(order, lines=order.lines[:1]),
        replace(order, lines=(*order.lines, 999)),
    ):
        with pytest.raises(PaymentBlocked):
            journal.open(wrong)


def test_lines_settled_otherwise_cannot_be_charged(till: Till, journal: StoredPaymentJournal) -> None:
    claim = till.charged_visit()
    order = till.order(claim)
    till.settle_otherwise(claim)
    with pytest.raises(PaymentBlocked, match="schon bezahlt"):
        journal.open(order)
