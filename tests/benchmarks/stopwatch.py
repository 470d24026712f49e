"""A terminal that measures: from the key written to the bytes that show its effect."""

import os
import select
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyte

from tests.e2e.terminal import KEYS, NotSeenError, Terminal

ROOT: Final = Path(__file__).parents[2]
ROWS, COLS = 36, 120
"""The window of the floor table in the architecture notes."""
_QUIET = 0.03

Shown = Callable[[pyte.Screen], bool]
"""Tells whether the screen shows the effect."""


class Stopwatch(Terminal):
    """Reads with time stamps first and draws afterwards, so that drawing here costs the program nothing."""

    @classmethod
    def start(
        cls, module: str, arguments: Sequence[str] = (), env: Mapping[str, str] | None = None
    ) -> "Stopwatch":
        """Start ``python -m`` *module*; ``started`` is the moment before."""
        variables = {"PYTHONPATH": str(ROOT), "TEXTUAL_FPS": "120", "LANG": "C.UTF-8", **(env or {})}
        started = time.perf_counter()
        watch = cls.spawn([sys.executable, "-m", module, *arguments], variables, ROWS, COLS)
        watch.started = started
        return watch

    started: float = 0.0

    @property
    def screen(self) -> pyte.Screen:
        """The screen as it was drawn last."""
        return self._screen

    def until(self, shown: Shown, since: float, timeout: float = 20.0) -> float:
        """Return the seconds from *since* until the bytes that make *shown* true have arrived."""
        deadline = time.perf_counter() + timeout
        while time.perf_counter() < deadline:
            moments = self._drawn(shown)
            if moments:
                return moments[0] - since
        raise NotSeenError(f"not seen within {timeout} s\n{self.framed()}")

    def press_until(self, key: str, shown: Shown) -> float:
        """Press *key* (a name or one character) and return the seconds until *shown* holds; it must not before."""
        self._drain()
        if shown(self._screen):
            raise AssertionError(f"{key}: shown before the key\n{self.framed()}")
        since = time.perf_counter()
        self.send(key)
        return self.until(shown, since)

    def send(self, *keys: str) -> None:
        """Write *keys* and read nothing, unlike ``press``."""
        os.write(self._master, "".join(KEYS.get(key) or key for key in keys).encode())

    def _drain(self) -> None:
        """Draw what is still coming, so that the next measurement starts from rest."""
        self._drawn(lambda _screen: False)

    def _drawn(self, shown: Shown) -> list[float]:
        """Draw what has arrived; return the moments after whose bytes *shown* was true."""
        moments: list[float] = []
        for arrived, data in self._stamped():
            self.raw += data
            self._draw(data)
            if shown(self._screen):
                moments.append(arrived)
        return moments

    def _stamped(self) -> list[tuple[float, bytes]]:
        """Return what arrives until nothing more does for a while, with the moments it arrived at."""
        chunks: list[tuple[float, bytes]] = []
        while select.select([self._master], [], [], _QUIET)[0]:
            try:
                data = os.read(self._master, 1 << 16)
            except OSError:
                return chunks
            if not data:
                return chunks
            chunks.append((time.perf_counter(), data))
            self._answer_queries(data)
        return chunks


def text(wanted: str) -> Shown:
    """The effect is that *wanted* stands somewhere on the screen."""
    return lambda screen: any(wanted in line for line in screen.display)


def bold(wanted: str) -> Shown:
    """The effect is that *wanted* stands on the screen in bold."""
    return lambda screen: any(
        screen.buffer[row][place].bold
        for row, line in enumerate(screen.display)
        if (place := line.find(wanted)) >= 0
    )


def cursor_in_row_of(label: str, colour: str) -> Shown:
    """The effect is that something in the row of *label* has the ground *colour* of the cursor."""
    return lambda screen: any(
        label in line and any(screen.buffer[row][column].bg == colour for column in range(screen.columns))
        for row, line in enumerate(screen.display)
    )


def cell_changes(row: int, column: int, before: object) -> Shown:
    """The effect is that the cell at *row*, *column* looks different from *before*."""
    return lambda screen: screen.buffer[row][column] != before
