"""Tables of visits and of the queue."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from clerk.domain.queue_rule import Entry, Priority
from clerk.domain.visit import ParkReason, Step, VisitState
from clerk.persistence.columns import Row, UtcTime, WordOf, not_negative, one_of, where


class RequestOutcome(StrEnum):
    """How a call request was answered."""

    CALLED = "called"
    NOBODY = "nobody"
    ALREADY_SERVING = "already_serving"


class VisitRow(Row, table=True):
    """One person's stay, without personal data. Times UTC.

    ``n`` is the check-in sequence of the queue rule; a visit only booked has none yet, and no ticket. Each
    partial index serves one question, and a call touches as few of them as it can: everybody waits for it. ``awaited``
    is the park reason that stays when the visit goes on, ``entry`` the row of the queue rule that gave ``z``,
    ``first_served_at`` is when the wait at the queue was over.
    """

    __table_args__ = (
        one_of("state", VisitState),
        one_of("step", Step),
        one_of("priority", Priority),
        one_of("park_reason", ParkReason),
        one_of("awaited", ParkReason),
        one_of("entry", Entry),
        not_negative("epoch"),
        not_negative("calls"),
        CheckConstraint("(state IN ('called', 'serving')) = (counter IS NOT NULL)", name="held_by_a_counter"),
        CheckConstraint("(state = 'parked') = (park_reason IS NOT NULL)", name="parked_for_a_reason"),
        CheckConstraint("state != 'waiting' OR n IS NOT NULL", name="waiting_in_sequence"),
        Index(
            "ix_visit_waiting",
            "site",
            "area",
            "z",
            "n",
            "open_from",
            "blocked_until",
            **where("state = 'waiting'"),
        ),
        Index("ux_visit_held", "counter", unique=True, **where("state IN ('called', 'serving')")),
        Index("ix_visit_aside", "site", **where("state IN ('booked', 'parked', 'missed')")),
    )

    id: int | None = Field(default=None, primary_key=True)
    site: int = Field(foreign_key="site.id")
    ticket: str
    state: VisitState = Field(sa_type=WordOf(VisitState))
    area: str
    z: datetime = Field(sa_type=UtcTime)
    n: int | None = Field(default=None, unique=True)
    arrived_at: datetime | None = Field(default=None, sa_type=UtcTime)
    open_from: datetime | None = Field(default=None, sa_type=UtcTime)
    blocked_until: datetime | None = Field(default=None, sa_type=UtcTime)
    blocked_reason: str | None = None
    appointment_at: datetime | None = Field(default=None, sa_type=UtcTime)
    priority: Priority = Field(default=Priority.NORMAL, sa_type=WordOf(Priority))
    priority_reason: str | None = None
    counter: int | None = Field(default=None, foreign_key="counter.id")
    epoch: int = 0
    calls: int = 0
    called_at: datetime | None = Field(default=None, sa_type=UtcTime)
    serving_since: datetime | None = Field(default=None, sa_type=UtcTime)
    first_served_at: datetime | None = Field(default=None, sa_type=UtcTime)
    step: Step = Field(default=Step.DOCUMENTS, sa_type=WordOf(Step))
    prechecked_at: datetime | None = Field(default=None, sa_type=UtcTime)
    park_reason: ParkReason | None = Field(default=None, sa_type=WordOf(ParkReason))
    parked_at: datetime | None = Field(default=None, sa_type=UtcTime)
    awaited: ParkReason | None = Field(default=None, sa_type=WordOf(ParkReason))
    entry: Entry = Field(
        default=Entry.WALK_IN, sa_type=WordOf(Entry), sa_column_kwargs={"server_default": Entry.WALK_IN.value}
    )
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    sent_away: bool = False
    external_ref: str | None = None


class VisitPersonRow(Row, table=True):
    """Who the visit is about: personal, erased without touching the visit."""

    visit: int = Field(foreign_key="visit.id", primary_key=True)
    name: str


class CallRequestRow(Row, table=True):
    """A press of *call next* and how it was answered, so that a repeated one claims nobody else."""

    __table_args__ = (one_of("outcome", RequestOutcome), {"sqlite_with_rowid": False})

    id: str = Field(primary_key=True)
    counter: int = Field(foreign_key="counter.id")
    outcome: RequestOutcome = Field(sa_type=WordOf(RequestOutcome))
    visit: int | None = None
    epoch: int | None = None
    at: datetime = Field(sa_type=UtcTime)


class TicketSeriesRow(Row, table=True):
    """The last number given in a series of one period: tickets by site, letter and day, cases by year."""

    series: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    last: int
