"""Stores of earlier versions, made by the migrations themselves and filled from a store of today."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

from clerk.persistence.opening import open_store
from clerk.persistence.store import Store

_VERSION_TABLE = "alembic_version"


def older_copy(today: Store, path: Path, revision: str) -> Store:
    """Return a store of *revision* at *path* that holds what *today* holds, as far as it had a place for it."""
    store = open_store(path)
    with store.write_connection() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "clerk.persistence:migrations")
        config.set_main_option("path_separator", "os")
        command.upgrade(config, revision)
    with open_store(today.address).read_connection() as source, store.write_connection() as connection:
        guards = _take_guards_down(connection)
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in inspect(connection).get_table_names():
            if table != _VERSION_TABLE:
                _copy(source, connection, table)
        for guard in guards:
            connection.exec_driver_sql(guard)
    return store


def _take_guards_down(connection: Connection) -> list[str]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _sql in rows:
        connection.execute(text(f"DROP TRIGGER {name}"))
    return [sql for _name, sql in rows]


def _copy(source: Connection, target: Connection, table: str) -> None:
    both = {column["name"] for column in inspect(source).get_columns(table)}
    columns = [column["name"] for column in inspect(target).get_columns(table) if column["name"] in both]
    named = ", ".join(f'"{column}"' for column in columns)
    rows = source.exec_driver_sql(f'SELECT {named} FROM "{table}"').all()
    if rows:
        places = ", ".join("?" for _column in columns)
        target.exec_driver_sql(
            f'INSERT INTO "{table}" ({named}) VALUES ({places})', [tuple(row) for row in rows]
        )
