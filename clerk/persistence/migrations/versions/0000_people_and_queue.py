"""The first schema, people and queue.

Revision: 0000, after nothing.
"""

import sqlalchemy as sa
from alembic import op

from clerk.persistence.columns import where

revision = "0000"
down_revision = None


def upgrade() -> None:
    """Create sites, counters, terminals and accounts and visits and the queue."""
    _create_people()
    _create_queue()


def _create_people() -> None:
    """Create the tables of sites, counters, terminals and accounts."""
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("office_name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("walk_in_offset_minutes", sa.Integer(), nullable=False),
        sa.Column("no_show_minutes", sa.Integer(), nullable=False),
        sa.Column("calls_until_missed", sa.Integer(), nullable=False),
        sa.CheckConstraint("calls_until_missed >= 0", name=op.f("ck_site_calls_until_missed_not_negative")),
        sa.CheckConstraint("no_show_minutes >= 0", name=op.f("ck_site_no_show_minutes_not_negative")),
        sa.CheckConstraint(
            "walk_in_offset_minutes >= 0", name=op.f("ck_site_walk_in_offset_minutes_not_negative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("name", name=op.f("uq_site_name")),
    )
    op.create_table(
        "terminal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("tid", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_terminal_site_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terminal")),
        sa.UniqueConstraint("name", name=op.f("uq_terminal_name")),
    )
    op.create_index(op.f("ix_terminal_site"), "terminal", ["site"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "account_role",
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('clerk', 'info_desk', 'team_lead', 'cash_supervisor', 'admin')",
            name=op.f("ck_account_role_role_known"),
        ),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_account_role_account_account")),
        sa.PrimaryKeyConstraint("account", "role", name=op.f("pk_account_role")),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_sign_in_try_failures_not_negative")),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_sign_in_try")),
    )
    op.create_table(
        "counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("terminal", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_counter_site_site")),
        sa.ForeignKeyConstraint(["terminal"], ["terminal.id"], name=op.f("fk_counter_terminal_terminal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint("site", "label", name=op.f("uq_counter_site_label")),
    )
    op.create_index(op.f("ix_counter_terminal"), "counter", ["terminal"], unique=False)
    op.create_table(
        "counter_skill",
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["counter"], ["counter.id"], name=op.f("fk_counter_skill_counter_counter")),
        sa.PrimaryKeyConstraint("counter", "area", name=op.f("pk_counter_skill")),
    )


def _create_queue() -> None:
    """Create the tables of visits and the queue."""
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("z", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("arrived_at", sa.BigInteger(), nullable=True),
        sa.Column("open_from", sa.BigInteger(), nullable=True),
        sa.Column("blocked_until", sa.BigInteger(), nullable=True),
        sa.Column("blocked_reason", sa.String(), nullable=True),
        sa.Column("appointment_at", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("priority_reason", sa.String(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=True),
        sa.Column("serving_since", sa.BigInteger(), nullable=True),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("prechecked_at", sa.BigInteger(), nullable=True),
        sa.Column("park_reason", sa.Text(), nullable=True),
        sa.Column("parked_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("sent_away", sa.Boolean(), nullable=False),
        sa.Column("external_ref", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state = 'parked') = (park_reason IS NOT NULL)", name=op.f("ck_visit_parked_for_a_reason")
        ),
        sa.CheckConstraint(
            "(state IN ('called', 'serving')) = (counter IS NOT NULL)",
            name=op.f("ck_visit_held_by_a_counter"),
        ),
        sa.CheckConstraint(
            "park_reason IN ('plates', 'photo', 'forms', 'cash_office', 'fetches_paper', 'inspection', "
            "'question', 'payment_unclear')",
            name=op.f("ck_visit_park_reason_known"),
        ),
        sa.CheckConstraint(
            "priority IN ('normal', 'priority', 'emergency')", name=op.f("ck_visit_priority_known")
        ),
        sa.CheckConstraint("state != 'waiting' OR n IS NOT NULL", name=op.f("ck_visit_waiting_in_sequence")),
        sa.CheckConstraint(
            "state IN ('booked', 'waiting', 'called', 'serving', 'parked', 'closed', 'missed', 'left', "
            "'cancelled')",
            name=op.f("ck_visit_state_known"),
        ),
        sa.CheckConstraint(
            "step IN ('documents', 'application', 'payment', 'closing')", name=op.f("ck_visit_step_known")
        ),
        sa.CheckConstraint("calls >= 0", name=op.f("ck_visit_calls_not_negative")),
        sa.CheckConstraint("epoch >= 0", name=op.f("ck_visit_epoch_not_negative")),
        sa.ForeignKeyConstraint(["counter"], ["counter.id"], name=op.f("fk_visit_counter_counter")),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_visit_site_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("n", name=op.f("uq_visit_n")),
    )
    op.create_index(
        "ix_visit_aside",
        "visit",
        ["site"],
        unique=False,
        **where("state IN ('booked', 'parked', 'missed')"),
    )
    op.create_index(
        "ix_visit_waiting",
        "visit",
        ["site", "area", "z", "n", "open_from", "blocked_until"],
        unique=False,
        **where("state = 'waiting'"),
    )
    op.create_index(
        "ux_visit_held",
        "visit",
        ["counter"],
        unique=True,
        **where("state IN ('called', 'serving')"),
    )
    op.create_table(
        "visit_person",
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["visit"], ["visit.id"], name=op.f("fk_visit_person_visit_visit")),
        sa.PrimaryKeyConstraint("visit", name=op.f("pk_visit_person")),
    )
    op.create_table(
        "call_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('called', 'nobody', 'already_serving')", name=op.f("ck_call_request_outcome_known")
        ),
        sa.ForeignKeyConstraint(["counter"], ["counter.id"], name=op.f("fk_call_request_counter_counter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_request")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ticket_series",
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "period", name=op.f("pk_ticket_series")),
    )
