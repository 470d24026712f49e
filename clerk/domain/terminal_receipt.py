"""Receipts that the card terminal composes and we print or keep, in words that hold no card data."""

from dataclasses import dataclass
from enum import StrEnum

from clerk.domain.card_data import without_card_data
from clerk.domain.plain_text import clean


class ReceiptKind(StrEnum):
    """For whom a receipt of the terminal is (TLV 1F07); administration is an end of day or a diagnosis."""

    MERCHANT = "merchant"
    CUSTOMER = "customer"
    ADMINISTRATION = "administration"


@dataclass(frozen=True, slots=True)
class TerminalLine:
    """One line as the terminal wants it; its text is cleaned and free of card data however it is made."""

    text: str
    centred: bool = False
    wide: bool = False
    tall: bool = False

    def __post_init__(self) -> None:
        """Clean the text: it comes from outside."""
        object.__setattr__(self, "text", without_card_data(clean(self.text)))


@dataclass(frozen=True, slots=True)
class TerminalReceipt:
    """A receipt of the terminal; ``number`` is its place among those of one movement, from 1.

    ``mandatory``: it must be printed whatever the office wants (TLV 1F37 bit 80). ``signature``: it has a field that
    the customer signs; the office keeps that paper. ``printed``: it came out of our printer.
    """

    kind: ReceiptKind
    lines: tuple[TerminalLine, ...]
    mandatory: bool = False
    signature: bool = False
    number: int = 1
    printed: bool = False

    @property
    def is_due(self) -> bool:
        """Whether it still has to be printed: the customer's always, others where the terminal or a field to sign asks.

        What is printed of the customer's has no lines any more.
        """
        if self.printed or not self.lines:
            return False
        return self.kind is ReceiptKind.CUSTOMER or self.mandatory or self.signature

    @property
    def is_kept(self) -> bool:
        """Whether the archive keeps its text: everything but the customer's own receipt."""
        return self.kind is not ReceiptKind.CUSTOMER
