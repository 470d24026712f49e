"""What the simulated terminal does when lines break, acknowledgements get lost and the power fails."""

import time
from pathlib import Path

import pytest

from integrations.zvt.sim_ledger import read_ledger
from integrations.zvt.sim_settings import LostAck, Scenario, choose_scenario, control_file
from tests.integrations.zvt.simulator_process import (
    ACK,
    REGISTER_PRINTING,
    CashRegister,
    cash_register,
    connected,
    settled,
    simulated_terminal,
    until,
)

PAY = "06010a04000000002740490978"
REPEAT = "0620050000000303"
STATUS = "0501050000000302"
BOTH_KINDS = pytest.mark.parametrize("lost_ack", ["keep", "reverse"])


@pytest.fixture(name="ledger")
def _ledger(tmp_path: Path) -> Path:
    return tmp_path / "terminal.jsonl"


@BOTH_KINDS
@pytest.mark.parametrize("scenario", ["cut-before-ack", "cut-before-result", "cut-after-approval"])
def test_a_line_cut_before_the_acknowledgement_is_kept_or_taken_back(
    ledger: Path, scenario: str, lost_ack: str
) -> None:
    with simulated_terminal(ledger, scenario=scenario, lost_ack=lost_ack) as terminal:
        with cash_register(terminal.port) as register:
            messages = register.command(PAY)
        assert not any(message.startswith(("060f", "061e")) for message in messages)
        (entry,) = settled(ledger)
        with cash_register(terminal.port, None) as register:
            register.wait_until_idle()
            repeated = register.command(REPEAT)
    assert entry.stands is (lost_ack == "keep")
    assert repeated[0].startswith("040f" if lost_ack == "keep" else "061e")


def test_a_result_sent_before_the_cut_arrives(ledger: Path) -> None:
    with connected(ledger, scenario="cut-after-approval") as register:
        messages = register.command(PAY)
    assert messages[-1].startswith("040f")
    assert messages[-1][6:10] == "2700"


@BOTH_KINDS
def test_a_line_cut_while_printing_is_kept_or_taken_back(ledger: Path, lost_ack: str) -> None:
    with simulated_terminal(ledger, scenario="cut-while-printing", lost_ack=lost_ack) as terminal:
        with cash_register(terminal.port, REGISTER_PRINTING) as register:
            register.command(PAY)
        (entry,) = settled(ledger)
    assert entry.stands is (lost_ack == "keep")


@BOTH_KINDS
def test_a_line_cut_before_the_completion_takes_nothing_back(ledger: Path, lost_ack: str) -> None:
    with simulated_terminal(ledger, scenario="cut-before-completion", lost_ack=lost_ack) as terminal:
        with cash_register(terminal.port) as register:
            messages = register.command(PAY)
        assert not messages[-1].startswith("060f")
        (entry,) = settled(ledger)
    assert entry.stands


@BOTH_KINDS
def test_a_result_that_nobody_acknowledges_is_kept_or_taken_back(ledger: Path, lost_ack: str) -> None:
    with connected(ledger, lost_ack=lost_ack, ack_wait=0.2) as register:
        _pay_until_result(register)
        (entry,) = settled(ledger)
        assert entry.stands is (lost_ack == "keep")
        end = [register.receive(), register.receive()][-1]
    assert end == ("060f00" if lost_ack == "keep" else "061e016c")


@BOTH_KINDS
def test_a_result_that_is_refused_is_always_taken_back(ledger: Path, lost_ack: str) -> None:
    with connected(ledger, lost_ack=lost_ack) as register:
        _pay_until_result(register)
        register.send("846600")
        assert register.follow()[-1] == "061e016c"
    assert [entry.auto_reversed for entry in read_ledger(ledger)] == [True]


def test_a_result_is_repeated_when_we_ask_for_time(ledger: Path) -> None:
    with connected(ledger) as register:
        first = _pay_until_result(register)
        register.send("849c00")
        assert register.receive() == first
        register.send(ACK)
        assert register.follow()[-1] == "060f00"
    assert [entry.stands for entry in read_ledger(ledger)] == [True]


def test_a_silent_terminal_accepts_the_line_and_says_nothing(ledger: Path) -> None:
    with connected(ledger, None, scenario="silent") as register:
        register.send(STATUS)
        register.send(PAY)
        assert register.stays_silent()
    assert read_ledger(ledger) == ()


def test_a_terminal_silent_on_payment_answers_everything_else(ledger: Path) -> None:
    with simulated_terminal(ledger, scenario="silent-on-payment") as terminal:
        with cash_register(terminal.port) as register:
            register.send(PAY)
            assert register.stays_silent()
        with cash_register(terminal.port) as register:
            assert register.command(STATUS) == ["060f0100"]
    assert read_ledger(ledger) == ()


def test_a_late_acknowledgement_comes_and_the_payment_goes_on(ledger: Path) -> None:
    with connected(ledger, scenario="late-ack", late_ack=0.3) as register:
        started = time.monotonic()
        register.send(PAY)
        assert register.receive() == ACK
        assert time.monotonic() - started >= 0.3
        assert register.follow()[-1] == "060f00"


def test_switching_off_and_on_closes_and_opens_the_same_port(ledger: Path) -> None:
    with simulated_terminal(ledger) as terminal:
        with cash_register(terminal.port) as register:
            choose_scenario(ledger, Scenario.SWITCHED_OFF)
            assert register.receive() == ""
        until(lambda: not _reachable(terminal.port))
        choose_scenario(ledger, Scenario.APPROVE)
        until(lambda: _reachable(terminal.port))
        with cash_register(terminal.port) as register:
            assert register.command(PAY)[-1] == "060f00"


def test_the_scenario_is_changed_between_two_payments(ledger: Path) -> None:
    with connected(ledger, lost_ack="reverse") as register:
        assert register.command(PAY)[-1] == "060f00"
        choose_scenario(ledger, Scenario.DECLINE)
        assert register.command(PAY)[-1] == "061e0105"
        choose_scenario(ledger, Scenario.CUT_AFTER_APPROVAL, LostAck.KEEP)
        register.command(PAY)
        assert [entry.stands for entry in settled(ledger)] == [True, False, True]


def test_a_control_file_that_makes_no_sense_changes_nothing(ledger: Path) -> None:
    with connected(ledger, scenario="decline") as register:
        control_file(ledger).write_text('{"scenario": "boil-coffee"}')
        assert register.command(PAY)[-1] == "061e0105"


def test_the_ledger_survives_a_power_cut(ledger: Path) -> None:
    with simulated_terminal(ledger) as terminal:
        with cash_register(terminal.port) as register:
            paid = register.command(PAY)
        terminal.kill()
    with connected(ledger) as register:
        assert register.command(REPEAT)[0] in paid
        register.command(PAY)
    assert [(entry.receipt, entry.trace) for entry in read_ledger(ledger)] == [
        ("0001", "000101"),
        ("0002", "000102"),
    ]


@BOTH_KINDS
def test_a_power_cut_before_the_acknowledgement_is_settled_at_the_next_start(
    ledger: Path, lost_ack: str
) -> None:
    with simulated_terminal(ledger) as terminal, cash_register(terminal.port) as register:
        _pay_until_result(register)
        terminal.kill()
    with connected(ledger, lost_ack=lost_ack) as register:
        repeated = register.command(REPEAT)
    assert repeated[0].startswith("040f" if lost_ack == "keep" else "061e")


def test_a_torn_last_line_of_the_ledger_is_dropped(ledger: Path) -> None:
    with connected(ledger) as register:
        register.command(PAY)
    with ledger.open("ab") as file:
        file.write(b'{"event": "transac')
    with connected(ledger) as register:
        register.command(PAY)
    assert [entry.receipt for entry in read_ledger(ledger)] == ["0001", "0002"]


def test_a_second_line_cannot_start_a_payment_while_one_runs(ledger: Path) -> None:
    with (
        simulated_terminal(ledger) as terminal,
        cash_register(terminal.port) as first,
        cash_register(terminal.port) as second,
    ):
        _pay_until_result(first)
        assert second.command(PAY) == ["849c00"]
        first.send(ACK)
        assert first.follow()[-1] == "060f00"
    assert len(read_ledger(ledger)) == 1


def _pay_until_result(register: CashRegister) -> str:
    """Start a payment and acknowledge up to, but not including, its result."""
    return register.start(PAY, "040f")


def _reachable(port: int) -> bool:
    try:
        CashRegister(port).close()
    except ConnectionError:
        return False
    return True
