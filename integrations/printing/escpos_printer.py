"""A receipt printer on ESC/POS: the bytes of a document, made by python-escpos and sent in one go."""

import logging
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from clerk.domain.paper import PaperLine, Section
from clerk.domain.printer_device import PrinterDevice
from clerk.locale import _
from clerk.ports import PrinterFault
from integrations.printing.escpos_line import send
from integrations.printing.paper_printer import Document, PaperPrinter
from integrations.printing.printable import PAGES, printable

if TYPE_CHECKING:
    from escpos.printer import Dummy

_OWN_CACHE = "ESCPOS_CAPABILITIES_PICKLE_DIR"


class EscposPrinter(PaperPrinter[None]):
    """Prints on the paper roll of *device*, *columns* wide in normal letters, cut after each piece."""

    def __init__(self, device: PrinterDevice, columns: int) -> None:
        self._device = device
        self._columns = columns

    def put(self, document: Document) -> None:
        """Print a document; raises ``PrinterFault`` if the printer is off, has no paper, or the library is missing."""
        send(self._device, document_bytes(document.sections(self._columns)))


def document_bytes(sections: Iterable[Section]) -> bytes:
    """Return what makes a printer print *sections*, each cut off; raises ``PrinterFault`` without the library.

    Nothing in a text can become a command: all are cleaned of control characters, and the rest are letters on
    every code page.
    """
    paper = _blank_paper()
    paper.hw("INIT")
    for section in sections:
        for line in section:
            _print(paper, line)
        paper.cut(mode="PART")
    return bytes(paper.output)


def _print(paper: "Dummy", line: PaperLine) -> None:
    paper.set(
        align="center" if line.centred else "left",
        normal_textsize=not (line.wide or line.tall),
        double_width=line.wide,
        double_height=line.tall,
    )
    paper.text(printable(line.text) + "\n")


def _blank_paper() -> "Dummy":
    with _kept_quiet():
        try:
            from escpos import capabilities, magicencode, printer  # noqa: PLC0415 - half a second, an extra
        except ImportError as error:
            raise PrinterFault(
                _(
                    "Für den Bondrucker fehlt das Paket python-escpos. Bitte der Administration sagen; "
                    "der Beleg ist gespeichert."
                )
            ) from error
        if _OWN_CACHE not in os.environ:  # else it leaves a new folder behind at every start
            shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return printer.Dummy(magic_encode_args={"encoder": magicencode.Encoder(PAGES)})


@contextmanager
def _kept_quiet() -> Iterator[None]:
    """Undo what an import does to the program's logging: a line on stderr would tear the screen."""
    before = list(logging.root.handlers)
    try:
        yield
    finally:
        for handler in [found for found in logging.root.handlers if found not in before]:
            logging.root.removeHandler(handler)
