"""BMPs, the data elements of an APDU: which exist and how long they are (PA00P015 chapter 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from integrations.zvt.tlv import TlvList, encode_length, parse_tlv, read_length


class Variable(Enum):
    """Elements without a fixed length: two or three decimal digits as ``Fx``, or a BER-like length."""

    LL = 2
    LLL = 3
    TLV = 0


class Bmp:
    """The elements this program names; all others are known by their length only."""

    SERVICE_BYTE = 0x03
    AMOUNT = 0x04
    TLV = 0x06
    TRACE = 0x0B
    TIME = 0x0C
    DATE = 0x0D
    EXPIRY = 0x0E
    CARD_SEQUENCE = 0x17
    PAYMENT_TYPE = 0x19
    PAN = 0x22
    TRACK_2 = 0x23
    TRACK_3 = 0x24
    RESULT = 0x27
    TID = 0x29
    CONTRACT = 0x2A
    TRACK_1 = 0x2D
    CHIP_DATA = 0x2E
    ORIGINAL_TRACE = 0x37
    CARD_CHECK_VALUE = 0x3A
    AUTHORISATION = 0x3B
    ADDITIONAL_TEXT = 0x3C
    PASSWORD = 0x3D
    CURRENCY = 0x49
    TOTALS = 0x60
    RECEIPT = 0x87
    TURNOVER = 0x88
    CARD_TYPE = 0x8A
    CARD_NAME = 0x8B
    OFFLINE_CHIP = 0x92
    CARD_RECORD = 0x9A
    HOST_RESULT = 0xA0
    CARD_ID = 0xA7
    DATE_WITH_YEAR = 0xAA
    CARD_INFORMATION = 0xAF
    PIN_DATA = 0xD1


_LENGTHS: dict[int, int] = {
    0x01: 1, 0x02: 1, 0x03: 1, 0x04: 6, 0x05: 1, 0x0B: 3, 0x0C: 3, 0x0D: 2, 0x0E: 2, 0x17: 2, 0x19: 1,
    0x27: 1, 0x29: 4, 0x2A: 15, 0x37: 3, 0x3A: 2, 0x3B: 8, 0x3D: 3, 0x49: 2, 0x70: 4, 0x71: 4, 0x72: 1,
    0x73: 1, 0x74: 1, 0x75: 1, 0x87: 2, 0x88: 3, 0x8A: 1, 0x8C: 1, 0xA0: 1, 0xAA: 3, 0xBA: 5, 0xD0: 1,
    0xD2: 1, 0xD3: 1, 0xE0: 1, 0xE9: 1, 0xEA: 1, 0xEB: 8, 0xF0: 1, 0xF9: 1, 0xFA: 1, 0xFB: 1,
    0xFC: 1, 0xFD: 1,
}  # fmt: skip
_VARIABLE: dict[int, Variable] = {
    0x06: Variable.TLV,
    **dict.fromkeys((0x24, 0x2E, 0x3C, 0x60, 0x92, 0x9A, 0xAF), Variable.LLL),
    **dict.fromkeys(
        (0x22, 0x23, 0x2D, 0x4C, 0x8B, 0xA7, 0xD1, *range(0xE1, 0xE9), *range(0xF1, 0xF9)), Variable.LL
    ),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One element: its number, its raw value, and for BMP 06 what the container holds."""

    bmp: int
    value: bytes
    tlv: TlvList | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """The elements read, in order, and the bytes from the first one that could not be read.

    BMPs do not describe themselves: after an unknown one nothing more can be read, what was read counts.
    """

    items: tuple[Field, ...] = ()
    rest: bytes = b""

    @property
    def complete(self) -> bool:
        """Whether everything was read, inside the TLV containers too."""
        return not self.rest and not any(field.tlv and field.tlv.rest for field in self.items)

    def get(self, bmp: int) -> bytes | None:
        """The raw value of the first element with this number, or None."""
        return next((field.value for field in self.items if field.bmp == bmp), None)

    @property
    def tlv(self) -> TlvList:
        """The content of the first TLV container, empty where there is none."""
        return next((field.tlv for field in self.items if field.tlv is not None), TlvList())


def read_digits_length(data: bytes, digits: int) -> int | None:
    """Read a length written as ``Fx Fy [Fz]``; None where a byte does not have that form."""
    prefix = data[:digits]
    if len(prefix) < digits or any(byte >> 4 != 0xF or byte & 0xF > 9 for byte in prefix):
        return None
    return int("".join(str(byte & 0xF) for byte in prefix))


def parse_fields(data: bytes) -> Fields:
    """Read elements until the end or until one cannot be read; never raises, keeps the unread bytes."""
    items: list[Field] = []
    position = 0
    while position < len(data):
        span = _measure(data[position], data[position + 1 :])
        if span is None:
            break
        prefix, length = span
        start = position + 1 + prefix
        if start + length > len(data):
            break
        value = bytes(data[start : start + length])
        items.append(Field(data[position], value, parse_tlv(value) if data[position] == Bmp.TLV else None))
        position = start + length
    return Fields(tuple(items), bytes(data[position:]))


def _measure(bmp: int, following: bytes) -> tuple[int, int] | None:
    """Return (bytes of the length prefix, bytes of the value), None for an unknown element or bad prefix."""
    fixed = _LENGTHS.get(bmp)
    if fixed is not None:
        return 0, fixed
    variable = _VARIABLE.get(bmp)
    if variable is None:
        return None
    if variable is Variable.TLV:
        measured = read_length(following)
        return None if measured is None else (measured[1], measured[0])
    length = read_digits_length(following, variable.value)
    return None if length is None else (variable.value, length)


def encode_digits_length(length: int, digits: int) -> bytes:
    """Write a length as ``Fx Fy [Fz]``.

    Raises:
        ValueError: the length has more digits than there is room for.
    """
    text = f"{length:0{digits}d}"
    if len(text) > digits:
        raise ValueError(f"length {length} does not fit into {digits} digits")
    return bytes(0xF0 | int(digit) for digit in text)


def encode_field(bmp: int, value: bytes) -> bytes:
    """Write one element with the prefix its kind asks for.

    Raises:
        ValueError: an unknown element, or a value whose length does not fit it.
    """
    variable = _VARIABLE.get(bmp)
    if variable is Variable.TLV:
        return bytes((bmp,)) + encode_length(len(value)) + value
    if variable is not None:
        return bytes((bmp,)) + encode_digits_length(len(value), variable.value) + value
    if _LENGTHS.get(bmp) != len(value):
        raise ValueError(f"BMP {bmp:02X} cannot hold {len(value)} bytes")
    return bytes((bmp,)) + value


def encode_fields(fields: Iterable[tuple[int, bytes]]) -> bytes:
    """Write elements one after the other, see :func:`encode_field`."""
    return b"".join(encode_field(bmp, value) for bmp, value in fields)
