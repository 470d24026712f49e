"""Tells that something in the store changed: what both kinds of feed have, and which one a store needs."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable

from clerk.persistence.opening import on_a_server
from clerk.persistence.sqlite_store import SqliteStore
from clerk.persistence.store import Store


class StoreChangeFeed(ABC):
    """The ``ChangeFeed`` of a store; one thread of its own looks or listens. Several changes may be told as one."""

    def __init__(self) -> None:
        """Begin; ``close`` ends it."""
        self.is_reached = True
        """Whether the store answered when it was last looked at."""
        self._watchers: list[Callable[[], None]] = []
        self._closing = threading.Event()
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
        self._closing.set()
        self._wake_up()
        self._thread.join()

    @abstractmethod
    def _look(self) -> None:
        """Look or listen until closed."""

    @abstractmethod
    def _wake_up(self) -> None:
        """Let the thread see that it is to end."""

    def _tell(self) -> None:
        for watcher in tuple(self._watchers):
            if not self._closing.is_set():
                watcher()


def feed_of(store: Store) -> StoreChangeFeed:
    """Return the feed of *store*, begun."""
    if isinstance(store, SqliteStore):
        from clerk.persistence.file_feed import FileChangeFeed  # noqa: PLC0415 - it needs this module

        return FileChangeFeed(store)
    from clerk.persistence.server_feed import ServerChangeFeed  # noqa: PLC0415 - most offices have no server

    return ServerChangeFeed(on_a_server(store))
