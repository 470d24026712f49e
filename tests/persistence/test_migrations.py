"""The schema: migrations lead to what the tables describe, and a changed schema is noticed."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import text

from clerk.persistence import audit_trail, cash_audit, migrate
from clerk.persistence.driver import SqlValue
from clerk.persistence.guards import append_only
from clerk.persistence.opening import open_store
from clerk.persistence.schema_catalogue import schema_lines
from clerk.persistence.store import Store
from tests.persistence.office import Office
from tests.persistence.older import older_copy
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


def test_an_older_store_keeps_its_entries_and_seals_through_all_migrations_since(tmp_path: Path) -> None:
    day = DayTill.open(tmp_path)
    day.balanced()
    entries, trail = day.entries(), _audited(day.till.office.store)
    older = older_copy(day.till.office.store, tmp_path / "older.db", "0007")
    assert migrate.check(older) != []
    migrate.upgrade(older)
    assert migrate.check(older) == []
    day.till.office.store, newer = older, day.till.office.store
    assert day.entries() == entries
    assert cash_audit.verify(older) == []
    assert [hash_ for _chain, hash_ in _audited(older)] == [hash_ for _chain, hash_ in trail]
    newer.close()
    day.close()


def _audited(store: Store) -> list[tuple[object, ...]]:
    with store.read_connection() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT chain, hash FROM audit ORDER BY id"))]


def test_a_trail_of_one_chain_goes_on_as_the_first_of_many(office: Office, tmp_path: Path) -> None:
    older = older_copy(office.store, tmp_path / "older.db", "0009")
    with older.write_connection() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_delete")
        connection.exec_driver_sql("DELETE FROM audit")
        connection.exec_driver_sql(append_only("audit", "the audit trail")[1].sqlite)
        previous = "0" * 64
        for counter in (None, 1, 2):
            entry: dict[str, SqlValue] = {
                "at": 1,
                "account": 1,
                "counter": counter,
                "action": "signed_in",
                "visit": None,
                "detail": "",
            }
            seal = audit_trail.seal_of(previous, entry)
            connection.execute(
                text(
                    "INSERT INTO audit (at, account, counter, action, visit, detail, previous, hash) "
                    "VALUES (:at, :account, :counter, :action, :visit, :detail, :previous, :hash)"
                ),
                entry | {"previous": previous, "hash": seal},
            )
            previous = seal
    migrate.upgrade(older)
    assert audit_trail.verify(older) == []
    audit_trail_of = Office(older, site=1)
    audit_trail_of.counter("9")
    assert audit_trail.verify(older) == []
    older.close()
