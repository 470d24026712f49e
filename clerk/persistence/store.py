"""The store of an office: one database, embedded in a file of this machine or shared on a server."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from clerk.locale import _
from clerk.ports import StoreUnavailable


class StoreRefused(Exception):  # noqa: N818
    """The store must not be opened like this; ``str()`` is a sentence for the administrator."""


class Store(ABC):
    """The database of one office. Usable from any thread; a forked child opens its own."""

    def __init__(self, address: str, engine: Engine) -> None:
        """Keep what all stores have; *address* is where another process finds the same one, without password."""
        self.address = address
        self._engine = engine
        self._listeners: list[Callable[[], None]] = []

    @abstractmethod
    def close(self) -> None:
        """Close all connections that are not in use."""

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session that may write: alone in the whole store, committed at the end or rolled back.

        Raises ``StoreUnavailable`` if the store did not let us in within 5 seconds or could not write; then
        nothing was written.
        """
        with self.write_connection() as connection, Session(connection, expire_on_commit=False) as session:
            yield session
            session.flush()

    @abstractmethod
    def write_connection(self) -> AbstractContextManager[Connection]:
        """Do as ``write``, without the object mapping."""

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session with one consistent view of the store; nothing it does is kept."""
        with self.read_connection() as connection, Session(connection, expire_on_commit=False) as session:
            yield session

    @abstractmethod
    def read_connection(self) -> AbstractContextManager[Connection]:
        """Do as ``read``, without the object mapping."""

    def on_commit(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call *listener* after each of our own commits, in the thread that wrote; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def unavailable() -> StoreUnavailable:
    """Return what is raised where the store cannot work now and nothing was written."""
    return StoreUnavailable(
        _(
            "Der Datenspeicher antwortet nicht. Es wurde nichts geändert. "
            "Bitte denselben Schritt noch einmal auslösen."
        )
    )
