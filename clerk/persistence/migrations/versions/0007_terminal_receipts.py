"""The archive of the card terminal's receipts.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the table of the terminal's receipts."""
    op.create_table(
        "terminal_receipt",
        sa.Column("payment", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("signature", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("printed_at", sa.BigInteger(), nullable=True),
        sa.Column("lines", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('merchant', 'customer', 'administration')", name=op.f("ck_terminal_receipt_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["payment"], ["payment.id"], name=op.f("fk_terminal_receipt_payment_payment")
        ),
        sa.PrimaryKeyConstraint("payment", "number", name=op.f("pk_terminal_receipt")),
    )
