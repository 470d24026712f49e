"""Paying by card, and clearing up what went wrong, against a simulated terminal in a process of its own."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from clerk.domain.payment import Payment, PaymentState, Reason
from clerk.ports import LineLocked, PaymentBlocked, TerminalInUse
from clerk.services.payment_messages import explain
from clerk.services.recover_payment import DecisionRefused
from integrations.zvt.sim_ledger import Kind, Ledger
from integrations.zvt.sim_settings import LostAck, Scenario, choose_scenario
from tests.integrations.zvt.simulator_process import SimulatedTerminal, simulated_terminal
from tests.services.card_program import program, standing
from tests.services.till import CENTS, CLERK, COLLEAGUE, LEAD, TID, Till, Watcher, wait_until


def test_a_card_payment_settles_all_fee_lines_of_the_visit(till: Till, simulator: SimulatedTerminal) -> None:
    claim = till.charged_visit()
    with program(till, simulator.port) as desk:
        paid = desk.pay(claim)
        assert desk.payments.state_of(claim.visit) == paid
    assert explain(paid).title == "Bezahlt"
    assert till.ways(claim) == ["card", "card"]
    assert standing(simulator) == [CENTS]


def test_nothing_is_charged_where_nothing_is_open(till: Till, simulator: SimulatedTerminal) -> None:
    claim = till.charged_visit()
    with program(till, simulator.port) as desk:
        desk.pay(claim)
        with pytest.raises(PaymentBlocked, match="nichts zu bezahlen"):
            desk.pay(claim)
    assert standing(simulator) == [CENTS]


def test_pressing_pay_twice_is_refused_and_the_first_goes_on(
    till: Till, simulator: SimulatedTerminal
) -> None:
    choose_scenario(simulator.ledger, Scenario.NO_CARD)
    claim = till.charged_visit()
    watcher = Watcher()
    ended: list[Payment] = []
    with program(till, simulator.port) as desk:
        first = threading.Thread(
            target=lambda: ended.append(desk.payments.start(claim, till.lines(claim), watcher))
        )
        first.start()
        wait_until(lambda: any("Karte" in text for text in watcher.texts))
        with pytest.raises(PaymentBlocked):
            desk.pay(claim)
        with pytest.raises(LineLocked):
            till.settle_otherwise(claim)
        assert desk.payments.abort()
        first.join(10)
    assert explain(ended[0]).title == "Zahlung abgebrochen"


def test_after_a_decline_another_card_or_another_way_is_open(
    till: Till, simulator: SimulatedTerminal
) -> None:
    first, second = till.charged_visit(), till.charged_visit(till.office.counter("8"))
    with program(till, simulator.port) as desk:
        choose_scenario(simulator.ledger, Scenario.DECLINE)
        assert explain(desk.pay(first)).title == "Zahlung abgelehnt"
        assert desk.pay(second).state is PaymentState.DECLINED
        choose_scenario(simulator.ledger, Scenario.APPROVE)
        assert desk.pay(first).state is PaymentState.PAID
    till.settle_otherwise(second)
    assert (till.ways(first), till.ways(second)) == (["card"] * 2, ["notice"] * 2)
    assert standing(simulator) == [CENTS]


def test_an_unclear_payment_locks_its_lines_until_recovery_books_it(
    till: Till, simulator: SimulatedTerminal
) -> None:
    choose_scenario(simulator.ledger, Scenario.CUT_AFTER_APPROVAL, LostAck.KEEP)
    claim = till.charged_visit()
    with program(till, simulator.port) as desk:
        unclear = desk.pay(claim)
        assert explain(unclear).title == "Ungeklärt – nicht erneut belasten"
        with pytest.raises(LineLocked):
            till.settle_otherwise(claim)
        with pytest.raises(PaymentBlocked):
            desk.pay(claim)
        (found,) = desk.recovery.run(Watcher())
        assert found.state is PaymentState.PAID
        assert desk.recovery.run(Watcher()) == ()
    assert till.ways(claim) == ["card", "card"]
    assert standing(simulator) == [CENTS]


def test_rule_14_a_new_program_clears_up_what_the_old_one_left_before_it_charges(
    till: Till, simulator: SimulatedTerminal
) -> None:
    left, next_one = till.charged_visit(), till.charged_visit(till.office.counter("8"))
    with program(till, simulator.port) as desk:
        choose_scenario(simulator.ledger, Scenario.CUT_AFTER_APPROVAL, LostAck.KEEP)
        assert desk.pay(left).state is PaymentState.UNKNOWN
    choose_scenario(simulator.ledger, Scenario.APPROVE)
    with program(till, simulator.port) as desk:
        assert desk.pay(next_one).state is PaymentState.PAID
    assert till.ways(left) == ["card", "card"]
    assert standing(simulator) == [CENTS, CENTS]


def test_rule_2_a_second_program_at_the_same_terminal_is_told_so(
    till: Till, simulator: SimulatedTerminal
) -> None:
    claim = till.charged_visit()
    with program(till, simulator.port) as first, program(till, simulator.port) as second:
        first.recovery.take_over(Watcher())
        with pytest.raises(TerminalInUse, match="anderes laufendes Programm"):
            second.pay(claim)
    assert standing(simulator) == []


def test_recovery_leaves_it_unclear_while_the_terminal_is_off_and_books_it_when_it_is_back(
    till: Till, simulator: SimulatedTerminal
) -> None:
    choose_scenario(simulator.ledger, Scenario.CUT_AFTER_APPROVAL, LostAck.KEEP)
    claim = till.charged_visit()
    with program(till, simulator.port) as desk:
        desk.pay(claim)
        choose_scenario(simulator.ledger, Scenario.SWITCHED_OFF)
        wait_until(lambda: not desk.check.status().reachable)
        (asked,) = desk.recovery.run(Watcher())
        assert asked.state is PaymentState.UNKNOWN
        choose_scenario(simulator.ledger, Scenario.APPROVE)
        wait_until(lambda: desk.check.status().reachable)
        (asked,) = desk.recovery.run(Watcher())
        assert asked.state is PaymentState.PAID


def test_recovery_asked_for_during_a_payment_waits_for_its_end(
    till: Till, simulator: SimulatedTerminal
) -> None:
    choose_scenario(simulator.ledger, Scenario.NO_CARD)
    claim = till.charged_visit()
    watcher = Watcher()
    ended: list[Payment] = []
    recovered: list[tuple[Payment, ...]] = []
    with program(till, simulator.port) as desk:
        paying = threading.Thread(
            target=lambda: ended.append(desk.payments.start(claim, till.lines(claim), watcher))
        )
        paying.start()
        wait_until(lambda: any("Karte" in text for text in watcher.texts))
        asking = threading.Thread(target=lambda: recovered.append(desk.recovery.run(Watcher())))
        asking.start()
        assert desk.payments.abort()
        paying.join(10)
        asking.join(10)
    assert ended[0].state is PaymentState.DECLINED
    assert recovered == [()]


def test_two_people_decide_where_the_terminal_proves_nothing(
    till: Till, simulator: SimulatedTerminal
) -> None:
    manual_claim, other_claim = till.charged_visit(), till.charged_visit(till.office.counter("8"))
    with program(till, simulator.port, exclusive=False) as desk:
        choose_scenario(simulator.ledger, Scenario.CUT_AFTER_APPROVAL, LostAck.KEEP)
        desk.pay(manual_claim)
        (manual,) = desk.recovery.run(Watcher())
        assert (manual.state, manual.reason) == (PaymentState.MANUAL, Reason.AMBIGUOUS_OWNER)
        with pytest.raises(LineLocked):
            till.settle_otherwise(manual_claim)
        choose_scenario(simulator.ledger, Scenario.APPROVE)
        assert desk.pay(other_claim).state is PaymentState.PAID
        decided = desk.recovery.decide_manually(manual, paid=True, note="Beleg 0001", by=CLERK, second=LEAD)
    assert decided.state is PaymentState.PAID
    assert till.ways(manual_claim) == ["card", "card"]


def test_a_decision_needs_a_second_person_with_the_role_and_a_note(
    till: Till, simulator: SimulatedTerminal
) -> None:
    claim = till.charged_visit()
    choose_scenario(simulator.ledger, Scenario.CUT_AFTER_APPROVAL)
    with program(till, simulator.port, exclusive=False) as desk:
        unclear = desk.pay(claim)
        decide = desk.recovery.decide_manually
        with pytest.raises(DecisionRefused, match="nichts mehr zu entscheiden"):
            decide(unclear, paid=False, note="x", by=CLERK, second=LEAD)
        (manual,) = desk.recovery.run(Watcher())
        with pytest.raises(DecisionRefused, match="andere"):
            decide(manual, paid=False, note="x", by=LEAD, second=LEAD)
        with pytest.raises(DecisionRefused, match="Kassenaufsicht"):
            decide(manual, paid=False, note="x", by=CLERK, second=COLLEAGUE)
        with pytest.raises(DecisionRefused, match="zu sehen war"):
            decide(manual, paid=False, note=" ", by=CLERK, second=LEAD)
        decide(manual, paid=False, note="kein Beleg am Terminal", by=CLERK, second=LEAD)
    till.settle_otherwise(claim)


def test_a_terminal_that_does_not_come_back_is_left_to_people(
    till: Till, simulator: SimulatedTerminal
) -> None:
    claim = till.charged_visit()
    choose_scenario(simulator.ledger, Scenario.CUT_AFTER_APPROVAL)
    with program(till, simulator.port) as desk:
        unclear = desk.pay(claim)
        simulator.kill()
        desk.recovery.run(Watcher())
        manual = desk.recovery.leave_to_people(unclear)
        assert (manual.state, manual.reason) == (PaymentState.MANUAL, Reason.UNREACHABLE)
        with pytest.raises(DecisionRefused, match="fragt noch"):
            desk.recovery.leave_to_people(manual)


def test_rule_6_a_strange_transaction_stops_the_terminal_until_somebody_looked(
    till: Till, tmp_path: Path
) -> None:
    first, second = till.charged_visit(), till.charged_visit(till.office.counter("8"))
    ledger = tmp_path / "terminal.jsonl"
    with simulated_terminal(ledger) as simulator, program(till, simulator.port) as desk:
        desk.pay(first)
    _charge_behind_our_back(ledger)
    with simulated_terminal(ledger) as simulator, program(till, simulator.port) as desk:
        stopped = desk.pay(second)
        assert (stopped.state, stopped.reason) == (PaymentState.NOT_SENT, Reason.UNKNOWN_TRANSACTION)
        seen = desk.check.last_transaction()
        assert seen is not None
        with pytest.raises(PaymentBlocked, match="Kassenaufsicht"):
            desk.check.acknowledge(seen, CLERK)
        with pytest.raises(PaymentBlocked, match="etwas anderes"):
            desk.check.acknowledge(replace(seen, amount_cents=1), LEAD)
        desk.check.acknowledge(seen, LEAD)
        assert desk.pay(second).state is PaymentState.PAID


def test_a_payment_without_a_visit_is_charged_and_recovered_like_any_other(
    till: Till, simulator: SimulatedTerminal
) -> None:
    with program(till, simulator.port) as desk:
        paid = desk.payments.start_without_visit(100, CLERK.account, Watcher())
        choose_scenario(simulator.ledger, Scenario.CUT_AFTER_APPROVAL)
        desk.payments.start_without_visit(200, CLERK.account, Watcher())
        (found,) = desk.recovery.run(Watcher())
    assert (paid.state, found.state) == (PaymentState.PAID, PaymentState.PAID)
    assert standing(simulator) == [100, 200]


def _charge_behind_our_back(ledger: Path) -> None:
    strange = Ledger(ledger, tid=TID)
    strange.book(strange.record(Kind.PAYMENT, CENTS, at="2026-05-11T10:00:00"))
