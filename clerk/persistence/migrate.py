"""Bringing the schema of a store to this program's version, and checking it."""

import importlib.util

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from clerk.locale import _
from clerk.persistence.schema_catalogue import schema_lines
from clerk.persistence.sqlite_engine import load_driver
from clerk.persistence.store import Store
from clerk.persistence.tables import METADATA

_PAYMENT_TABLES = "clerk.persistence.payment_tables"
if importlib.util.find_spec(_PAYMENT_TABLES):
    importlib.import_module(_PAYMENT_TABLES)


def upgrade(store: Store) -> None:
    """Bring the schema of *store* to the newest version, all or nothing; does nothing if it is there."""
    with store.write_connection() as connection:
        command.upgrade(_config(connection), "head")


def newest() -> str:
    """Return the schema version this program works with."""
    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    if head is None:
        raise RuntimeError("the program carries no schema")
    return head


def current(store: Store) -> str | None:
    """Return the schema version of *store*, ``None`` before the first ``upgrade``."""
    with store.read_connection() as connection:
        return MigrationContext.configure(connection).get_current_revision()


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
    with store.read_connection() as connection:
        return [
            *(
                _("Abweichung vom erwarteten Aufbau: {line}").format(line=line)
                for line in sorted(schema_lines(connection) ^ expected_lines())
            ),
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
    """Return the schema as the table classes describe it."""
    engine = create_engine("sqlite://", module=load_driver())
    with engine.begin() as connection:
        METADATA.create_all(connection)
        lines = schema_lines(connection)
    engine.dispose()
    return lines


def _config(connection: Connection | None) -> Config:
    """Return alembic's configuration without a file: migrations are part of the package."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "clerk.persistence:migrations")
    config.set_main_option("path_separator", "os")
    return config
