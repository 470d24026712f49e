"""The PostgreSQL engine: how we connect, how long the server waits for us, and which of its errors are no defect."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from clerk.persistence.store import unavailable

_SERVER_SETTINGS = {
    "statement_timeout": "5s",
    "lock_timeout": "4s",
    "idle_in_transaction_session_timeout": "2s",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "search_path": "public",
}
"""A frozen workstation gives back what it holds after 2 seconds; who waits for it waits longer than that."""

_CONNECTION = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "clerk",
}
"""A line that is cut without a word is noticed within 15 seconds (seconds; ``tcp_user_timeout`` milliseconds)."""

_CANNOT_WORK_NOW = ("08", "25P03", "40", "53", "55P03", "57", "58")
"""SQLSTATE: connection, idle too long, rolled back, out of resources, lock not got, operator's act, outside error."""


def make_engine(url: URL) -> Engine:
    """Return an engine for the database at *url*; it connects when it is first used."""
    settings = " ".join(f"-c {name}={value}" for name, value in _SERVER_SETTINGS.items())
    return create_engine(
        url,
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=6,
        pool_timeout=5,
        pool_pre_ping=True,
        connect_args=_CONNECTION | {"options": settings},
        hide_parameters=True,  # they are personal data, and errors end in logs
    )


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
