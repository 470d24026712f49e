"""What the database itself refuses, whoever asks: said once, written for each engine as a trigger."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import DDL, event

from clerk.persistence.columns import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Guard:
    """A change of *table* that is refused with *sentence*.

    *when* is a condition over OLD and NEW; without one it is always refused.
    """

    name: str
    table: str
    change: str
    sentence: str
    when: str = ""

    @property
    def sqlite(self) -> str:
        """The trigger in SQLite's words."""
        when = f"WHEN {self.when} " if self.when else ""
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.change} ON {self.table} {when}"
            f"BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END"
        )

    @property
    def postgres(self) -> tuple[str, str]:
        """The function of the trigger and the trigger, in PostgreSQL's words."""
        row = "OLD" if self.change.startswith("DELETE") else "NEW"
        function = (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {self.when or 'true'} THEN RAISE EXCEPTION '{self.sentence}'; END IF; RETURN {row}; END $$"
        )
        trigger = (
            f"CREATE OR REPLACE TRIGGER {self.name} BEFORE {self.change} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )
        return (function, trigger)


def append_only(table: str, what: str) -> tuple[Guard, Guard]:
    """Return the guards of a table whose rows stay as they were written."""
    return (
        Guard(f"{table}_no_update", table, "UPDATE", f"{what} is append-only"),
        Guard(f"{table}_no_delete", table, "DELETE", f"{what} is append-only"),
    )


def put_up(guards: "Iterable[Guard]") -> None:
    """Let each guard stand from the moment its table is made."""
    for guard in guards:
        table = METADATA.tables[guard.table]
        for dialect, statements in (("sqlite", (guard.sqlite,)), ("postgresql", guard.postgres)):
            for statement in statements:
                written = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
                event.listen(table, "after_create", written)
