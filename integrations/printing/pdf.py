"""Receipts and slips as PDF pages (A4) in a font of our own, as the core fonts lack most of DIN 91379."""

from collections.abc import Iterable
from datetime import datetime
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, cast

from clerk.domain.money import format_cents
from clerk.domain.printout import (
    copy_mark,
    local_time,
    one_line,
    order_rows,
    payment_rows,
    plate_slip_heading,
    receipt_title,
    slip_heading,
    slip_moment,
    slip_ticket,
    sums,
    ticket_words,
    way_back,
)
from clerk.domain.receipt import PlateSlip, Receipt, ReceiptLine, Slip
from clerk.domain.slip import WORDS

if TYPE_CHECKING:
    from fpdf import FPDF

_FAMILY = "DejaVu"
_FILES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
_UNKNOWN_SIGN = "\ufffd"

# millimetres
_MARGIN = 25.0
_AMOUNT_WIDTH = 32.0
_LABEL_WIDTH = 42.0
_BOX = 3.6
_INDENT = 5.0

_BLACK = (0, 0, 0)
_GREY = (90, 90, 90)


def receipt_pdf(receipt: Receipt) -> bytes:
    """Return the receipt as a PDF document; outside text is cleaned, a sign the font lacks shows as
    ``\ufffd``.
    """
    pdf = _document(receipt_title(receipt), receipt.issued_at)
    _letterhead(pdf, receipt.office, (receipt.site, *receipt.address_lines))
    _ends(pdf, receipt_title(receipt), copy_mark(receipt), size=15, bold=True)
    _ends(pdf, local_time(receipt.issued_at), ticket_words(receipt.ticket), colour=_GREY)
    for entry in receipt.entries:
        pdf.ln(4)
        _rule(pdf)
        _paragraph(pdf, entry.matter, bold=True)
        pdf.ln(1)
        for line in entry.lines:
            _fee(pdf, line)
    pdf.ln(3)
    _rule(pdf)
    (label, total), *shares = sums(receipt)
    _ends(pdf, label, format_cents(total), size=13, bold=True)
    for share, cents in shares:
        _ends(pdf, share, format_cents(cents), colour=_GREY)
    pdf.ln(6)
    for label, value in payment_rows(receipt):
        _labelled(pdf, label, value)
    return bytes(pdf.output())


def slip_pdf(slip: Slip) -> bytes:
    """Return the sheet *Bitte bringen Sie mit* as a PDF document with a box to tick before each paper."""
    pdf = _document(slip_heading(slip), slip.printed_at, WORDS[slip.language].tag)
    _letterhead(pdf, slip.office, (slip.site,))
    _ends(pdf, slip_moment(slip), slip_ticket(slip), colour=_GREY)
    pdf.ln(3)
    for name in slip.service_names:
        _paragraph(pdf, name, size=12)
    pdf.ln(5)
    _paragraph(pdf, slip_heading(slip), size=15, bold=True)
    pdf.ln(2)
    for paper in slip.to_bring:
        _box_to_tick(pdf, paper)
    for note in slip.notes:
        pdf.ln(3)
        _paragraph(pdf, note)
    return bytes(pdf.output())


def plate_slip_pdf(slip: PlateSlip) -> bytes:
    """Return the slip for the plate maker as a PDF document."""
    pdf = _document(plate_slip_heading(), slip.printed_at)
    _letterhead(pdf, slip.office, (slip.site,))
    _ends(pdf, local_time(slip.printed_at), ticket_words(slip.ticket), colour=_GREY)
    pdf.ln(5)
    _paragraph(pdf, plate_slip_heading(), size=15, bold=True)
    for order in slip.orders:
        pdf.ln(5)
        _paragraph(pdf, order.plate, size=22, bold=True)
        for label, value in order_rows(order):
            _labelled(pdf, label, value)
    pdf.ln(8)
    _paragraph(pdf, way_back())
    return bytes(pdf.output())


def _document(title: str, moment: datetime, language: str = "de-DE") -> "FPDF":
    # a third of a second of start-up time that only a print needs
    from fpdf import FPDF  # noqa: PLC0415

    pdf = FPDF(format="A4")
    for style, name in _FILES.items():
        with as_file(files("integrations.printing") / "fonts" / name) as path:
            pdf.add_font(_FAMILY, style, path)
    pdf.set_lang(language)
    pdf.set_title(one_line(title))
    pdf.set_creation_date(moment.astimezone())
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.c_margin = 0
    pdf.set_auto_page_break(auto=True, margin=_MARGIN)
    pdf.add_page()
    return pdf


def _letterhead(pdf: "FPDF", office: str, lines: Iterable[str]) -> None:
    _paragraph(pdf, office, size=12, bold=True)
    for line in lines:
        _paragraph(pdf, line, colour=_GREY)
    pdf.ln(10)


def _fee(pdf: "FPDF", line: ReceiptLine) -> None:
    _ends(pdf, line.label, format_cents(line.cents))
    if line.tariff:
        _paragraph(pdf, line.tariff, size=8.5, colour=_GREY)
    pdf.ln(1)


def _ends(
    pdf: "FPDF",
    left: str,
    right: str,
    *,
    size: float = 10,
    bold: bool = False,
    colour: tuple[int, int, int] = _BLACK,
) -> None:
    """Write *left* at the left edge, wrapped beside *right* at the right edge of its first line."""
    height = _start(pdf, size, bold, colour)
    left, right = _legible(pdf, left), _legible(pdf, right)
    width = pdf.epw - (max(_AMOUNT_WIDTH, pdf.get_string_width(right) + 4) if right else 0)
    needed = pdf.multi_cell(width, height, left, align="L", dry_run=True, output="HEIGHT")
    if pdf.will_page_break(cast("float", needed)):
        pdf.add_page()
    top = pdf.get_y()
    pdf.multi_cell(width, height, left, align="L", new_x="LMARGIN", new_y="NEXT")
    if right:
        bottom = pdf.get_y()
        pdf.set_xy(pdf.l_margin, top)
        pdf.cell(0, height, right, align="R")
        pdf.set_xy(pdf.l_margin, bottom)


def _paragraph(
    pdf: "FPDF",
    text: str,
    *,
    size: float = 10,
    bold: bool = False,
    colour: tuple[int, int, int] = _BLACK,
) -> None:
    _ends(pdf, text, "", size=size, bold=bold, colour=colour)


def _labelled(pdf: "FPDF", label: str, value: str) -> None:
    height = _start(pdf, 10, False, _GREY)
    pdf.cell(_LABEL_WIDTH, height, _legible(pdf, label))
    pdf.set_text_color(*_BLACK)
    pdf.multi_cell(0, height, _legible(pdf, value), align="L", new_x="LMARGIN", new_y="NEXT")


def _box_to_tick(pdf: "FPDF", text: str) -> None:
    height = _start(pdf, 11, False, _BLACK)
    pdf.rect(pdf.l_margin, pdf.get_y() + (height - _BOX) / 2, _BOX, _BOX)
    for line in text.splitlines():
        pdf.set_x(pdf.l_margin + _BOX + _INDENT)
        pdf.multi_cell(0, height, _legible(pdf, line), align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)


def _start(pdf: "FPDF", size: float, bold: bool, colour: tuple[int, int, int]) -> float:
    """Set the font, go to a new page where no line fits any more, and return the height of a line."""
    pdf.set_font(_FAMILY, "B" if bold else "", size)
    pdf.set_text_color(*colour)
    height = size * 0.5
    if pdf.will_page_break(height):
        pdf.add_page()
    return height


def _rule(pdf: "FPDF") -> None:
    pdf.set_draw_color(*_GREY)
    pdf.line(pdf.l_margin, pdf.get_y(), pdf.w - pdf.r_margin, pdf.get_y())
    pdf.ln(3)


def _legible(pdf: "FPDF", text: str) -> str:
    """Return cleaned *text* with a visible stand-in for signs the font lacks, which fpdf would only log."""
    known = pdf.current_font.cmap  # type: ignore[union-attr]  # every font of ours is a TrueType font
    return "".join(sign if ord(sign) in known else _UNKNOWN_SIGN for sign in one_line(text))
