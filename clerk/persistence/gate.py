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
        self._queue = _Queue(self._turnstile)
        self._gate = _open_lock_file(database, ".lock")
        self._closed = False

    @contextmanager
    def turn(self, timeout: float) -> Iterator["Turn"]:
        """Wait until one is the first in line and stay so during the block, or inside after ``Turn.enter``.

        Raises ``GateTimeout`` after *timeout* seconds of waiting: whoever is in front may have been stopped with
        the turnstile in hand.
        """
        deadline = time.monotonic() + timeout
        if not self._in_process.acquire(timeout=timeout):
            raise GateTimeout
        try:
            if not self._queue.arrive(deadline - time.monotonic()):
                raise GateTimeout
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


class _Queue:
    """Waits for the turnstile for a limited time, without losing its place in the kernel's queue by polling.

    ``flock`` knows no time limit, so a thread waits in it. Who gives up leaves the thread behind, and the next one
    of this process goes on waiting where it stands. Only one at a time may wait here.
    """

    def __init__(self, turnstile: int) -> None:
        """Wait for the lock of an open file."""
        self._turnstile = turnstile
        self._changed = threading.Condition()
        self._is_wanted = False
        self._is_waiting = False

    def arrive(self, seconds: float) -> bool:
        """Get the lock; ``False`` if it did not come within *seconds*."""
        with self._changed:
            if not self._is_waiting:
                if _locked(self._turnstile):
                    return True
                self._is_waiting = True
                # a number of its own: the file may be closed here before the lock comes
                descriptor = os.dup(self._turnstile)
                threading.Thread(target=self._wait, args=(descriptor,), name="turnstile", daemon=True).start()
            self._is_wanted = True
            arrived = self._changed.wait_for(lambda: not self._is_waiting, seconds)
            self._is_wanted = False
        return arrived

    def _wait(self, descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with self._changed:
            self._is_waiting = False
            if not self._is_wanted:
                fcntl.flock(descriptor, fcntl.LOCK_UN)
            self._changed.notify()
        os.close(descriptor)


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
        while not _locked(self._gate):
            now = time.monotonic()
            if now >= self._deadline:
                raise GateTimeout
            if now - started < _EAGER_SECONDS:
                os.sched_yield()
            else:
                time.sleep(_PAUSE_SECONDS)
        self.is_inside = True
        fcntl.flock(self._turnstile, fcntl.LOCK_UN)


def _locked(descriptor: int) -> bool:
    """Lock an open file if that is possible at once; return whether it is locked."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open_lock_file(database: Path, suffix: str) -> int:
    return os.open(database.with_name(database.name + suffix), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
