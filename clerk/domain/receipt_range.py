"""The receipt numbers of a terminal's period: four digits that begin anew after the highest."""

from dataclasses import dataclass
from typing import Self

_HIGHEST = 9999


@dataclass(frozen=True, slots=True)
class ReceiptRange:
    """The numbers from first to last; where the last is lower, they ran over the highest number."""

    first: int
    last: int

    @classmethod
    def read(cls, first: str | None, last: str | None) -> Self | None:
        """Return the range a terminal told, ``None`` where it masked a number or had none."""
        numbers = receipt_number(first), receipt_number(last)
        return None if numbers[0] is None or numbers[1] is None else cls(numbers[0], numbers[1])

    def __contains__(self, receipt: int) -> bool:
        """Tell whether the period has this number."""
        if self.first <= self.last:
            return self.first <= receipt <= self.last
        return receipt >= self.first or receipt <= self.last

    def without(self, known: frozenset[int]) -> tuple[int, ...]:
        """Return the numbers of the period, in its order, that are not among *known*."""
        length = (self.last - self.first) % _HIGHEST + 1
        numbers = ((self.first - 1 + step) % _HIGHEST + 1 for step in range(length))
        return tuple(number for number in numbers if number not in known)


def receipt_number(digits: str | None) -> int | None:
    """Return the receipt number as a number, ``None`` for one that was not told or is all zeros."""
    if digits is None or not (digits.isascii() and digits.isdecimal()):
        return None
    return int(digits) or None
