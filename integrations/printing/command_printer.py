"""A printer of the system: every document goes as PDF to a command such as ``lp -d theke {file}``."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from clerk.locale import _
from clerk.ports import PrinterFault
from integrations.printing.paper_printer import Document, PaperPrinter

FILE = "{file}"
"""Stands in the command for the path of the PDF."""
_TIMEOUT_SECONDS = 20.0


class CommandPrinter(PaperPrinter[None]):
    """Runs *words* without a shell; the file is gone when the command has ended, so it must not end before it has read.

    A spooler that took the document over is believed; what becomes of it there is not known here.
    """

    def __init__(self, words: Sequence[str], *, timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self._words = tuple(words)
        self._timeout_seconds = timeout_seconds

    def put(self, document: Document) -> None:
        """Print a document; raises ``PrinterFault`` if the command is missing, fails or does not end."""
        content = document.pdf()
        try:
            with tempfile.TemporaryDirectory(prefix="clerk-druck-") as folder:
                path = Path(folder) / f"{document.name}.pdf"
                path.write_bytes(content)
                self._run([word.replace(FILE, str(path)) for word in self._words])
        except OSError as error:
            message = _(
                "Der Druckbefehl „{command}“ lässt sich nicht ausführen. Bitte der Administration sagen."
            )
            raise PrinterFault(message.format(command=self._words[0])) from error

    def _run(self, words: Sequence[str]) -> None:
        try:
            ended = subprocess.run(  # noqa: S603 - no shell; the words are those of the administration
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=self._timeout_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            message = _("Der Drucker antwortet nicht: „{command}“ wird nicht fertig.")
            raise PrinterFault(message.format(command=words[0])) from error
        if ended.returncode != 0:
            message = _("Der Drucker nimmt nichts an: „{command}“ meldet einen Fehler ({status}).")
            raise PrinterFault(message.format(command=words[0], status=ended.returncode))
