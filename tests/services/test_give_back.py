"""Giving a card payment back, and closing the day at the terminal, against the simulator in a process of its own."""

from dataclasses import replace

import pytest

from clerk.domain.card_block import signed_cents
from clerk.domain.payment import Baseline, Movement, PaymentState, Reason
from clerk.domain.payment_events import BaselineRead, Sending
from clerk.persistence.payment_movements import money_of_period
from clerk.ports import PaymentBlocked
from integrations.zvt.sim_ledger import Kind, read_ledger
from integrations.zvt.sim_settings import LostAck, Scenario, choose_scenario
from tests.integrations.zvt.simulator_process import CashRegister, SimulatedTerminal
from tests.services.card_program import program, standing
from tests.services.till import CENTS, Till, Watcher

END_OF_DAY = "065003000000"


def test_a_reversed_payment_is_owed_again_and_reversed_only_once(
    till: Till, simulator: SimulatedTerminal
) -> None:
    claim = till.charged_visit()
    with program(till, simulator.port) as desk:
        paid = desk.pay(claim)
        assert till.ways(claim) == ["card", "card"]
        taken_back = desk.give_back(paid)
        assert taken_back.state is PaymentState.PAID
        assert taken_back.result is not None
        assert paid.result is not None
        assert taken_back.result.original_trace == paid.result.trace
        assert till.ways(claim) == [None, None]
        with pytest.raises(PaymentBlocked, match="schon zurückgegeben"):
            desk.give_back(paid)
        with pytest.raises(PaymentBlocked, match="schon zurückgegeben"):
            desk.give_back(paid, Movement.REFUND)
        again = desk.pay(claim)
        assert again.state is PaymentState.PAID
    kinds = [(entry.kind, entry.stands) for entry in read_ledger(simulator.ledger)]
    assert kinds == [(Kind.PAYMENT, False), (Kind.REVERSAL, True), (Kind.PAYMENT, True)]


def test_rule_10_a_reversal_done_before_at_the_terminal_counts_as_done(
    till: Till, simulator: SimulatedTerminal
) -> None:
    claim = till.charged_visit()
    choose_scenario(simulator.ledger, Scenario.APPROVE)
    with program(till, simulator.port) as desk:
        paid = desk.pay(claim)
        choose_scenario(simulator.ledger, Scenario.CUT_AFTER_APPROVAL, LostAck.KEEP)
        unclear = desk.give_back(paid)
        assert unclear.state is PaymentState.UNKNOWN
        assert till.ways(claim) == ["card", "card"]
        choose_scenario(simulator.ledger, Scenario.APPROVE)
        (found,) = desk.recovery.run(Watcher())
        assert found.state is PaymentState.PAID
        assert till.ways(claim) == [None, None]


def test_a_reversal_that_the_terminal_took_back_itself_leaves_the_payment_booked(
    till: Till, simulator: SimulatedTerminal
) -> None:
    claim = till.charged_visit()
    with program(till, simulator.port) as desk:
        paid = desk.pay(claim)
        choose_scenario(simulator.ledger, Scenario.CUT_AFTER_APPROVAL, LostAck.REVERSE)
        assert desk.give_back(paid).state is PaymentState.UNKNOWN
        choose_scenario(simulator.ledger, Scenario.APPROVE)
        (found,) = desk.recovery.run(Watcher())
        assert found.state is PaymentState.NOT_PAID
        assert till.ways(claim) == ["card", "card"]
        assert desk.give_back(paid).state is PaymentState.PAID
        assert till.ways(claim) == [None, None]


def test_rule_10_after_the_end_of_day_only_a_refund_gives_back(
    till: Till, simulator: SimulatedTerminal
) -> None:
    claim = till.charged_visit()
    with program(till, simulator.port) as desk:
        paid = desk.pay(claim)
        closed = desk.close_day()
        assert closed.state is PaymentState.PAID
        assert closed.result is not None
        assert closed.result.totals is not None
        assert closed.result.totals.cents == CENTS
        with pytest.raises(PaymentBlocked, match="Gutschrift"):
            desk.give_back(paid)
        refunded = desk.give_back(paid, Movement.REFUND)
        assert refunded.state is PaymentState.PAID
        assert refunded.period == paid.period + 1
        assert till.ways(claim) == [None, None]


def test_what_moved_since_the_end_of_day_has_the_refund_that_the_terminals_sum_cannot_tell(
    till: Till, simulator: SimulatedTerminal
) -> None:
    claim = till.charged_visit()
    with program(till, simulator.port) as desk:
        paid = desk.pay(claim)
        with till.office.store.read() as session:
            assert money_of_period(session, till.terminal) == (paid,)
        desk.close_day()
        refunded = desk.give_back(paid, Movement.REFUND)
        told = desk.card.end_of_day.so_far()
    assert told is not None
    assert (told.count, told.cents) == (0, 0)
    with till.office.store.read() as session:
        moved = money_of_period(session, till.terminal)
    assert [movement.id for movement in moved] == [refunded.id]
    assert sum(map(signed_cents, moved)) == -CENTS


def test_payments_go_on_after_the_end_of_day_in_a_period_of_their_own(
    till: Till, simulator: SimulatedTerminal
) -> None:
    with program(till, simulator.port) as desk:
        first = desk.pay(till.charged_visit())
        assert desk.close_day().state is PaymentState.PAID
        second = desk.pay(till.charged_visit(till.office.counter("8")))
        assert second.state is PaymentState.PAID
        assert second.period == first.period + 1
        assert desk.close_day().state is PaymentState.PAID
    assert standing(simulator) == [CENTS, CENTS]


def test_an_open_payment_blocks_the_end_of_day_even_when_people_must_decide_it(
    till: Till, simulator: SimulatedTerminal
) -> None:
    with program(till, simulator.port, exclusive=False) as desk:
        choose_scenario(simulator.ledger, Scenario.CUT_AFTER_APPROVAL, LostAck.KEEP)
        desk.pay(till.charged_visit())
        with pytest.raises(PaymentBlocked):
            desk.close_day()
        (left,) = desk.recovery.run(Watcher())
        assert (left.state, left.reason) == (PaymentState.MANUAL, Reason.AMBIGUOUS_OWNER)
        with pytest.raises(PaymentBlocked, match="Kassenschnitt"):
            desk.close_day()


@pytest.mark.parametrize(("closed", "found"), [(True, PaymentState.PAID), (False, PaymentState.NOT_PAID)])
def test_rule_11_an_end_of_day_that_broke_off_is_not_sent_again_but_its_receipt_fetched(
    till: Till, simulator: SimulatedTerminal, closed: bool, found: PaymentState
) -> None:
    with program(till, simulator.port) as desk:
        before = desk.close_day()
        assert before.key is not None
        assert before.result is not None
        desk.pay(till.charged_visit())
        intent = desk.journal.open(till.end_of_day())
        known = Baseline(replace(before.key, period=intent.period), before.result.time)
        desk.journal.record(desk.journal.record(intent, BaselineRead(known)), Sending())
    if closed:
        register = CashRegister(simulator.port)
        register.command(END_OF_DAY)
        register.close()
    with program(till, simulator.port) as desk:
        (recovered,) = desk.recovery.take_over(Watcher())
        assert recovered.state is found
    assert days_closed(simulator) == (2 if closed else 1)


def days_closed(simulator: SimulatedTerminal) -> int:
    """Return how often the terminal closed its period."""
    return simulator.ledger.read_text().count("day-closed")
