"""Commands of the cash register to the terminal (PA00P015 chapter 2), ready to be encoded."""

from collections.abc import Sequence
from datetime import datetime
from enum import IntFlag

from integrations.zvt.apdu import Apdu
from integrations.zvt.bcd import to_bcd
from integrations.zvt.bmp import Bmp, encode_field, encode_fields
from integrations.zvt.charsets import Charset, tag_of_charset
from integrations.zvt.layout import Control
from integrations.zvt.tlv import Tlv, encode_tlv, tlv

EURO = 978
SEQUENCE_START = "000000"


class Config(IntFlag):
    """The configuration byte of a registration: who does what."""

    ECR_PRINTS_PAYMENT = 0x02
    ECR_PRINTS_ADMIN = 0x04
    INTERMEDIATE_STATUS = 0x08
    NO_AMOUNT_AT_PT = 0x10
    NO_ADMIN_AT_PT = 0x20
    PRINT_MESSAGES = 0x80


class RepeatService(IntFlag):
    """The service byte of a repeat receipt; both bits together ask for the result without any paper."""

    SEND_STATUS_INFORMATION = 0x01
    NO_PRINT = 0x02


COUNTER_CONFIG = (
    Config.ECR_PRINTS_PAYMENT
    | Config.ECR_PRINTS_ADMIN
    | Config.INTERMEDIATE_STATUS
    | Config.NO_AMOUNT_AT_PT
    | Config.NO_ADMIN_AT_PT
    | Config.PRINT_MESSAGES
)
"""BE: we print what the terminal composes, and nothing can be started at the terminal itself."""
ALWAYS_PERMITTED = (Control.TEXT_BLOCK,)
"""Without this the terminal sends its receipts line by line (06 D1)."""


def password_bytes(password: str) -> bytes:
    """Pack the six digits of a terminal password.

    Raises:
        ValueError: not six digits.
    """
    if len(password) != 6 or not (password.isascii() and password.isdecimal()):
        raise ValueError("a terminal password has six digits")
    return bytes.fromhex(password)


def amount_field(cents: int) -> tuple[int, bytes]:
    """BMP 04 for an amount in cents."""
    return Bmp.AMOUNT, to_bcd(cents, 12)


def currency_field(currency: int = EURO) -> tuple[int, bytes]:
    """BMP 49 for a currency by its ISO 4217 number."""
    return Bmp.CURRENCY, to_bcd(currency, 4)


def receipt_field(receipt: str) -> tuple[int, bytes]:
    """BMP 87 for a receipt number of four digits."""
    return Bmp.RECEIPT, to_bcd(int(receipt), 4)


def sequence_tlv(sequence_id: str | None) -> tuple[Tlv, ...]:
    """TLV 1F73 with a message sequence number of six digits; nothing for None (PA00P015 chapter 5)."""
    return () if sequence_id is None else (tlv(0x1F73, to_bcd(int(sequence_id), 6)),)


def positive_ack(sequence_id: str | None = None) -> Apdu:
    """80 00: accepted."""
    return Apdu(Control.POSITIVE_ACK, _container(sequence_tlv(sequence_id)))


def negative_ack(code: int) -> Apdu:
    """84 xx: refused with an error code. Answering a good 04 0F with it makes the terminal reverse."""
    return Apdu(bytes((0x84, code)))


def registration(
    password: str,
    config: int = COUNTER_CONFIG,
    *,
    currency: int | None = EURO,
    service_byte: int | None = None,
    permitted: Sequence[bytes] = ALWAYS_PERMITTED,
    charset: Charset | None = None,
    with_tlv: bool = True,
    sequence_id: str | None = None,
) -> Apdu:
    """06 00: say who we are and what we handle.

    Args:
        password: six digits.
        config: the configuration byte, see :class:`Config`.
        currency: ISO 4217 number, None to leave it out.
        service_byte: BMP 03, None to leave it out.
        permitted: control fields of PT messages that we handle (TLV 26).
        charset: the character set asked for; it counts only if the terminal echoes it.
        with_tlv: whether to send a container at all, which switches TLV on at the terminal.
        sequence_id: :data:`SEQUENCE_START` to ask for message sequence numbers, None for none.
    """
    items: list[Tlv] = []
    if permitted:
        items.append(tlv(0x26, [tlv(0x0A, control) for control in permitted]))
    charset_code = tag_of_charset(charset) if charset else None
    if charset_code is not None:
        items.append(tlv(0x27, [tlv(0x14, charset_code)]))
    items += sequence_tlv(sequence_id)
    head = password_bytes(password) + bytes((config,))
    cc = b"" if currency is None else to_bcd(currency, 4)
    service = b"" if service_byte is None else encode_field(Bmp.SERVICE_BYTE, bytes((service_byte,)))
    container = encode_field(Bmp.TLV, encode_tlv(items)) if with_tlv else b""
    return Apdu(Control.REGISTRATION, head + cc + service + container)


def authorisation(
    cents: int,
    *,
    currency: int | None = EURO,
    payment_type: int | None = None,
    order_reference: str | None = None,
    sequence_id: str | None = None,
) -> Apdu:
    """06 01: charge an amount in cents. Never sent twice for one intent (payment rules, rule 10).

    Args:
        cents: the amount.
        currency: ISO 4217 number, None to leave it out.
        payment_type: BMP 19, None to let the terminal decide.
        order_reference: our number for duplicate detection (TLV 1F15 and 1F0D), where the profile offers it.
        sequence_id: message sequence number of six digits, where it was agreed on.

    Raises:
        ValueError: a negative amount or one above 12 digits.
    """
    fields = [amount_field(cents)]
    if currency is not None:
        fields.append(currency_field(currency))
    if payment_type is not None:
        fields.append((Bmp.PAYMENT_TYPE, bytes((payment_type,))))
    items = sequence_tlv(sequence_id)
    if order_reference is not None:
        items += (tlv(0x1F15, b"\x04"), tlv(0x1F0D, order_reference.encode("ascii")))
    return Apdu(Control.AUTHORISATION, encode_fields(fields) + _container(items))


def reversal(password: str, receipt: str, cents: int, *, sequence_id: str | None = None) -> Apdu:
    """06 30: take a payment back by its receipt number; the amount (cents) makes the terminal compare it."""
    fields = (receipt_field(receipt), amount_field(cents), currency_field())
    return _with_password(Control.REVERSAL, password, encode_fields(fields), sequence_id)


def refund(password: str, cents: int, *, sequence_id: str | None = None) -> Apdu:
    """06 31: pay an amount in cents back to the card that is presented."""
    fields = (amount_field(cents), currency_field())
    return _with_password(Control.REFUND, password, encode_fields(fields), sequence_id)


def repeat_receipt(
    password: str,
    service: int | None = RepeatService.SEND_STATUS_INFORMATION | RepeatService.NO_PRINT,
    *,
    receipt_type: int | None = None,
    sequence_id: str | None = None,
) -> Apdu:
    """06 20: ask for the last successful transaction; by default its result without paper.

    Args:
        password: six digits.
        service: BMP 03, see :class:`RepeatService`; None to leave it out.
        receipt_type: TLV 1F01 (04 is the last end of day), None for the last receipt.
        sequence_id: message sequence number of six digits, where it was agreed on.
    """
    fields = b"" if service is None else encode_field(Bmp.SERVICE_BYTE, bytes((service,)))
    items = () if receipt_type is None else (tlv(0x1F01, bytes((receipt_type,))),)
    return Apdu(
        Control.REPEAT_RECEIPT,
        password_bytes(password) + fields + _container(items + sequence_tlv(sequence_id)),
    )


def status_enquiry(password: str, service: int | None = 0x02, *, sequence_id: str | None = None) -> Apdu:
    """05 01: ask how the terminal is; service bit 02 leaves out its software version. Not in a payment."""
    fields = b"" if service is None else encode_field(Bmp.SERVICE_BYTE, bytes((service,)))
    return _with_password(Control.STATUS_ENQUIRY, password, fields, sequence_id)


def abort(sequence_id: str | None = None) -> Apdu:
    """06 B0: stop what runs; answered by 80 00, or 84 83 when too late. The running command ends itself."""
    return Apdu(Control.ABORT, _container(sequence_tlv(sequence_id)))


def diagnosis(kind: int | None = None, *, sequence_id: str | None = None) -> Apdu:
    """06 70: check the line to the network operator; ``kind`` is TLV 1B (01 line, 02 extended), if any."""
    items = () if kind is None else (tlv(0x1B, bytes((kind,))),)
    return Apdu(Control.DIAGNOSIS, _container(items + sequence_tlv(sequence_id)))


def initialisation(password: str, *, sequence_id: str | None = None) -> Apdu:
    """06 93: initialise, asked for by terminal status 51."""
    return _with_password(Control.INITIALISATION, password, b"", sequence_id)


def set_clock(password: str, moment: datetime) -> Apdu:
    """06 91: set date and time of the terminal to *moment*, the office's local time."""
    digits = moment.strftime("%y%m%d"), moment.strftime("%H%M%S")
    fields = (Bmp.DATE_WITH_YEAR, bytes.fromhex(digits[0])), (Bmp.TIME, bytes.fromhex(digits[1]))
    return _with_password(Control.SET_DATE, password, encode_fields(fields), None)


def end_of_day(password: str, *, sequence_id: str | None = None) -> Apdu:
    """06 50: close the day at the terminal; afterwards nothing of it can be reversed."""
    return _with_password(Control.END_OF_DAY, password, b"", sequence_id)


def totals(password: str, *, sequence_id: str | None = None) -> Apdu:
    """06 10: the turnover since the last end of day, without closing; many terminals lack it."""
    return _with_password(Control.TOTALS, password, b"", sequence_id)


def log_off(sequence_id: str | None = None) -> Apdu:
    """06 02: end the registration; the answer 80 00 is the end of it."""
    return Apdu(Control.LOG_OFF, _container(sequence_tlv(sequence_id)))


def _with_password(control: bytes, password: str, fields: bytes, sequence_id: str | None) -> Apdu:
    return Apdu(control, password_bytes(password) + fields + _container(sequence_tlv(sequence_id)))


def _container(items: Sequence[Tlv]) -> bytes:
    return encode_field(Bmp.TLV, encode_tlv(items)) if items else b""
