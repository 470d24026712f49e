"""Leases of handovers.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

from clerk.persistence.columns import where

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Let the outbox remember who has leased a handover how often, and until when it rests."""
    op.add_column("outbox", sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("outbox", sa.Column("not_before", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_outbox_handover_open",
        "outbox",
        ["id"],
        unique=False,
        **where("kind = 'handover' AND times = 0"),
    )
