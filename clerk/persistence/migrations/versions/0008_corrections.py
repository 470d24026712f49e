"""Corrections in the cash journal: what two people had decided about a card payment was wrong.

Revision: 0008, after 0007. A CHECK of SQLite cannot be changed, so the table is written anew, entry by entry as sealed.
"""

import sqlalchemy as sa
from alembic import op

from clerk.persistence.guards import Guard, append_only
from clerk.persistence.migrations.dialects import change_check, is_sqlite, put_up, take_down

revision = "0008"
down_revision = "0007"

_COPY = (
    "INSERT INTO cash_entry SELECT counter, number, at, day, account, kind, way, payee, cents, line, case_number, "
    "payment, reference, reason, reverses, seal FROM cash_entry_before"
)
_LAST = "SELECT MAX(number) FROM cash_entry WHERE counter = NEW.counter"
_CLOSED = "SELECT 1 FROM day_closing WHERE counter = NEW.counter AND day = NEW.day AND state <> 'open'"
_GUARDS = (
    *append_only("cash_entry", "the cash journal"),
    Guard(
        "cash_entry_without_gap",
        "cash_entry",
        "INSERT",
        "the numbers of a cash journal have no gap",
        f"NEW.number <> COALESCE(({_LAST}), 0) + 1",
    ),
    Guard("cash_entry_day_closed", "cash_entry", "INSERT", "the day is closed", f"EXISTS ({_CLOSED})"),
)


def upgrade() -> None:
    """Let the cash journal take corrections, of either sign."""
    if not is_sqlite():
        change_check(
            "cash_entry", "ck_cash_entry_kind_known", "kind IN ('takings', 'storno', 'refund', 'correction')"
        )
        change_check(
            "cash_entry",
            "ck_cash_entry_sign_fits",
            "kind = 'correction' OR (kind = 'takings') = (cents > 0)",
        )
        return
    take_down(*_GUARDS)
    for index in ("line", "payment", "day"):
        op.drop_index(op.f(f"ix_cash_entry_{index}"), table_name="cash_entry")
    op.rename_table("cash_entry", "cash_entry_before")
    _create_table()
    op.execute(_COPY)
    op.drop_table("cash_entry_before")
    for index, columns in (("line", ["line"]), ("payment", ["payment"]), ("day", ["counter", "day"])):
        op.create_index(op.f(f"ix_cash_entry_{index}"), "cash_entry", columns, unique=False)
    put_up(*_GUARDS)


def _create_table() -> None:
    op.create_table(
        "cash_entry",
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("payee", sa.String(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("case_number", sa.String(), nullable=True),
        sa.Column("payment", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.Column("seal", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('takings', 'storno', 'refund', 'correction')", name=op.f("ck_cash_entry_kind_known")
        ),
        sa.CheckConstraint(
            "way IN ('card', 'notice', 'cash_office', 'exempt')", name=op.f("ck_cash_entry_way_known")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_cash_entry_number_positive")),
        sa.CheckConstraint(
            "kind = 'correction' OR (kind = 'takings') = (cents > 0)", name=op.f("ck_cash_entry_sign_fits")
        ),
        sa.CheckConstraint("cents <> 0", name=op.f("ck_cash_entry_cents_not_zero")),
        sa.PrimaryKeyConstraint("counter", "number", name=op.f("pk_cash_entry")),
        sa.UniqueConstraint("counter", "reverses", name=op.f("uq_cash_entry_counter_reverses")),
    )
