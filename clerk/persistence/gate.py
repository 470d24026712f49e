"""A fair gate around every write, for several threads and processes on one database file.

SQLite's own busy handler is unfair: it sleeps and tries again, so the unlucky one waits for seconds and may
end with "database is locked". Here two locks form a turnstile: only who holds the turnstile may wait at the
gate, so nobody who has just written can slip in before those who wait, and the kernel serves the turnstile in
the order of arrival. Both are ``flock`` locks: the kernel releases them when a process dies, whatever it was
doing.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_EAGER_SECONDS = 0.002
"""How long the first in line only yields the processor: a write takes less, and a sleep would add to all behind."""
_PAUSE_SECONDS = 0.000_5


class GateTimeout(Exception):  # noqa: N818 - caught and translated by the store
    """The gate stayed closed for the whole time one was willing to wait."""


class WriteGate:
    """The gate of one database file.

    The locks belong to this object's open files: a forked child must make an object of its own.
    """

    def __init__(self, database: Path) -> None:
        """Open the lock files beside *database* (mode 0600), creating them if needed."""
        self._in_process = threading.Lock()
        self._turnstile = _open_lock_file(database, ".turn")
        self._gate = _open_lock_file(database, ".lock")
        self._closed = False

    @contextmanager
    def turn(self, timeout: float) -> Iterator["Turn"]:
        """Wait until one is the first in line and stay so during the block, or inside after ``Turn.enter``.

        Raises ``GateTimeout`` after *timeout* seconds of waiting. Those in front have waited longer and so give
        up earlier: the wait at the turnstile needs no clock.
        """
        deadline = time.monotonic() + timeout
        if not self._in_process.acquire(timeout=timeout):
            raise GateTimeout
        try:
            fcntl.flock(self._turnstile, fcntl.LOCK_EX)
            turn = Turn(self._turnstile, self._gate, deadline)
            try:
                yield turn
            finally:
                fcntl.flock(self._gate if turn.is_inside else self._turnstile, fcntl.LOCK_UN)
        finally:
            self._in_process.release()

    def close(self) -> None:
        """Close the lock files; a second time does nothing."""
        if not self._closed:
            self._closed = True
            os.close(self._turnstile)
            os.close(self._gate)


class Turn:
    """The right of the first in line."""

    def __init__(self, turnstile: int, gate: int, deadline: float) -> None:
        """Be first in line; the two are open lock files, *deadline* is on the monotonic clock."""
        self._turnstile = turnstile
        self._gate = gate
        self._deadline = deadline
        self.is_inside = False

    def enter(self) -> None:
        """Go through the gate and let the next one be first in line; raises ``GateTimeout``.

        Only one process at a time is here: polling is cheap and, unlike ``flock``, ends.
        """
        started = time.monotonic()
        while not self._try_gate():
            now = time.monotonic()
            if now >= self._deadline:
                raise GateTimeout
            if now - started < _EAGER_SECONDS:
                os.sched_yield()
            else:
                time.sleep(_PAUSE_SECONDS)
        self.is_inside = True
        fcntl.flock(self._turnstile, fcntl.LOCK_UN)

    def _try_gate(self) -> bool:
        try:
            fcntl.flock(self._gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _open_lock_file(database: Path, suffix: str) -> int:
    return os.open(database.with_name(database.name + suffix), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
