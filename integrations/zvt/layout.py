"""How each message is laid out: unprefixed bytes at its head, then the BMPs (PA00P015 chapters 2 and 3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from integrations.zvt.apdu import Apdu
from integrations.zvt.bmp import Bmp, Fields, parse_fields, read_digits_length

_TRAILING_RECEIPT_TYPE = bytes.fromhex("06041f0701")


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
    PRINT_LINE = bytes.fromhex("06d1")
    TEXT_BLOCK = bytes.fromhex("06d3")
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
    head = {Head.ATTRIBUTE: data[:1]}
    text, trailing = data[1:], data[-6:]
    if len(text) >= 6 and trailing[:5] == _TRAILING_RECEIPT_TYPE and trailing[5] in (1, 2, 3):
        return Parts(head | {Head.TEXT: text[:-6], Head.TRAILING_TLV: trailing})
    return Parts(head | {Head.TEXT: text})


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
