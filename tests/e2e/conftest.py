"""Terminals for the tests of the program in a real pseudo terminal."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from tests.e2e.office import Office, furnish, move_in
from tests.e2e.terminal import Terminal

ROOT = Path(__file__).parents[2]


class OpenTerminal(Protocol):
    """Starts ``python -m`` *module* with *arguments* in a terminal that is closed when the test ends."""

    def __call__(
        self,
        module: str,
        arguments: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        rows: int = 24,
        cols: int = 80,
    ) -> Terminal:
        """Start it."""
        ...


@pytest.fixture
def open_terminal() -> Iterator[OpenTerminal]:
    """Open terminals and close them whatever the test does."""
    opened: list[Terminal] = []

    def start(
        module: str,
        arguments: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        rows: int = 24,
        cols: int = 80,
    ) -> Terminal:
        argv = [sys.executable, "-m", module, *arguments]
        variables = {"PYTHONPATH": str(ROOT), "TEXTUAL_FPS": "120", **(env or {})}
        terminal = Terminal.spawn(argv, variables, rows, cols)
        opened.append(terminal)
        return terminal

    yield start
    for terminal in opened:
        terminal.close()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of an office where nobody waits yet; each test works in a copy."""
    path = tmp_path_factory.mktemp("furnished") / "clerk.db"
    furnish(path)
    return path


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[Office]:
    """An office with a card terminal in a process of its own; everything ends with the test."""
    moved_in = move_in(furnished, tmp_path / "office")
    try:
        moved_in.open_card_terminal()
        yield moved_in
    finally:
        moved_in.stop()
