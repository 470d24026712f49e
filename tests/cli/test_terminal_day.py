"""``clerk terminal end-of-day | totals | upkeep`` against a simulated terminal in a process of its own."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Clerk, as_process, terminal_of


def run(*command: str) -> tuple[int, dict[str, object]]:
    """Run a command of the family in a process of its own: a terminal's lease lives as long as the process."""
    ended = as_process("terminal", *command, "--json")
    answer = json.loads(ended.stdout)
    assert isinstance(answer, dict)
    return ended.returncode, answer


def pay(cents: int) -> None:
    """Pay an amount."""
    assert run("pay", "--cents", str(cents), "--login", "admin")[0] == 0


@pytest.mark.usefixtures("furnished")
def test_the_end_of_day_tells_what_was_paid_since_the_last_one(clerk: Clerk, tmp_path: Path) -> None:
    with terminal_of(clerk, tmp_path, "approve"):
        pay(2740)
        pay(510)
        assert run("totals")[1]["cents"] == 3250
        shown = as_process("terminal", "totals").stdout.split("\n")
        assert [line.split() for line in shown[1:4]] == [
            ["girocard", "2", "32,50", "€"],
            ["laut", "Terminal", "2", "32,50", "€"],
            ["in", "diesem", "Programm", "2", "32,50", "€"],
        ]
        status, closed = run("end-of-day", "--login", "admin")
        assert (status, closed["state"]) == (0, "paid")
        totals = closed["totals"]
        assert isinstance(totals, dict)
        assert (totals["count"], totals["cents"]) == (2, 3250)
        assert "32,50 €" in str(closed["message"])
        assert run("totals")[1]["cents"] == 0


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("task", ["diagnosis", "initialisation", "clock", "log_off"])
def test_what_the_terminal_asks_for_can_be_done_from_here(clerk: Clerk, tmp_path: Path, task: str) -> None:
    with terminal_of(clerk, tmp_path, "approve"):
        answer = clerk("terminal", "upkeep", task)
        assert answer.status == 0
        assert "bereit" in answer.out


@pytest.mark.usefixtures("furnished")
def test_an_end_of_day_that_reaches_nobody_ends_with_3() -> None:
    status, closed = run("end-of-day", "--login", "admin")
    assert (status, closed["state"]) == (3, "not_sent")
