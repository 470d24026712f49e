"""Cases that need more than one contact.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_REASONS = (
    "'plates', 'photo', 'forms', 'cash_office', 'fetches_paper', 'inspection', 'question', 'payment_unclear'"
)


def upgrade() -> None:
    """Remember what a visit waited for, what was handed out, and which visits a case has been through."""
    # SQLite can add a column with its check, alembic cannot write it
    op.execute(
        "ALTER TABLE visit ADD COLUMN awaited TEXT "
        f"CONSTRAINT ck_visit_awaited_known CHECK (awaited IN ({_REASONS}))"
    )
    op.add_column(
        "charged_line",
        sa.Column("to_cash_office", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "case_hand_out",
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_case_hand_out_case_case")),
        sa.PrimaryKeyConstraint("case", "thing", name=op.f("pk_case_hand_out")),
    )
    op.create_table(
        "case_history",
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=False),
        sa.Column("continued_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_case_history_case_case")),
        sa.ForeignKeyConstraint(["visit"], ["visit.id"], name=op.f("fk_case_history_visit_visit")),
        sa.ForeignKeyConstraint(
            ["continued_by"], ["visit.id"], name=op.f("fk_case_history_continued_by_visit")
        ),
        sa.PrimaryKeyConstraint("case", "visit", name=op.f("pk_case_history")),
    )
    op.create_index(op.f("ix_case_history_visit"), "case_history", ["visit"], unique=False)
