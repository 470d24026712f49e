"""An acknowledgement lost at every point of a movement, at terminals that keep and at terminals that reverse."""

from pathlib import Path

import pytest

from integrations.zvt.sim_ledger import read_ledger
from tests.integrations.zvt.simulator_process import (
    ACK,
    REGISTER_PRINTING,
    cash_register,
    connected,
    results,
    settled,
    simulated_terminal,
    until,
)

PAY = "06010a04000000002740490978"
REVERSE = "06301000000087000104000000002740490978"
REFUND = "06310d00000004000000002740490978"
STATUS = "0501050000000302"
REPEAT = "0620050000000303"
REGISTER_PRINTING_LINES = "0600060000008a0978"
BOTH_KINDS = pytest.mark.parametrize("lost_ack", ["keep", "reverse"])
UNDECIDED = [
    "after-ack",
    "after-status#1",
    "after-status#4",
    "before-result",
    "after-result",
    "before-receipt#1",
]
RECEIPTS = ["after-receipt#1", "before-receipt#2", "after-receipt#2"]
DECIDED = ["before-end", "after-end"]


@pytest.fixture(name="ledger")
def _ledger(tmp_path: Path) -> Path:
    return tmp_path / "terminal.jsonl"


@BOTH_KINDS
@pytest.mark.parametrize(
    ("effect", "point"),
    [
        *(("cut", point) for point in UNDECIDED + RECEIPTS + DECIDED),
        *(("silence", point) for point in (UNDECIDED[0], UNDECIDED[-2], RECEIPTS[-1], DECIDED[0])),
    ],
)
def test_a_broken_line_is_decided_by_what_was_acknowledged(
    ledger: Path, effect: str, point: str, lost_ack: str
) -> None:
    with simulated_terminal(ledger, fault=f"{effect}@{point}", lost_ack=lost_ack) as terminal:
        with cash_register(terminal.port, REGISTER_PRINTING) as register:
            register.be_patient_for(0.3)
            try:
                messages = register.command(PAY)
            except TimeoutError:
                messages = []
            (entry,) = settled(ledger)
        if effect == "cut" and point != "after-end":
            assert not any(message.startswith(("060f", "061e")) for message in messages)
        with cash_register(terminal.port, None) as register:
            register.wait_until_idle()
            repeated = register.command(REPEAT)
    stands = point in DECIDED or lost_ack == "keep"
    assert entry.stands is stands
    assert repeated[0].startswith("040f" if stands else "061e")


@BOTH_KINDS
@pytest.mark.parametrize("nth", [1, 5, 11])
def test_a_receipt_line_without_acknowledgement_decides_too(ledger: Path, nth: int, lost_ack: str) -> None:
    with connected(
        ledger, REGISTER_PRINTING_LINES, fault=f"cut@after-receipt#{nth}", lost_ack=lost_ack
    ) as register:
        messages = register.command(PAY)
        (entry,) = settled(ledger)
    assert sum(message.startswith("06d1") for message in messages) == nth
    assert entry.stands is (lost_ack == "keep")


@BOTH_KINDS
def test_an_acknowledgement_that_is_not_heard_lets_the_dialogue_end_as_it_was_decided(
    ledger: Path, lost_ack: str
) -> None:
    with connected(ledger, fault="deaf@after-result", lost_ack=lost_ack, ack_wait=0.2) as register:
        messages = register.command(PAY)
    assert results(messages)[0][6:10] == "2700"
    assert messages[-1] == ("060f00" if lost_ack == "keep" else "061e016c")
    assert [entry.stands for entry in read_ledger(ledger)] == [lost_ack == "keep"]


@BOTH_KINDS
@pytest.mark.parametrize("point", ["after-status", "after-end"])
def test_an_unheard_acknowledgement_of_something_else_decides_nothing(
    ledger: Path, point: str, lost_ack: str
) -> None:
    with connected(ledger, fault=f"deaf@{point}", lost_ack=lost_ack, ack_wait=0.2) as register:
        assert register.command(PAY)[-1] == "060f00"
    assert [entry.stands for entry in read_ledger(ledger)] == [True]


@BOTH_KINDS
@pytest.mark.parametrize("command", [REVERSE, REFUND])
@pytest.mark.parametrize("point", ["before-result", "after-result", "before-end"])
def test_reversals_and_refunds_are_kept_or_taken_back_in_the_same_way(
    ledger: Path, point: str, command: str, lost_ack: str
) -> None:
    with simulated_terminal(ledger, lost_ack=lost_ack) as terminal:
        with cash_register(terminal.port) as register:
            register.command(PAY)
            terminal.control(fault=f"cut@{point}")
            register.command(command)
        payment, movement = settled(ledger)
    happened = point == "before-end" or lost_ack == "keep"
    assert movement.stands is happened
    assert payment.reversed is (command == REVERSE and happened)


@BOTH_KINDS
@pytest.mark.parametrize(
    ("point", "left"),
    [
        ("before-ack", "nothing"),
        ("after-ack", "nothing"),
        ("after-status#3", "nothing"),
        ("before-result", "undecided"),
        ("after-result", "undecided"),
        ("after-receipt#1", "undecided"),
        ("after-receipt#2", "undecided"),
        ("before-end", "booked"),
        ("after-end", "booked"),
    ],
)
def test_a_terminal_that_loses_its_power_decides_at_the_next_start(
    ledger: Path, point: str, left: str, lost_ack: str
) -> None:
    with simulated_terminal(ledger, fault=f"kill@{point}") as terminal:
        with cash_register(terminal.port, REGISTER_PRINTING) as register:
            register.command(PAY)
        terminal.wait_until_dead()
        terminal.restart(lost_ack=lost_ack)
        with cash_register(terminal.port, None) as register:
            repeated = register.command(REPEAT)
    stands = left == "booked" or (left == "undecided" and lost_ack == "keep")
    assert [entry.stands for entry in read_ledger(ledger)] == ([] if left == "nothing" else [stands])
    assert repeated[0].startswith("040f" if stands else "061e")


def test_a_reversal_kept_at_the_next_start_strikes_its_payment(ledger: Path) -> None:
    with simulated_terminal(ledger) as terminal:
        with cash_register(terminal.port) as register:
            register.command(PAY)
            terminal.control(fault="kill@after-result")
            register.command(REVERSE)
        terminal.wait_until_dead()
        terminal.restart()
        with cash_register(terminal.port, None) as register:
            assert register.command(REVERSE) == ["061e01b4"]
    assert [entry.reversed for entry in read_ledger(ledger)] == [True, False]


def test_half_a_message_and_then_the_end_of_the_line(ledger: Path) -> None:
    with connected(ledger, fault="half@after-result") as register:
        messages = register.command(PAY)
        assert register.undelivered().startswith("040f")
        (entry,) = settled(ledger)
    assert results(messages) == []
    assert entry.stands


def test_a_dead_line_executes_no_more_commands_and_a_new_one_does(ledger: Path) -> None:
    with (
        simulated_terminal(ledger, fault="silence@before-result") as terminal,
        cash_register(terminal.port, REGISTER_PRINTING) as register,
    ):
        register.start(PAY, "04ff0117")
        register.send(ACK)
        (entry,) = settled(ledger)
        terminal.control(fault=None)
        register.send(PAY)
        with cash_register(terminal.port) as other:
            assert other.command(STATUS) == ["060f0100"]
    assert read_ledger(ledger) == (entry,)


def test_a_question_can_be_cut_without_touching_movements(ledger: Path) -> None:
    with simulated_terminal(ledger) as terminal:
        terminal.control(question_fault="cut@after-result")
        with cash_register(terminal.port) as register:
            assert register.command(PAY)[-1] == "060f00"
            repeated = register.command(REPEAT)
        assert [message[:4] for message in repeated] == ["040f"]
        terminal.control(question_fault=None)
        with cash_register(terminal.port) as register:
            assert register.command(REPEAT)[-1] == "060f00"


def test_a_bad_result_and_then_the_end_of_the_line_may_still_become_a_payment(ledger: Path) -> None:
    with connected(ledger, scenario="wrong-pin", fault="cut@after-result") as register:
        messages = register.command(PAY)
        until(lambda: len(read_ledger(ledger)) == 2)
        entries = settled(ledger)
    assert [result[6:10] for result in results(messages)] == ["2737"]
    assert [entry.stands for entry in entries] == [False, True]


def test_a_declined_result_and_then_the_end_of_the_line_moves_no_money(ledger: Path) -> None:
    with connected(ledger, scenario="decline", fault="cut@after-result") as register:
        messages = register.command(PAY)
    assert messages[-1][6:10] == "2705"
    assert [entry.stands for entry in read_ledger(ledger)] == [False]


@pytest.mark.parametrize("fault", ["cut@result", "melt@after-result", "cut@after-result#0", "after-result"])
def test_a_fault_written_wrongly_changes_nothing(ledger: Path, fault: str) -> None:
    with simulated_terminal(ledger) as terminal, cash_register(terminal.port) as register:
        with pytest.raises(ValueError, match=r"fault|valid"):
            terminal.control(fault=fault)
        assert register.command(PAY)[-1] == "060f00"


def test_a_late_acknowledgement_meets_a_result_said_again(ledger: Path) -> None:
    with connected(ledger, ack_wait=0.2, result_repeats=2, lost_ack="reverse") as register:
        first = register.start(PAY, "040f")
        assert register.receive() == first
        register.send(ACK)
        assert register.follow()[-1] == "060f00"
    assert [entry.stands for entry in read_ledger(ledger)] == [True]
