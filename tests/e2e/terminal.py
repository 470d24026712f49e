"""A real pseudo terminal with a screen that can be read, for tests that press real keys."""

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, Self

import pyte

from tests.e2e.programs import Start, spawn_on_terminal

_CONTROL_LETTERS = {f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"}
KEYS: Final[Mapping[str, str]] = {
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f11": "\x1b[23~",
    "f12": "\x1b[24~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "enter": "\r",
    "escape": "\x1b",
    "space": " ",
    "minus": "-",
    "backspace": "\x7f",
    **_CONTROL_LETTERS,
}
"""What xterm sends for each key, by Textual's name of the key."""

_NOT_FOR_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\??[0-9;]*\$[a-z]|\x1bP[^\x1b]*\x1b\\")
_QUERY = re.compile(rb"\x1b\[\?(\d+)\$p")
_UNFINISHED = re.compile(rb"\x1b(?:\[[<>=?]?[0-9;]*\$?|P[^\x1b]*\x1b?)?$")
_SIZE_OF_ANOTHER_TERMINAL = frozenset({"COLUMNS", "LINES"})
_RESTORED = (("?1049h", "?1049l"), ("?25l", "?25h"), ("?1003h", "?1003l"), ("?2004h", "?2004l"))


class NotSeenError(AssertionError):
    """What a test waited for did not appear in time; the message shows the screen as it was."""


class Terminal:
    """One program in a pseudo terminal of *rows* x *cols*; use as a context manager.

    Nothing here sleeps: every wait is a ``select`` on the terminal with a deadline.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str],
        rows: int = 24,
        cols: int = 80,
        cwd: Path | None = None,
        start: Start = spawn_on_terminal,
    ) -> None:
        """Start *argv* with *env*, as a new interpreter unless *start* does it in another way."""
        self.raw = bytearray()
        self._screen = pyte.Screen(cols, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._held_back = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        self._modes_before = termios.tcgetattr(slave)[:4]
        variables = {"TERM": "xterm-256color", "COLORTERM": "truecolor", **env}
        self._process = start(argv, variables, cwd, slave)
        # Kept open, so that what the program wrote last can be read after its end.
        self._slave = slave
        os.set_blocking(self._master, False)

    @classmethod
    def spawn(
        cls, argv: Sequence[str], env: Mapping[str, str] | None = None, rows: int = 24, cols: int = 80
    ) -> Self:
        """Start *argv* with the variables of this process overlaid by *env*."""
        ours = {name: value for name, value in os.environ.items() if name not in _SIZE_OF_ANOTHER_TERMINAL}
        return cls(argv, env={**ours, **(env or {})}, rows=rows, cols=cols)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The process id of the program."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the program still runs."""
        return self._process.poll() is None

    def press(self, *keys: str) -> None:
        """Press *keys* one after another by their Textual names (``f2``, ``ctrl+k``, ``enter``, ``a``)."""
        for key in keys:
            self._send((KEYS.get(key) or _single_character(key)).encode())

    def press_at_once(self, *keys: str) -> None:
        """Send *keys* in one write, as a scanner or a fast typist's buffered keys arrive."""
        self._send("".join(KEYS.get(key) or _single_character(key) for key in keys).encode())

    def type(self, text: str) -> None:
        """Type *text* as single keys, in one write."""
        self._send(text.encode())

    def paste(self, text: str) -> None:
        """Paste *text* as a terminal with bracketed paste does."""
        self._send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def resize(self, rows: int, cols: int) -> None:
        """Give the terminal window another size, as dragging its corner does."""
        self._screen.resize(rows, cols)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def wait_for(
        self, wanted: str | re.Pattern[str] | Callable[[str], bool], timeout: float = 20.0
    ) -> re.Match[str]:
        """Read until the screen text contains *wanted* (a regular expression or a predicate) and return the match.

        *timeout* in seconds. Raises ``NotSeenError`` with the screen when time is up or the program ended before.
        """
        deadline = time.monotonic() + timeout
        while True:
            self._read_available()
            match = _found(wanted, self.screen_text())
            if match is not None:
                return match
            left = deadline - time.monotonic()
            if left <= 0 or not self._wait_readable(left):
                raise NotSeenError(f"not seen within {timeout} s: {wanted!r}\n{self.framed()}")

    def wait_gone(self, unwanted: str, timeout: float = 20.0) -> None:
        """Read until the regular expression *unwanted* is no longer on the screen."""
        self.wait_for(lambda text: re.search(unwanted, text) is None, timeout)

    def wait_until(self, reached: Callable[[], bool], timeout: float = 20.0) -> None:
        """Go on reading until *reached* holds for something outside the screen, a file or a process."""
        deadline = time.monotonic() + timeout
        while not reached():
            if time.monotonic() > deadline:
                raise NotSeenError(f"not reached within {timeout} s: {reached!r}\n{self.framed()}")
            self._read_available()
            # not _wait_readable: nothing need be written for the state to be reached
            select.select([self._master], [], [], 0.02)

    def wait_exit(self, timeout: float = 10.0) -> int:
        """Read until the program has ended; return its exit status (negative: the signal that ended it)."""
        deadline = time.monotonic() + timeout
        while self.alive:
            if time.monotonic() > deadline:
                raise NotSeenError(f"still running after {timeout} s\n{self.framed()}")
            self._read_available()
            # A write to nobody would block the program: go on reading while it ends.
            select.select([self._master], [], [], 0.05)
        self._read_available()
        return self._process.wait(timeout=timeout)

    def exit_code(self) -> int | None:
        """The exit status, or None while the program runs."""
        return self._process.poll()

    def settle(self, quiet: float = 0.15, timeout: float = 10.0) -> None:
        """Read until the program has written nothing for *quiet* seconds."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            self._read_available()
            if not self._wait_readable(quiet):
                return
        raise NotSeenError(f"the screen never came to rest\n{self.framed()}")

    def screen_text(self) -> str:
        """The screen as lines of text without trailing blanks."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def line_with(self, pattern: str) -> str:
        """The first line of the screen in which the regular expression *pattern* is found, else an empty one."""
        return next((line for line in self.screen_text().splitlines() if re.search(pattern, line)), "")

    def is_bold(self, text: str) -> bool:
        """Tell whether *text* stands on the screen in bold, as the label of the focused field does."""
        return any(
            self._screen.buffer[row][column].bold
            for row, line in enumerate(self._screen.display)
            if (column := line.find(text)) >= 0
        )

    def framed(self) -> str:
        """The screen between two rules, for messages."""
        rule = "-" * self._screen.columns
        return f"{rule}\n{self.screen_text()}\n{rule}"

    def colours_at(self, row: int, col: int) -> tuple[str, str]:
        """Foreground and background of one cell as six hexadecimal digits or a colour name."""
        cell = self._screen.buffer[row][col]
        return cell.fg, cell.bg

    @property
    def restored(self) -> bool:
        """Whether the terminal is as before: normal screen, cursor shown, mouse and paste modes off, line mode on."""
        written = self.raw.decode("latin-1")
        ended = all(written.rfind(f"\x1b[{on}") <= written.rfind(f"\x1b[{off}") for on, off in _RESTORED)
        return ended and termios.tcgetattr(self._slave)[:4] == self._modes_before

    def kill9(self) -> None:
        """End the program as a power cut does."""
        self._process.kill()
        self._process.wait(timeout=10)
        self._read_available()

    def hang_up(self, timeout: float = 20.0) -> None:
        """Take the terminal away, as who closes the window, and wait until the program has ended."""
        os.close(self._master)
        self._process.wait(timeout=timeout)

    def close(self) -> None:
        """End the program if it still runs and give the terminal back."""
        if self.alive:
            self._process.kill()
        self._process.wait(timeout=10)
        for descriptor in (self._master, self._slave):
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def _send(self, data: bytes) -> None:
        while data:
            _, writable, _ = select.select([], [self._master], [], 10.0)
            if not writable:
                raise NotSeenError(f"the program takes no keys\n{self.framed()}")
            data = data[os.write(self._master, data) :]
            self._read_available()

    def _wait_readable(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            readable, _, _ = select.select([self._master], [], [], min(left, 0.1))
            if readable:
                return True
            if not self.alive:
                readable, _, _ = select.select([self._master], [], [], 0)
                return bool(readable)
        return False

    def _read_available(self) -> None:
        while True:
            try:
                data = os.read(self._master, 1 << 16)
            except (BlockingIOError, OSError):
                return
            if not data:
                return
            self.raw += data
            self._answer_queries(data)
            self._draw(data)

    def _answer_queries(self, data: bytes) -> None:
        for mode in _QUERY.findall(data):
            with contextlib.suppress(OSError):
                os.write(self._master, b"\x1b[?" + mode + b";0$y")  # 0: mode not known here

    def _draw(self, data: bytes) -> None:
        data = self._held_back + data
        unfinished = _UNFINISHED.search(data)
        cut = unfinished.start() if unfinished else len(data)
        self._held_back = data[cut:]
        self._stream.feed(_NOT_FOR_PYTE.sub(b"", data[:cut]))


def _single_character(key: str) -> str:
    if len(key) != 1:
        raise ValueError(f"no such key: {key}")
    return key


def _found(wanted: str | re.Pattern[str] | Callable[[str], bool], text: str) -> re.Match[str] | None:
    if isinstance(wanted, str | re.Pattern):
        return re.search(wanted, text)
    return re.match("", text) if wanted(text) else None
