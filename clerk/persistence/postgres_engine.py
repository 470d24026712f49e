"""The PostgreSQL engine: how we connect, how long the server waits for us, and which of its errors are no defect."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import cast

import psycopg
from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool

from clerk.locale import _
from clerk.persistence.driver import DriverConnection, PostgresDriver
from clerk.persistence.store import StoreRefused, unavailable
from clerk.ports import StoreUnavailable

_SERVER_SETTINGS = {
    "statement_timeout": "5s",
    "lock_timeout": "4s",
    "idle_in_transaction_session_timeout": "2s",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "search_path": "public",
}
"""A frozen workstation gives back what it holds after 2 seconds; who waits for it waits longer than that."""

_CONNECTION: dict[str, str | int] = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "clerk",
}
"""A line that is cut without a word is noticed within 15 seconds (seconds; ``tcp_user_timeout`` milliseconds)."""

_EXAMPLE = "postgresql+psycopg://buergerbuero@db.example/clerk"
_THIS_MACHINE = (None, "", "localhost", "127.0.0.1", "::1")
_REFUSALS = ("authentication failed", "no password supplied", "does not exist", "no pg_hba.conf entry")
_CANNOT_WORK_NOW = ("08", "25P03", "40", "53", "55P03", "57", "58")
"""SQLSTATE: connection, idle too long, rolled back, out of resources, lock not got, operator's act, outside error."""


def url_of(address: str, password: str | None) -> URL:
    """Return *address* as it is connected to; raises ``StoreRefused`` if it makes no sense.

    A server on another machine has to prove who it is, unless the address says otherwise (``sslmode``).
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise StoreRefused(
            _("Diese Adresse einer Datenbank ist nicht zu lesen. Beispiel: {example}").format(
                example=_EXAMPLE
            )
        ) from error
    if url.database is None:
        raise StoreRefused(
            _("In der Adresse fehlt der Name der Datenbank. Beispiel: {example}").format(example=_EXAMPLE)
        )
    if password is not None:
        url = url.set(password=password)
    if url.host not in _THIS_MACHINE and "sslmode" not in url.query and "host" not in url.query:
        url = url.update_query_dict({"sslmode": "verify-full", "sslrootcert": "system"})
    return url


@contextmanager
def let_in() -> Iterator[None]:
    """Say in a sentence why a server did not let us in, which no second try would change."""
    try:
        yield
    except StoreUnavailable as error:
        cause = error.__cause__
        if not isinstance(cause, psycopg.OperationalError):
            raise
        said = str(cause)
        if cause.sqlstate is None and any(word in said for word in _REFUSALS):
            raise StoreRefused(
                _(
                    "Der Datenbankserver lässt diese Anmeldung nicht zu. Bitte Adresse und Kennwort prüfen; das "
                    "Kennwort steht im Schlüsselbund oder in der Umgebung."
                )
            ) from error
        if "certificate" in said or "SSL" in said:
            raise StoreRefused(
                _(
                    "Der Datenbankserver konnte sich nicht ausweisen. Bitte in der Adresse sein Zertifikat nennen: "
                    "sslmode=verify-full und sslrootcert=/pfad/zum/zertifikat"
                )
            ) from error
        raise


def make_engine(url: URL) -> Engine:
    """Return an engine for the database at *url*; it connects when it is first used."""
    return create_engine(
        url,
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=6,
        pool_timeout=5,
        pool_pre_ping=True,
        connect_args=connection_options(),
        hide_parameters=True,  # they are personal data, and errors end in logs
    )


def connection_options() -> dict[str, str | int]:
    """Return what every connection is opened with."""
    settings = " ".join(f"-c {name}={value}" for name, value in _SERVER_SETTINGS.items())
    return _CONNECTION | {"options": settings}


@contextmanager
def translated() -> Iterator[None]:
    """Turn errors of a server that cannot work now into ``StoreUnavailable``; our defects stay visible."""
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        # the driver's own error: the wrapped one would show the values of the statement, personal data
        cause = error.orig if isinstance(error, DBAPIError) else error
        if not isinstance(cause, psycopg.Error) or not cannot_work_now(cause):
            raise
        raise unavailable() from cause


def cannot_work_now(error: psycopg.Error) -> bool:
    """Tell whether the server or the line to it is the reason, and not what we asked for."""
    if error.sqlstate is None:  # the line was cut, or nobody answers there
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return error.sqlstate.startswith(_CANNOT_WORK_NOW)


def new_line(engine: Engine) -> psycopg.Connection:
    """Return a connection that belongs to nobody else, each statement a transaction; raises ``psycopg.Error``."""
    arguments, options = engine.dialect.create_connect_args(engine.url)
    return psycopg.connect(*arguments, **{**options, **connection_options()}, autocommit=True)


class KeptLine:
    """A connection of its own on which every statement is a transaction: nothing is asked before, nothing after.

    One thread at a time uses it. A line that broke is made anew for the next one.
    """

    def __init__(self, engine: Engine) -> None:
        """Connect when it is first used."""
        self._engine = engine
        self._lock = Lock()
        self._connection: psycopg.Connection | None = None

    @contextmanager
    def use(self) -> Iterator[DriverConnection]:
        """Give the line for some statements; raises ``StoreUnavailable``."""
        with self._lock, translated():
            try:
                yield PostgresDriver(cast("DriverConnection", self._connected()))
            except BaseException:
                self._drop()
                raise

    def close(self) -> None:
        """Close it."""
        with self._lock:
            self._drop()

    def _connected(self) -> psycopg.Connection:
        if self._connection is None:
            self._connection = new_line(self._engine)
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None
