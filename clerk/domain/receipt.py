"""What a receipt and the slips for customer and plate maker say; none holds a birth date or the number of a paper."""

from dataclasses import dataclass
from datetime import datetime

from clerk.domain.catalogue import Payee
from clerk.domain.payment import Movement
from clerk.domain.plate_order import PlateOrder
from clerk.domain.slip import Language
from clerk.domain.terminal_receipt import TerminalReceipt


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One fee as it was copied into the case: ``tariff`` is its number in the schedule, ``cents`` for all
    units.
    """

    label: str
    tariff: str
    cents: int
    payee: Payee


@dataclass(frozen=True, slots=True)
class ReceiptEntry:
    """One case of the visit: its matter and its fees."""

    matter: str
    lines: tuple[ReceiptLine, ...]


@dataclass(frozen=True, slots=True)
class PaymentNote:
    """How the fees were settled: ``kind`` in words for the customer, and what the terminal told.

    ``reason`` says why they were settled without a card (a notice, the cash office, exempt by law).
    """

    kind: str
    terminal_id: str | None = None
    terminal_receipt: str | None = None
    card_name: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt over fees; ``issued_at`` is local time of the office, ``number`` is unique within the office.

    ``bund_share_cents`` is the part of the total that is handed on to the Federation; ``copy`` marks every print after
    the first. Of a reversal or refund all amounts are negative, and ``original`` is the number of the receipt it takes
    back. ``terminal_receipts`` are what the card terminal wants printed with it.
    """

    office: str
    site: str
    address_lines: tuple[str, ...]
    number: str
    issued_at: datetime
    ticket: str | None
    entries: tuple[ReceiptEntry, ...]
    total_cents: int
    bund_share_cents: int
    payment: PaymentNote
    payer: str | None = None
    copy: bool = False
    movement: Movement = Movement.PAYMENT
    original: str | None = None
    terminal_receipts: tuple[TerminalReceipt, ...] = ()


@dataclass(frozen=True, slots=True)
class TerminalSheet:
    """Receipts of the card terminal without one of ours; ``name`` tells the paper from others and names nobody.

    ``printed_at`` is local time; ``copy`` marks what comes from the archive.
    """

    office: str
    site: str
    name: str
    printed_at: datetime
    receipts: tuple[TerminalReceipt, ...]
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """The sheet *Bitte bringen Sie mit*; ``service_names`` are neutral queue labels, ``printed_at`` is local
    time.

    ``to_bring`` holds only what the customer brings, not what is declared at the counter or obtained by the
    office.
    """

    office: str
    site: str
    ticket: str | None
    service_names: tuple[str, ...]
    to_bring: tuple[str, ...]
    notes: tuple[str, ...]
    printed_at: datetime
    language: Language = Language.GERMAN


@dataclass(frozen=True, slots=True)
class PlateSlip:
    """The slip for the plate maker: what to make and the ticket to come back with, nothing about a person.

    ``printed_at`` is local time.
    """

    office: str
    site: str
    ticket: str
    orders: tuple[PlateOrder, ...]
    printed_at: datetime
