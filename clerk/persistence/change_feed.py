"""Tells that something in the store changed: at once after our commits, within 100 ms after others'."""

import threading
from collections.abc import Callable

from clerk.persistence.driver import driver_of
from clerk.persistence.store import Store

_LOOK_EVERY_SECONDS = 0.1


class StoreChangeFeed:
    """The ``ChangeFeed`` of the embedded store.

    SQLite counts the commits of other connections in ``PRAGMA data_version``; one thread looks at it on a
    connection of its own, which writes nothing. Changes between two looks are told once.
    """

    def __init__(self, store: Store) -> None:
        """Start looking; ``close`` ends it."""
        self._store = store
        self._watchers: list[Callable[[], None]] = []
        self._closing = False
        self._wake = threading.Event()
        self._forget_commits = store.on_commit(self._wake.set)
        self._thread = threading.Thread(target=self._look, name="change-feed", daemon=True)
        self._thread.start()

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call *on_change* (from a thread) after changes by anybody; returns what ends the watch."""
        self._watchers.append(on_change)

        def stop() -> None:
            if on_change in self._watchers:
                self._watchers.remove(on_change)

        return stop

    def close(self) -> None:
        """Stop looking and wait for the thread."""
        self._forget_commits()
        self._closing = True
        self._wake.set()
        self._thread.join()

    def _look(self) -> None:
        with self._store.read_connection() as connection:
            connection.rollback()
            driver = driver_of(connection)
            seen = driver.execute("PRAGMA data_version").fetchone()
            while not self._closing:
                self._wake.wait(_LOOK_EVERY_SECONDS)
                self._wake.clear()
                now = driver.execute("PRAGMA data_version").fetchone()
                if now != seen and not self._closing:
                    seen = now
                    for watcher in tuple(self._watchers):
                        watcher()
