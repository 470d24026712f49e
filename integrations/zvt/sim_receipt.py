"""The receipts that the simulated terminal composes, and the messages that carry them."""

from collections.abc import Sequence

from integrations.zvt import pt_messages as pt
from integrations.zvt.apdu import Apdu
from integrations.zvt.commands import Config
from integrations.zvt.layout import Control
from integrations.zvt.receipts import ReceiptType
from integrations.zvt.sim_day import ClosedDay
from integrations.zvt.sim_registration import Registration
from integrations.zvt.sim_settings import SimulatorSettings
from integrations.zvt.sim_transaction import Kind, Transaction

_HEADINGS = {ReceiptType.CUSTOMER: "K U N D E N B E L E G", ReceiptType.MERCHANT: "H Ä N D L E R B E L E G"}
_TITLES = {Kind.PAYMENT: "Zahlung", Kind.REVERSAL: "Storno", Kind.REFUND: "Gutschrift"}
_OUTCOMES = {
    Kind.PAYMENT: "Zahlung erfolgt",
    Kind.REVERSAL: "Storno erfolgt",
    Kind.REFUND: "Gutschrift erfolgt",
}
_WIDTH = 32


def receipt_messages(
    entry: Transaction, settings: SimulatorSettings, registration: Registration
) -> tuple[Apdu, ...]:
    """The merchant's and the customer's receipt of a good transaction; nothing where we do not print them."""
    if not registration.wants(Config.ECR_PRINTS_PAYMENT, Config.PRINT_MESSAGES):
        return ()
    merchant = receipt_lines(entry, ReceiptType.MERCHANT, open_number=settings.card_data)
    customer = receipt_lines(entry, ReceiptType.CUSTOMER)
    return (
        *_messages(merchant, ReceiptType.MERCHANT, settings, registration, signature=entry.signed),
        *_messages(customer, ReceiptType.CUSTOMER, settings, registration),
    )


def day_messages(day: ClosedDay, settings: SimulatorSettings, registration: Registration) -> tuple[Apdu, ...]:
    """The receipt of an end of day; nothing where we do not print those."""
    if not registration.wants(Config.ECR_PRINTS_ADMIN, Config.PRINT_MESSAGES):
        return ()
    return _messages(day_lines(day, settings.tid), ReceiptType.ADMINISTRATION, settings, registration)


def receipt_lines(entry: Transaction, receipt: ReceiptType, *, open_number: bool = False) -> tuple[str, ...]:
    """The text of one receipt, 32 characters wide; made up, but with every line a real one carries.

    *open_number* shows the whole number of the card.
    """
    signature = ("", "_" * _WIDTH, "Unterschrift") if entry.signed and receipt is ReceiptType.MERCHANT else ()
    return (
        _HEADINGS[receipt],
        f"{entry.card.name} {_TITLES[entry.kind]}",
        _pair("Betrag", f"{_euros(entry.cents)} EUR"),
        _pair("Terminal-ID", entry.tid),
        _pair("TA-Nr.", entry.trace),
        _pair("Beleg-Nr.", entry.receipt or ""),
        _pair("Datum", _date(entry.at)),
        _pair("Karte", entry.card.number if open_number else entry.card.masked),
        *signature,
        _OUTCOMES[entry.kind],
    )


def day_lines(day: ClosedDay, tid: str) -> tuple[str, ...]:
    """The text of an end of day: what the terminal has for each kind of card."""
    totals = day.totals
    groups = [_pair(f"{total.group} {total.count}", _euros(total.cents)) for total in totals.groups]
    return (
        "K A S S E N S C H N I T T",
        _pair("Terminal-ID", tid),
        _pair("Datum", _date(day.at)),
        _pair("Belege", f"{totals.first_receipt} - {totals.last_receipt}"),
        *groups,
        _pair(f"Gesamt {totals.count}", f"{_euros(totals.cents)} EUR"),
        "Kassenschnitt durchgeführt",
    )


def _messages(
    lines: Sequence[str],
    receipt: ReceiptType,
    settings: SimulatorSettings,
    registration: Registration,
    *,
    signature: bool = False,
) -> tuple[Apdu, ...]:
    """One text block where 06 D3 is permitted, else line by line."""
    if not registration.tlv or Control.TEXT_BLOCK not in registration.permitted:
        return pt.print_lines(lines, settings.charset)
    charset = settings.block_charset or settings.charset
    return (pt.text_block(lines, receipt, charset, tag=settings.block_tag, signature=signature),)


def _date(at: str) -> str:
    day, clock = at.split("T")
    year, month, date = day.split("-")
    return f"{date}.{month}.{year} {clock[:5]}"


def _euros(cents: int) -> str:
    euros, rest = divmod(cents, 100)
    return f"{euros},{rest:02d}"


def _pair(name: str, value: str) -> str:
    return f"{name}{value:>{_WIDTH - len(name)}}"
