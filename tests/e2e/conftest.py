"""Terminals for the tests of the program in a real pseudo terminal."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pytest

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
