"""Receipts of the card terminal as PDF pages, in letters of one width: the terminal lines them up with blanks."""

from typing import TYPE_CHECKING

from clerk.domain.printout import local_time
from clerk.domain.receipt import TerminalSheet
from clerk.domain.terminal_printout import COPY, columns, terminal_heading, terminal_remark
from clerk.domain.terminal_receipt import TerminalLine, TerminalReceipt
from integrations.printing.page import GREY, MONO, document, ends, legible, letterhead, paragraph, rule

if TYPE_CHECKING:
    from fpdf import FPDF

_SIZE = 9.5
_LARGE = 13.0
_FEWEST_COLUMNS = 32


def terminal_sheet_pdf(sheet: TerminalSheet) -> bytes:
    """Return receipts of the card terminal as a PDF document, a page for each."""
    pdf = document(sheet.name, sheet.printed_at)
    for number, receipt in enumerate(sheet.receipts):
        if number:
            pdf.add_page()
        letterhead(pdf, sheet.office, (sheet.site,))
        ends(pdf, local_time(sheet.printed_at), "", colour=GREY)
        _receipt(pdf, receipt, COPY if sheet.copy else "")
    return bytes(pdf.output())


def add_terminal_page(pdf: "FPDF", receipt: TerminalReceipt, office: str, title: str) -> None:
    """Add a page with a receipt of the terminal that belongs to the receipt of ours called *title*."""
    pdf.add_page()
    letterhead(pdf, office, ())
    paragraph(pdf, title, colour=GREY)
    _receipt(pdf, receipt, "")


def _receipt(pdf: "FPDF", receipt: TerminalReceipt, mark: str) -> None:
    ends(pdf, terminal_heading(receipt), mark, size=13, bold=True)
    if receipt.signature:
        paragraph(pdf, terminal_remark(receipt))
    pdf.ln(3)
    pdf.set_font(MONO, "", _SIZE)
    width = min(pdf.get_string_width("0") * max(columns(receipt), _FEWEST_COLUMNS), pdf.epw)
    rule(pdf, width)
    for line in receipt.lines:
        _line(pdf, line, width)
    pdf.ln(2)
    rule(pdf, width)


def _line(pdf: "FPDF", line: TerminalLine, width: float) -> None:
    size = _LARGE if line.tall or line.wide else _SIZE
    pdf.set_font(MONO, "", size)
    pdf.set_text_color(0, 0, 0)
    height = size * 0.45
    if pdf.will_page_break(height):
        pdf.add_page()
    text = line.text.strip() if line.centred else line.text.rstrip()
    align = "C" if line.centred else "L"
    pdf.cell(width, height, legible(pdf, text), align=align, new_x="LMARGIN", new_y="NEXT")
