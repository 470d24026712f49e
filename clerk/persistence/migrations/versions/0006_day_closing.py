"""The cash journal, stornos, and the closing of a counter's day.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

from clerk.persistence.columns import where
from clerk.persistence.guards import Guard, append_only
from clerk.persistence.migrations.dialects import put_up

revision = "0006"
down_revision = "0005"

_WAYS = "way IN ('card', 'notice', 'cash_office', 'exempt')"


def upgrade() -> None:
    """Create the books of the counters."""
    _create_cash_entry()
    _create_day_closing()
    _create_storno_request()
    _create_triggers()


def _create_cash_entry() -> None:
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
        sa.CheckConstraint("kind IN ('takings', 'storno', 'refund')", name=op.f("ck_cash_entry_kind_known")),
        sa.CheckConstraint(_WAYS, name=op.f("ck_cash_entry_way_known")),
        sa.CheckConstraint("number > 0", name=op.f("ck_cash_entry_number_positive")),
        sa.CheckConstraint("(kind = 'takings') = (cents > 0)", name=op.f("ck_cash_entry_sign_fits")),
        sa.CheckConstraint("cents <> 0", name=op.f("ck_cash_entry_cents_not_zero")),
        sa.PrimaryKeyConstraint("counter", "number", name=op.f("pk_cash_entry")),
        sa.UniqueConstraint("counter", "reverses", name=op.f("uq_cash_entry_counter_reverses")),
    )
    for index, columns in (("line", ["line"]), ("payment", ["payment"]), ("day", ["counter", "day"])):
        op.create_index(op.f(f"ix_cash_entry_{index}"), "cash_entry", columns, unique=False)


def _create_day_closing() -> None:
    op.create_table(
        "day_closing",
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("signed_name", sa.String(), nullable=True),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_name", sa.String(), nullable=True),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("previous", sa.String(), nullable=True),
        sa.Column("seal", sa.String(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'signed', 'locked')", name=op.f("ck_day_closing_state_known")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_day_closing_version_not_negative")),
        sa.CheckConstraint(
            "(state = 'open') = (signed_by IS NULL)", name=op.f("ck_day_closing_signed_by_somebody")
        ),
        sa.CheckConstraint(
            "(state = 'locked') = (confirmed_by IS NOT NULL)",
            name=op.f("ck_day_closing_confirmed_by_somebody"),
        ),
        sa.CheckConstraint(
            "(state = 'locked') = (number IS NOT NULL)", name=op.f("ck_day_closing_locked_has_number")
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> signed_by", name=op.f("ck_day_closing_two_people")
        ),
        sa.PrimaryKeyConstraint("counter", "day", name=op.f("pk_day_closing")),
        sa.UniqueConstraint("counter", "number", name=op.f("uq_day_closing_counter_number")),
    )
    op.create_table(
        "day_closing_event",
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.CheckConstraint(
            "word IN ('signed', 'withdrawn', 'refused', 'confirmed')",
            name=op.f("ck_day_closing_event_word_known"),
        ),
        sa.PrimaryKeyConstraint("counter", "day", "sequence", name=op.f("pk_day_closing_event")),
    )


def _create_storno_request() -> None:
    op.create_table(
        "storno_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("undoing", sa.Text(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("payment", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reversal", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'confirmed', 'refused', 'done', 'failed')",
            name=op.f("ck_storno_request_state_known"),
        ),
        sa.CheckConstraint(_WAYS, name=op.f("ck_storno_request_way_known")),
        sa.CheckConstraint(
            "undoing IN ('entry', 'reversal', 'refund')", name=op.f("ck_storno_request_undoing_known")
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> asked_by", name=op.f("ck_storno_request_two_people")
        ),
        sa.CheckConstraint(
            "(state = 'asked') = (decided_by IS NULL)", name=op.f("ck_storno_request_decided_by_somebody")
        ),
        sa.ForeignKeyConstraint(["payment"], ["payment.id"], name=op.f("fk_storno_request_payment_payment")),
        sa.ForeignKeyConstraint(
            ["reversal"], ["payment.id"], name=op.f("fk_storno_request_reversal_payment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storno_request")),
    )
    op.create_index(op.f("ix_storno_request_counter"), "storno_request", ["counter"], unique=False)
    op.create_index(
        "ux_storno_request_payment",
        "storno_request",
        ["payment"],
        unique=True,
        **where("payment IS NOT NULL AND state IN ('asked', 'confirmed', 'done')"),
    )
    op.create_table(
        "storno_request_entry",
        sa.Column("request", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["storno_request.id"], name=op.f("fk_storno_request_entry_request_storno_request")
        ),
        sa.PrimaryKeyConstraint("request", "number", name=op.f("pk_storno_request_entry")),
    )


def _create_triggers() -> None:
    """Create what keeps the books append-only and without gaps, and a closed day as it is."""
    put_up(
        *append_only("cash_entry", "the cash journal"),
        *append_only("day_closing_event", "the history of a closing"),
        *append_only("storno_request_entry", "a storno request"),
        Guard(
            "cash_entry_without_gap",
            "cash_entry",
            "INSERT",
            "the numbers of a cash journal have no gap",
            "NEW.number <> COALESCE((SELECT MAX(number) FROM cash_entry WHERE counter = NEW.counter), 0) + 1",
        ),
        Guard(
            "cash_entry_day_closed",
            "cash_entry",
            "INSERT",
            "the day is closed",
            "EXISTS (SELECT 1 FROM day_closing WHERE counter = NEW.counter AND day = NEW.day AND state <> 'open')",
        ),
        Guard(
            "day_closing_begins_open",
            "day_closing",
            "INSERT",
            "a closing begins open",
            "NEW.state <> 'open'",
        ),
        Guard(
            "day_closing_locked",
            "day_closing",
            "UPDATE",
            "a locked day stays locked",
            "OLD.state = 'locked'",
        ),
        Guard("day_closing_no_delete", "day_closing", "DELETE", "a closing cannot be removed"),
        Guard(
            "day_closing_without_gap",
            "day_closing",
            "UPDATE OF number",
            "the numbers of closings have no gap",
            "NEW.number IS NOT NULL "
            "AND NEW.number <> COALESCE((SELECT MAX(number) FROM day_closing WHERE counter = NEW.counter), 0) + 1",
        ),
    )
