"""Tables of what the figures of a site are made of."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from clerk.domain.office_load import LoadKind
from clerk.persistence.columns import Row, UtcTime, WordOf, not_negative, one_of


class LoadEventRow(Row, table=True):
    """That somebody arrived, did not appear or was served to the end: only added, and without a person.

    ``counter`` is there to be counted (rule of the counter 12): from how many counters a figure comes.
    ``waited_seconds`` is how long a closed visit waited until it was first served, nothing where it never waited.
    ``service`` and ``served_seconds`` are what the forecast learns from, in an ``hour`` of the office: of closed visits
    with one case that were never set aside.
    """

    __table_args__ = (
        one_of("kind", LoadKind),
        not_negative("waited_seconds"),
        not_negative("served_seconds"),
        Index("ix_load_event_day", "site", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    site: int = Field(foreign_key="site.id")
    area: str
    at: datetime = Field(sa_type=UtcTime)
    kind: LoadKind = Field(sa_type=WordOf(LoadKind))
    counter: int = Field(foreign_key="counter.id")
    waited_seconds: int | None = None
    single_visit: bool = False
    service: str | None = None
    hour: int | None = None
    served_seconds: int | None = None


class MissingDocumentRow(Row, table=True):
    """A requirement that was missing when a visit was closed with an incomplete case."""

    event: int = Field(foreign_key="load_event.id", primary_key=True)
    service: str = Field(primary_key=True)
    requirement: str = Field(primary_key=True)
