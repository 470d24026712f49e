"""The transactions of the simulated terminal, and the lines of its ledger they are read from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from integrations.zvt.sim_cards import GIROCARD, Card, card_of_type


class Kind(StrEnum):
    """What a transaction does with the money."""

    PAYMENT = "payment"
    REVERSAL = "reversal"
    REFUND = "refund"


class Event(StrEnum):
    """Lines of the file."""

    TRANSACTION = "transaction"
    BOOKED = "booked"
    REVERSED = "reversed"
    AUTO_REVERSED = "auto-reversed"
    DAY_CLOSED = "day-closed"
    DAY_FAILED = "day-failed"
    REGISTERED = "registered"
    LOGGED_OFF = "logged-off"


@dataclass(frozen=True, slots=True)
class Transaction:
    """One attempt at the terminal; declined ones have no receipt number.

    ``receipt`` (4 digits), ``trace`` and ``turnover`` (6 digits) are as on the line; ``at`` is the clock of
    the terminal (``YYYY-MM-DDTHH:MM:SS``); ``booked`` means that it is final for the terminal; ``reversed``
    by a later 06 30, ``auto_reversed`` by the terminal itself; ``foreign``: not by our cash register;
    ``card_type`` as at the line (BMP 8A); ``signed``: with a signature instead of a PIN.
    """

    kind: Kind
    cents: int
    tid: str
    at: str
    result: int
    trace: str
    period: int
    receipt: str | None = None
    turnover: str | None = None
    original_trace: str | None = None
    order_reference: str | None = None
    card_type: int = GIROCARD.zvt_type
    signed: bool = False
    foreign: bool = False
    booked: bool = False
    reversed: bool = False
    auto_reversed: bool = False

    @property
    def stands(self) -> bool:
        """Whether this transaction moved money in the end."""
        return self.result == 0 and not self.auto_reversed and not self.reversed

    @property
    def counts(self) -> bool:
        """Whether the terminal still knows of it as a good one, taken back later or not."""
        return self.result == 0 and not self.auto_reversed

    @property
    def card(self) -> Card:
        """The card that was used."""
        return card_of_type(self.card_type)


def fold(transactions: list[Transaction], row: Mapping[str, object]) -> None:
    """Add what one line of the file says to the transactions known so far."""
    event = Event(str(row["event"]))
    if event is Event.TRANSACTION:
        transactions.append(_read(row))
        return
    if "trace" not in row:
        return
    place = _newest(transactions, str(row["trace"]))
    entry = transactions[place] = _marked(transactions[place], event)
    if event is Event.BOOKED and entry.original_trace is not None:
        original = _newest(transactions, entry.original_trace, kind=Kind.PAYMENT)
        transactions[original] = replace(transactions[original], reversed=True)


def _marked(entry: Transaction, event: Event) -> Transaction:
    if event is Event.BOOKED:
        return replace(entry, booked=True)
    if event is Event.REVERSED:
        return replace(entry, reversed=True)
    return replace(entry, auto_reversed=True)


def _newest(transactions: list[Transaction], trace: str, kind: Kind | None = None) -> int:
    """The place of the newest transaction with a trace number: numbers wrap, and may begin again."""
    return next(
        place
        for place in range(len(transactions) - 1, -1, -1)
        if transactions[place].trace == trace and kind in (None, transactions[place].kind)
    )


def _read(row: Mapping[str, object]) -> Transaction:
    return Transaction(
        kind=Kind(str(row["kind"])),
        cents=whole_number(row["cents"]),
        tid=str(row["tid"]),
        at=str(row["at"]),
        result=whole_number(row["result"]),
        trace=str(row["trace"]),
        period=whole_number(row["period"]),
        receipt=optional_text(row.get("receipt")),
        turnover=optional_text(row.get("turnover")),
        original_trace=optional_text(row.get("original_trace")),
        order_reference=optional_text(row.get("order_reference")),
        card_type=whole_number(row.get("card_type", GIROCARD.zvt_type)),
        signed=bool(row.get("signed")),
        foreign=bool(row.get("foreign")),
    )


def whole_number(value: object) -> int:
    """Return a number of the file.

    Raises:
        TypeError: it is something else.
    """
    if not isinstance(value, int):
        raise TypeError(f"a whole number was expected in the ledger, not {value!r}")
    return value


def optional_text(value: object) -> str | None:
    """Return a text of the file, None where there is none."""
    return None if value is None else str(value)
