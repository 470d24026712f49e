"""What Wireshark's ZVT dissector must show of a message, worked out from our own decoding of it.

The dissector (Wireshark 4.0) knows a part of the elements: it shows the bytes of those named here, names others
by their number only, and stops at the first it does not know.
"""

from collections.abc import Iterator

from integrations.zvt.apdu import parse_apdu, read_header
from integrations.zvt.bmp import Field
from integrations.zvt.charsets import decode_text
from integrations.zvt.layout import Control, Head, Parts, dissect
from integrations.zvt.messages import StatusInformation, parse_message
from integrations.zvt.tlv import Tlv, encode_length

Shown = tuple[str, str]

_VALUES = {
    0x04: "amount",
    0x0B: "trace_number",
    0x0C: "time",
    0x0D: "date",
    0x0E: "expiry_date",
    0x22: "card_number",
    0x27: "result_code",
    0x29: "terminal_id",
    0x3C: "additional_data",
    0x49: "cc",
    0x8A: "card_type",
    0x8B: "card_name",
}
_NUMBERS = {1, 2, 3, 5, 6, 0x17, 0x19, 0x23, 0x24, 0x2A, 0x2D, 0x3A, 0x3B, 0x87}
_TAG_VALUES = {0x07: "tlv.text_lines.line", 0x0A: "tlv.permitted_command", 0x1F07: "tlv.receipt_type"}
_RECEIPT_INFO = {"positive": 0x01, "signature": 0x02, "negative": 0x04, "printing": 0x80}
_HEADS = {
    Head.PASSWORD: "password",
    Head.CONFIG_BYTE: "reg.config_byte",
    Head.CURRENCY: "cc",
    Head.STATUS: "int_status",
    Head.RESULT: "result_code",
}
_RAW = (Control.PRINT_LINE, Control.DIAGNOSIS, Control.END_OF_DAY)
"""Of these the dissector shows the data as they are."""


def fields_of(message: bytes) -> list[Shown]:
    """Return names (without ``zvt.``) and bytes as hex of what must be shown, in order."""
    apdu = parse_apdu(message)
    header = read_header(message)
    assert header is not None
    length = ("length_field", message[2 : header.size].hex())
    if apdu.control[0] in (0x80, 0x84):
        return [("ccrc", message[:1].hex()), ("aprc", message[1:2].hex()), length]
    shown = [("control_field", apdu.control.hex()), length]
    if apdu.control in _RAW:
        return [*shown, ("data", apdu.data.hex())]
    return [*shown, *_parts(dissect(apdu))]


def meanings_of(message: bytes) -> dict[str, str]:
    """Return what our typed view says, written as Wireshark writes it."""
    info = parse_message(parse_apdu(message))
    if not isinstance(info, StatusInformation):
        return {}
    time, date = info.time or "", info.date or ""
    written = {
        "amount": None if info.amount_cents is None else str(info.amount_cents),
        "result_code": None if info.result_code is None else f"0x{info.result_code:02x}",
        "trace_number": info.trace,
        "terminal_id": info.tid,
        "time": f"{time[:2]}:{time[2:4]}:{time[4:]}" if time else None,
        "date": f"{date[:2]}/{date[2:]}" if date else None,
        "additional_data": info.additional_text,
    }
    return {name: value for name, value in written.items() if value is not None}


def lines_of(message: bytes) -> list[str]:
    """Return the text lines of the container, as we read them."""
    return [
        decode_text(bytes.fromhex(value))
        for name, value in fields_of(message)
        if name == "tlv.text_lines.line"
    ]


def _parts(parts: Parts) -> Iterator[Shown]:
    if Head.TERMINAL_STATUS in parts.head:
        return  # a bare status byte is no element: the dissector stops at once
    yield from ((_HEADS[name], value.hex()) for name, value in parts.head.items() if name in _HEADS)
    for field in parts.all_fields.items:
        if field.bmp not in _VALUES and field.bmp not in _NUMBERS:
            return
        yield from _field(field)


def _field(field: Field) -> Iterator[Shown]:
    yield "bmp", f"{field.bmp:02x}"
    if field.tlv is not None:
        yield "tlv.total_len", encode_length(len(field.value)).hex()
        for item in field.tlv.items:
            yield from _element(item)
    elif field.bmp in _VALUES:
        yield _VALUES[field.bmp], field.value.hex()


def _element(item: Tlv) -> Iterator[Shown]:
    yield "tlv.tag", item.tag_bytes.hex()
    yield "tlv.tag.type", str(int(item.constructed))
    yield "tlv.len", encode_length(len(item.value)).hex()
    if item.tag in _TAG_VALUES:
        yield _TAG_VALUES[item.tag], item.value.hex()
    if item.tag == 0x1F37:
        yield "tlv.receipt_info", item.value.hex()
        for name, bit in _RECEIPT_INFO.items():
            yield f"tlv.receipt_info.{name}", str(int(bool(item.value[0] & bit)))
    for child in item.children or ():
        yield from _element(child)
