"""Receipts that the terminal composes and we print: lines (06 D1) and text blocks (06 D3)."""

from dataclasses import dataclass, field
from enum import IntEnum

from integrations.zvt.bcd import digits_of
from integrations.zvt.bmp import parse_fields
from integrations.zvt.charsets import Charset, charset_of_tag, decode_text
from integrations.zvt.layout import Head, Parts
from integrations.zvt.tlv import Tlv, find

_FEED = 0xFF
_PLAIN_LAST = 0x80


class ReceiptType(IntEnum):
    """TLV 1F07."""

    MERCHANT = 1
    CUSTOMER = 2
    ADMINISTRATION = 3


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of a receipt with its attribute byte (40 centred, 20 double width, 10 double height)."""

    text: str
    attribute: int = 0

    @property
    def centred(self) -> bool:
        """Whether the line stands in the middle."""
        return bool(self.attribute & 0x40)


@dataclass(frozen=True, slots=True)
class PrintLine:
    """06 D1: one line; ``last`` closes the receipt, ``receipt_type`` is there if the terminal appends it."""

    raw: bytes = field(repr=False)
    line: PrintedLine
    last: bool = False
    receipt_type: ReceiptType | None = None
    sequence_id: str | None = None


@dataclass(frozen=True, slots=True)
class TextBlock:
    """06 D3: a block of lines; several blocks make one receipt until one is ``last``.

    ``mandatory``: it must be printed (TLV 1F37 bit 80); ``signature``: it has a field for one (bit 02).
    """

    raw: bytes = field(repr=False)
    lines: tuple[PrintedLine, ...]
    receipt_type: ReceiptType | None = None
    mandatory: bool = False
    signature: bool = False
    last: bool = False
    sequence_id: str | None = None


def is_last(attribute: int) -> bool:
    """Whether an attribute byte closes a receipt: bit 80, except 80 itself and the line feeds of FF."""
    return bool(attribute & 0x80) and attribute not in (_PLAIN_LAST, _FEED)


def read_print_line(raw: bytes, parts: Parts, charset: Charset) -> PrintLine:
    """Build the view of a 06 D1; ``FF n`` (feed n lines) is one empty line."""
    attribute = (parts.head.get(Head.ATTRIBUTE) or b"\0")[0]
    text = b"" if attribute == _FEED else parts.head.get(Head.TEXT, b"")
    trailing = parse_fields(parts.head.get(Head.TRAILING_TLV, b"")).tlv.items
    sequence = find(trailing, 0x1F73)
    return PrintLine(
        raw=raw,
        line=PrintedLine(decode_text(text, charset), attribute & 0x7F if attribute != _FEED else 0),
        last=is_last(attribute),
        receipt_type=_receipt_type(find(trailing, 0x1F07)),
        sequence_id=digits_of(sequence.value) if sequence else None,
    )


def read_text_block(raw: bytes, parts: Parts, charset: Charset) -> TextBlock:
    """Build the view of a 06 D3; a character set named in it (tag 14) goes before the terminal's own."""
    items = parts.all_fields.tlv.items
    named = find(items, 0x14)
    texts = find(items, 0x25)
    block_charset = (charset_of_tag(named.value) if named else None) or charset
    lines, last = _lines(texts.children or () if texts else (), block_charset)
    flags = find(items, 0x1F37)
    bits = flags.value[0] if flags and flags.value else 0
    sequence = find(items, 0x1F73)
    return TextBlock(
        raw=raw,
        lines=lines,
        receipt_type=_receipt_type(find(items, 0x1F07)),
        mandatory=bool(bits & 0x80),
        signature=bool(bits & 0x02),
        last=last,
        sequence_id=digits_of(sequence.value) if sequence else None,
    )


def _lines(items: tuple[Tlv, ...], charset: Charset) -> tuple[tuple[PrintedLine, ...], bool]:
    lines: list[PrintedLine] = []
    attribute, last = 0, False
    for item in items:
        if item.tag == 0x09 and item.value:
            attribute = item.value[0]
            last = last or is_last(attribute)
        elif item.tag == 0x07:
            lines.append(PrintedLine(decode_text(item.value, charset), attribute & 0x7F))
    return tuple(lines), last


def _receipt_type(item: Tlv | None) -> ReceiptType | None:
    if item is None or len(item.value) != 1 or item.value[0] not in set(ReceiptType):
        return None
    return ReceiptType(item.value[0])
