"""What the terminal says, as typed values the session can decide on; reading never raises."""

from collections.abc import Callable
from dataclasses import dataclass, field

from clerk.domain.terminal_totals import TerminalTotals
from integrations.zvt.apdu import Apdu
from integrations.zvt.bcd import digits_of, number_of
from integrations.zvt.bmp import Bmp, Fields
from integrations.zvt.charsets import Charset, charset_of_tag, decode_text
from integrations.zvt.layout import Control, Head, Parts, dissect
from integrations.zvt.receipts import PrintedLine, PrintLine, TextBlock, read_print_line, read_text_block
from integrations.zvt.texts import intermediate_text
from integrations.zvt.tlv import find, walk
from integrations.zvt.totals import read_totals

__all__ = [
    "Abort",
    "Ack",
    "Completion",
    "IntermediateStatus",
    "Message",
    "Other",
    "PrintLine",
    "PrintedLine",
    "StatusInformation",
    "TextBlock",
    "parse_message",
]


@dataclass(frozen=True, slots=True)
class StatusInformation:
    """04 0F: the result of a transaction. Everything is optional on the line; None means it was not told.

    Only ``approved`` says that money moved, and only together with the end of the same dialogue.

    Attributes:
        result_code: BMP 27, 0 is good.
        amount_cents: BMP 04.
        receipt: BMP 87 as four digits, None for FFFF.
        trace: BMP 0B as six digits, or TLV 1F2B where that is the long one.
        original_trace: BMP 37, the trace of the payment a reversal took back.
        turnover: BMP 88 as six digits.
        date: BMP 0D as MMDD, the line has no year.
        full_date: YYYYMMDD where TLV 1F0E or BMP AA tells it.
        time: BMP 0C as HHMMSS, terminal's clock.
        order_reference: TLV 1F0D, our number echoed; ``sequence_id`` is TLV 1F73.
        complete: whether every byte was understood.
        raw: the APDU; never shown by ``repr``, because it holds card data.
    """

    raw: bytes = field(repr=False)
    result_code: int | None = None
    amount_cents: int | None = None
    currency: int | None = None
    receipt: str | None = None
    trace: str | None = None
    original_trace: str | None = None
    turnover: str | None = None
    date: str | None = None
    full_date: str | None = None
    time: str | None = None
    tid: str | None = None
    contract: str | None = None
    card_type: int | None = None
    card_name: str | None = None
    additional_text: str | None = None
    authorisation: str | None = None
    order_reference: str | None = None
    sequence_id: str | None = None
    extended_error: str | None = None
    totals: TerminalTotals | None = None
    complete: bool = True

    @property
    def approved(self) -> bool:
        """Whether the result code is there and good."""
        return self.result_code == 0


@dataclass(frozen=True, slots=True)
class IntermediateStatus:
    """04 FF: what happens at the terminal just now; ``timeout_seconds`` is a new T4, if it gives one."""

    raw: bytes = field(repr=False)
    code: int | None
    text: str
    timeout_seconds: int | None = None
    sequence_id: str | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """06 0F: the terminal is done. It never means *paid* by itself.

    Attributes:
        terminal_status: the status byte after a status enquiry (00 ready), or None.
        registration_status: BMP 19 after a registration (01 initialise, 02 diagnose), or None.
        result_code: BMP 27; E0 after an end of day means that a software update starts.
        charset: the set the terminal echoed, or None.
    """

    raw: bytes = field(repr=False)
    terminal_status: int | None = None
    software_version: str | None = None
    registration_status: int | None = None
    result_code: int | None = None
    tid: str | None = None
    currency: int | None = None
    charset: Charset | None = None
    permitted: tuple[bytes, ...] = ()
    sequence_id: str | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Abort:
    """06 1E: the terminal ends the command without success; ``code`` says why, ``receipt`` as BMP 87."""

    raw: bytes = field(repr=False)
    code: int | None
    receipt: str | None = None
    sequence_id: str | None = None


@dataclass(frozen=True, slots=True)
class Ack:
    """80 00 or 84 00 (positive), 84 xx (negative, ``code`` is xx)."""

    raw: bytes = field(repr=False)
    positive: bool
    code: int = 0
    sequence_id: str | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """A message that the session has no view of, by its control field."""

    raw: bytes = field(repr=False)
    control: bytes
    sequence_id: str | None = None


Message = StatusInformation | IntermediateStatus | Completion | Abort | PrintLine | TextBlock | Ack | Other


def parse_message(apdu: Apdu, charset: Charset = Charset.CP437) -> Message:
    """Return the typed view of a message; texts in ``charset`` (a property of the terminal), not cleaned."""
    parts = dissect(apdu)
    raw = apdu.encode()
    if apdu.control[0] in (0x80, 0x84):
        return _ack(raw, apdu.control, parts.all_fields)
    reader = _READERS.get(apdu.control)
    if reader is None:
        return Other(raw, apdu.control, _tlv_digits(parts.all_fields, 0x1F73))
    return reader(raw, parts, charset)


def _ack(raw: bytes, control: bytes, fields: Fields) -> Ack:
    """84 00 is positive too (PA00P015 section 2.2.6). Only 84 refuses: 80 with a code is no refusal."""
    positive = control[0] == Control.POSITIVE_ACK[0] or control == Control.POSITIVE_ACK_84
    code = 0 if positive else control[1]
    return Ack(raw, positive=positive, code=code, sequence_id=_tlv_digits(fields, 0x1F73))


def _status_information(raw: bytes, parts: Parts, charset: Charset) -> StatusInformation:
    fields = parts.all_fields
    return StatusInformation(
        raw=raw,
        result_code=_first_byte(fields.get(Bmp.RESULT)),
        amount_cents=_number(fields.get(Bmp.AMOUNT)),
        currency=_number(fields.get(Bmp.CURRENCY)),
        receipt=_receipt(fields),
        trace=_trace(fields),
        original_trace=_digits(fields.get(Bmp.ORIGINAL_TRACE)),
        turnover=_digits(fields.get(Bmp.TURNOVER)),
        date=_digits(fields.get(Bmp.DATE)),
        full_date=_full_date(fields),
        time=_digits(fields.get(Bmp.TIME)),
        tid=_digits(fields.get(Bmp.TID)),
        contract=_text(fields.get(Bmp.CONTRACT), charset),
        card_type=_card_type(fields),
        card_name=_text(fields.get(Bmp.CARD_NAME), charset),
        additional_text=_text(fields.get(Bmp.ADDITIONAL_TEXT), charset),
        authorisation=_text(fields.get(Bmp.AUTHORISATION), charset),
        order_reference=_text(_tlv_value(fields, 0x1F0D), charset),
        sequence_id=_tlv_digits(fields, 0x1F73),
        extended_error=_text(_tlv_value(fields, 0x1F17), charset),
        totals=read_totals(fields.get(Bmp.TOTALS)),
        complete=fields.complete,
    )


def _intermediate_status(raw: bytes, parts: Parts, charset: Charset) -> IntermediateStatus:
    fields = parts.all_fields
    code = _first_byte(parts.head.get(Head.STATUS))
    minutes = _number(parts.head.get(Head.TIMEOUT_MINUTES))
    display = find(fields.tlv.items, 0x24)
    texts = walk(display.children or ()) if display else ()
    lines = [decode_text(item.value, charset) for item in texts if item.tag == 0x07]
    return IntermediateStatus(
        raw=raw,
        code=code,
        text="\n".join(lines) or intermediate_text(code),
        timeout_seconds=minutes * 60 if minutes else None,
        sequence_id=_tlv_digits(fields, 0x1F73),
    )


def _abort(raw: bytes, parts: Parts, _charset: Charset) -> Abort:
    fields = parts.all_fields
    code = _first_byte(parts.head.get(Head.RESULT))
    return Abort(raw, code, _receipt(fields), _tlv_digits(fields, 0x1F73))


def _completion(raw: bytes, parts: Parts, _charset: Charset) -> Completion:
    fields = parts.all_fields
    echoed = find(fields.tlv.items, 0x14)
    version = parts.head.get(Head.SOFTWARE_VERSION)
    return Completion(
        raw=raw,
        terminal_status=_first_byte(parts.head.get(Head.TERMINAL_STATUS)),
        software_version=_text(version, Charset.ASCII),
        registration_status=_first_byte(fields.get(Bmp.PAYMENT_TYPE)),
        result_code=_first_byte(fields.get(Bmp.RESULT)),
        tid=_digits(fields.get(Bmp.TID)),
        currency=_number(fields.get(Bmp.CURRENCY)),
        charset=charset_of_tag(echoed.value) if echoed else None,
        permitted=tuple(item.value for item in walk(fields.tlv.items) if item.tag == 0x0A),
        sequence_id=_tlv_digits(fields, 0x1F73),
        complete=parts.complete,
    )


def _receipt(fields: Fields) -> str | None:
    return _digits(fields.get(Bmp.RECEIPT))


def _trace(fields: Fields) -> str | None:
    """The long trace of TLV 1F2B where BMP 0B is zeros or missing (PA00P015, tag 1F2B)."""
    short = _digits(fields.get(Bmp.TRACE))
    if short is not None and int(short) != 0:
        return short
    return _tlv_digits(fields, 0x1F2B) or short


def _full_date(fields: Fields) -> str | None:
    whole = _tlv_digits(fields, 0x1F0E)
    if whole is not None and len(whole) == 8:
        return whole
    short = _digits(fields.get(Bmp.DATE_WITH_YEAR))
    return f"20{short}" if short else None


def _card_type(fields: Fields) -> int | None:
    known = _first_byte(fields.get(Bmp.CARD_TYPE))
    wide = _tlv_value(fields, 0x41)
    return int.from_bytes(wide, "big") if known in (None, 0xFF) and wide else known


def _tlv_value(fields: Fields, tag: int) -> bytes | None:
    found = find(fields.tlv.items, tag)
    return None if found is None else found.value


def _tlv_digits(fields: Fields, tag: int) -> str | None:
    return _digits(_tlv_value(fields, tag))


def _first_byte(value: bytes | None) -> int | None:
    return value[0] if value else None


def _number(value: bytes | None) -> int | None:
    return None if value is None else number_of(value)


def _digits(value: bytes | None) -> str | None:
    return None if value is None else digits_of(value)


def _text(value: bytes | None, charset: Charset) -> str | None:
    """Text of a field without its NUL terminator and padding; empty becomes None."""
    return None if value is None else decode_text(value.split(b"\0")[0], charset).strip() or None


_READERS: dict[bytes, Callable[[bytes, Parts, Charset], Message]] = {
    Control.STATUS_INFORMATION: _status_information,
    Control.INTERMEDIATE_STATUS: _intermediate_status,
    Control.COMPLETION: _completion,
    Control.PT_ABORT: _abort,
    Control.PRINT_LINE: read_print_line,
    Control.TEXT_BLOCK: read_text_block,
}
