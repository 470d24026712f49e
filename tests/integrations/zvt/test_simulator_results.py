"""What the simulated terminal tells about a movement: codes, several results, signatures, a host that is slow."""

import time
from pathlib import Path

import pytest

from integrations.zvt.sim_behaviour import control_file
from integrations.zvt.sim_ledger import Kind, read_ledger
from tests.integrations.zvt.simulator_process import (
    ACK,
    REGISTER_PRINTING,
    CashRegister,
    cash_register,
    connected,
    results,
    settled,
    simulated_terminal,
)

PAY = "06010a04000000002740490978"
PAY_1_00 = "06010a04000000000100490978"
REVERSE = "06301000000087000104000000002740490978"
REFUND = "06310d00000004000000002740490978"
REPEAT = "0620050000000303"
STATUS = "0501050000000302"


@pytest.fixture(name="ledger")
def _ledger(tmp_path: Path) -> Path:
    return tmp_path / "terminal.jsonl"


@pytest.mark.parametrize("code", ["05", "6c", "64", "f0", "9c", "b4", "ff"])
def test_any_result_code_can_be_chosen_while_it_runs(ledger: Path, code: str) -> None:
    with simulated_terminal(ledger) as terminal, cash_register(terminal.port) as register:
        terminal.control(result=code)
        declined = register.command(PAY)
        terminal.control(scenario="decline-completed")
        completed = register.command(PAY)
        terminal.control(scenario="approve", result=None)
        assert register.command(PAY)[-1] == "060f00"
    assert results(declined)[0][6:10] == f"27{code}"
    assert declined[-1] == f"061e01{code}"
    assert results(completed)[0][6:10] == f"27{code}"
    assert completed[-1] == "060f00"
    assert [entry.stands for entry in read_ledger(ledger)] == [False, False, True]


@pytest.mark.parametrize("command", [PAY, REFUND, REVERSE, "065003000000"])
def test_any_movement_can_be_refused_at_once(ledger: Path, command: str) -> None:
    with simulated_terminal(ledger, refuse="a0") as terminal, cash_register(terminal.port) as register:
        assert register.command(command) == ["84a000"]
        assert register.command(STATUS) == ["060f0100"]
    assert read_ledger(ledger) == ()


@pytest.mark.parametrize(
    "word", [{"result": "6"}, {"refuse": "XY"}, {"colour": "blue"}, {"scenario": "boil"}]
)
def test_a_word_that_makes_no_sense_is_said_and_changes_nothing(ledger: Path, word: dict[str, str]) -> None:
    with simulated_terminal(ledger, scenario="decline") as terminal, cash_register(terminal.port) as register:
        with pytest.raises(ValueError, match=r"digits|literal|called|valid"):
            terminal.control(**word)
        assert register.command(PAY)[-1] == "061e0105"


@pytest.mark.parametrize("scenario", ["decline", "customer-aborts", "no-card"])
def test_a_refund_is_declined_and_aborted_like_a_payment(ledger: Path, scenario: str) -> None:
    with connected(ledger, scenario=scenario, card_wait=0.1) as register:
        messages = register.command(REFUND)
    assert messages[-1] == ("061e0105" if scenario == "decline" else "061e016c")
    (entry,) = read_ledger(ledger)
    assert (entry.kind, entry.stands) == (Kind.REFUND, False)


def test_a_declined_reversal_leaves_the_payment_as_it_was(ledger: Path) -> None:
    with simulated_terminal(ledger) as terminal, cash_register(terminal.port) as register:
        register.command(PAY)
        terminal.control(scenario="decline")
        assert register.command(REVERSE)[-1] == "061e0105"
        terminal.control(scenario="approve")
        (taken_back,) = results(register.command(REVERSE))
    assert "0b000103" in taken_back
    assert "37000101" in taken_back
    assert "870002" in taken_back


def test_a_good_result_may_come_twice_although_it_was_acknowledged(ledger: Path) -> None:
    with connected(ledger, scenario="duplicate-result") as register:
        messages = register.command(PAY)
    first, second = results(messages)
    assert first == second
    assert len(read_ledger(ledger)) == 1


def test_a_second_result_tells_more_about_the_same_payment(ledger: Path) -> None:
    with connected(ledger, scenario="second-result") as register:
        first, second = results(register.command(PAY))
    assert second[6:] == first[6:] + "9af0f0f8" + "0102030405060708"
    assert len(read_ledger(ledger)) == 1


def test_refusing_the_second_result_takes_the_payment_back(ledger: Path) -> None:
    with connected(ledger, scenario="duplicate-result") as register:
        register.start(PAY, "040f")
        register.send(ACK)
        assert register.receive().startswith("040f")
        register.send("846600")
        assert register.follow()[-1] == "061e016c"
    assert [entry.auto_reversed for entry in read_ledger(ledger)] == [True]


def test_a_pin_wrong_three_times_ends_the_payment(ledger: Path) -> None:
    with connected(ledger, scenario="wrong-pin-thrice") as register:
        messages = register.command(PAY)
    assert [result[6:10] for result in results(messages)] == ["2737"] * 3
    assert [messages.count(status) for status in ("04ff0115", "04ff0118", "04ff020101")] == [2, 1, 3]
    assert messages[-1] == "061e0137"
    assert not any(entry.stands for entry in read_ledger(ledger))


def test_please_wait_is_a_status_of_a_payment_that_goes_on(ledger: Path) -> None:
    with connected(ledger, scenario="wait-status") as register:
        messages = register.command(PAY)
    assert messages.count("04ff019c") == 2
    assert messages[-1] == "060f00"


def test_a_signature_is_told_and_asked_for_on_the_merchants_receipt_only(ledger: Path) -> None:
    with connected(ledger, REGISTER_PRINTING, scenario="signature") as register:
        messages = register.command(PAY)
        repeated = register.command(REPEAT)
    (result,) = results(messages)
    assert "2f041f100101" in result
    assert result in repeated
    merchant, customer = (bytes.fromhex(message) for message in messages if message.startswith("06d3"))
    assert bytes.fromhex("1f370183") in merchant
    assert b"Unterschrift" in merchant
    assert bytes.fromhex("1f370181") in customer
    assert b"Unterschrift" not in customer
    assert "04ff020101" not in messages


def test_card_data_is_told_only_by_a_careless_terminal(ledger: Path) -> None:
    with connected(ledger, REGISTER_PRINTING, card_data=True) as register:
        careless = register.command(PAY)
    with connected(ledger, REGISTER_PRINTING) as register:
        careful = register.command(PAY)
    assert "0e3112" + "22f0f8" + "6725900000000001" in results(careless)[0]
    printed = [message for message in careless if b"6725900000000001" in bytes.fromhex(message)]
    assert len(printed) == 1
    for message in careful:
        assert "6725900000000001" not in message
        assert b"6725900000000001" not in bytes.fromhex(message)


def test_until_the_host_has_spoken_everything_but_the_status_is_refused(ledger: Path) -> None:
    with connected(ledger, settling=1.5) as register:
        register.command(PAY)
        assert register.command(STATUS) == ["060f019c"]
        assert register.command(REPEAT) == ["849c00"]
        assert register.command(PAY_1_00) == ["849c00"]
        register.wait_until_idle()
        assert "870001" in register.command(REPEAT)[0]


@pytest.mark.parametrize(("answers", "status"), [("old", "9c"), ("old-and-ready", "00")])
def test_until_the_host_has_spoken_the_transaction_before_is_named(
    ledger: Path, answers: str, status: str
) -> None:
    with simulated_terminal(ledger, settling=1.5, settling_answers=answers) as terminal:
        with cash_register(terminal.port) as register:
            register.command(PAY_1_00)
            _until_named(register, "870001")
            terminal.control(fault="cut@after-result")
            register.command(PAY)
        settled(ledger)
        with cash_register(terminal.port, None) as register:
            assert register.command(STATUS) == [f"060f01{status}"]
            assert "870001" in register.command(REPEAT)[0]
            assert register.command(PAY) == ["849c00"]
            _until_named(register, "870002")
    assert [entry.stands for entry in read_ledger(ledger)] == [True, True]


def test_a_terminal_may_look_ready_while_it_waits_for_a_card(ledger: Path) -> None:
    with simulated_terminal(ledger, scenario="no-card", settling_answers="old-and-ready") as terminal:
        with cash_register(terminal.port) as register:
            register.start(PAY, "04ff020a01")
        with cash_register(terminal.port, None) as register:
            assert register.command(STATUS) == ["060f0100"]
            assert register.command(REPEAT) == ["061e0183"]
            register.send("06b000")
            assert register.receive() == ACK
        assert [entry.stands for entry in settled(ledger)] == [False]


def test_a_control_file_written_by_hand_needs_only_the_words_that_differ(ledger: Path) -> None:
    with connected(ledger, scenario="decline") as register:
        control_file(ledger).write_text('{"result": "6C"}')
        assert register.command(PAY)[-1] == "061e016c"
        control_file(ledger).write_text("{}")
        assert register.command(PAY)[-1] == "060f00"


def test_the_status_can_be_chosen(ledger: Path) -> None:
    with simulated_terminal(ledger) as terminal, cash_register(terminal.port) as register:
        terminal.control(status="51")
        assert register.command(STATUS) == ["060f0151"]


def _until_named(register: CashRegister, number: str) -> None:
    deadline = time.monotonic() + 10
    while number not in "".join(register.command(REPEAT)):
        assert time.monotonic() < deadline, "it was never named"
