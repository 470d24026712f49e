"""News of a shared store: the server notifies after every commit, and a watermark tells what was missed.

Who commits notifies right afterwards in a transaction of its own: inside the commit it would make all commits of the
server wait for each other. Between the two a workstation can die. So every two seconds the feed compares the numbers
of finished transactions with those it was told; a gap means that something may have changed.
"""

import random
import time
from typing import cast

import psycopg

from clerk.persistence.change_feed import StoreChangeFeed
from clerk.persistence.postgres_store import CHANNEL, PostgresStore

_LOOK_EVERY_SECONDS = 2.0
_WAKE_EVERY_SECONDS = 0.25
_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.5, 3.0)
_FINISHED_BELOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"
"""All transactions with a lower number have ended."""


class ServerChangeFeed(StoreChangeFeed):
    """Listens on a connection of its own; a line that breaks is made anew, and then everybody looks."""

    def __init__(self, store: PostgresStore) -> None:
        """Begin to listen to the server of *store*."""
        self._store = store
        self._line: psycopg.Connection | None = None
        super().__init__()

    def _wake_up(self) -> None:
        """It wakes up often enough by itself."""

    def _look(self) -> None:
        failures = 0
        while not self._closing.is_set():
            try:
                with self._store.listening_line() as line:
                    failures, self.is_reached = 0, True
                    self._listen(line)
            except psycopg.Error:
                self.is_reached = False
                pause = _PAUSES[min(failures, len(_PAUSES) - 1)]
                failures += 1
                self._closing.wait(pause * random.uniform(0.5, 1))  # noqa: S311 - not all at once

    def _listen(self, line: psycopg.Connection) -> None:
        line.execute(f"LISTEN {CHANNEL}".encode())
        below = _finished_below(line)
        self._tell()  # what was changed before we listened
        told: set[int] = set()
        look_at = time.monotonic() + _LOOK_EVERY_SECONDS
        while not self._closing.is_set():
            heard = {int(news.payload) for news in line.notifies(timeout=_WAKE_EVERY_SECONDS, stop_after=1)}
            if heard:
                told |= heard | {int(news.payload) for news in line.notifies(timeout=0)}
                self._tell()
            if time.monotonic() >= look_at:
                now = _finished_below(line)
                if not told.issuperset(range(below, now)):
                    self._tell()
                told = {number for number in told if number >= now}
                below, look_at = now, time.monotonic() + _LOOK_EVERY_SECONDS


def _finished_below(line: psycopg.Connection) -> int:
    row = line.execute(_FINISHED_BELOW).fetchone()
    return int(cast("tuple[str]", row)[0])
