"""How each message is laid out: unprefixed bytes at its head, then the BMPs (PA00P015 chapters 2 and 3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from integrations.zvt.apdu import Apdu
from integrations.zvt.bmp import (
    Bmp,
    Fields,
    encode_digits_length,
    encode_fields,
    parse_fields,
    read_digits_length,
)

_TRAILING_TAGS = frozenset((0x1F07, 0x1F73))
"""What terminals append to a printed line: the type of the receipt, and the number of the message."""
_LONGEST_TRAILING = 13


class Head(StrEnum):
    """The parts of a message that stand before its BMPs without a number; the value is the name to show."""

    PASSWORD = "password"  # noqa: S105 - the name of a field
    CONFIG_BYTE = "config_byte"
    CURRENCY = "cc"
    STATUS = "status"
    TIMEOUT_MINUTES = "timeout_bcd_minutes"
    TIMEOUT = "timeout"
    RESULT = "result"
    SOFTWARE_VERSION = "sw_version_hex"
    TERMINAL_STATUS = "terminal_status"
    ATTRIBUTE = "attribute"
    TEXT = "text_hex"
    TRAILING_TLV = "trailing_tlv"


@dataclass(frozen=True, slots=True)
class Parts:
    """A message taken apart; ``fields`` is None for the one message that has no BMPs (print line)."""

    head: Mapping[Head, bytes] = field(default_factory=dict)
    fields: Fields | None = None

    @property
    def all_fields(self) -> Fields:
        """The BMPs, empty where the message has none."""
        return self.fields or Fields()

    @property
    def complete(self) -> bool:
        """Whether every byte was understood."""
        return self.fields is None or self.fields.complete

    @property
    def data(self) -> bytes:
        """The data of the message as on the line, lengths in their shortest form."""
        head = b"".join(_head_bytes(name, value) for name, value in self.head.items())
        fields = self.all_fields
        return head + encode_fields((field.bmp, field.value) for field in fields.items) + fields.rest


def _head_bytes(name: Head, value: bytes) -> bytes:
    """The software version is the only part of a head that tells its length."""
    return encode_digits_length(len(value), 3) + value if name is Head.SOFTWARE_VERSION else value


class Control:
    """The control fields this program names."""

    STATUS_INFORMATION = bytes.fromhex("040f")
    INTERMEDIATE_STATUS = bytes.fromhex("04ff")
    SET_TIME = bytes.fromhex("0401")
    STATUS_ENQUIRY = bytes.fromhex("0501")
    REGISTRATION = bytes.fromhex("0600")
    AUTHORISATION = bytes.fromhex("0601")
    LOG_OFF = bytes.fromhex("0602")
    COMPLETION = bytes.fromhex("060f")
    TOTALS = bytes.fromhex("0610")
    RESET = bytes.fromhex("0618")
    PT_ABORT = bytes.fromhex("061e")
    REPEAT_RECEIPT = bytes.fromhex("0620")
    PRE_AUTHORISATIONS = bytes.fromhex("0623")
    REVERSAL = bytes.fromhex("0630")
    REFUND = bytes.fromhex("0631")
    END_OF_DAY = bytes.fromhex("0650")
    DIAGNOSIS = bytes.fromhex("0670")
    SET_DATE = bytes.fromhex("0691")
    INITIALISATION = bytes.fromhex("0693")
    ABORT = bytes.fromhex("06b0")
    READ_CARD = bytes.fromhex("06c0")
    SIGNATURE_ON_SCREEN = bytes.fromhex("06d0")
    PRINT_LINE = bytes.fromhex("06d1")
    TEXT_BLOCK = bytes.fromhex("06d3")
    SOFTWARE_UPDATE = bytes.fromhex("0810")
    WRITE_FILE = bytes.fromhex("0814")
    POSITIVE_ACK = bytes.fromhex("8000")
    POSITIVE_ACK_84 = bytes.fromhex("8400")


def dissect(apdu: Apdu) -> Parts:
    """Take a message apart; never raises, what cannot be read stays in ``fields.rest``."""
    return _LAYOUTS.get(apdu.control, _only_fields)(apdu.data)


def _only_fields(data: bytes) -> Parts:
    return Parts({}, parse_fields(data))


def _password_then_fields(data: bytes) -> Parts:
    if len(data) < 3:
        return _only_fields(data)
    return Parts({Head.PASSWORD: data[:3]}, parse_fields(data[3:]))


def _maybe_password(data: bytes) -> Parts:
    without = parse_fields(data)
    return Parts({}, without) if without.complete else _password_then_fields(data)


def _registration(data: bytes) -> Parts:
    if len(data) < 4:
        return _password_then_fields(data)
    head = {Head.PASSWORD: data[:3], Head.CONFIG_BYTE: data[3:4]}
    following = data[4:]
    starts_with_field = following[:1] in (bytes((Bmp.SERVICE_BYTE,)), bytes((Bmp.TLV,)))
    if len(following) < 2 or (starts_with_field and parse_fields(following).complete):
        return Parts(head, parse_fields(following))
    return Parts(head | {Head.CURRENCY: following[:2]}, parse_fields(following[2:]))


def _intermediate_status(data: bytes) -> Parts:
    head = {Head.STATUS: data[:1]} if data else {}
    following = data[1:]
    if not following or (following[0] == Bmp.TLV and _fits(following)):
        return Parts(head, parse_fields(following))
    return Parts(head | {Head.TIMEOUT_MINUTES: following[:1]}, parse_fields(following[1:]))


def _fits(data: bytes) -> bool:
    return len(data) > 1 and parse_fields(data).complete


def _abort(data: bytes) -> Parts:
    return Parts({Head.RESULT: data[:1]} if data else {}, parse_fields(data[1:]))


def _completion(data: bytes) -> Parts:
    """Tell apart ``19 st 29 ...`` (fields), ``06`` (bare status), ``F0 F0 F7 2.14.15 00`` (version, status).

    One byte is always a status: ``06 0F 01 06`` is status 06, not a container.
    """
    if not data:
        return _only_fields(data)
    version_length = read_digits_length(data, 3)
    if version_length is not None and 3 + version_length <= len(data):
        version, following = data[3 : 3 + version_length], data[3 + version_length :]
        head = {Head.SOFTWARE_VERSION: version} | ({Head.TERMINAL_STATUS: following[:1]} if following else {})
        return Parts(head, parse_fields(following[1:]))
    as_status = Parts({Head.TERMINAL_STATUS: data[:1]}, parse_fields(data[1:]))
    if len(data) == 1:
        return as_status
    as_fields = parse_fields(data)
    return as_status if as_status.complete and not as_fields.complete else Parts({}, as_fields)


def _read_card(data: bytes) -> Parts:
    return Parts({Head.TIMEOUT: data[:1]} if data else {}, parse_fields(data[1:]))


def _print_line(data: bytes) -> Parts:
    if not data:
        return Parts({})
    text = data[1:]
    trailing = _trailing_container(text)
    head = {Head.ATTRIBUTE: data[:1], Head.TEXT: text[: len(text) - len(trailing)]}
    return Parts(head | {Head.TRAILING_TLV: trailing} if trailing else head)


def _trailing_container(text: bytes) -> bytes:
    """The container behind the text, which has no length of its own; empty where there is none.

    card complete appends it once TLV is switched on (ZVT-Präzisierung, 06 D1).
    """
    for start in range(max(0, len(text) - _LONGEST_TRAILING), len(text)):
        if text[start] != Bmp.TLV:
            continue
        fields = parse_fields(text[start:])
        if len(fields.items) == 1 and fields.complete and _is_trailing(fields):
            return text[start:]
    return b""


def _is_trailing(fields: Fields) -> bool:
    items = {item.tag: item.value for item in fields.tlv.items}
    receipt_type = items.get(0x1F07, b"\x01")
    return bool(items) and items.keys() <= _TRAILING_TAGS and receipt_type in (b"\x01", b"\x02", b"\x03")


_LAYOUTS: dict[bytes, Callable[[bytes], Parts]] = {
    Control.REGISTRATION: _registration,
    Control.INTERMEDIATE_STATUS: _intermediate_status,
    Control.PT_ABORT: _abort,
    Control.COMPLETION: _completion,
    Control.READ_CARD: _read_card,
    Control.PRINT_LINE: _print_line,
    Control.PRE_AUTHORISATIONS: _maybe_password,
    **dict.fromkeys(
        (
            Control.STATUS_ENQUIRY,
            Control.TOTALS,
            Control.REPEAT_RECEIPT,
            Control.REVERSAL,
            Control.REFUND,
            Control.END_OF_DAY,
            Control.SET_DATE,
            Control.INITIALISATION,
            Control.WRITE_FILE,
        ),
        _password_then_fields,
    ),
}
