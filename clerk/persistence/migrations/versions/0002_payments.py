"""The payment journal.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

from clerk.persistence.columns import where
from clerk.persistence.guards import Guard, append_only
from clerk.persistence.migrations.dialects import put_up

revision = "0002"
down_revision = "0001"

_STATES = (
    "'intent', 'sent', 'running', 'result_ok', 'result_bad', 'unknown', 'recovery', 'manual', "
    "'paid', 'declined', 'refused', 'not_sent', 'not_paid'"
)
_REASONS = (
    "'unreachable', 'not_ready', 'stopped', 'too_late', 'not_stored', 'restarted', 'other_terminal', "
    "'unknown_transaction', 'silent', 'line_cut', 'no_result', 'does_not_fit', 'contradiction', "
    "'nothing_to_compare', 'ambiguous_owner', 'foreign_reversal', 'identity_taken'"
)


def upgrade() -> None:
    """Create the tables of payments, terminal leases and what is known about terminals."""
    _create_payment()
    _create_parts()
    _create_terminal_tables()
    _create_triggers()


def _create_payment() -> None:
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("terminal", sa.Integer(), nullable=False),
        sa.Column("tid", sa.String(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("baseline_asked", sa.Boolean(), nullable=False),
        sa.Column("baseline", sa.String(), nullable=True),
        sa.Column("result_code", sa.Integer(), nullable=True),
        sa.Column("result_amount_cents", sa.Integer(), nullable=True),
        *(
            sa.Column(f"result_{name}", sa.String(), nullable=True)
            for name in ("tid", "receipt", "trace", "turnover", "day", "time")
        ),
        *(
            sa.Column(f"result_{name}", sa.String(), nullable=True)
            for name in ("original_trace", "reference", "card_name")
        ),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("abort_asked", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_second", sa.Integer(), nullable=True),
        sa.Column("decided_note", sa.String(), nullable=True),
        sa.Column("identity", sa.String(), nullable=True),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_payment_state_known")),
        sa.CheckConstraint(f"reason IN ({_REASONS})", name=op.f("ck_payment_reason_known")),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_payment_amount_positive")),
        sa.CheckConstraint(
            "(state = 'paid') = (identity IS NOT NULL)", name=op.f("ck_payment_paid_has_identity")
        ),
        sa.CheckConstraint("version >= 0", name=op.f("ck_payment_version_not_negative")),
        sa.ForeignKeyConstraint(["visit"], ["visit.id"], name=op.f("fk_payment_visit_visit")),
        sa.ForeignKeyConstraint(["terminal"], ["terminal.id"], name=op.f("fk_payment_terminal_terminal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("identity", name=op.f("uq_payment_identity")),
    )
    op.create_index(op.f("ix_payment_visit"), "payment", ["visit"], unique=False)
    op.create_index(op.f("ix_payment_terminal"), "payment", ["terminal"], unique=False)
    op.create_index(
        "ux_payment_busy_terminal",
        "payment",
        ["terminal"],
        unique=True,
        **where("state NOT IN ('declined', 'manual', 'not_paid', 'not_sent', 'paid', 'refused')"),
    )


def _create_parts() -> None:
    op.create_table(
        "payment_line",
        sa.Column("payment", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["payment"], ["payment.id"], name=op.f("fk_payment_line_payment_payment")),
        sa.PrimaryKeyConstraint("payment", "line", name=op.f("pk_payment_line")),
    )
    op.create_table(
        "payment_event",
        sa.Column("payment", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fencing", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_payment_event_state_known")),
        sa.ForeignKeyConstraint(["payment"], ["payment.id"], name=op.f("fk_payment_event_payment_payment")),
        sa.PrimaryKeyConstraint("payment", "sequence", name=op.f("pk_payment_event")),
    )


def _create_terminal_tables() -> None:
    op.create_table(
        "terminal_lease",
        sa.Column("terminal", sa.Integer(), nullable=False),
        sa.Column("fencing", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["terminal"], ["terminal.id"], name=op.f("fk_terminal_lease_terminal_terminal")
        ),
        sa.PrimaryKeyConstraint("terminal", name=op.f("pk_terminal_lease")),
    )
    op.create_table(
        "terminal_state",
        sa.Column("terminal", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("last_key", sa.String(), nullable=True),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["terminal"], ["terminal.id"], name=op.f("fk_terminal_state_terminal_terminal")
        ),
        sa.PrimaryKeyConstraint("terminal", name=op.f("pk_terminal_state")),
    )


def _create_triggers() -> None:
    """Create what keeps the journal append-only, and held fee lines as they are."""
    held = "an open payment holds this fee line"
    put_up(
        *append_only("payment_event", "the payment journal"),
        Guard(
            "charged_line_locked_update",
            "charged_line",
            "UPDATE OF cents, way",
            held,
            "OLD.held_by IS NOT NULL AND NEW.held_by IS NOT NULL",
        ),
        Guard("charged_line_locked_delete", "charged_line", "DELETE", held, "OLD.held_by IS NOT NULL"),
    )
