"""From the print messages of a dialogue (06 D1, 06 D3) to the receipts they make up."""

import hashlib

from clerk.domain.payment import Movement
from clerk.domain.terminal_receipt import ReceiptKind, TerminalLine, TerminalReceipt
from integrations.zvt.apdu import Apdu
from integrations.zvt.receipts import PrintedLine, PrintLine, ReceiptType, TextBlock

_KINDS = {
    ReceiptType.MERCHANT: ReceiptKind.MERCHANT,
    ReceiptType.CUSTOMER: ReceiptKind.CUSTOMER,
    ReceiptType.ADMINISTRATION: ReceiptKind.ADMINISTRATION,
}
_WORDS = (
    (ReceiptKind.CUSTOMER, ("kundenbeleg", "kundenquittung", "customercopy", "customerreceipt")),
    (ReceiptKind.MERCHANT, ("händlerbeleg", "haendlerbeleg", "merchantcopy", "merchantreceipt")),
    (ReceiptKind.ADMINISTRATION, ("kassenschnitt", "kassenabschluss", "tagesabschluss")),
)
_SIGN_HERE = ("unterschrift", "signature")
_NOTHING_TO_SIGN = (
    "keineunterschrift",
    "ohneunterschrift",
    "unterschriftnicht",
    "nosignature",
    "signaturenot",
)
OF_A_PAYMENT = (ReceiptKind.MERCHANT, ReceiptKind.CUSTOMER)


class ReceiptCollector:
    """Puts the print messages of one dialogue together.

    A receipt ends with its last line, or where a message of another type begins. Its kind is what the message says
    (TLV 1F07), else what its text says (``Händlerbeleg``, ``K U N D E N B E L E G``), else the first of *usual* that
    has not come yet: terminals print the merchant's first unless asked otherwise. If all have come it counts as the
    first of *usual*: of a receipt too much is kept rather than too little.
    """

    def __init__(self, *, after: int = 0, usual: tuple[ReceiptKind, ...] = OF_A_PAYMENT) -> None:
        """Number receipts from *after* + 1: *after* is how many of this movement are kept already.

        *usual* is ``(ReceiptKind.ADMINISTRATION,)`` for an end of day.
        """
        self._number = after + 1
        self._usual = usual
        self._earlier: set[ReceiptKind] = set()
        self._lines: list[TerminalLine] = []
        self._told: ReceiptKind | None = None
        self._mandatory = False
        self._signature = False

    def take(self, message: PrintLine | TextBlock) -> TerminalReceipt:
        """Return the receipt *message* belongs to, as far as it has come; a later one of its number replaces it."""
        told = _KINDS[message.receipt_type] if message.receipt_type is not None else None
        if self._lines and told is not None and self._told is not None and told is not self._told:
            self._begin_next()
        self._told = told or self._told
        if isinstance(message, TextBlock):
            self._lines += [_line(line) for line in message.lines]
            self._mandatory |= message.mandatory
            self._signature |= message.signature
        else:
            self._lines.append(_line(message.line))
            self._signature |= _is_to_be_signed(_letters(self._lines))
        receipt = self._so_far()
        if message.last:
            self._begin_next()
        return receipt

    def _so_far(self) -> TerminalReceipt:
        kind = self._kind()
        return TerminalReceipt(
            kind=kind,
            lines=tuple(self._lines),
            mandatory=self._mandatory,
            signature=self._signature and kind is ReceiptKind.MERCHANT,
            number=self._number,
        )

    def _kind(self) -> ReceiptKind:
        if self._told is not None:
            return self._told
        text = _letters(self._lines)
        named = (kind for kind, words in _WORDS if any(word in text for word in words))
        awaited = (kind for kind in self._usual if kind not in self._earlier)
        return next(named, None) or next(awaited, self._usual[0])

    def _begin_next(self) -> None:
        self._earlier.add(self._kind())
        self._number += 1
        self._lines = []
        self._told = None
        self._mandatory = self._signature = False


def collector_for(movement: Movement) -> ReceiptCollector:
    """Return the collector of a movement's first dialogue: an end of day prints for the administration."""
    if movement is Movement.END_OF_DAY:
        return ReceiptCollector(usual=(ReceiptKind.ADMINISTRATION,))
    return ReceiptCollector()


def evidence(apdu: Apdu) -> str:
    """Return what may stand in the journal of a print message: control field, length and the start of its SHA-256.

    Its text is not in it: the merchant's is in the archive, the customer's is not kept.
    """
    return f"{apdu.control.hex()}+{len(apdu.data)}:{hashlib.sha256(apdu.data).hexdigest()[:16]}"


def _line(line: PrintedLine) -> TerminalLine:
    indent = "" if line.centred else " " * (line.attribute & 0x0F)
    return TerminalLine(
        indent + line.text,
        centred=line.centred,
        wide=bool(line.attribute & 0x20),
        tall=bool(line.attribute & 0x10),
    )


def _letters(lines: list[TerminalLine]) -> str:
    """Return the letters of all lines without anything between them: headings are often spaced out."""
    return "".join(sign for line in lines for sign in line.text.lower() if sign.isalpha())


def _is_to_be_signed(text: str) -> bool:
    """Tell by its words whether a receipt has a field to sign: 06 D1 has no flag for it."""
    for words in _NOTHING_TO_SIGN:
        text = text.replace(words, "")
    return any(word in text for word in _SIGN_HERE)
