"""Tables of deliveries, the audit trail and settings."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from clerk.persistence.columns import Row, UtcTime, WordOf, not_negative, one_of, where
from clerk.persistence.guards import append_only, put_up
from clerk.ports import Delivery

OPEN_HANDOVER = "kind = 'handover' AND times = 0"
"""Which outbox rows are handovers still to be delivered; a query that says it in these words uses their index."""


class OutboxRow(Row, table=True):
    """Something to deliver, without personal data: the document is composed from the store when delivered.

    ``times`` counts deliveries; from the second on it is a copy. ``tries`` and ``not_before`` (UTC) belong to
    handovers: how often somebody has leased the row, and until when nobody else may, or after a fault, will.
    """

    __table_args__ = (
        one_of("kind", Delivery),
        not_negative("times"),
        CheckConstraint("(kind = 'handover') = (\"case\" IS NOT NULL)", name="handover_of_a_case"),
        Index("ix_outbox_open", "counter", "kind", "created_at", **where("times = 0")),
        Index("ix_outbox_handover_open", "id", **where(OPEN_HANDOVER)),
        Index("ux_outbox_handover", "case", unique=True, **where("kind = 'handover'")),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: Delivery = Field(sa_type=WordOf(Delivery))
    visit: int = Field(foreign_key="visit.id", index=True)
    case: int | None = Field(default=None, foreign_key="case.id")
    counter: int = Field(foreign_key="counter.id")
    number: str
    created_at: datetime = Field(sa_type=UtcTime)
    times: int = 0
    tries: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    not_before: datetime | None = Field(default=None, sa_type=UtcTime)


class AuditRow(Row, table=True):
    """Who did what: append-only, without personal data; each row's hash covers the one before in its chain.

    Each counter has a chain of its own, 0 is that of all that was done at none; ``number`` counts in the chain.
    """

    __table_args__ = (UniqueConstraint("chain", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcTime)
    account: int
    counter: int | None = None
    action: str
    visit: int | None = None
    detail: str = ""
    chain: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    number: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    previous: str
    hash: str


class AuditHeadRow(Row, table=True):
    """The newest entry of each chain of the audit trail."""

    chain: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int
    hash: str


put_up(append_only("audit", "the audit trail"))


class SettingRow(Row, table=True):
    """A setting of the whole store."""

    key: str = Field(primary_key=True)
    value: str
