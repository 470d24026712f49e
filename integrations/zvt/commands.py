"""Commands of the cash register to the terminal (PA00P015 chapter 2), ready to be encoded.

Message numbers (TLV 1F73) are added by :mod:`integrations.zvt.sequence_ids` when a command is sent.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum, IntFlag

from integrations.zvt.apdu import Apdu
from integrations.zvt.bcd import to_bcd
from integrations.zvt.bmp import Bmp, encode_field, encode_fields
from integrations.zvt.layout import Control
from integrations.zvt.tlv import Tlv, encode_tlv, tlv

EURO = 978


class Config(IntFlag):
    """The configuration byte of a registration: who does what."""

    ECR_PRINTS_PAYMENT = 0x02
    ECR_PRINTS_ADMIN = 0x04
    INTERMEDIATE_STATUS = 0x08
    NO_AMOUNT_AT_PT = 0x10
    NO_ADMIN_AT_PT = 0x20
    PRINT_MESSAGES = 0x80


class PaymentType(IntFlag):
    """BMP 19 of a payment; without it the terminal decides."""

    CHOSEN_BY_TERMINAL = 0x40
    DIRECT_DEBIT_OFFLINE = 0x00
    DIRECT_DEBIT_ONLINE = 0x20
    GIROCARD_PIN = 0x30
    PRINTER_READY = 0x04


class RepeatService(IntFlag):
    """The service byte of a repeat receipt; both bits together ask for the result without any paper."""

    SEND_STATUS_INFORMATION = 0x01
    NO_PRINT = 0x02


class StatusService(IntFlag):
    """The service byte of a status enquiry."""

    LOCK_MENU = 0x01
    NO_SOFTWARE_VERSION = 0x02
    SEND_TLV = 0x04


class RepeatKind(IntEnum):
    """Which receipt is repeated (TLV 1F01)."""

    LAST = 1
    MERCHANT = 2
    CUSTOMER = 3
    END_OF_DAY = 4
    JOURNAL = 5
    RECONCILIATION = 6


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


def positive_ack() -> Apdu:
    """80 00: accepted."""
    return Apdu(Control.POSITIVE_ACK)


def negative_ack(code: int) -> Apdu:
    """84 xx: refused with an error code. Answering a good 04 0F with it makes the terminal reverse."""
    return Apdu(bytes((0x84, code)))


def authorisation(
    cents: int,
    *,
    currency: int | None = EURO,
    payment_type: int | None = None,
    order_reference: str | None = None,
) -> Apdu:
    """06 01: charge an amount in cents. Never sent twice for one intent (payment rules, rule 10).

    Args:
        cents: the amount.
        currency: ISO 4217 number, None to leave it out.
        payment_type: BMP 19, see :class:`PaymentType`; None to let the terminal decide.
        order_reference: our number for duplicate detection (TLV 1F15 and 1F0D), where the profile offers it.

    Raises:
        ValueError: a negative amount or one above 12 digits.
    """
    fields = [amount_field(cents)]
    if currency is not None:
        fields.append(currency_field(currency))
    if payment_type is not None:
        fields.append((Bmp.PAYMENT_TYPE, bytes((payment_type,))))
    items: tuple[Tlv, ...] = ()
    if order_reference is not None:
        items = (tlv(0x1F15, b"\x04"), tlv(0x1F0D, order_reference.encode("ascii")))
    return Apdu(Control.AUTHORISATION, encode_fields(fields) + _container(items))


def reversal(password: str, receipt: str, cents: int | None = None) -> Apdu:
    """06 30: take a payment back by its receipt number; the amount (cents) makes the terminal compare it."""
    fields = [receipt_field(receipt)]
    if cents is not None:
        fields += [amount_field(cents), currency_field()]
    return _with_password(Control.REVERSAL, password, encode_fields(fields))


def refund(password: str, cents: int) -> Apdu:
    """06 31: pay an amount in cents back to the card that is presented."""
    return _with_password(Control.REFUND, password, encode_fields((amount_field(cents), currency_field())))


def repeat_receipt(
    password: str,
    service: int | None = RepeatService.SEND_STATUS_INFORMATION | RepeatService.NO_PRINT,
    *,
    receipt_type: int | None = None,
    first: str | None = None,
    last: str | None = None,
) -> Apdu:
    """06 20: ask for the last successful transaction; by default its result without paper.

    Args:
        password: six digits.
        service: BMP 03, see :class:`RepeatService`; None to leave it out.
        receipt_type: TLV 1F01, see :class:`RepeatKind`; None for the last receipt.
        first: turnover number of six digits from which receipts are wanted (TLV 1F02).
        last: turnover number up to which they are (TLV 1F03).
    """
    fields = b"" if service is None else encode_field(Bmp.SERVICE_BYTE, bytes((service,)))
    items = [] if receipt_type is None else [tlv(0x1F01, bytes((receipt_type,)))]
    items += [tlv(tag, to_bcd(int(number), 6)) for tag, number in ((0x1F02, first), (0x1F03, last)) if number]
    return _with_password(Control.REPEAT_RECEIPT, password, fields + _container(items))


def status_enquiry(password: str | None, service: int | None = StatusService.NO_SOFTWARE_VERSION) -> Apdu:
    """05 01: ask how the terminal is; never while a payment runs. Some terminals want no password."""
    digits = b"" if password is None else password_bytes(password)
    fields = b"" if service is None else encode_field(Bmp.SERVICE_BYTE, bytes((service,)))
    return Apdu(Control.STATUS_ENQUIRY, digits + fields)


def abort() -> Apdu:
    """06 B0: stop what runs; answered by 80 00, or 84 83 when too late. The running command ends itself."""
    return Apdu(Control.ABORT)


def diagnosis(kind: int | None = None) -> Apdu:
    """06 70: check the line to the network operator; ``kind`` is TLV 1B.

    01 line, 02 extended, 03 configuration, 04 EMV configuration; None where the profile asks for none.
    """
    return Apdu(Control.DIAGNOSIS, _container(() if kind is None else (tlv(0x1B, bytes((kind,))),)))


def initialisation(password: str) -> Apdu:
    """06 93: initialise, asked for by terminal status 51."""
    return _with_password(Control.INITIALISATION, password)


def end_of_day(password: str) -> Apdu:
    """06 50: close the day at the terminal; afterwards nothing of it can be reversed."""
    return _with_password(Control.END_OF_DAY, password)


def totals(password: str) -> Apdu:
    """06 10: the turnover since the last end of day, without closing; many terminals lack it."""
    return _with_password(Control.TOTALS, password)


def open_pre_authorisations() -> Apdu:
    """06 23 for receipt FFFF: which pre-authorisations are open; 06 1E B8 with FFFF says none."""
    return Apdu(Control.PRE_AUTHORISATIONS, encode_field(Bmp.RECEIPT, b"\xff\xff"))


def set_date_and_time(password: str, at: datetime) -> Apdu:
    """06 91: set the terminal's clock; *at* is the time on the wall."""
    fields = (
        (Bmp.DATE_WITH_YEAR, bytes.fromhex(f"{at:%y%m%d}")),
        (Bmp.TIME, bytes.fromhex(f"{at:%H%M%S}")),
    )
    return _with_password(Control.SET_DATE, password, encode_fields(fields))


def reset() -> Apdu:
    """06 18: the terminal starts anew."""
    return Apdu(Control.RESET)


def software_update() -> Apdu:
    """08 10: the terminal fetches its software; it is deaf for long."""
    return Apdu(Control.SOFTWARE_UPDATE)


def log_off() -> Apdu:
    """06 02: end the registration; the answer 80 00 is the end of it."""
    return Apdu(Control.LOG_OFF)


def _with_password(control: bytes, password: str, data: bytes = b"") -> Apdu:
    return Apdu(control, password_bytes(password) + data)


def _container(items: Sequence[Tlv]) -> bytes:
    return encode_field(Bmp.TLV, encode_tlv(items)) if items else b""
