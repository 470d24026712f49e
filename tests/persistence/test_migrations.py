"""The schema: migrations lead to what the tables describe, and a changed schema is noticed."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import text

from clerk.persistence import migrate
from clerk.persistence.schema_catalogue import schema_lines
from clerk.persistence.store import Store
from tests.persistence.office import Office

_COLUMNS = "site, area, z, n, open_from, blocked_until"
_WRONG_CONDITION = f"CREATE INDEX ix_visit_waiting ON visit ({_COLUMNS}) WHERE state = 'called'"


def test_migrating_gives_exactly_the_schema_of_the_tables(office: Office) -> None:
    with office.store.read_connection() as connection:
        migrated = schema_lines(connection)
    assert migrated == migrate.expected_lines()
    assert any("WHERE state = 'waiting'" in line for line in migrated)
    assert migrate.check(office.store) == []


def test_migrating_again_changes_nothing(office: Office) -> None:
    before = migrate.current(office.store)
    migrate.upgrade(office.store)
    assert migrate.current(office.store) == before == migrate.newest()
    assert migrate.check(office.store) == []


def test_a_store_that_was_never_migrated_is_named_so(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.db")
    assert "clerk db upgrade" in migrate.check(store)[0]
    store.close()


def test_a_store_of_another_version_is_named_so(office: Office) -> None:
    with office.store.write() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert "0000" in migrate.check(office.store)[0]


@pytest.mark.parametrize(
    "change",
    [
        f"DROP INDEX ix_visit_waiting; {_WRONG_CONDITION}",
        "DROP INDEX ux_visit_held",
        "DROP TRIGGER audit_no_update",
        "ALTER TABLE visit ADD COLUMN more TEXT",
    ],
)
def test_a_changed_schema_is_noticed_down_to_the_condition_of_an_index(office: Office, change: str) -> None:
    with office.store.write() as session:
        for statement in change.split(";"):
            session.connection().execute(text(statement))
    assert migrate.check(office.store) != []


def test_a_migration_that_fails_changes_nothing(office: Office) -> None:
    """The schema work is one transaction: a second store half migrated does not exist."""
    with pytest.raises(ZeroDivisionError), office.store.write() as session:  # noqa: PT012 - the block is the case
        session.connection().execute(text("CREATE TABLE half (id INTEGER)"))
        _ = 1 / 0
    assert migrate.check(office.store) == []


def test_migrating_leaves_the_programs_logging_alone(tmp_path: Path) -> None:
    handlers, level = list(logging.root.handlers), logging.root.level
    Office.found(tmp_path / "other.db").store.close()
    assert (list(logging.root.handlers), logging.root.level) == (handlers, level)
