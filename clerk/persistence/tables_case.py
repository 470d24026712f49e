"""Tables of the cases of a visit."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, false
from sqlmodel import Field

from clerk.domain.precheck import Presence
from clerk.domain.settlement import Way
from clerk.domain.visit import Outcome
from clerk.persistence.columns import Row, UtcTime, WordOf, not_negative, one_of, where


class CaseRow(Row, table=True):
    """One concern of a visit; its number (``2026-000123``) lives longer than the ticket."""

    __table_args__ = (
        one_of("outcome", Outcome),
        Index("ix_case_incomplete", "visit", **where("outcome = 'incomplete'")),
    )

    id: int | None = Field(default=None, primary_key=True)
    visit: int = Field(foreign_key="visit.id", index=True)
    number: str = Field(unique=True)
    service: str
    as_of: date
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    outcome: Outcome | None = Field(default=None, sa_type=WordOf(Outcome))
    missing_reason: str | None = None
    note: str = ""


class CaseFactRow(Row, table=True):
    """An answered fact of a case; ``answer`` is JSON: a bool, a whole number or a choice."""

    case: int = Field(foreign_key="case.id", primary_key=True)
    fact: str = Field(primary_key=True)
    answer: str


class CaseRequirementRow(Row, table=True):
    """What was seen of a requirement of a case."""

    __table_args__ = (one_of("state", Presence),)

    case: int = Field(foreign_key="case.id", primary_key=True)
    requirement: str = Field(primary_key=True)
    state: Presence = Field(sa_type=WordOf(Presence))


class CaseHandOutRow(Row, table=True):
    """A thing of the service's list that was handed out."""

    case: int = Field(foreign_key="case.id", primary_key=True)
    thing: str = Field(primary_key=True)


class CaseHistoryRow(Row, table=True):
    """A visit that left a case incomplete, and the one that took it up: a case belongs to one visit at a time."""

    case: int = Field(foreign_key="case.id", primary_key=True)
    visit: int = Field(foreign_key="visit.id", primary_key=True, index=True)
    left_at: datetime = Field(sa_type=UtcTime)
    continued_by: int = Field(foreign_key="visit.id")


class CaseDraftRow(Row, table=True):
    """What stands in the form of a case, as typed: personal. ``form`` is JSON, field id to text."""

    case: int = Field(foreign_key="case.id", primary_key=True)
    form: str
    counter: int
    epoch: int
    saved_at: datetime = Field(sa_type=UtcTime)


class ChargedLineRow(Row, table=True):
    """A fee line as of the day it was set, and how it was settled; cents are for all units together.

    ``held_by`` is the open payment that locks the line (payment rule 7), ``payment`` the one that settled it;
    ``to_cash_office`` says that the customer was sent there with it.
    """

    __table_args__ = (
        not_negative("cents"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        one_of("way", Way),
        CheckConstraint("(way IS NULL) = (settled_at IS NULL)", name="settled_at_a_time"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case: int = Field(foreign_key="case.id", index=True)
    line: str
    label: str
    tariff: str
    cents: int
    payee: str
    set_on: date
    quantity: int = 1
    reason: str | None = None
    way: Way | None = Field(default=None, sa_type=WordOf(Way))
    settled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    reference: str | None = None
    settled_reason: str | None = None
    payment: int | None = None
    held_by: int | None = None
    to_cash_office: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
