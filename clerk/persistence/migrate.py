"""Bringing the schema of a store to this program's version, and checking it.

Alembic is imported only when there is something to bring up to date: it takes long to import, and every start of the
workstation asks.
"""

from importlib import resources

from sqlalchemy import create_engine, inspect

from clerk.locale import _
from clerk.persistence import payment_tables, tables_cash, terminal_receipt_tables  # noqa: F401 - they complete METADATA
from clerk.persistence.schema_catalogue import schema_lines
from clerk.persistence.sqlite_engine import load_driver
from clerk.persistence.sqlite_store import SqliteStore
from clerk.persistence.store import Store
from clerk.persistence.tables import METADATA

_VERSION_TABLE = "alembic_version"


def upgrade(store: Store) -> None:
    """Bring the schema of *store* to the newest version, all or nothing; does nothing if it is there."""
    if current(store) == newest():
        return  # the server's functions are of this version then
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415

    with store.write_connection() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "clerk.persistence:migrations")
        config.set_main_option("path_separator", "os")
        command.upgrade(config, "head")
        if not isinstance(store, SqliteStore):
            from clerk.persistence.postgres_functions import make_functions  # noqa: PLC0415 - most have no server

            make_functions(connection)


def newest() -> str:
    """Return the schema version this program works with: that of the last migration, by the number in its name."""
    migrations = resources.files("clerk.persistence.migrations.versions").iterdir()
    numbers = [file.name.partition("_")[0] for file in migrations if file.name.endswith(".py")]
    return max(number for number in numbers if number.isdigit())


def current(store: Store) -> str | None:
    """Return the schema version of *store*, ``None`` before the first ``upgrade``."""
    with store.read_connection() as connection:
        if not inspect(connection).has_table(_VERSION_TABLE):
            return None
        found = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSION_TABLE}").scalar()  # noqa: S608
        return None if found is None else str(found)


def check(store: Store) -> list[str]:
    """Return sentences about what is wrong with the schema or the file; empty means all is well."""
    version = current(store)
    if version is None:
        return [_("Der Datenspeicher ist noch leer. Bitte „clerk db upgrade“ ausführen.")]
    if version != newest():
        return [
            _(
                "Der Datenspeicher hat Stand {found}, das Programm braucht {needed}. "
                "Bitte „clerk db upgrade“ ausführen."
            ).format(found=version, needed=newest())
        ]
    if isinstance(store, SqliteStore):
        return _differences(_found(store), expected_lines()) + _faults_of_the_file(store)
    from clerk.persistence import postgres_catalogue  # noqa: PLC0415 - most offices have no server

    with store.write_connection() as connection:
        found, expected = (
            postgres_catalogue.schema_lines(connection),
            postgres_catalogue.expected_lines(connection),
        )
    return _differences(found, expected)


def _found(store: SqliteStore) -> frozenset[str]:
    with store.read_connection() as connection:
        return schema_lines(connection)


def _differences(found: frozenset[str], expected: frozenset[str]) -> list[str]:
    return [
        _("Abweichung vom erwarteten Aufbau: {line}").format(line=line) for line in sorted(found ^ expected)
    ]


def _faults_of_the_file(store: SqliteStore) -> list[str]:
    with store.read_connection() as connection:
        return [
            *(
                _("Die Datei ist beschädigt: {line}").format(line=row[0])
                for row in connection.exec_driver_sql("PRAGMA integrity_check")
                if row[0] != "ok"
            ),
            *(
                _("Ein Verweis in der Tabelle {table} führt ins Leere.").format(table=row[0])
                for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
            ),
        ]


def expected_lines() -> frozenset[str]:
    """Return the schema of an embedded store as the table classes describe it."""
    engine = create_engine("sqlite://", module=load_driver())
    with engine.begin() as connection:
        METADATA.create_all(connection)
        lines = schema_lines(connection)
    engine.dispose()
    return lines
