"""The audit trail: complete, sealed, and without the text of a search or a name."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from clerk.persistence import audit_trail
from clerk.persistence.driver import driver_of
from tests.persistence.office import CLERK, Office, claim_of

pytestmark = pytest.mark.both_engines


def _actions(office: Office) -> list[str]:
    with office.store.read_connection() as connection:
        rows = driver_of(connection).execute("SELECT action FROM audit ORDER BY id").fetchall()
    return [str(row[0]) for row in rows]


def _tamper(office: Office, statement: str) -> None:
    with office.store.write_connection() as connection:
        for trigger in ("audit_no_update", "audit_no_delete"):
            on_table = " ON audit" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER {trigger}{on_table}"))
        connection.execute(text(statement))


def test_every_step_of_a_visit_is_in_the_trail_and_the_trail_is_whole(office: Office) -> None:
    counter = office.counter()
    office.arrive(counter, name="Frau Beispiel")
    claim = claim_of(office.queue.call_next(counter, CLERK, "r1"))
    office.queue.begin(claim)
    office.queue.finish(claim)
    assert _actions(office)[-4:] == ["arrived", "called", "begun", "finished"]
    assert audit_trail.verify(office.store) == []


def test_the_trail_holds_no_name(office: Office) -> None:
    office.arrive(office.counter(), name="Frau Beispiel")
    with office.store.read_connection() as connection:
        rows = driver_of(connection).execute("SELECT * FROM audit").fetchall()
    assert "Beispiel" not in str(rows)


@pytest.mark.parametrize("statement", ["UPDATE audit SET detail = 'x'", "DELETE FROM audit"])
def test_the_trail_cannot_be_changed_or_cut(office: Office, statement: str) -> None:
    office.counter()
    with pytest.raises(DatabaseError, match="append-only"), office.store.write_connection() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET account = 7 WHERE id = 2",
        "DELETE FROM audit WHERE id = 1",
        "DELETE FROM audit WHERE id = 2",
        "UPDATE audit SET at = at + 1 WHERE id = 1",
        "DELETE FROM audit WHERE id = 3",
        "UPDATE audit SET number = number + 10 WHERE id = 2",
    ],
)
def test_tampering_past_the_lock_is_found(office: Office, statement: str) -> None:
    for label in ("1", "2", "3"):
        office.counter(label)
    assert audit_trail.verify(office.store) == []
    _tamper(office, statement)
    assert audit_trail.verify(office.store) != []


def test_every_entry_changes_the_head_that_is_kept_outside(office: Office) -> None:
    office.counter("1")
    with office.store.read_connection() as connection:
        kept = audit_trail.head(driver_of(connection))
    office.counter("2")
    with office.store.read_connection() as connection:
        assert audit_trail.head(driver_of(connection)) != kept
