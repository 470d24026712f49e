"""The archive of the card terminal's receipts."""

from datetime import datetime

from sqlmodel import Field

from clerk.domain.terminal_receipt import ReceiptKind
from clerk.persistence import payment_tables  # noqa: F401 - table referred to
from clerk.persistence.columns import Row, UtcTime, WordOf, one_of


class TerminalReceiptRow(Row, table=True):
    """One receipt of a movement; ``lines`` is JSON, and null once a customer's receipt is printed or too old."""

    __table_args__ = (one_of("kind", ReceiptKind),)

    payment: int = Field(foreign_key="payment.id", primary_key=True)
    number: int = Field(primary_key=True)
    kind: ReceiptKind = Field(sa_type=WordOf(ReceiptKind))
    mandatory: bool
    signature: bool
    at: datetime = Field(sa_type=UtcTime)
    printed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    lines: str | None = None
