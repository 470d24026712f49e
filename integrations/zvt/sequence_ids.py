"""Message numbers (TLV 1F73, PA00P015 chapter 5): lost and repeated messages are recognised by them."""

from typing import TypeGuard

from integrations.zvt.apdu import Apdu
from integrations.zvt.bcd import to_bcd
from integrations.zvt.bmp import Bmp, Field, Fields
from integrations.zvt.layout import Control, Parts, dissect
from integrations.zvt.tlv import Tlv, encode_tlv, parse_tlv, tlv

_TAG = 0x1F73
ASKING = 0
_HIGHEST = 999_999
_DIGITS = 6


class SequenceIds:
    """The numbering of one terminal; it outlives connections and begins anew with each registration.

    Numbers are asked for in the registration and used only if the terminal echoes them. Our commands count
    up, an acknowledgement repeats the number of the message it acknowledges.
    """

    def __init__(self, *, wanted: bool = False) -> None:
        """Begin without numbers; unless *wanted*, it stays so."""
        self._wanted = wanted
        self._last_sent: int | None = None
        self._last_taken: Apdu | None = None

    @property
    def agreed(self) -> bool:
        """Whether the terminal echoed them."""
        return self._last_sent is not None

    def command(self, apdu: Apdu) -> Apdu:
        """Return a command of ours with its number, where there is one to give."""
        if apdu.control == Control.REGISTRATION:
            self._last_sent, self._last_taken = None, None
            return with_number(apdu, ASKING) if self._wanted else apdu
        if self._last_sent is None:
            return apdu
        self._last_sent = self._last_sent % _HIGHEST + 1
        return with_number(apdu, self._last_sent)

    def answer(self, apdu: Apdu, message_id: str | None) -> Apdu:
        """Return an acknowledgement of ours with the number of the message it belongs to."""
        if not self._wanted or not _is_number(message_id):
            return apdu
        return with_number(apdu, int(message_id))

    def registered(self, echoed: str | None) -> None:
        """Take note of the number in the answer to a registration, ``None`` if it had none."""
        self._last_sent = int(echoed) if self._wanted and _is_number(echoed) else None

    def is_repetition(self, apdu: Apdu, message_id: str | None) -> bool:
        """Whether the terminal said exactly this, under this number, just before.

        The bytes are compared too: a terminal that never counts shall not make us drop a result.
        """
        return self.agreed and message_id is not None and apdu == self._last_taken

    def taken(self, apdu: Apdu) -> None:
        """Take note that a message of the terminal reached its recipient."""
        self._last_taken = apdu


def _is_number(digits: str | None) -> TypeGuard[str]:
    """Whether a terminal gave a number of the length there is: any other is none, and nothing to trip over."""
    return digits is not None and len(digits) == _DIGITS


def number_tlv(number: int) -> Tlv:
    """Return the element of a message number."""
    return tlv(_TAG, to_bcd(number, _DIGITS))


def with_number(apdu: Apdu, number: int) -> Apdu:
    """Put a number (TLV 1F73) into the container at the end of a message, which is made where there is none."""
    parts = dissect(apdu)
    items = parts.all_fields.items
    container = b""
    if items and items[-1].bmp == Bmp.TLV:
        items, container = items[:-1], items[-1].value
    value = container + encode_tlv((number_tlv(number),))
    fields = Fields((*items, Field(Bmp.TLV, value, parse_tlv(value))))
    return Apdu(apdu.control, Parts(parts.head, fields).data)
