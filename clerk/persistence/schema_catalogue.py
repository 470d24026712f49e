"""The schema of a SQLite database as comparable lines, partial index predicates and triggers included.

alembic's own comparison does not see a changed predicate of a partial index, nor CHECK constraints.
"""

import re

from sqlalchemy import Connection, inspect

_VERSION_TABLE = "alembic_version"
_BLANKS = re.compile(r"\s+")


def schema_lines(connection: Connection) -> frozenset[str]:
    """Return one line for each column, key, constraint, index and trigger of the database."""
    tables = [name for name in inspect(connection).get_table_names() if name != _VERSION_TABLE]
    lines: set[str] = set()
    for table in tables:
        lines |= _columns(connection, table) | _keys(connection, table)
    return frozenset(lines | _written_definitions(connection))


def _columns(connection: Connection, table: str) -> set[str]:
    rows = connection.exec_driver_sql(f'PRAGMA table_info("{table}")')
    return {
        f"{table}.{name} {kind}{' NOT NULL' if required else ''} default {default} key {key}"
        for _number, name, kind, required, default, key in rows
    }


def _keys(connection: Connection, table: str) -> set[str]:
    inspector = inspect(connection)
    foreign = {
        f"{table}: {key['constrained_columns']} refers to {key['referred_table']}.{key['referred_columns']}"
        for key in inspector.get_foreign_keys(table)
    }
    unique = {f"{table}: unique {key['column_names']}" for key in inspector.get_unique_constraints(table)}
    checks = {
        f"{table}: check {key['name']} {_BLANKS.sub(' ', key['sqltext'])}"
        for key in inspector.get_check_constraints(table)
    }
    return foreign | unique | checks


def _written_definitions(connection: Connection) -> set[str]:
    """Return indexes and triggers as they were written."""
    rows = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    )
    return {_BLANKS.sub(" ", row[0]).strip() for row in rows}
