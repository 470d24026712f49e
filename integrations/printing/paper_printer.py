"""What all printers have in common: each paper of the office as one document, in lines and as PDF."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from clerk.domain.day_closing import DaySheet
from clerk.domain.day_report_text import roll_sections
from clerk.domain.paper import Section
from clerk.domain.printout import plate_slip_sections, receipt_sections, slip_sections
from clerk.domain.receipt import PlateSlip, Receipt, Slip, TerminalSheet
from clerk.domain.terminal_printout import terminal_sheet_sections
from integrations.printing.day_report_pdf import day_report_pdf
from integrations.printing.pdf import plate_slip_pdf, receipt_pdf, slip_pdf
from integrations.printing.terminal_pdf import terminal_sheet_pdf

Place = TypeVar("Place", covariant=True)  # noqa: PLC0105 - where a document lies, None if it is paper
_NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to print; ``name`` is fit for a file and names nobody, ``sections`` lays it out in columns."""

    name: str
    sections: Callable[[int], tuple[Section, ...]]
    pdf: Callable[[], bytes]


class PaperPrinter(ABC, Generic[Place]):
    """A ``ReceiptPrinter`` that makes documents of everything; how they come to paper is for its kinds to say."""

    @abstractmethod
    def put(self, document: Document) -> Place:
        """Print a document; return where it lies, ``None`` if it is paper. Raises ``PrinterFault``."""

    def print_receipt(self, receipt: Receipt) -> Place:
        """Print a receipt with what the card terminal wants printed with it."""
        mark = "-Kopie" if receipt.copy else ""
        return self.put(
            Document(
                f"Beleg-{_safe(receipt.number)}{mark}",
                lambda width: receipt_sections(receipt, width),
                lambda: receipt_pdf(receipt),
            )
        )

    def print_slip(self, slip: Slip) -> Place:
        """Print the sheet *Bitte bringen Sie mit*."""
        name = _dated("Hinweisblatt", slip.printed_at, slip.ticket)
        return self.put(Document(name, lambda width: slip_sections(slip, width), lambda: slip_pdf(slip)))

    def print_plate_slip(self, slip: PlateSlip) -> Place:
        """Print the slip for the plate maker."""
        name = _dated("Schilder", slip.printed_at, slip.ticket)
        return self.put(
            Document(name, lambda width: plate_slip_sections(slip, width), lambda: plate_slip_pdf(slip))
        )

    def print_day_report(self, sheet: DaySheet) -> Place:
        """Print the report of a counter's day; on a paper roll without its single entries."""
        number = sheet.closing.number
        mark = "vorlaeufig" if number is None else f"Abschluss-{number}"
        return self.put(
            Document(
                f"Tagesbericht-{sheet.report.day}-Schalter-{_safe(sheet.report.label)}-{mark}",
                lambda width: roll_sections(sheet, width),
                lambda: day_report_pdf(sheet),
            )
        )

    def print_terminal_sheet(self, sheet: TerminalSheet) -> Place:
        """Print receipts of the card terminal."""
        return self.put(
            Document(
                _dated("Terminalbeleg", sheet.printed_at, sheet.name),
                lambda width: terminal_sheet_sections(sheet, width),
                lambda: terminal_sheet_pdf(sheet),
            )
        )


def _dated(kind: str, moment: datetime, detail: str | None) -> str:
    return f"{kind}-{moment.strftime('%Y%m%d-%H%M%S-%f')}" + (f"-{_safe(detail)}" if detail else "")


def _safe(text: str) -> str:
    return _NOT_IN_A_FILE_NAME.sub("_", text)
