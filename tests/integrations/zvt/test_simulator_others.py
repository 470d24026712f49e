"""Who else uses the simulated terminal, how its numbers go, and what it remembers of the cash register."""

from pathlib import Path

import pytest

from integrations.zvt.sim_ledger import read_ledger
from tests.integrations.zvt.simulator_process import (
    ACK,
    REGISTER_QUIET,
    cash_register,
    connected,
    results,
    settled,
    simulated_terminal,
    until,
)

PAY = "06010a04000000002740490978"
PAY_1_00 = "06010a04000000000100490978"
REPEAT = "0620050000000303"
STATUS = "0501050000000302"
CLOSE = "065003000000"
MOVEMENTS = [PAY, "06310d00000004000000002740490978", "06301000000087000104000000002740490978", CLOSE]


@pytest.fixture(name="ledger")
def _ledger(tmp_path: Path) -> Path:
    return tmp_path / "terminal.jsonl"


def test_somebody_else_pays_between_two_of_ours(ledger: Path) -> None:
    with simulated_terminal(ledger) as terminal, cash_register(terminal.port) as register:
        register.command(PAY)
        terminal.pay_at_device(2740)
        terminal.pay_at_device(100)
        assert "870003" in register.command(REPEAT)[0]
        (ours,) = results(register.command(PAY))
    assert "870004" in ours
    assert [(entry.cents, entry.foreign) for entry in read_ledger(ledger)] == [
        (2740, False),
        (2740, True),
        (100, True),
        (2740, False),
    ]


def test_somebody_else_pays_while_ours_runs(ledger: Path) -> None:
    with simulated_terminal(ledger) as terminal, cash_register(terminal.port) as register:
        register.start(PAY, "04ff020a01")
        terminal.pay_at_device(2740)
        until(lambda: len(read_ledger(ledger)) == 1)
        register.send(ACK)
        (ours,) = results(register.follow())
    assert "870002" in ours
    assert [entry.foreign for entry in read_ledger(ledger)] == [True, False]


@pytest.mark.parametrize("lost_ack", ["keep", "reverse"])
def test_somebody_else_pays_the_same_right_after_ours_was_cut(ledger: Path, lost_ack: str) -> None:
    with simulated_terminal(ledger, fault="cut@after-result", lost_ack=lost_ack) as terminal:
        with cash_register(terminal.port) as register:
            register.command(PAY)
        settled(ledger)
        terminal.pay_at_device(2740)
        with cash_register(terminal.port, None) as register:
            (named,) = results(register.command(REPEAT))
    ours, theirs = read_ledger(ledger)
    assert (ours.stands, theirs.stands) == (lost_ack == "keep", True)
    assert f"87{theirs.receipt}" in named


def test_somebody_else_pays_while_our_command_is_swallowed(ledger: Path) -> None:
    with (
        simulated_terminal(ledger, scenario="silent-on-payment") as terminal,
        cash_register(terminal.port) as register,
    ):
        terminal.pay_at_device(2740)
        register.send(PAY)
        until(lambda: len(read_ledger(ledger)) == 1)
        assert register.stays_silent(0.1)
    assert [entry.foreign for entry in read_ledger(ledger)] == [True]


def test_what_others_paid_is_not_paid_again_after_a_power_cut(ledger: Path) -> None:
    with simulated_terminal(ledger) as terminal:
        terminal.pay_at_device(100)
        until(lambda: [entry.booked for entry in read_ledger(ledger)] == [True])
        with cash_register(terminal.port, None) as register:
            register.command(STATUS)
        terminal.kill()
        terminal.pay_at_device(200)
        terminal.restart()
        with cash_register(terminal.port, None) as register:
            register.command(STATUS)
    assert [entry.cents for entry in read_ledger(ledger)] == [100, 200]


def test_trace_numbers_wrap(ledger: Path) -> None:
    with connected(ledger, first_trace=999_999) as register:
        first, second = (results(register.command(PAY_1_00))[0] for _payment in range(2))
    assert "0b999999" in first
    assert "0b000001" in second
    assert [entry.stands for entry in read_ledger(ledger)] == [True, True]


def test_a_device_that_was_swapped_tells_another_terminal_id(ledger: Path) -> None:
    with simulated_terminal(ledger) as terminal:
        with cash_register(terminal.port) as register:
            assert "2952500001" in results(register.command(PAY))[0]
        terminal.restart(tid="52500002")
        with cash_register(terminal.port, None) as register:
            assert "2952500002" in register.command(REGISTER_QUIET)[-1]
            assert "2952500002" in results(register.command(PAY))[0]
    assert [entry.tid for entry in read_ledger(ledger)] == ["52500001", "52500002"]


@pytest.mark.parametrize("survives", [False, True])
def test_a_registration_is_remembered_over_a_restart_or_not(ledger: Path, survives: bool) -> None:
    settings = {"registration_survives": survives, "needs_registration": True}
    with simulated_terminal(ledger, **settings) as terminal:
        with cash_register(terminal.port) as register:
            assert register.command(PAY)[-1] == "060f00"
        terminal.restart()
        with cash_register(terminal.port, None) as register:
            messages = register.command(PAY)
            assert messages[-1] == ("060f00" if survives else "846b00")
            assert [message[:4] for message in messages].count("04ff") == (5 if survives else 0)
            register.send("060200")
            assert register.receive() == ACK
        terminal.restart()
        with cash_register(terminal.port, None) as register:
            assert register.command(PAY) == ["846b00"]


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_without_a_registration_nothing_moves_where_one_is_needed(ledger: Path, movement: str) -> None:
    with connected(ledger, None, needs_registration=True) as register:
        assert register.command(movement) == ["846b00"]
        assert register.command(STATUS) == ["060f0100"]
    assert read_ledger(ledger) == ()


def test_without_a_registration_a_payment_is_usually_allowed(ledger: Path) -> None:
    with connected(ledger, None) as register:
        assert register.command(PAY)[-1] == "060f00"


@pytest.mark.parametrize("registration", [REGISTER_QUIET, "0600060000000a0978", "060006000000880978"])
def test_whoever_does_not_print_gets_nothing_to_print(ledger: Path, registration: str) -> None:
    with connected(ledger, registration) as register:
        messages = register.command(PAY) + register.command("0620050000000301") + register.command(CLOSE)
    assert not any(message.startswith(("06d1", "06d3")) for message in messages)


@pytest.mark.parametrize("command", ["0620", "0610", "06b0"])
def test_what_a_terminal_lacks_is_not_possible(ledger: Path, command: str) -> None:
    with connected(ledger, lacks=[command]) as register:
        data = "" if command == "06b0" else "000000"
        assert register.command(f"{command}{len(data) // 2:02x}{data}") == ["848300"]


def test_a_ledger_of_an_older_simulator_can_be_read(ledger: Path) -> None:
    ledger.write_text(
        '{"event": "transaction", "kind": "payment", "cents": 2740, "tid": "52500001", '
        '"at": "2026-05-11T10:00:00", "result": 0, "trace": "000101", "period": 1, "receipt": "0001", '
        '"turnover": "000501", "original_trace": null, "order_reference": null}\n'
        '{"event": "booked", "trace": "000101"}\n'
        '{"event": "day-closed", "first": "0001", "last": "0001", "count": 1, "cents": 2740}\n'
    )
    with connected(ledger) as register:
        assert "870001" in register.command(REPEAT)[0]
        assert "04000000002740" in register.command("06200b000000030306041f010104")[0]
        assert "870002" in results(register.command(PAY))[0]
