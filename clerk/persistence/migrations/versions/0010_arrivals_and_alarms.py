"""Silent alarms; which visit an imported appointment became.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_alarm_site_site")),
        sa.ForeignKeyConstraint(["counter"], ["counter.id"], name=op.f("fk_alarm_counter_counter")),
        sa.ForeignKeyConstraint(["answered_by"], ["counter.id"], name=op.f("fk_alarm_answered_by_counter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    op.create_index(
        "ux_alarm_open", "alarm", ["counter"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_table(
        "appointment",
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_appointment_site_site")),
        sa.ForeignKeyConstraint(["visit"], ["visit.id"], name=op.f("fk_appointment_visit_visit")),
        sa.PrimaryKeyConstraint("site", "key", name=op.f("pk_appointment")),
    )
