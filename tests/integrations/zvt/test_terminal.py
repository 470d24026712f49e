"""The card terminal adapter against the simulated terminal, a process of its own reached over TCP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from clerk.domain.payment import PaymentState
from clerk.ports import CardTerminal, TerminalSilent
from integrations.zvt.sim_ledger import Transaction, read_ledger
from integrations.zvt.sim_settings import LostAck, Scenario, choose_scenario
from integrations.zvt.terminal import ZvtTerminal
from tests.integrations.zvt.paying import QUICK, journal_of, pay_once, recover_once, terminal_at
from tests.integrations.zvt.simulator_process import SimulatedTerminal, simulated_terminal
from tests.services.till import CENTS, Till, Watcher, wait_until

BOTH_KINDS = pytest.mark.parametrize("lost_ack", list(LostAck))
"""Terminals that keep, and terminals that take back, what was not acknowledged."""


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


@contextmanager
def simulator(till: Till, scenario: Scenario, **settings: object) -> Iterator[SimulatedTerminal]:
    """Start a terminal that has one good payment behind it, then does *scenario*."""
    ledger = till.folder.parent / "terminal.jsonl"
    with simulated_terminal(ledger, **settings) as terminal:
        before = pay_once(till, terminal.port, claim=till.charged_visit(till.office.counter("1")))
        assert before.state is PaymentState.PAID
        choose_scenario(ledger, scenario)
        yield terminal


def later(terminal: SimulatedTerminal) -> list[Transaction]:
    """Return what the terminal did after that first payment and still stands by."""
    return [entry for entry in read_ledger(terminal.ledger)[1:] if entry.stands]


@pytest.mark.parametrize(
    ("scenario", "state"),
    [
        (Scenario.APPROVE, PaymentState.PAID),
        (Scenario.WRONG_PIN, PaymentState.PAID),
        (Scenario.DECLINE, PaymentState.DECLINED),
        (Scenario.DECLINE_COMPLETED, PaymentState.DECLINED),
        (Scenario.CUSTOMER_ABORTS, PaymentState.DECLINED),
    ],
)
def test_what_is_booked_is_what_the_terminal_did(till: Till, scenario: Scenario, state: PaymentState) -> None:
    claim = till.charged_visit()
    with simulator(till, scenario) as terminal:
        ended = pay_once(till, terminal.port, claim=claim)
        entries = later(terminal)
    assert ended.state is state
    assert till.ways(claim) == (["card"] * 2 if state is PaymentState.PAID else [None] * 2)
    assert [entry.cents for entry in entries] == ([CENTS] if state is PaymentState.PAID else [])
    assert ended.stopped_by_customer is (scenario is Scenario.CUSTOMER_ABORTS)


@pytest.mark.parametrize("line", [{"fragment": 1}, {"fragment": 7}, {"merge": True}])
def test_messages_split_and_merged_on_the_line_make_no_difference(
    till: Till, line: dict[str, object]
) -> None:
    with simulated_terminal(till.folder.parent / "t.jsonl", **line) as terminal:
        assert pay_once(till, terminal.port).state is PaymentState.PAID


def test_the_clerk_sees_what_the_terminal_shows(till: Till) -> None:
    watcher = Watcher()
    with (
        simulated_terminal(till.folder.parent / "t.jsonl", pause=0.05) as simulated,
        journal_of(till) as journal,
        terminal_at(simulated.port) as terminal,
    ):
        terminal.carry_out(journal.open(till.order(till.charged_visit())), journal, watcher)
    assert any("Karte vorhalten" in text for text in watcher.texts)
    assert any("Geheimzahl" in text for text in watcher.texts)
    assert watcher.seen[-1].state is PaymentState.RESULT_OK


def test_a_terminal_that_is_switched_off_is_known_at_once_and_nothing_is_sent(till: Till) -> None:
    claim = till.charged_visit()
    with simulated_terminal(till.folder.parent / "t.jsonl") as terminal:
        choose_scenario(terminal.ledger, Scenario.SWITCHED_OFF)
        wait_until(lambda: not _reachable(terminal.port))
        ended = pay_once(till, terminal.port, claim=claim)
        assert read_ledger(terminal.ledger) == ()
    assert ended.state is PaymentState.NOT_SENT
    till.settle_otherwise(claim)


def test_a_terminal_that_is_silent_from_the_start_is_charged_nothing(till: Till) -> None:
    with simulated_terminal(till.folder.parent / "t.jsonl", scenario="silent") as terminal:
        ended = pay_once(till, terminal.port, t3_seconds=1.0)
        assert read_ledger(terminal.ledger) == ()
    assert ended.state is PaymentState.NOT_SENT


def test_a_terminal_that_falls_silent_is_unclear_until_it_says_that_nothing_happened(till: Till) -> None:
    claim = till.charged_visit()
    with simulator(till, Scenario.SILENT_ON_PAYMENT) as terminal:
        unclear = pay_once(till, terminal.port, claim=claim, t3_seconds=1.0)
        assert unclear.state is PaymentState.UNKNOWN
        assert recover_once(till, terminal.port, unclear).state is PaymentState.NOT_PAID
        assert later(terminal) == []
    till.settle_otherwise(claim)


@BOTH_KINDS
@pytest.mark.parametrize(
    "scenario",
    [
        Scenario.CUT_BEFORE_ACK,
        Scenario.CUT_BEFORE_RESULT,
        Scenario.CUT_AFTER_APPROVAL,
        Scenario.CUT_WHILE_PRINTING,
        Scenario.CUT_BEFORE_COMPLETION,
    ],
)
def test_a_cut_line_is_cleared_up_as_the_terminal_kept_it_and_never_charged_twice(
    till: Till, scenario: Scenario, lost_ack: LostAck
) -> None:
    claim = till.charged_visit()
    with simulator(till, scenario, lost_ack=lost_ack) as terminal:
        unclear = pay_once(till, terminal.port, claim=claim)
        assert unclear.state is PaymentState.UNKNOWN
        assert till.ways(claim) == [None, None]
        found = recover_once(till, terminal.port, unclear)
        entries = later(terminal)
    assert found.state is (PaymentState.PAID if entries else PaymentState.NOT_PAID)
    assert [entry.cents for entry in entries] in ([], [CENTS])
    assert till.ways(claim) == (["card", "card"] if entries else [None, None])
    if scenario is not Scenario.CUT_BEFORE_ACK:
        acknowledged = scenario is Scenario.CUT_BEFORE_COMPLETION
        assert bool(entries) is (acknowledged or lost_ack is LostAck.KEEP)


def test_recovery_after_a_cut_line_books_exactly_once_however_often_it_is_asked(till: Till) -> None:
    claim = till.charged_visit()
    with simulator(till, Scenario.CUT_AFTER_APPROVAL) as terminal:
        unclear = pay_once(till, terminal.port, claim=claim)
        paid = recover_once(till, terminal.port, unclear)
        with journal_of(till) as journal:
            assert journal.open_at(till.terminal) == ()
            assert [payment.state for payment in journal.of_visit(claim.visit)] == [PaymentState.PAID]
        (entry,) = later(terminal)
    assert paid.result is not None
    assert (paid.result.receipt, paid.result.trace) == (entry.receipt, entry.trace)


def test_a_late_80_00_is_no_reason_to_charge_again(till: Till) -> None:
    claim = till.charged_visit()
    with simulator(till, Scenario.LATE_ACK, late_ack=1.5) as terminal:
        unclear = pay_once(till, terminal.port, claim=claim, t3_seconds=1.0)
        assert unclear.state is PaymentState.UNKNOWN
        found = recover_once(till, terminal.port, unclear)
        entries = later(terminal)
    assert found.state is (PaymentState.PAID if entries else PaymentState.NOT_PAID)
    assert till.ways(claim) == (["card", "card"] if entries else [None, None])


def test_the_clerk_stops_a_payment_before_a_card_is_shown(till: Till) -> None:
    watcher = Watcher()
    with simulator(till, Scenario.NO_CARD) as simulated:
        with journal_of(till) as journal, terminal_at(simulated.port) as terminal:
            intent = journal.open(till.order(till.charged_visit()))
            stopper = threading.Thread(target=_stop_when_waiting, args=(terminal, watcher))
            stopper.start()
            ended = terminal.carry_out(intent, journal, watcher)
            stopper.join()
        assert later(simulated) == []
    assert ended.state is PaymentState.DECLINED
    assert ended.abort_asked


def test_the_state_of_the_terminal_is_told_in_a_sentence(till: Till) -> None:
    with simulator(till, Scenario.APPROVE) as simulated, terminal_at(simulated.port) as terminal:
        ready = terminal.status()
        last = terminal.last_transaction()
        choose_scenario(simulated.ledger, Scenario.SWITCHED_OFF)
        wait_until(lambda: not _reachable(simulated.port))
        off = terminal.status()
        with pytest.raises(TerminalSilent):
            terminal.last_transaction()
    assert (ready.reachable, ready.ready, ready.message) == (True, True, "Das Terminal ist bereit.")
    assert last is not None
    assert last.receipt == "0001"
    assert (off.reachable, off.ready, off.message) == (False, False, "Das Terminal antwortet nicht.")


def test_the_adapter_is_a_card_terminal() -> None:
    terminal: CardTerminal = ZvtTerminal(replace(QUICK, port=1), "000000")
    terminal.close()


def _stop_when_waiting(terminal: ZvtTerminal, watcher: Watcher) -> None:
    wait_until(lambda: any("Karte vorhalten" in text for text in watcher.texts))
    assert terminal.abort()


def _reachable(port: int) -> bool:
    with terminal_at(port) as terminal:
        return terminal.status().reachable
