"""Figures of a site: what happened when, what the team lead has set for an area, the line on the call board.

Revision: 0011, after 0009. Visits closed before have no wait and no event: their days have no figures.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the tables and columns."""
    op.add_column("site", sa.Column("board_text", sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("visit", sa.Column("first_served_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "area_setting",
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("target_minutes", sa.Integer(), nullable=True),
        sa.Column("walk_in_offset_minutes", sa.Integer(), nullable=True),
        sa.CheckConstraint("target_minutes >= 0", name=op.f("ck_area_setting_target_minutes_not_negative")),
        sa.CheckConstraint(
            "walk_in_offset_minutes >= 0", name=op.f("ck_area_setting_walk_in_offset_minutes_not_negative")
        ),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_area_setting_site_site")),
        sa.PrimaryKeyConstraint("site", "area", name=op.f("pk_area_setting")),
    )
    op.create_table(
        "load_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("waited_seconds", sa.Integer(), nullable=True),
        sa.Column("single_visit", sa.Boolean(), nullable=False),
        sa.Column("service", sa.String(), nullable=True),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("served_seconds", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('arrived', 'no_show', 'closed')", name=op.f("ck_load_event_kind_known")),
        sa.CheckConstraint("waited_seconds >= 0", name=op.f("ck_load_event_waited_seconds_not_negative")),
        sa.CheckConstraint("served_seconds >= 0", name=op.f("ck_load_event_served_seconds_not_negative")),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_load_event_site_site")),
        sa.ForeignKeyConstraint(["counter"], ["counter.id"], name=op.f("fk_load_event_counter_counter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_load_event")),
    )
    op.create_index("ix_load_event_day", "load_event", ["site", "at"], unique=False)
    op.create_table(
        "missing_document",
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("requirement", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event"], ["load_event.id"], name=op.f("fk_missing_document_event_load_event")
        ),
        sa.PrimaryKeyConstraint("event", "service", "requirement", name=op.f("pk_missing_document")),
    )
