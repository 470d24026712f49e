"""Receipts of the card terminal as lines of paper; their words are German as all papers of the office."""

from collections.abc import Iterator

from clerk.domain.paper import PaperLine, Section, as_text
from clerk.domain.receipt import TerminalSheet
from clerk.domain.terminal_receipt import ReceiptKind, TerminalLine, TerminalReceipt

COPY = "KOPIE"
_HEADINGS = {
    ReceiptKind.CUSTOMER: "Beleg des Kartenterminals für den Kunden",
    ReceiptKind.MERCHANT: "Händlerbeleg des Kartenterminals",
    ReceiptKind.ADMINISTRATION: "Beleg des Kartenterminals",
}


def terminal_heading(receipt: TerminalReceipt) -> str:
    """Return what stands above a receipt of the terminal."""
    return _HEADINGS[receipt.kind]


def terminal_remark(receipt: TerminalReceipt) -> str:
    """Return what has to be done with the paper, empty for most."""
    if not receipt.signature:
        return ""
    return "Bitte unterschreiben. Dieses Blatt bleibt im Amt."


def terminal_section(receipt: TerminalReceipt, width: int, *, copy: bool = False) -> Section:
    """Return a receipt of the terminal as it stands on paper of *width* columns (32 or more), in its middle."""
    margin = max(width - columns(receipt), 0) // 2
    return (
        PaperLine(terminal_heading(receipt)[:width]),
        *([PaperLine(COPY, tall=True)] if copy else ()),
        PaperLine("-" * width),
        *(part for line in receipt.lines for part in _parts(line, width, margin)),
        *([PaperLine(), *_remark(receipt, width)] if receipt.signature else ()),
    )


def columns(receipt: TerminalReceipt) -> int:
    """Return how many columns the terminal laid its receipt out for, as far as its lines tell."""
    return max((len(line.text.rstrip()) * (2 if line.wide else 1) for line in receipt.lines), default=0)


def terminal_sheet_sections(sheet: TerminalSheet, width: int) -> tuple[Section, ...]:
    """Return receipts of the terminal, each for a piece of paper of its own."""
    return tuple(terminal_section(receipt, width, copy=sheet.copy) for receipt in sheet.receipts)


def terminal_sheet_text(sheet: TerminalSheet, width: int) -> str:
    """Return receipts of the terminal as plain text of at most *width* columns (32 or more)."""
    return as_text(terminal_sheet_sections(sheet, width), width)


def _remark(receipt: TerminalReceipt, width: int) -> Iterator[PaperLine]:
    line = ""
    for word in terminal_remark(receipt).split():
        if line and len(line) + 1 + len(word) > width:
            yield PaperLine(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield PaperLine(line)


def _parts(line: TerminalLine, width: int, margin: int) -> Iterator[PaperLine]:
    """Yield a line as the terminal laid it out, in pieces if the paper is narrower; blanks in it stay."""
    text = line.text.strip() if line.centred else line.text.rstrip()
    wide = line.wide and 2 * len(text) <= width
    if text and not line.centred:
        text = " " * (margin // 2 if wide else margin) + text
    for start in range(0, max(len(text), 1), width):
        yield PaperLine(text[start : start + width], line.centred, wide, line.tall)
