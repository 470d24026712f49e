"""What all queue actions need: the status of a counter, the end of arrivals, by which row a visit has its place.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_ENTRIES = "'appointment', 'slightly_late', 'too_late', 'walk_in', 'priority', 'emergency', 'returned'"
_STATES = "'open', 'break', 'wrap_up', 'away'"


def upgrade() -> None:
    """Add the three columns; who waits over the upgrade is taken for a walk-in in the explanation, not in the order."""
    # SQLite can add a column with its check, alembic cannot write it
    op.execute(
        "ALTER TABLE visit ADD COLUMN entry TEXT DEFAULT 'walk_in' NOT NULL "
        f"CONSTRAINT ck_visit_entry_known CHECK (entry IN ({_ENTRIES}))"
    )
    op.execute(
        "ALTER TABLE counter ADD COLUMN status TEXT DEFAULT 'open' NOT NULL "
        f"CONSTRAINT ck_counter_status_known CHECK (status IN ({_STATES}))"
    )
    op.add_column("site", sa.Column("last_arrivals", sa.String(), server_default="", nullable=False))
