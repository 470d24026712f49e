"""A chain of the audit trail for each counter, so that no counter waits for another one's entry.

Revision: 0012, after 0011. What was written before is the beginning of chain 0, as it was sealed.
"""

import sqlalchemy as sa
from alembic import op

from clerk.persistence.guards import append_only
from clerk.persistence.migrations.dialects import put_up, take_down

revision = "0012"
down_revision = "0011"

_GUARDS = append_only("audit", "the audit trail")


def upgrade() -> None:
    """Number what there is, and remember the newest entry of each chain."""
    take_down(*_GUARDS)
    with op.batch_alter_table("audit") as audit:
        audit.add_column(sa.Column("chain", sa.Integer(), server_default=sa.text("0"), nullable=False))
        audit.add_column(sa.Column("number", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.execute("UPDATE audit SET number = (SELECT count(*) FROM audit AS before WHERE before.id <= audit.id)")
    with op.batch_alter_table("audit") as audit:
        audit.create_unique_constraint(op.f("uq_audit_chain_number"), ["chain", "number"])
    put_up(*_GUARDS)
    op.create_table(
        "audit_head",
        sa.Column("chain", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
    )
    op.execute(
        "INSERT INTO audit_head (chain, number, hash) "
        "SELECT chain, number, hash FROM audit ORDER BY number DESC LIMIT 1"
    )
