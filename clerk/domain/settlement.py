"""Charged fee lines and how they are settled."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Way(StrEnum):
    """A way of paying; everything but the card needs a stated reason (rule of the counter 7)."""

    CARD = "card"
    NOTICE = "notice"
    CASH_OFFICE = "cash_office"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Settlement:
    """How one fee line was settled.

    ``reference`` is the terminal's receipt number for a card payment, the cash office's receipt number, or
    the number of the notice; ``reason`` the paragraph of an exemption or the stated reason of a notice.
    """

    way: Way
    at: datetime
    reference: str | None = None
    reason: str | None = None
    payment: int | None = None


@dataclass(frozen=True, slots=True)
class ChargedLine:
    """A fee line as of the day it was set: a copy, so that a later tariff does not change it (GebOSt).

    ``cents`` is the amount for all ``quantity`` units together. ``to_cash_office`` says that the customer was sent
    to the cash office with it: it is open until they come back with a receipt number.
    """

    id: int
    line: str
    label: str
    tariff: str
    cents: int
    payee: str
    set_on: date
    quantity: int = 1
    reason: str | None = None
    settlement: Settlement | None = None
    to_cash_office: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to pay on this line."""
        return self.settlement is not None or self.cents == 0


def awaited_from_cash_office(lines: tuple[ChargedLine, ...]) -> tuple[ChargedLine, ...]:
    """Return the open lines with which the customer was sent to the cash office."""
    return tuple(line for line in lines if line.to_cash_office and not line.is_settled)


def open_cents(lines: tuple[ChargedLine, ...]) -> int:
    """Return the cents of *lines* that are not settled."""
    return sum(line.cents for line in lines if not line.is_settled)
