"""The first schema, cases and office.

Revision: 0001, after 0000.
"""

import sqlalchemy as sa
from alembic import op

from clerk.persistence.columns import where
from clerk.persistence.guards import append_only
from clerk.persistence.migrations.dialects import put_up

revision = "0001"
down_revision = "0000"


def upgrade() -> None:
    """Create cases and deliveries, the audit trail and settings."""
    _create_cases()
    _create_office()


def _create_cases() -> None:
    """Create the tables of cases."""
    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("missing_reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('done', 'incomplete', 'referred', 'withdrawn')", name=op.f("ck_case_outcome_known")
        ),
        sa.ForeignKeyConstraint(["visit"], ["visit.id"], name=op.f("fk_case_visit_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("number", name=op.f("uq_case_number")),
    )
    op.create_index("ix_case_incomplete", "case", ["visit"], unique=False, **where("outcome = 'incomplete'"))
    op.create_index(op.f("ix_case_visit"), "case", ["visit"], unique=False)
    op.create_table(
        "case_fact",
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_case_fact_case_case")),
        sa.PrimaryKeyConstraint("case", "fact", name=op.f("pk_case_fact")),
    )
    op.create_table(
        "case_requirement",
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("requirement", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('presented', 'missing', 'unchecked')", name=op.f("ck_case_requirement_state_known")
        ),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_case_requirement_case_case")),
        sa.PrimaryKeyConstraint("case", "requirement", name=op.f("pk_case_requirement")),
    )
    op.create_table(
        "case_draft",
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_case_draft_case_case")),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_case_draft")),
    )
    op.create_table(
        "charged_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("tariff", sa.String(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("payee", sa.String(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("way", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("settled_reason", sa.String(), nullable=True),
        sa.Column("payment", sa.Integer(), nullable=True),
        sa.Column("held_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "way IN ('card', 'notice', 'cash_office', 'exempt')", name=op.f("ck_charged_line_way_known")
        ),
        sa.CheckConstraint(
            "(way IS NULL) = (settled_at IS NULL)", name=op.f("ck_charged_line_settled_at_a_time")
        ),
        sa.CheckConstraint("cents >= 0", name=op.f("ck_charged_line_cents_not_negative")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_charged_line_quantity_positive")),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_charged_line_case_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charged_line")),
    )
    op.create_index(op.f("ix_charged_line_case"), "charged_line", ["case"], unique=False)


def _create_office() -> None:
    """Create the tables of deliveries, the audit trail and settings."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("case", sa.Integer(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('receipt', 'handover')", name=op.f("ck_outbox_kind_known")),
        sa.CheckConstraint(
            "(kind = 'handover') = (\"case\" IS NOT NULL)", name=op.f("ck_outbox_handover_of_a_case")
        ),
        sa.CheckConstraint("times >= 0", name=op.f("ck_outbox_times_not_negative")),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_outbox_case_case")),
        sa.ForeignKeyConstraint(["counter"], ["counter.id"], name=op.f("fk_outbox_counter_counter")),
        sa.ForeignKeyConstraint(["visit"], ["visit.id"], name=op.f("fk_outbox_visit_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["counter", "kind", "created_at"],
        unique=False,
        **where("times = 0"),
    )
    op.create_index(op.f("ix_outbox_visit"), "outbox", ["visit"], unique=False)
    op.create_index("ux_outbox_handover", "outbox", ["case"], unique=True, **where("kind = 'handover'"))
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    put_up(*append_only("audit", "the audit trail"))
