"""The printer of a workplace."""

from pathlib import Path
from typing import Protocol

from clerk.domain.day_closing import DaySheet
from clerk.domain.receipt import PlateSlip, Receipt, Slip, TerminalSheet


class ReceiptPrinter(Protocol):
    """The printer of a workplace."""

    def print_receipt(self, receipt: Receipt) -> Path | None:
        """Print; returns where the document lies, ``None`` if it is paper.

        Raises ``PrinterFault`` with a sentence for the clerk.
        """

    def print_slip(self, slip: Slip) -> Path | None:
        """Print a slip; as ``print_receipt``."""

    def print_plate_slip(self, slip: PlateSlip) -> Path | None:
        """Print the slip for the plate maker; as ``print_receipt``."""

    def print_terminal_sheet(self, sheet: TerminalSheet) -> Path | None:
        """Print receipts of the card terminal without one of ours; as ``print_receipt``."""

    def print_day_report(self, sheet: DaySheet) -> Path | None:
        """Print the report of a counter's day; as ``print_receipt``."""


class PrinterFault(Exception):  # noqa: N818
    """The printer does not work; ``str()`` says what happened and what to do."""
