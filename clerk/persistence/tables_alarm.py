"""The table of silent alarms."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from clerk.persistence.columns import Row, UtcTime

_OPEN = text("ended_at IS NULL")


class AlarmRow(Row, table=True):
    """A silent alarm of a counter: where and when, not by whom or why. Times UTC. One open alarm a counter."""

    __table_args__ = (
        Index("ux_alarm_open", "counter", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    site: int = Field(foreign_key="site.id")
    counter: int = Field(foreign_key="counter.id")
    raised_at: datetime = Field(sa_type=UtcTime)
    answered_by: int | None = Field(default=None, foreign_key="counter.id")
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
