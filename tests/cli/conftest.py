"""A machine of its own for every test, and the command line as a function."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from clerk.cli import run
from clerk.settings import Settings, write_settings
from tests.forked import fork_and_read_line, run_module

PASSWORD = "geheimes-wort"


@dataclass(frozen=True, slots=True)
class Answer:
    """How one command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> object:
        """What was printed, read as JSON."""
        return json.loads(self.out)


Clerk = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _own_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLERK_CONFIG", str(tmp_path / "clerk.toml"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("CLERK_PASSWORD", "CLERK_NEW_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def clerk(capsys: pytest.CaptureFixture[str]) -> Clerk:
    """Run one command line in this process."""

    def call(*arguments: str) -> Answer:
        capsys.readouterr()
        status = run(arguments)
        printed = capsys.readouterr()
        return Answer(status, printed.out, printed.err)

    return call


@pytest.fixture(scope="session")
def furnished_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store as ``clerk init`` makes it, to be copied."""
    folder = tmp_path_factory.mktemp("office")
    store = folder / "clerk.db"
    first = ("--office", "Musterland", "--site", "Mitte", "--login", "admin", "--name", "Frau Beispiel")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CLERK_CONFIG", str(folder / "clerk.toml"))
        environment.setenv("CLERK_NEW_PASSWORD", PASSWORD)
        assert run(["init", *first, "--store", str(store)]) == 0
    return store


@pytest.fixture
def office(tmp_path: Path, furnished_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with one site, one counter and the account ``admin``; returns its store."""
    store = tmp_path / "data" / "clerk" / "clerk.db"
    store.parent.mkdir(parents=True)
    shutil.copy(furnished_store, store)
    write_settings(tmp_path / "clerk.toml", Settings(store=store))
    monkeypatch.setenv("CLERK_NEW_PASSWORD", PASSWORD)
    return store


def as_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``clerk`` as a person does, as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "clerk", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@contextmanager
def simulator(ledger: Path, scenario: str) -> Iterator[int]:
    """Run ``clerk terminal simulate`` and tell its port."""
    command = ("clerk", "terminal", "simulate", "--fast", "--port", "0")
    process, told = fork_and_read_line(
        run_module, [*command, "--ledger", str(ledger), "--scenario", scenario], dict(os.environ)
    )
    try:
        ready = json.loads(told)
        assert ready["event"] == "listening"
        yield int(ready["port"])
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def furnished(clerk: Clerk, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office whose counter has the terminal *Theke*, at a port where nothing answers yet."""
    monkeypatch.setenv("CLERK_PASSWORD", PASSWORD)
    settings = ("--set", "settle_seconds=0.1", "--set", "t3_seconds=1", "--set", "connect_seconds=1")
    address = ("--host", "127.0.0.1", "--port", "9", "--tid", "52500001")
    assert clerk("terminal", "add", "Theke", *address, *settings).status == 0
    assert clerk("counter", "change", "1", "--terminal", "Theke").status == 0


@contextmanager
def terminal_of(clerk: Clerk, tmp_path: Path, scenario: str) -> Iterator[Path]:
    """Run the simulated terminal at the address of *Theke*; tells its ledger."""
    ledger = tmp_path / "ledger"
    with simulator(ledger, scenario) as port:
        assert clerk("terminal", "change", "Theke", "--port", str(port)).status == 0
        yield ledger
