"""The shared store: a PostgreSQL server for the counters of many machines."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Self

import psycopg
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from clerk.locale import _
from clerk.persistence.driver import DriverConnection
from clerk.persistence.postgres_engine import (
    KeptLine,
    cannot_work_now,
    let_in,
    make_engine,
    new_line,
    translated,
    url_of,
)
from clerk.persistence.store import Store, unavailable
from clerk.ports import StoreUnavailable

CHANNEL = "clerk_changed"
"""What is notified after every commit, with the number of the transaction."""

_WRITERS = 7_216_501
"""The advisory lock of those who write by several statements: one after the other, as on the embedded store."""
_BEGIN = text(f"SELECT pg_advisory_xact_lock({_WRITERS}), pg_current_xact_id()::text, clock_timestamp()")
_TIME = text("SELECT clock_timestamp()")
_TELL = f"SELECT pg_notify('{CHANNEL}', :transaction)"
_WAS_COMMITTED = text("SELECT pg_xact_status(CAST(:transaction AS xid8)) = 'committed'")
_ELAPSES = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Goes on while the machine is suspended, and is set by nobody."""
_ASKING_SECONDS = 5.0
_ASKING_PAUSES = (0.05, 0.1, 0.2, 0.4)


class PostgresStore(Store):
    """The database of an office on a server.

    The server takes back what a frozen workstation holds, and forgets no commit it has acknowledged. A commit whose
    answer was lost is asked for by the number of its transaction: nobody is told that nothing happened when it did.
    """

    def __init__(self, address: str, engine: Engine) -> None:
        """Use ``PostgresStore.open``."""
        super().__init__(address, engine)
        self._time = (datetime.fromtimestamp(0, UTC), _elapsed())
        self._line = KeptLine(engine)
        self._reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @classmethod
    def open(cls, address: str, password: str | None = None) -> Self:
        """Connect to ``postgresql+psycopg://user@server/database``; ``migrate.upgrade`` makes the schema.

        Raises ``StoreRefused`` if the address makes no sense, or the server does not let us in, and
        ``StoreUnavailable`` if it does not answer.
        """
        store = cls(address, make_engine(url_of(address, password)))
        try:
            with let_in(), store.read_connection() as connection:
                store._time = (connection.execute(_TIME).scalar_one(), _elapsed())
                return store
        except BaseException:
            store.close()
            raise

    def now(self) -> datetime:
        """Return the server's time, as known since we were last told; the clock of this machine has no part in it."""
        told, at = self._time
        return told + timedelta(seconds=_elapsed() - at)

    def close(self) -> None:
        """Close all connections that are not in use."""
        self._line.close()
        self._engine.dispose()

    @contextmanager
    def write_connection(self) -> Iterator[Connection]:
        """Do as ``write``, without the object mapping."""
        with translated(), self._engine.connect() as connection:
            transaction = connection.begin()
            number = self._begin(connection)
            try:
                yield connection
            except BaseException:
                if transaction.is_active:
                    transaction.rollback()
                raise
            self._commit(connection, number)
        self.tell(number)

    def at_once(self) -> AbstractContextManager[DriverConnection]:
        """Give the driver's connection for statements of which each is a transaction; ``tell`` what was changed.

        For what many wait for at the same moment. Raises ``StoreUnavailable``.
        """
        return self._line.use()

    @contextmanager
    def listening_line(self) -> Iterator[psycopg.Connection]:
        """Give a connection on which nothing is in a transaction; raises ``psycopg.Error`` of all kinds."""
        line = new_line(self._engine)
        try:
            yield line
        finally:
            line.close()

    @contextmanager
    def read_connection(self) -> Iterator[Connection]:
        """Do as ``read``, without the object mapping."""
        with translated(), self._reader.connect() as connection:
            connection.begin()
            yield connection

    def tell(self, transaction: str) -> None:
        """Tell everybody that *transaction* was committed; who misses it finds out by looking."""
        # the change is stored; who listens looks for what was not told, see the change feed
        with suppress(StoreUnavailable), self._line.use() as driver:
            driver.execute(_TELL, {"transaction": transaction})
        self._tell()

    def _begin(self, connection: Connection) -> str:
        """Wait until nobody else writes; return the number of the transaction."""
        _locked, number, told = connection.execute(_BEGIN).one()
        self._time = (told, _elapsed())
        return str(number)

    def _commit(self, connection: Connection, number: str) -> None:
        try:
            connection.commit()
        except DBAPIError as error:
            if not isinstance(error.orig, psycopg.Error) or not cannot_work_now(error.orig):
                raise
            if not self._was_committed(number):
                raise unavailable() from error.orig

    def _was_committed(self, number: str) -> bool:
        """Ask what became of a transaction whose end was not answered, as soon as the server does again.

        Raises ``StoreUnavailable`` with another sentence if that stays unknown.
        """
        deadline, tries = time.monotonic() + _ASKING_SECONDS, 0
        while time.monotonic() < deadline:
            try:
                with self._reader.connect() as connection:
                    return bool(connection.execute(_WAS_COMMITTED, {"transaction": number}).scalar_one())
            except DBAPIError:
                time.sleep(_ASKING_PAUSES[min(tries, len(_ASKING_PAUSES) - 1)])
                tries += 1
        raise StoreUnavailable(
            _(
                "Der Datenspeicher antwortet nicht. Ob der letzte Schritt gespeichert ist, steht noch nicht fest. "
                "Bitte nachsehen, sobald er wieder antwortet, bevor der Schritt noch einmal ausgelöst wird."
            )
        )


def _elapsed() -> float:
    """Return seconds since some moment in the past."""
    return time.clock_gettime(_ELAPSES)
