"""The turnover a terminal reports at the end of a day (PA00P015, BMP 60)."""

from clerk.domain.terminal_totals import CardGroup, GroupTotal, TerminalTotals
from integrations.zvt.bcd import digits_of, number_of, to_bcd

_ENTRY = 7
_LENGTH = 4 + 7 * _ENTRY


def read_totals(value: bytes | None) -> TerminalTotals | None:
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
    return TerminalTotals(digits_of(value[:2]), digits_of(value[2:4]), tuple(groups))


def encode_totals(totals: TerminalTotals) -> bytes:
    """Write BMP 60; counts wrap at 255 as the terminals' do."""
    receipts = to_bcd(int(totals.first_receipt or 0), 4) + to_bcd(int(totals.last_receipt or 0), 4)
    by_group = {total.group: total for total in totals.groups}
    entries = [by_group.get(group, GroupTotal(group, 0, 0)) for group in CardGroup]
    return receipts + b"".join(bytes((entry.count % 256,)) + to_bcd(entry.cents, 12) for entry in entries)
