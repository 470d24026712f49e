"""The turnover a terminal reports at the end of a day (PA00P015, BMP 60)."""

from dataclasses import dataclass
from enum import StrEnum

from integrations.zvt.bcd import digits_of, number_of, to_bcd

_ENTRY = 7
_LENGTH = 4 + 7 * _ENTRY


class CardGroup(StrEnum):
    """The seven groups in the order of the line."""

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
class Totals:
    """Receipt numbers from first to last (four digits, None where masked) and the seven groups."""

    first_receipt: str | None
    last_receipt: str | None
    groups: tuple[GroupTotal, ...]

    @property
    def cents(self) -> int:
        """Sum of all groups."""
        return sum(group.cents for group in self.groups)


def read_totals(value: bytes | None) -> Totals | None:
    """Read BMP 60; None where it is missing or has another shape."""
    if value is None or len(value) != _LENGTH:
        return None
    groups: list[GroupTotal] = []
    for place, group in enumerate(CardGroup):
        entry = value[4 + place * _ENTRY : 4 + (place + 1) * _ENTRY]
        cents = number_of(entry[1:])
        if cents is None:
            return None
        groups.append(GroupTotal(group, entry[0], cents))
    return Totals(digits_of(value[:2]), digits_of(value[2:4]), tuple(groups))


def encode_totals(totals: Totals) -> bytes:
    """Write BMP 60; counts wrap at 255 as the terminals' do."""
    receipts = to_bcd(int(totals.first_receipt or 0), 4) + to_bcd(int(totals.last_receipt or 0), 4)
    by_group = {total.group: total for total in totals.groups}
    entries = [by_group.get(group, GroupTotal(group, 0, 0)) for group in CardGroup]
    return receipts + b"".join(bytes((entry.count % 256,)) + to_bcd(entry.cents, 12) for entry in entries)
