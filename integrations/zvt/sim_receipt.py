"""The receipts that the simulated terminal composes."""

from integrations.zvt.receipts import ReceiptType
from integrations.zvt.sim_ledger import Kind, Transaction

_HEADINGS = {ReceiptType.CUSTOMER: "K U N D E N B E L E G", ReceiptType.MERCHANT: "H Ä N D L E R B E L E G"}
_TITLES = {Kind.PAYMENT: "Zahlung", Kind.REVERSAL: "Storno", Kind.REFUND: "Gutschrift"}
_OUTCOMES = {
    Kind.PAYMENT: "Zahlung erfolgt",
    Kind.REVERSAL: "Storno erfolgt",
    Kind.REFUND: "Gutschrift erfolgt",
}
_WIDTH = 32


def receipt_lines(entry: Transaction, receipt: ReceiptType) -> tuple[str, ...]:
    """The text of one receipt, 32 characters wide; made up, but with every line a real one carries."""
    day, clock = entry.at.split("T")
    year, month, date = day.split("-")
    euros, cents = divmod(entry.cents, 100)
    return (
        _HEADINGS[receipt],
        "girocard " + _TITLES[entry.kind],
        _pair("Betrag", f"{euros},{cents:02d} EUR"),
        _pair("Terminal-ID", entry.tid),
        _pair("TA-Nr.", entry.trace),
        _pair("Beleg-Nr.", entry.receipt or ""),
        _pair("Datum", f"{date}.{month}.{year} {clock[:5]}"),
        _pair("Karte", "************0001"),
        _OUTCOMES[entry.kind],
    )


def _pair(name: str, value: str) -> str:
    return f"{name}{value:>{_WIDTH - len(name)}}"
