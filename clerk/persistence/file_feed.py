"""News of an embedded store: at once after our commits, within 100 ms after those of other processes."""

import threading

from clerk.persistence.change_feed import StoreChangeFeed
from clerk.persistence.driver import driver_of
from clerk.persistence.sqlite_store import SqliteStore

_LOOK_EVERY_SECONDS = 0.1


class FileChangeFeed(StoreChangeFeed):
    """Looks at ``PRAGMA data_version``, in which SQLite counts the commits of other connections.

    It has a connection of its own, which writes nothing.
    """

    def __init__(self, store: SqliteStore) -> None:
        """Begin to look at *store*."""
        self._store = store
        self._wake = threading.Event()
        self._forget_commits = store.on_commit(self._wake.set)
        super().__init__()

    def _wake_up(self) -> None:
        self._forget_commits()
        self._wake.set()

    def _look(self) -> None:
        with self._store.read_connection() as connection:
            connection.rollback()
            driver = driver_of(connection)
            seen = driver.execute("PRAGMA data_version").fetchone()
            while not self._closing.is_set():
                self._wake.wait(_LOOK_EVERY_SECONDS)
                self._wake.clear()
                now = driver.execute("PRAGMA data_version").fetchone()
                if now != seen:
                    seen = now
                    self._tell()
