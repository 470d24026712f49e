"""One line of the cash journal: what was settled at a counter, or taken back. Nothing in it is ever changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clerk.domain.settlement import Way

WITHOUT_COUNTER = 0
"""Stands for the counter of money that no counter took: a payment at a terminal that belongs to none."""


class EntryKind(StrEnum):
    """Why an entry stands in the cash journal."""

    TAKINGS = "takings"
    STORNO = "storno"
    REFUND = "refund"
    CORRECTION = "correction"
    """What two people had decided about a card payment was wrong (payment rule 12)."""


@dataclass(frozen=True, slots=True)
class CashEntry:
    """An entry of a counter's cash journal; numbers run without a gap per counter.

    ``cents`` is signed: negative for what was taken back. ``at`` is UTC, ``day`` the day of the office it counts to.
    ``line`` is the fee line settled, ``payment`` the movement at the terminal, ``reverses`` the number of the
    entry of the same counter that it takes back. A line that was deleted since keeps its entry.
    """

    counter: int
    number: int
    at: datetime
    day: date
    kind: EntryKind
    way: Way
    payee: str
    cents: int
    line: int | None = None
    case_number: str | None = None
    payment: int | None = None
    reference: str | None = None
    reason: str | None = None
    reverses: int | None = None

    @property
    def came_in(self) -> bool:
        """Whether it says that something was settled, and not that it was taken back."""
        return self.cents > 0


Settlement = tuple[CashEntry, ...]
"""Entries that are taken back together or not at all."""


def standing(entries: Iterable[CashEntry]) -> tuple[CashEntry, ...]:
    """Return what among *entries* came in and none of them takes back."""
    known = tuple(entries)
    taken_back = {(entry.counter, entry.reverses) for entry in known}
    return tuple(
        entry for entry in known if entry.came_in and (entry.counter, entry.number) not in taken_back
    )


def settlements(entries: Iterable[CashEntry]) -> tuple[Settlement, ...]:
    """Put *entries* together that can only be taken back together: of one card payment, else settled at once."""
    together: dict[tuple[object, ...], list[CashEntry]] = {}
    for entry in entries:
        together.setdefault((entry.payment, entry.way, entry.reference, entry.at), []).append(entry)
    return tuple(tuple(same) for same in together.values())
