"""Messages of the terminal to the cash register (PA00P015 chapter 3), as the simulator sends them."""

from collections.abc import Sequence
from dataclasses import dataclass

from clerk.domain.terminal_totals import TerminalTotals
from integrations.zvt.apdu import Apdu
from integrations.zvt.bcd import to_bcd
from integrations.zvt.bmp import Bmp, encode_field, encode_fields
from integrations.zvt.charsets import Charset, encode_text, tag_of_charset
from integrations.zvt.commands import amount_field, currency_field
from integrations.zvt.layout import Control
from integrations.zvt.receipts import ReceiptType
from integrations.zvt.sequence_ids import number_tlv
from integrations.zvt.tlv import Tlv, encode_tlv, tlv
from integrations.zvt.totals import encode_totals

PIN_PAYMENT = 0x70
SIGNATURE_PAYMENT = 0x60
_LAST_LINE = 0x81
_CENTRED = 0x40
_CARD_RECORD = 0x9A
_EXPIRY = bytes.fromhex("3112")
_POSITIVE, _WITH_SIGNATURE, _PRINTING_MANDATORY = 0x01, 0x02, 0x80


@dataclass(frozen=True, slots=True)
class Result:
    """What a 04 0F tells, as the line writes it: numbers as digits, ``date`` MMDD, ``time`` HHMMSS, cents.

    ``card_number`` brings its expiry with it; ``card_record`` is that of a GeldKarte (BMP 9A, hex).
    """

    code: int
    tid: str
    date: str
    time: str
    cents: int | None = None
    receipt: str | None = None
    trace: str | None = None
    turnover: str | None = None
    original_trace: str | None = None
    contract: str | None = None
    card_type: int | None = None
    card_name: str | None = None
    additional_text: str | None = None
    order_reference: str | None = None
    totals: TerminalTotals | None = None
    card_number: str | None = None
    card_record: str | None = None
    payment_type: int = PIN_PAYMENT
    signature: bool = False


def status_information(result: Result, charset: Charset = Charset.CP437) -> Apdu:
    """04 0F with the fields that are there, in the order in which real terminals send them."""
    fields: list[tuple[int, bytes]] = [(Bmp.RESULT, bytes((result.code,)))]
    if result.cents is not None:
        fields.append(amount_field(result.cents))
    fields += _digits(Bmp.TRACE, result.trace)
    fields += _digits(Bmp.TIME, result.time) + _digits(Bmp.DATE, result.date)
    if result.card_number is not None:
        fields += [(Bmp.EXPIRY, _EXPIRY), (Bmp.PAN, _packed(result.card_number))]
    if result.receipt is not None:
        fields.append((Bmp.PAYMENT_TYPE, bytes((result.payment_type,))))
    fields += _digits(Bmp.TID, result.tid)
    if result.contract is not None:
        fields.append((Bmp.CONTRACT, result.contract.ljust(15).encode("ascii")))
    fields += _digits(Bmp.ORIGINAL_TRACE, result.original_trace)
    if result.additional_text is not None:
        fields.append((Bmp.ADDITIONAL_TEXT, encode_text(result.additional_text, charset)))
    if result.cents is not None:
        fields.append(currency_field())
    if result.totals is not None:
        fields.append((Bmp.TOTALS, encode_totals(result.totals)))
    fields += _digits(Bmp.RECEIPT, result.receipt) + _digits(Bmp.TURNOVER, result.turnover)
    if result.card_type is not None:
        fields.append((Bmp.CARD_TYPE, bytes((result.card_type,))))
    if result.card_name is not None:
        fields.append((Bmp.CARD_NAME, result.card_name.encode("ascii") + b"\0"))
    if result.card_record is not None:
        fields.append((_CARD_RECORD, bytes.fromhex(result.card_record)))
    items = _result_items(result)
    if items:
        fields.append((Bmp.TLV, encode_tlv(items)))
    return Apdu(Control.STATUS_INFORMATION, encode_fields(fields))


def _result_items(result: Result) -> list[Tlv]:
    items: list[Tlv] = []
    if result.order_reference is not None:
        items.append(tlv(0x1F0D, result.order_reference.encode("ascii")))
    if result.signature:
        items.append(tlv(0x2F, [tlv(0x1F10, b"\x01")]))
    return items


def intermediate_status(
    code: int,
    text: str | None = None,
    *,
    timeout_minutes: int | None = None,
    charset: Charset = Charset.CP437,
) -> Apdu:
    """04 FF; ``text`` (lines apart by a line feed) goes into TLV 24/07, ``timeout_minutes`` is the new T4."""
    timeout = b"" if timeout_minutes is None else to_bcd(timeout_minutes, 2)
    display = [] if text is None else [tlv(0x24, [tlv(0x07, encode_text(text, charset))])]
    container = encode_field(Bmp.TLV, encode_tlv(display)) if display else b""
    return Apdu(Control.INTERMEDIATE_STATUS, bytes((code,)) + timeout + container)


def completion(result: int | None = None) -> Apdu:
    """06 0F: done; ``result`` is what follows an end of day (E0 software update, FC start)."""
    return Apdu(Control.COMPLETION, b"" if result is None else encode_field(Bmp.RESULT, bytes((result,))))


def status_completion(status: int, software_version: str | None = None) -> Apdu:
    """06 0F after a status enquiry: software version where it was asked for, then the status byte."""
    version = b"" if software_version is None else software_version.encode("ascii")
    prefix = bytes(0xF0 | int(digit) for digit in f"{len(version):03d}") if version else b""
    return Apdu(Control.COMPLETION, prefix + version + bytes((status,)))


def registration_completion(
    tid: str,
    *,
    status: int = 0,
    charset: Charset | None = None,
    permitted: Sequence[bytes] = (),
    sequence_id: str | None = None,
) -> Apdu:
    """06 0F after a registration: status byte, terminal id, currency, and what of our wishes was accepted."""
    items: list[Tlv] = []
    if permitted:
        items.append(tlv(0x26, [tlv(0x0A, control) for control in permitted]))
    charset_code = tag_of_charset(charset) if charset else None
    if charset_code is not None:
        items.append(tlv(0x27, [tlv(0x14, charset_code)]))
    if sequence_id is not None:
        items.append(number_tlv(int(sequence_id)))
    fields = [(Bmp.PAYMENT_TYPE, bytes((status,))), (Bmp.TID, bytes.fromhex(tid)), currency_field()]
    container = encode_field(Bmp.TLV, encode_tlv(items)) if items else b""
    return Apdu(Control.COMPLETION, encode_fields(fields) + container)


def pt_abort(code: int) -> Apdu:
    """06 1E: ended without success."""
    return Apdu(Control.PT_ABORT, bytes((code,)))


def text_block(
    lines: Sequence[str],
    receipt: ReceiptType,
    charset: Charset = Charset.CP437,
    *,
    tag: Charset | None = None,
    signature: bool = False,
) -> Apdu:
    """06 D3: a whole receipt in one block, the first line centred, closed by the attribute 81.

    Args:
        lines: its text.
        receipt: whose it is.
        charset: what the text is written in.
        tag: what tag 14 says that it is written in, None for the truth.
        signature: whether it has a field for one.
    """
    texts: list[Tlv] = [tlv(0x09, bytes((_CENTRED,)))]
    for place, line in enumerate(lines):
        if place == 1:
            texts.append(tlv(0x09, b"\x00"))
        texts.append(tlv(0x07, encode_text(line, charset)))
    texts.append(tlv(0x09, bytes((_LAST_LINE,))))
    charset_code = tag_of_charset(tag or charset)
    named = [] if charset_code is None else [tlv(0x14, charset_code)]
    flags = _POSITIVE | _PRINTING_MANDATORY | (_WITH_SIGNATURE if signature else 0)
    items = [tlv(0x1F07, bytes((receipt,))), tlv(0x1F37, bytes((flags,))), *named, tlv(0x25, texts)]
    return Apdu(Control.TEXT_BLOCK, encode_field(Bmp.TLV, encode_tlv(items)))


def print_lines(lines: Sequence[str], charset: Charset = Charset.CP437) -> tuple[Apdu, ...]:
    """06 D1 for every line, the first one centred, and one that closes the receipt."""
    attributes = [_CENTRED, *([0] * len(lines))]
    printed = [
        Apdu(Control.PRINT_LINE, bytes((attribute,)) + encode_text(line, charset))
        for attribute, line in zip(attributes, lines, strict=False)
    ]
    return (*printed, Apdu(Control.PRINT_LINE, bytes((_LAST_LINE,))))


def _packed(digits: str) -> bytes:
    return bytes.fromhex(digits + "F" * (len(digits) % 2))


def _digits(bmp: int, digits: str | None) -> list[tuple[int, bytes]]:
    return [] if digits is None else [(bmp, bytes.fromhex(digits))]
