"""The schema: migrations lead to what the tables describe, and a changed schema is noticed."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import text

from clerk.persistence import migrate
from clerk.persistence.cash_audit import verify
from clerk.persistence.opening import open_store
from clerk.persistence.schema_catalogue import schema_lines
from clerk.persistence.store import Store
from tests.persistence.office import Office
from tests.services.day_till import DayTill

pytestmark = pytest.mark.embedded_only

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
    store = open_store(tmp_path / "store.db")
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


def test_an_older_cash_journal_keeps_its_entries_and_seals_when_corrections_come(tmp_path: Path) -> None:
    day = DayTill.open(tmp_path)
    day.balanced()
    before = day.entries()
    _take_corrections_out(day.till.office.store)
    assert migrate.check(day.till.office.store) != []
    migrate.upgrade(day.till.office.store)
    assert migrate.check(day.till.office.store) == []
    assert day.entries() == before
    assert verify(day.till.office.store) == []
    day.close()


def _take_corrections_out(store: Store) -> None:
    """Make the cash journal what it was before revision 0008."""
    with store.write() as session:
        connection = session.connection()
        find = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'cash_entry'"
        written = connection.execute(text(find)).scalar_one()
        written = written.replace(", 'correction'", "").replace("kind = 'correction' OR ", "")
        connection.execute(text("ALTER TABLE cash_entry RENAME TO newer"))
        connection.execute(text(written))
        connection.execute(text("INSERT INTO cash_entry SELECT * FROM newer"))
        definitions = connection.execute(
            text(
                "SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND tbl_name = 'newer' AND sql > ''"
            )
        )
        statements = [row[0].replace('"newer"', "cash_entry") for row in definitions]
        connection.execute(text("DROP TABLE newer"))
        for statement in statements:
            connection.exec_driver_sql(statement)
        for table, column in (("visit", "entry"), ("counter", "status"), ("site", "last_arrivals")):
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0007'"))
