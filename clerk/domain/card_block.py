"""A period of a card terminal beside our journal, and what a difference between them is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clerk.domain.payment import Movement, Payment
from clerk.domain.terminal_totals import GroupTotal


class DifferenceKind(StrEnum):
    """What a difference between the terminal and our journal is, as far as it can be told."""

    OTHER_COUNTER = "other_counter"
    OTHER_DAY = "other_day"
    NOT_BOOKED = "not_booked"
    LATE_END_OF_DAY = "late_end_of_day"
    NO_END_OF_DAY = "no_end_of_day"
    NO_TOTALS = "no_totals"
    REFUNDS_EXCEED = "refunds_exceed"
    OUTSIDE_RANGE = "outside_range"
    DECIDED_PAID = "decided_paid"
    DECIDED_NOT_PAID = "decided_not_paid"
    TERMINAL_ONLY = "terminal_only"
    COUNT = "count"
    UNEXPLAINED = "unexplained"
    JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class Difference:
    """One named item; ``cents`` is terminal minus journal, 0 where an item only explains or warns.

    ``key`` is how a remark on it is addressed, the same as long as the item is. ``told`` and ``expected`` are counts.
    """

    key: str
    kind: DifferenceKind
    cents: int = 0
    receipts: tuple[str, ...] = ()
    payment: int | None = None
    told: int | None = None
    expected: int | None = None

    @property
    def needs_remark(self) -> bool:
        """Whether the clerk has to say something about it; a terminal shared by counters is nothing unusual."""
        return self.kind is not DifferenceKind.OTHER_COUNTER


@dataclass(frozen=True, slots=True)
class TerminalFacts:
    """A terminal and its movements that came to an end, ends of day among them.

    ``booked`` says of a payment's id to which counter and day the cash journal counts it. The oldest movement is the
    first one after an end of day, or ever.
    """

    name: str
    tid: str
    movements: tuple[Payment, ...]
    booked: Mapping[int, tuple[int, date]]


@dataclass(frozen=True, slots=True)
class CardBlock:
    """One period of a terminal, from one end of day to the next, as far as it concerns a counter's day.

    ``paid_…`` are this counter's payments of the day, ``back_…`` (positive cents) its reversals and refunds.
    ``told_…`` is what the terminal reported, ``None`` while it has not. The items come to exactly ``difference_cents``.
    """

    terminal: str
    tid: str
    ended_at: datetime | None
    paid_count: int
    paid_cents: int
    back_count: int
    back_cents: int
    told_count: int | None
    told_cents: int | None
    first_receipt: str | None
    last_receipt: str | None
    groups: tuple[GroupTotal, ...]
    items: tuple[Difference, ...]

    @property
    def ours_cents(self) -> int:
        """What the terminal should have of this counter's day."""
        return self.paid_cents - self.back_cents

    @property
    def difference_cents(self) -> int | None:
        """Terminal minus journal, with its sign; ``None`` while the terminal has reported nothing."""
        return None if self.told_cents is None else self.told_cents - self.ours_cents


def signed_cents(movement: Payment) -> int:
    """Return what a movement brings: positive for a payment, negative for money given back."""
    if movement.kind is Movement.END_OF_DAY:
        return 0
    return movement.amount_cents if movement.kind is Movement.PAYMENT else -movement.amount_cents
