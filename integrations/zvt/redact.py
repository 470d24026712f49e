"""Messages as they may be stored: without card numbers, track data and expiry dates (PCI DSS 3.2)."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace

from integrations.zvt.apdu import Apdu
from integrations.zvt.bmp import Bmp, Field, Fields
from integrations.zvt.layout import Head, Parts, dissect
from integrations.zvt.tlv import Tlv, encode_tlv

_SECRET_BMPS = frozenset(
    (
        Bmp.PAN,
        Bmp.TRACK_2,
        Bmp.TRACK_3,
        Bmp.TRACK_1,
        Bmp.CHIP_DATA,
        Bmp.EXPIRY,
        Bmp.CARD_CHECK_VALUE,
        Bmp.PASSWORD,
        Bmp.OFFLINE_CHIP,
        Bmp.CARD_RECORD,
        Bmp.CARD_ID,
        Bmp.CARD_INFORMATION,
        Bmp.PIN_DATA,
    )
)
_TEXT_BMPS = frozenset((Bmp.ADDITIONAL_TEXT, Bmp.CARD_NAME, *range(0xE1, 0xE9), *range(0xF1, 0xF9)))
_SECRET_TAGS = frozenset((0x56, 0x57, 0x5A, 0x99, 0x5F20, 0x5F24, 0x9F1F, 0x9F20, 0x9F6B))
"""EMV: track 1 and 2 and what they hold at will, card number, PIN, cardholder name, expiry."""
_TEXT_TAGS = frozenset((0x07, 0x46, 0x47, 0x60, 0x64, 0x65, 0x66, 0x67, 0x68, 0x1F17))
_MASK = 0xEE
_CARD_NUMBER = re.compile(rb"(?<![0-9A-Za-z])\d(?:[ .-]?\d){12,18}(?![0-9A-Za-z])")
"""13 to 19 digits, also in groups; not inside an application id such as A0000000041010."""


def redact(apdu: Apdu) -> str:
    """Return a message for storage: hex, secret bytes masked as ``ee``, card numbers in texts as ``*``.

    An unread tail is replaced by ``+LENGTH:SHA256`` (first 16 digits), because nobody knows what is in it:
    it can be compared with a second copy, not read.
    """
    parts = dissect(apdu)
    head = {name: _head_value(name, value) for name, value in parts.head.items()}
    items = tuple(replace(field, value=_field_value(field)) for field in parts.all_fields.items)
    return apdu.control.hex() + Parts(head, Fields(items)).data.hex() + _tail(parts.all_fields)


def redact_text(text: bytes) -> bytes:
    """Mask every digit of what looks like a card number, except the last four; length and layout stay."""
    return _CARD_NUMBER.sub(lambda found: _masked_number(found.group()), text)


def _masked_number(number: bytes) -> bytes:
    hidden, shown = number[:-4], number[-4:]
    return re.sub(rb"\d", b"*", hidden) + shown


def _head_value(name: Head, value: bytes) -> bytes:
    if name is Head.PASSWORD:
        return _masked(value)
    return redact_text(value) if name is Head.TEXT else value


def _field_value(field: Field) -> bytes:
    if field.tlv is not None:
        return _tlv_bytes(field.tlv.items)
    if field.bmp in _SECRET_BMPS:
        return _masked(field.value)
    return redact_text(field.value) if field.bmp in _TEXT_BMPS else field.value


def _tlv_bytes(items: Iterable[Tlv]) -> bytes:
    return encode_tlv(Tlv(item.tag, _tlv_value(item)) for item in items)


def _tlv_value(item: Tlv) -> bytes:
    if item.tag in _SECRET_TAGS:
        return _masked(item.value)
    if item.children is not None:
        return _tlv_bytes(item.children)
    if item.constructed:
        return _masked(item.value)  # its content could not be read: nobody knows what is in it
    return redact_text(item.value) if item.tag in _TEXT_TAGS else item.value


def _masked(value: bytes) -> bytes:
    return bytes((_MASK,)) * len(value)


def _tail(fields: Fields) -> str:
    unread = fields.rest + b"".join(field.tlv.rest for field in fields.items if field.tlv)
    return f"+{len(unread)}:{hashlib.sha256(unread).hexdigest()[:16]}" if unread else ""
