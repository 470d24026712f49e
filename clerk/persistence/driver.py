"""Statements on the driver's own connection: for what is pressed most often, 4 µs instead of 81 µs a statement.

Both engines are spoken to in the same words: SQL that both understand, with values by name (``:site``).
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Protocol, cast

from sqlalchemy import Connection

SqlValue = int | str | None
"""What our columns hold."""

_NAME = re.compile(r"(?<![:\w]):([a-z_]\w*)")


class DriverCursor(Protocol):
    """The part of a driver's cursor that is used here."""

    def fetchone(self) -> tuple[SqlValue, ...] | None:
        """Return the next row."""

    def fetchall(self) -> list[tuple[SqlValue, ...]]:
        """Return the remaining rows."""


class DriverConnection(Protocol):
    """The part of a driver's connection that is used here."""

    def execute(self, sql: str, values: Mapping[str, SqlValue] = ..., /) -> DriverCursor:
        """Execute one statement with named values."""


class PostgresDriver:
    """A connection of psycopg that takes our names of values."""

    def __init__(self, connection: DriverConnection) -> None:
        """Speak to *connection*."""
        self._connection = connection

    def execute(self, sql: str, values: Mapping[str, SqlValue] | None = None, /) -> DriverCursor:
        """Execute one statement with named values."""
        return self._connection.execute(_psycopg_names(sql), values or {})


def driver_of(connection: Connection) -> DriverConnection:
    """Return the driver's connection behind *connection*: statements on it belong to the same transaction."""
    driver = cast("DriverConnection", connection.connection.driver_connection)
    return PostgresDriver(driver) if connection.dialect.name == "postgresql" else driver


@cache
def _psycopg_names(sql: str) -> str:
    return _NAME.sub(r"%(\1)s", sql.replace("%", "%%"))
