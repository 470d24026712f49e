"""What the engines write differently in a migration."""

import sqlalchemy as sa
from alembic import op

from clerk.persistence.guards import Guard


def is_sqlite() -> bool:
    """Tell whether this store is the embedded one."""
    return op.get_bind().dialect.name == "sqlite"


def put_up(*guards: Guard) -> None:
    """Let the database refuse what the guards say."""
    for guard in guards:
        for statement in (guard.sqlite,) if is_sqlite() else guard.postgres:
            op.execute(sa.text(statement.replace(":", "\\:")))


def take_down(*guards: Guard) -> None:
    """Let it allow that again."""
    for guard in guards:
        if is_sqlite():
            op.execute(f"DROP TRIGGER {guard.name}")
        else:
            op.execute(f"DROP TRIGGER {guard.name} ON {guard.table}")


def change_check(table: str, name: str, condition: str) -> None:
    """Give a named CHECK of PostgreSQL another condition; SQLite cannot, its table is written anew."""
    op.drop_constraint(op.f(name), table, type_="check")
    op.create_check_constraint(op.f(name), table, condition)
