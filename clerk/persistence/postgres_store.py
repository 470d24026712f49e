"""The shared store: a PostgreSQL server for the counters of many machines."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

import psycopg
from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from clerk.locale import _
from clerk.persistence.postgres_engine import cannot_work_now, make_engine, translated
from clerk.persistence.store import Store, unavailable
from clerk.ports import StoreUnavailable

CHANNEL = "clerk_changed"
"""What is notified after every commit, with the number of the transaction."""

_WRITERS = 7_216_501
"""The advisory lock of those who write by several statements: one after the other, as on the embedded store."""
_BEGIN = text(f"SELECT pg_advisory_xact_lock({_WRITERS}), pg_current_xact_id()::text")
_TELL = text(f"SELECT pg_notify('{CHANNEL}', :transaction)")
_WAS_COMMITTED = text("SELECT pg_xact_status(CAST(:transaction AS xid8)) = 'committed'")
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
        self._reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._teller = engine.execution_options(isolation_level="AUTOCOMMIT")

    @classmethod
    def open(cls, address: str) -> Self:
        """Connect to ``postgresql+psycopg://user@server/database``; ``migrate.upgrade`` makes the schema.

        Raises ``StoreUnavailable`` if the server does not answer or does not let us in.
        """
        url = make_url(address)
        store = cls(address, make_engine(url))
        try:
            with store.read_connection():
                return store
        except StoreUnavailable:
            store.close()
            raise

    def close(self) -> None:
        """Close all connections that are not in use."""
        self._engine.dispose()

    @contextmanager
    def write_connection(self) -> Iterator[Connection]:
        """Do as ``write``, without the object mapping."""
        with translated(), self._engine.connect() as connection:
            transaction = connection.begin()
            number = str(connection.execute(_BEGIN).one()[1])
            try:
                yield connection
            except BaseException:
                if not connection.invalidated:
                    transaction.rollback()
                raise
            self._commit(connection, number)
        self.tell(number)

    @contextmanager
    def read_connection(self) -> Iterator[Connection]:
        """Do as ``read``, without the object mapping."""
        with translated(), self._reader.connect() as connection:
            connection.begin()
            yield connection

    def tell(self, transaction: str) -> None:
        """Tell everybody that *transaction* was committed; who misses it finds out by looking."""
        try:
            with self._teller.connect() as connection:
                connection.execute(_TELL, {"transaction": transaction})
        except SQLAlchemyError:
            pass  # the change is stored; who listens looks for what was not told, see the change feed
        self._tell()

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
