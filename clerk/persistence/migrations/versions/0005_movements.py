"""Reversals, refunds and the end of day in the payment journal.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

from clerk.persistence.columns import where
from clerk.persistence.migrations.dialects import change_check, is_sqlite

revision = "0005"
down_revision = "0004"

_FORMER_AMOUNT = "CHECK (amount_cents > 0)"
_AMOUNT = "CHECK ((amount_cents > 0) = (kind <> 'end_of_day'))"
_FORMER_REASONS = "'identity_taken')"
_REASONS = "'identity_taken', 'restored')"
_ALL_REASONS = (
    "'unreachable', 'not_ready', 'stopped', 'too_late', 'not_stored', 'restarted', 'other_terminal', "
    "'unknown_transaction', 'silent', 'line_cut', 'no_result', 'does_not_fit', 'contradiction', "
    "'nothing_to_compare', 'ambiguous_owner', 'foreign_reversal', 'identity_taken', 'restored'"
)
_KINDS = "'payment', 'reversal', 'refund', 'end_of_day'"
_WITHOUT_EFFECT = "'declined', 'not_paid', 'not_sent', 'refused'"


def upgrade() -> None:
    """Say of every row what it does, which payment it gives back, and which device a period belongs to."""
    op.execute(
        "ALTER TABLE payment ADD COLUMN kind TEXT NOT NULL DEFAULT 'payment' "
        f"CONSTRAINT ck_payment_kind_known CHECK (kind IN ({_KINDS}))"
    )
    op.execute(
        "ALTER TABLE payment ADD COLUMN original INTEGER "
        "CONSTRAINT fk_payment_original_payment REFERENCES payment (id) "
        "CONSTRAINT ck_payment_original_given CHECK ((original IS NULL) = (kind IN ('payment', 'end_of_day')))"
    )
    op.add_column(
        "payment", sa.Column("reference", sa.String(), server_default=sa.text("''"), nullable=False)
    )
    for name in ("original_receipt", "original_trace", "baseline_time", "result_totals"):
        op.add_column("payment", sa.Column(name, sa.String(), nullable=True))
    op.add_column("terminal_state", sa.Column("tid", sa.String(), nullable=True))
    _change_checks()
    op.create_index(
        "ux_payment_given_back_once",
        "payment",
        ["original"],
        unique=True,
        **where(f"original IS NOT NULL AND state NOT IN ({_WITHOUT_EFFECT})"),
    )


def _change_checks() -> None:
    """Let an end of day have no amount, and a payment be unclear because its store was restored.

    A table that others refer to cannot be built anew while foreign keys are on; SQLite documents this way for a change
    of a constraint alone (https://sqlite.org/lang_altertable.html, section 7).
    """
    if not is_sqlite():
        change_check("payment", "ck_payment_amount_positive", "(amount_cents > 0) = (kind <> 'end_of_day')")
        change_check("payment", "ck_payment_reason_known", f"reason IN ({_ALL_REASONS})")
        return
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(replace(sql, :former, :now), :former_reasons, :reasons) "
            "WHERE type = 'table' AND name = 'payment'"
        ),
        {
            "former": _FORMER_AMOUNT,
            "now": _AMOUNT,
            "former_reasons": _FORMER_REASONS,
            "reasons": _REASONS,
        },
    )
    if changed.rowcount != 1:
        raise RuntimeError("the table of payments is missing")
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
