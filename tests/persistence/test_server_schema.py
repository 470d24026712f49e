"""The schema of a shared store: made by the same migrations, compared down to conditions and functions."""

import pytest
from sqlalchemy import text

from clerk.persistence import migrate
from tests.persistence.office import Office

_COLUMNS = "site, area, z, n, open_from, blocked_until"
_WRONG_CONDITION = f"CREATE INDEX ix_visit_waiting ON visit ({_COLUMNS}) WHERE state = 'called'"


def test_migrating_gives_exactly_the_schema_of_the_tables_and_again_changes_nothing(shared: Office) -> None:
    assert migrate.check(shared.store) == []
    migrate.upgrade(shared.store)
    assert migrate.current(shared.store) == migrate.newest()
    assert migrate.check(shared.store) == []


@pytest.mark.parametrize(
    "change",
    [
        f"DROP INDEX ix_visit_waiting; {_WRONG_CONDITION}",
        "DROP INDEX ux_visit_held",
        "DROP TRIGGER audit_no_update ON audit",
        "ALTER TABLE visit ADD COLUMN more TEXT",
        "ALTER TABLE visit DROP CONSTRAINT ck_visit_state_known",
        "CREATE OR REPLACE FUNCTION audit_no_update() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
)
def test_a_changed_schema_is_noticed(shared: Office, change: str) -> None:
    with shared.store.write() as session:
        for statement in change.split(";", 1) if change.startswith("DROP INDEX ix") else (change,):
            session.connection().execute(text(statement))
    assert migrate.check(shared.store) != []
