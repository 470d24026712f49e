"""``clerk terminal status | pay | recover`` against a simulated terminal in a process of its own."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from integrations.zvt.sim_settings import Scenario, choose_scenario
from tests.cli.conftest import Clerk, as_process, simulator, terminal_of


@contextmanager
def _paying() -> Iterator[subprocess.Popen[str]]:
    """Pay 1 € in a process of its own, and go on when the terminal waits for the card."""
    command = ("terminal", "pay", "--cents", "100", "--login", "admin", "--json")
    with subprocess.Popen(
        [sys.executable, "-m", "clerk", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert any("Karte" in line for line in iter(process.stderr.readline, ""))
        yield process


def _pay() -> tuple[int, dict[str, object]]:
    """Pay in a process of its own: a terminal's lease lives as long as the process."""
    ended = as_process("terminal", "pay", "--cents", "2740", "--login", "admin", "--json")
    payment = json.loads(ended.stdout)
    assert isinstance(payment, dict)
    return ended.returncode, payment


@pytest.mark.usefixtures("furnished")
def test_an_approved_payment_ends_with_0(clerk: Clerk, tmp_path: Path) -> None:
    with terminal_of(clerk, tmp_path, "approve"):
        status, payment = _pay()
    assert status == 0
    assert (payment["state"], payment["cents"], payment["receipt"]) == ("paid", 2740, "0001")


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("scenario", ["decline", "customer-aborts"])
def test_a_declined_payment_is_never_shown_as_paid(clerk: Clerk, tmp_path: Path, scenario: str) -> None:
    with terminal_of(clerk, tmp_path, scenario):
        status, payment = _pay()
    assert status == 1
    assert payment["state"] == "declined"
    assert "nicht belastet" in str(payment["message"])


@pytest.mark.usefixtures("furnished")
def test_a_terminal_that_is_off_ends_with_3_and_nothing_is_sent(clerk: Clerk) -> None:
    status, payment = _pay()
    assert status == 3
    assert payment["state"] == "not_sent"
    assert clerk("terminal", "status").status == 3


@pytest.mark.usefixtures("furnished")
def test_a_line_cut_after_the_approval_is_cleared_up_by_asking(clerk: Clerk, tmp_path: Path) -> None:
    with terminal_of(clerk, tmp_path, "cut-after-approval"):
        status, payment = _pay()
        assert (status, payment["state"]) == (0, "paid")
        assert clerk("terminal", "recover", "--json").json == []


@pytest.mark.usefixtures("furnished")
def test_a_payment_whose_process_was_killed_blocks_the_next_until_the_terminal_answers(
    clerk: Clerk, tmp_path: Path
) -> None:
    with terminal_of(clerk, tmp_path, "approve") as ledger:
        assert _pay()[0] == 0
        choose_scenario(ledger, Scenario.NO_CARD)
        with _paying() as process:
            process.kill()
        choose_scenario(ledger, Scenario.SWITCHED_OFF)
        blocked = as_process("terminal", "pay", "--cents", "100", "--login", "admin")
        assert blocked.returncode == 1
        assert "nicht geklärt" in blocked.stderr
        unclear = as_process("terminal", "recover")
        assert unclear.returncode == 3
        assert "nicht erneut belasten" in unclear.stdout
        choose_scenario(ledger, Scenario.APPROVE)
        asked = clerk("terminal", "recover", "--json")
    assert asked.status == 0
    assert isinstance(asked.json, list)
    assert [(entry["cents"], entry["state"]) for entry in asked.json] == [(100, "not_paid")]


@pytest.mark.usefixtures("furnished")
def test_a_fresh_terminal_that_swallowed_a_payment_is_left_to_people(clerk: Clerk, tmp_path: Path) -> None:
    with terminal_of(clerk, tmp_path, "silent-on-payment"):
        status, payment = _pay()
    assert (status, payment["state"]) == (1, "manual")


@pytest.mark.usefixtures("furnished")
def test_the_state_of_the_terminal_is_told(clerk: Clerk, tmp_path: Path) -> None:
    with terminal_of(clerk, tmp_path, "approve"):
        answer = clerk("terminal", "status", "--json")
    assert answer.status == 0
    assert isinstance(answer.json, dict)
    assert (answer.json["reachable"], answer.json["ready"]) == (True, True)
    assert answer.json.keys() == {"reachable", "ready", "message", "action", "code", "tid", "remedy"}


@pytest.mark.usefixtures("furnished")
def test_paying_needs_a_sign_in(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLERK_PASSWORD", "falsch")
    refused = clerk("terminal", "pay", "--cents", "100", "--login", "admin")
    assert refused.status == 1
    assert "Kennwort stimmt nicht" in refused.err
    monkeypatch.delenv("CLERK_PASSWORD")
    nobody = clerk("terminal", "pay", "--cents", "100", "--login", "admin")
    assert nobody.status == 2
    assert "CLERK_PASSWORD" in nobody.err


@pytest.mark.usefixtures("furnished")
def test_progress_goes_to_stderr_so_that_the_answer_stays_json(clerk: Clerk, tmp_path: Path) -> None:
    with terminal_of(clerk, tmp_path, "approve"):
        answer = clerk("terminal", "pay", "--cents", "100", "--login", "admin", "--json")
    assert "Karte" in answer.err
    assert isinstance(answer.json, dict)


@pytest.mark.usefixtures("furnished")
def test_ctrl_c_asks_the_terminal_to_stop_and_waits_for_its_answer(clerk: Clerk, tmp_path: Path) -> None:
    with terminal_of(clerk, tmp_path, "no-card"), _paying() as process:
        process.send_signal(signal.SIGINT)
        printed, _errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert json.loads(printed)["state"] == "declined"


@pytest.mark.usefixtures("office")
def test_a_counter_without_terminal_says_so(clerk: Clerk) -> None:
    answer = clerk("terminal", "status")
    assert answer.status == 2
    assert "--terminal" in answer.err


def test_the_simulator_refuses_a_scenario_it_does_not_know(clerk: Clerk) -> None:
    answer = clerk("terminal", "simulate", "--scenario", "explode")
    assert answer.status == 2
    assert "cut-after-approval" in answer.err


def test_the_simulator_says_so_when_its_port_is_taken(clerk: Clerk, tmp_path: Path) -> None:
    with simulator(tmp_path / "ledger", "approve") as port:
        answer = clerk("terminal", "simulate", "--port", str(port), "--ledger", str(tmp_path / "other"))
    assert answer.status == 2
    assert str(port) in answer.err
