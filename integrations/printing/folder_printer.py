"""The default printer: every document becomes a file in a folder, as PDF and as plain text."""

import re
from pathlib import Path

from clerk.domain.printout import plate_slip_text, receipt_text, slip_text
from clerk.domain.receipt import PlateSlip, Receipt, Slip
from clerk.durable_files import replace_file
from clerk.locale import _
from clerk.ports import PrinterFault
from integrations.printing.pdf import plate_slip_pdf, receipt_pdf, slip_pdf

_NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9-]+")


class FolderPrinter:
    """A ``ReceiptPrinter`` that writes into *directory*, made when the first document comes.

    File names carry the number of the receipt or the time and ticket of the slip, never a person. Files appear
    whole or not at all and are readable by this user only.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def print_receipt(self, receipt: Receipt) -> Path:
        """Write the receipt and return the path of its PDF; printing it again replaces the same files.

        Raises ``PrinterFault`` if the folder cannot be written.
        """
        mark = "-Kopie" if receipt.copy else ""
        name = f"Beleg-{_safe(receipt.number)}{mark}"
        return self._write(name, receipt_text(receipt), receipt_pdf(receipt))

    def print_slip(self, slip: Slip) -> Path:
        """Write the slip and return the path of its PDF; raises ``PrinterFault`` if the folder cannot
        be written.
        """
        return self._write(_dated("Hinweisblatt", slip), slip_text(slip), slip_pdf(slip))

    def print_plate_slip(self, slip: PlateSlip) -> Path:
        """Write the slip for the plate maker; as ``print_slip``."""
        return self._write(_dated("Schilder", slip), plate_slip_text(slip), plate_slip_pdf(slip))

    def _write(self, name: str, text: str, pdf: bytes) -> Path:
        path = self._directory / f"{name}.pdf"
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(path.with_suffix(".txt"), text.encode())
            replace_file(path, pdf)
        except OSError as error:
            message = _(
                "Der Ordner für Ausdrucke lässt sich nicht beschreiben. Das Dokument ist nicht gedruckt."
            )
            raise PrinterFault(message) from error
        return path


def _dated(kind: str, slip: Slip | PlateSlip) -> str:
    moment = slip.printed_at.strftime("%Y%m%d-%H%M%S-%f")
    return f"{kind}-{moment}" + (f"-{_safe(slip.ticket)}" if slip.ticket else "")


def _safe(text: str) -> str:
    return _NOT_IN_A_FILE_NAME.sub("_", text)
