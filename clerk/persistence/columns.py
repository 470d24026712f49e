"""Column types and the base class shared by all tables."""

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypedDict, TypeVar

from sqlalchemy import BigInteger, CheckConstraint, Dialect, MetaData, Text, TextClause, TypeDecorator, text
from sqlalchemy.orm import declared_attr
from sqlmodel import SQLModel

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""The schema of the store; every constraint has a name, so that a migration can change it."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])")

Word = TypeVar("Word", bound=StrEnum)


class Row(SQLModel):
    """Base of all tables: ``VisitPersonRow`` is the table ``visit_person``."""

    metadata = METADATA

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - SQLAlchemy calls it with the class
        return _WORD_START.sub("_", cls.__name__.removesuffix("Row")).lower()


def to_stored(moment: datetime) -> int:
    """Return *moment* in microseconds since 1970 UTC, as the store keeps it; naive: ``ValueError``."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone must not reach the store")
    return (moment - _EPOCH) // _MICROSECOND


def from_stored(value: int) -> datetime:
    """Return the UTC time of a stored number of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=value)


def from_stored_or_none(value: int | None) -> datetime | None:
    """Return the UTC time of a stored number, or ``None`` for a column without one."""
    return None if value is None else from_stored(value)


class UtcTime(TypeDecorator[datetime]):
    """An aware time as an integer of microseconds since 1970 UTC: exact, and in order in an index."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Store an aware time; a naive one raises ``ValueError``."""
        return None if value is None else to_stored(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return an aware UTC time."""
        return from_stored_or_none(value)


class WordOf(TypeDecorator[StrEnum]):
    """A member of a ``StrEnum``, stored as its value and read as the member."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        """Store members of *words*."""
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store the value of a member; anything else raises ``ValueError``."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        """Return the member."""
        return None if value is None else self.words(value)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Return the constraint that *column* holds a member of *words* (or nothing, where it may be null)."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


class PartOfTable(TypedDict):
    """The options of an index that has some rows of its table only."""

    sqlite_where: TextClause
    postgresql_where: TextClause


def where(condition: str) -> PartOfTable:
    """Return the options of an index over the rows that fulfil *condition*, on every engine."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def not_negative(column: str) -> CheckConstraint:
    """Return the constraint that *column* is no negative number."""
    return CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")
