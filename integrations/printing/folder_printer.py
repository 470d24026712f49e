"""The default printer: every document becomes a file in a folder, as PDF and as plain text."""

from pathlib import Path

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

    def put(self, document: Document) -> Path:
        """Write a document and return the path of its PDF; raises ``PrinterFault`` if the folder cannot be written."""
        path = self._directory / f"{document.name}.pdf"
        text, pdf = as_text(document.sections(WIDTH), WIDTH), document.pdf()
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
