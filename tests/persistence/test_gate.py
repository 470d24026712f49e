"""The gate around every write, when the one in front is stopped and does not go on."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clerk.persistence import sqlite_store as store_module
from clerk.persistence.gate import GateTimeout, WriteGate
from clerk.persistence.store import Store
from clerk.persistence.tables import SettingRow
from clerk.ports import StoreUnavailable
from tests.persistence.office import Office

pytestmark = pytest.mark.embedded_only
ROOT = Path(__file__).parents[2]
FIRST_IN_LINE = """
import sys
from clerk.persistence.sqlite_store import write_transaction
from clerk.persistence.opening import open_store
store = open_store(sys.argv[1])
with store.turn() as enter:
    driver = enter() if sys.argv[2] == "inside" else None
    print("there", flush=True)
    sys.stdin.readline()
    driver = driver or enter()
    with write_transaction(driver):
        driver.execute("INSERT INTO setting VALUES ('woke', '1')")
print("written", flush=True)
sys.stdin.readline()
"""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "GATE_PATIENCE_SECONDS", 0.3)


@contextmanager
def another_program(office: Office, place: str) -> Iterator[subprocess.Popen[str]]:
    """Run a program that stays at a *place* of the gate until it reads a line, then writes."""
    command = [sys.executable, "-c", FIRST_IN_LINE, office.store.address, place]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        try:
            said(program, "there")
            yield program
        finally:
            program.kill()


def said(program: subprocess.Popen[str], word: str) -> None:
    assert program.stdout is not None
    assert program.stdout.readline().strip() == word


def go_on(program: subprocess.Popen[str]) -> None:
    assert program.stdin is not None
    program.stdin.write("\n")
    program.stdin.flush()


def try_to_write(store: Store, key: str) -> BaseException | None:
    """Write, and return what came instead; fails if that takes for ever."""
    problems: list[BaseException | None] = []

    def write() -> None:
        try:
            with store.write() as session:
                session.add(SettingRow(key=key, value="1"))
        except StoreUnavailable as problem:
            problems.append(problem)
        else:
            problems.append(None)

    writing = threading.Thread(target=write, daemon=True)
    writing.start()
    writing.join(20)
    assert problems, "still waiting"
    return problems[0]


def keys(store: Store) -> set[str]:
    with store.read() as session:
        return {key for key in ("early", "late", "woke") if session.get(SettingRow, key)}


@pytest.mark.parametrize("place", ["first in line", "inside"])
def test_behind_a_stopped_program_a_write_ends_with_the_sentence_of_a_store_that_does_not_answer(
    office: Office, place: str
) -> None:
    with another_program(office, place) as program:
        os.kill(program.pid, signal.SIGSTOP)
        for _attempt in range(2):
            problem = try_to_write(office.store, "early")
            assert isinstance(problem, StoreUnavailable)
            assert "Datenspeicher antwortet nicht" in str(problem)
        os.kill(program.pid, signal.SIGCONT)
        go_on(program)
        said(program, "written")
        assert try_to_write(office.store, "late") is None
    assert keys(office.store) == {"woke", "late"}


def test_behind_a_program_that_is_killed_while_stopped_writing_goes_on(office: Office) -> None:
    with another_program(office, "first in line") as program:
        os.kill(program.pid, signal.SIGSTOP)
        assert isinstance(try_to_write(office.store, "early"), StoreUnavailable)
        program.kill()
        program.wait(10)
        assert try_to_write(office.store, "late") is None
    assert keys(office.store) == {"late"}


def test_a_turn_that_comes_after_one_gave_up_waiting_is_given_on(tmp_path: Path) -> None:
    """The lock arrives for somebody who has gone: it must not stay with this process."""
    ours, in_front, behind = (WriteGate(tmp_path / "store.db") for _number in range(3))
    with in_front.turn(5), pytest.raises(GateTimeout), ours.turn(0.05):
        pass
    with behind.turn(5) as turn:
        turn.enter()
        assert turn.is_inside
    for gate in (ours, in_front, behind):
        gate.close()
