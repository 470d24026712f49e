"""A simulated terminal whose folder somebody deleted by hand ends by itself, and never during a payment."""

import shutil
import time
from pathlib import Path

import pytest

from tests.integrations.zvt.simulator_process import (
    ACK,
    CashRegister,
    SimulatedTerminal,
    cash_register,
    simulated_terminal,
)

PAY = "06010a04000000002740490978"
STATUS = "0501050000000302"
ABORT = "06b000"
BUSY, READY = ["060f019c"], ["060f0100"]
LOOKS_OFTEN = 0.01
SEVERAL_LOOKS_SECONDS = 0.4
"""The terminal's own round takes 0.05 seconds."""


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "clerk-demo"
    folder.mkdir()
    return folder


def ended(terminal: SimulatedTerminal) -> int:
    """Wait until the process has ended, at most ten seconds; return its exit status."""
    return terminal.process.wait(timeout=10)


def keeps_answering(register: CashRegister, answer: list[str]) -> bool:
    """Ask again and again, over several looks of the terminal, and tell whether it says the same every time."""
    deadline = time.monotonic() + SEVERAL_LOOKS_SECONDS
    while time.monotonic() < deadline:
        if register.command(STATUS) != answer:
            return False
    return True


def test_a_terminal_whose_folder_was_deleted_ends_cleanly(folder: Path) -> None:
    with simulated_terminal(folder / "terminal.jsonl", look_around=LOOKS_OFTEN) as terminal:
        shutil.rmtree(folder)
        assert ended(terminal) == 0
        with pytest.raises(ConnectionError):
            CashRegister(terminal.port)


def test_a_line_that_stays_open_does_not_keep_it(folder: Path) -> None:
    with (
        simulated_terminal(folder / "terminal.jsonl", look_around=LOOKS_OFTEN) as terminal,
        cash_register(terminal.port) as register,
    ):
        shutil.rmtree(folder)
        assert ended(terminal) == 0
        assert register.receive() == ""


def test_another_folder_of_the_same_name_is_not_its_own(folder: Path) -> None:
    with simulated_terminal(folder / "terminal.jsonl", look_around=LOOKS_OFTEN) as terminal:
        folder.rename(folder.with_name("forgotten"))
        folder.mkdir()
        assert ended(terminal) == 0


def test_a_terminal_that_is_switched_off_ends_too(folder: Path) -> None:
    ledger = folder / "terminal.jsonl"
    with simulated_terminal(ledger, look_around=LOOKS_OFTEN, scenario="switched-off") as terminal:
        shutil.rmtree(folder)
        assert ended(terminal) == 0


def test_while_its_folder_is_there_it_stays(folder: Path) -> None:
    with (
        simulated_terminal(folder / "terminal.jsonl", look_around=LOOKS_OFTEN) as terminal,
        cash_register(terminal.port) as register,
    ):
        assert keeps_answering(register, READY)
        assert terminal.process.poll() is None


def test_a_payment_that_runs_is_brought_to_its_end_first(folder: Path) -> None:
    ledger = folder / "terminal.jsonl"
    with simulated_terminal(ledger, look_around=LOOKS_OFTEN, scenario="no-card") as terminal:
        with cash_register(terminal.port) as paying, cash_register(terminal.port) as asking:
            paying.send(PAY)
            assert paying.receive() == ACK
            elsewhere = folder.rename(folder.with_name("elsewhere"))
            assert keeps_answering(asking, BUSY)
            elsewhere.rename(folder)
            asking.send(ABORT)
            assert paying.follow()[-1].startswith("061e")
            assert terminal.process.poll() is None
        shutil.rmtree(folder)
        assert ended(terminal) == 0
