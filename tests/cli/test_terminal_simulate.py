"""``clerk terminal simulate`` with the options that make it misbehave."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Clerk
from tests.integrations.zvt.simulator_process import cash_register, results

PAY = "06010a04000000002740490978"


@contextmanager
def simulated(ledger: Path, *options: str) -> Iterator[int]:
    """Run the program with these options and tell its port."""
    command = [sys.executable, "-m", "clerk", "terminal", "simulate", "--fast", "--port", "0"]
    arguments = [*command, "--ledger", str(ledger), *options]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(json.loads(process.stdout.readline())["port"])
        finally:
            process.terminate()


@pytest.mark.parametrize(
    ("options", "end"),
    [
        (("--result", "64"), "061e0164"),
        (("--refuse", "83"), "848300"),
        (("--fault", "cut@after-status"), "04ff020a01"),
    ],
)
def test_a_payment_ends_as_the_options_say(tmp_path: Path, options: tuple[str, ...], end: str) -> None:
    with simulated(tmp_path / "terminal.jsonl", *options) as port, cash_register(port) as register:
        assert register.command(PAY)[-1] == end


def test_a_day_ends_as_the_option_says(tmp_path: Path) -> None:
    options = ("--end-of-day", "fails", "--cards", "3", "--message-numbers")
    with simulated(tmp_path / "terminal.jsonl", *options) as port, cash_register(port) as register:
        assert register.command("065003000000")[-1] == "061e0177"
        assert results(register.command(PAY))[0][6:10] == "27f0"


@pytest.mark.parametrize(
    ("option", "value", "example"),
    [("--fault", "explode", "cut@after-result"), ("--result", "XY", "6C"), ("--refuse", "123", "83")],
)
def test_an_option_that_cannot_be_read_is_said_with_an_example(
    clerk: Clerk, option: str, value: str, example: str
) -> None:
    answer = clerk("terminal", "simulate", option, value)
    assert answer.status != 0
    assert f"{option}: „{value}“ ist nicht lesbar. Geschrieben wird es so: {example}." in answer.err
