"""The cards of the customers at the simulated terminal; their numbers are those that schemes publish for tests."""

from dataclasses import dataclass
from random import Random

from clerk.domain.terminal_totals import CardGroup


@dataclass(frozen=True, slots=True)
class Card:
    """A kind of card: its number at the line (BMP 8A), its name, the group in which it is totalled."""

    zvt_type: int
    name: str
    group: CardGroup
    number: str

    @property
    def masked(self) -> str:
        """The number as receipts may show it."""
        return "*" * (len(self.number) - 4) + self.number[-4:]


GIROCARD = Card(5, "girocard", CardGroup.GIROCARD, "6725900000000001")
_CARDS = (
    GIROCARD,
    Card(6, "Mastercard", CardGroup.MASTERCARD, "5555555555554444"),
    Card(10, "Visa", CardGroup.VISA, "4111111111111111"),
    Card(46, "Maestro", CardGroup.GIROCARD, "6759649826438453"),
    Card(8, "American Express", CardGroup.AMEX, "378282246310005"),
    Card(13, "V PAY", CardGroup.OTHER, "4010057038201116"),
    Card(14, "JCB", CardGroup.JCB, "3530111333300000"),
    Card(12, "Diners", CardGroup.DINERS, "30569309025904"),
)
_COMMON_FIRST = (40, 20, 20, 8, 5, 3, 2, 2)
"""Of a hundred customers."""


def card_of_customer(place: int, seed: int | None) -> Card:
    """The card of the customer at a place of the ledger: always the same for the same seed, girocard for None."""
    if seed is None:
        return GIROCARD
    (card,) = Random(f"{seed}/{place}").choices(_CARDS, weights=_COMMON_FIRST)  # noqa: S311 - a made-up customer
    return card


def card_of_type(zvt_type: int) -> Card:
    """The card with this number at the line; a girocard where nobody has such a one."""
    return next((card for card in _CARDS if card.zvt_type == zvt_type), GIROCARD)
