"""The day report as PDF pages (A4): tables, page numbers, and two lines to sign."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from clerk.domain.day_closing import DaySheet
from clerk.domain.day_report_sections import (
    entries_range,
    entries_section,
    sections,
    signatures,
    standing,
    title,
)
from clerk.domain.day_report_words import seal_words
from integrations.printing.page import FAMILY, GREY
from integrations.printing.report_page import (
    BLACK,
    GAP,
    Letter,
    report_head,
    report_line,
    report_pages,
    report_section,
    shown,
)

if TYPE_CHECKING:
    from fpdf import FPDF

# millimetres
_SIGNATURE_HEIGHT = 34.0


def day_report_pdf(sheet: DaySheet) -> bytes:
    """Return the report as a PDF document; what was not signed yet says so beside the title."""
    letter = _letter(sheet)
    pdf = report_pages(letter)
    report_head(pdf, letter)
    for section in sections(sheet):
        report_section(pdf, section)
    _signatures(pdf, sheet)
    if sheet.report.entries:
        report_section(pdf, entries_section(sheet))
    return bytes(pdf.output())


def _letter(sheet: DaySheet) -> Letter:
    report, signed = sheet.report, sheet.closing.signed
    return Letter(
        office=report.office,
        site=report.site,
        title=title(report),
        day=report.day,
        standing=standing(sheet),
        moment=signed.at if signed else datetime.combine(report.day, time(), UTC),
        about=entries_range(report),
    )


def _signatures(pdf: "FPDF", sheet: DaySheet) -> None:
    pdf.ln(GAP)
    if pdf.will_page_break(_SIGNATURE_HEIGHT):
        pdf.add_page()
    width = (pdf.epw - 12) / 2
    top = pdf.get_y() + 12
    for place, (label, who) in enumerate(signatures(sheet)):
        left = pdf.l_margin + place * (width + 12)
        pdf.set_draw_color(*BLACK)
        pdf.line(left, top, left + width, top)
        pdf.set_font(FAMILY, "", 9)
        pdf.set_text_color(*BLACK)
        pdf.set_xy(left, top - 6)
        pdf.cell(width, 5, shown(pdf, who))
        pdf.set_font(FAMILY, "", 8)
        pdf.set_text_color(*GREY)
        pdf.set_xy(left, top + 1)
        pdf.cell(width, 4, shown(pdf, label))
    pdf.set_xy(pdf.l_margin, top + 8)
    if sheet.closing.seal:
        report_line(pdf, seal_words(sheet.closing.seal), size=7, colour=GREY)
