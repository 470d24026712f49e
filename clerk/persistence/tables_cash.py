"""Tables of the cash journal, of stornos, and of the closing of a day."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from clerk.domain.cash_entry import EntryKind
from clerk.domain.day_closing import ClosingState, ClosingWord
from clerk.domain.settlement import Way
from clerk.domain.storno import OPEN_STORNO, StornoState, Undoing
from clerk.persistence import payment_tables  # noqa: F401 - a table referred to
from clerk.persistence.columns import Row, UtcTime, WordOf, not_negative, one_of, where
from clerk.persistence.guards import Guard, append_only, put_up

_OPEN_OR_DONE = sorted([*OPEN_STORNO, StornoState.DONE])
_STANDS = f"payment IS NOT NULL AND state IN ({', '.join(repr(state.value) for state in _OPEN_OR_DONE)})"

_NEXT_ENTRY = "COALESCE((SELECT MAX(number) FROM cash_entry WHERE counter = NEW.counter), 0) + 1"
_NEXT_CLOSING = "COALESCE((SELECT MAX(number) FROM day_closing WHERE counter = NEW.counter), 0) + 1"
_CLOSED = "SELECT 1 FROM day_closing WHERE counter = NEW.counter AND day = NEW.day AND state <> 'open'"


CASH_GUARDS = (
    *append_only("cash_entry", "the cash journal"),
    *append_only("day_closing_event", "the history of a closing"),
    *append_only("storno_request_entry", "a storno request"),
    Guard(
        "cash_entry_without_gap",
        "cash_entry",
        "INSERT",
        "the numbers of a cash journal have no gap",
        f"NEW.number <> {_NEXT_ENTRY}",
    ),
    Guard("cash_entry_day_closed", "cash_entry", "INSERT", "the day is closed", f"EXISTS ({_CLOSED})"),
    Guard("day_closing_begins_open", "day_closing", "INSERT", "a closing begins open", "NEW.state <> 'open'"),
    Guard("day_closing_locked", "day_closing", "UPDATE", "a locked day stays locked", "OLD.state = 'locked'"),
    Guard("day_closing_no_delete", "day_closing", "DELETE", "a closing cannot be removed"),
    Guard(
        "day_closing_without_gap",
        "day_closing",
        "UPDATE OF number",
        "the numbers of closings have no gap",
        f"NEW.number IS NOT NULL AND NEW.number <> {_NEXT_CLOSING}",
    ),
)
"""What holds below all programs: nothing in the books is changed or left out, and a closed day stays as it is."""


class CashEntryRow(Row, table=True):
    """An entry of a counter's cash journal; counter 0 has what no counter took, ``seal`` covers the entry before."""

    __table_args__ = (
        one_of("kind", EntryKind),
        one_of("way", Way),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("kind = 'correction' OR (kind = 'takings') = (cents > 0)", name="sign_fits"),
        CheckConstraint("cents <> 0", name="cents_not_zero"),
        UniqueConstraint("counter", "reverses"),
        Index("ix_cash_entry_day", "counter", "day"),
    )

    counter: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcTime)
    day: date
    account: int
    kind: EntryKind = Field(sa_type=WordOf(EntryKind))
    way: Way = Field(sa_type=WordOf(Way))
    payee: str
    cents: int
    line: int | None = Field(default=None, index=True)
    case_number: str | None = None
    payment: int | None = Field(default=None, index=True)
    reference: str | None = None
    reason: str | None = None
    reverses: int | None = None
    seal: str


class DayClosingRow(Row, table=True):
    """The closing of a counter's day as it stands; ``snapshot`` is what was signed, ``seal`` is set when locked."""

    __table_args__ = (
        one_of("state", ClosingState),
        not_negative("version"),
        UniqueConstraint("counter", "number"),
        CheckConstraint("(state = 'open') = (signed_by IS NULL)", name="signed_by_somebody"),
        CheckConstraint("(state = 'locked') = (confirmed_by IS NOT NULL)", name="confirmed_by_somebody"),
        CheckConstraint("(state = 'locked') = (number IS NOT NULL)", name="locked_has_number"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> signed_by", name="two_people"),
    )

    counter: int = Field(primary_key=True)
    day: date = Field(primary_key=True)
    state: ClosingState = Field(sa_type=WordOf(ClosingState))
    version: int = 0
    snapshot: str | None = None
    signed_by: int | None = None
    signed_name: str | None = None
    signed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    confirmed_by: int | None = None
    confirmed_name: str | None = None
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    number: int | None = None
    previous: str | None = None
    seal: str | None = None


class DayClosingEventRow(Row, table=True):
    """One thing that happened to a closing; ``snapshot`` is what was signed, also where it was withdrawn later."""

    __table_args__ = (one_of("word", ClosingWord),)

    counter: int = Field(primary_key=True)
    day: date = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcTime)
    account: int
    word: ClosingWord = Field(sa_type=WordOf(ClosingWord))
    reason: str = ""
    snapshot: str | None = None
    digest: str | None = None


class StornoRequestRow(Row, table=True):
    """Somebody wants a settlement taken back; one open or successful request for a card payment."""

    __table_args__ = (
        one_of("state", StornoState),
        one_of("way", Way),
        one_of("undoing", Undoing),
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="two_people"),
        CheckConstraint("(state = 'asked') = (decided_by IS NULL)", name="decided_by_somebody"),
        Index("ux_storno_request_payment", "payment", unique=True, **where(_STANDS)),
    )

    id: int | None = Field(default=None, primary_key=True)
    counter: int = Field(index=True)
    way: Way = Field(sa_type=WordOf(Way))
    undoing: Undoing = Field(sa_type=WordOf(Undoing))
    cents: int
    payment: int | None = Field(default=None, foreign_key="payment.id")
    reason: str
    asked_by: int
    asked_at: datetime = Field(sa_type=UtcTime)
    state: StornoState = Field(sa_type=WordOf(StornoState))
    decided_by: int | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcTime)
    note: str = ""
    reversal: int | None = Field(default=None, foreign_key="payment.id")


class StornoRequestEntryRow(Row, table=True):
    """An entry of the cash journal that a request is about."""

    request: int = Field(foreign_key="storno_request.id", primary_key=True)
    number: int = Field(primary_key=True)


put_up(CASH_GUARDS)
