"""The turnover a card terminal reports, at the end of a day or in between."""

from dataclasses import dataclass
from enum import StrEnum


class CardGroup(StrEnum):
    """The seven groups of a terminal's totals, in the order of the line (PA00P015, BMP 60)."""

    GIROCARD = "girocard"
    JCB = "JCB"
    MASTERCARD = "Mastercard"
    AMEX = "American Express"
    VISA = "Visa"
    DINERS = "Diners"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """Count and sum (cents) of one group; the count wraps at 255."""

    group: CardGroup
    count: int
    cents: int


@dataclass(frozen=True, slots=True)
class TerminalTotals:
    """Receipt numbers from first to last (four digits, ``None`` where masked) and the groups that were told."""

    first_receipt: str | None
    last_receipt: str | None
    groups: tuple[GroupTotal, ...]

    @property
    def cents(self) -> int:
        """Sum of all groups."""
        return sum(group.cents for group in self.groups)

    @property
    def count(self) -> int:
        """Transactions of all groups, each as the terminal counted it."""
        return sum(group.count for group in self.groups)
