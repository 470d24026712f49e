"""The default printer: every document becomes a file in a folder, as PDF and as plain text."""

from collections.abc import Mapping
from pathlib import Path

from clerk.domain.day_closing import DaySheet
from clerk.domain.day_report_csv import day_csv
from clerk.domain.paper import as_text
from clerk.domain.printout import WIDTH
from clerk.durable_files import replace_file
from clerk.locale import _
from clerk.ports import PrinterFault
from integrations.printing.paper_printer import Document, PaperPrinter


class FolderPrinter(PaperPrinter[Path]):
    """Writes into *directory*, made when the first document comes.

    File names carry the number of the receipt or the time and ticket of the slip, never a person. Files appear whole
    or not at all and are readable by this user only; the same receipt again replaces its files.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def print_day_report(self, sheet: DaySheet) -> Path:
        """Write the report of a day, and beside it what the treasury can import (CSV)."""
        path = super().print_day_report(sheet)
        self._write({path.with_suffix(".csv"): day_csv(sheet).encode()})
        return path

    def put(self, document: Document) -> Path:
        """Write a document and return the path of its PDF; raises ``PrinterFault`` if the folder cannot be written."""
        path = self._directory / f"{document.name}.pdf"
        text, pdf = as_text(document.sections(WIDTH), WIDTH), document.pdf()
        self._write({path.with_suffix(".txt"): text.encode(), path: pdf})
        return path

    def _write(self, contents: Mapping[Path, bytes]) -> None:
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            for path, content in contents.items():
                replace_file(path, content)
        except OSError as error:
            message = _(
                "Der Ordner für Ausdrucke lässt sich nicht beschreiben. Das Dokument ist nicht gedruckt."
            )
            raise PrinterFault(message) from error
