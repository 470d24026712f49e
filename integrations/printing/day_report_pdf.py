"""The day report as PDF pages (A4): tables, page numbers, and two lines to sign."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from clerk.domain.day_closing import DaySheet
from clerk.domain.day_report_sections import (
    Section,
    entries_range,
    entries_section,
    sections,
    signatures,
    standing,
    title,
)
from clerk.domain.day_report_words import seal_words
from clerk.domain.printout import one_line
from integrations.printing.page import FAMILY, GREY, document, legible

if TYPE_CHECKING:
    from fpdf import FPDF

# millimetres
_MARGIN = 18.0
_GAP = 6.0
_BAR = 1.2
_SIGNATURE_HEIGHT = 34.0

_BLACK = (0, 0, 0)
_PALE = (236, 236, 236)
_LINES = (190, 190, 190)


def day_report_pdf(sheet: DaySheet) -> bytes:
    """Return the report as a PDF document; what was not signed yet says so beside the title."""
    pdf = _pages(sheet)
    _head(pdf, sheet)
    for section in sections(sheet):
        _section(pdf, section)
    _signatures(pdf, sheet)
    if sheet.report.entries:
        _section(pdf, entries_section(sheet))
    return bytes(pdf.output())


def _pages(sheet: DaySheet) -> "FPDF":
    report = sheet.report
    day = f"{report.day:%d.%m.%Y}"
    foot = f"{report.office}, {title(report)}, {day} · {standing(sheet)}"
    signed = sheet.closing.signed
    moment = signed.at if signed else datetime.combine(report.day, time(), UTC)
    pdf = document(f"{title(report)} {day}", moment)
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.set_y(_MARGIN)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN + 4)

    def footer() -> None:
        pdf.set_y(-_MARGIN + 2)
        pdf.set_font(FAMILY, "", 7.5)
        pdf.set_text_color(*GREY)
        pdf.cell(pdf.epw - 30, 4, _shown(pdf, foot))
        pdf.cell(30, 4, f"Seite {pdf.page_no()} von {{nb}}", align="R")

    pdf.footer = footer  # type: ignore[method-assign]
    return pdf


def _head(pdf: "FPDF", sheet: DaySheet) -> None:
    report = sheet.report
    _line(pdf, report.office, size=11, bold=True)
    _line(pdf, report.site, size=9, colour=GREY)
    pdf.ln(5)
    top = pdf.get_y()
    _line(pdf, title(report), size=17, bold=True)
    after = pdf.get_y()
    pdf.set_xy(pdf.l_margin, top)
    pdf.set_font(FAMILY, "B", 13)
    pdf.cell(0, after - top, f"{report.day:%d.%m.%Y}", align="R")
    pdf.set_y(after + 1)
    _line(pdf, f"{entries_range(report)} · {standing(sheet)}", size=10, colour=GREY)


def _section(pdf: "FPDF", section: Section) -> None:
    from fpdf.enums import TableCellFillMode  # noqa: PLC0415 - only a print needs it
    from fpdf.fonts import FontFace  # noqa: PLC0415

    pdf.ln(_GAP)
    if pdf.will_page_break(26):
        pdf.add_page()
    top = pdf.get_y()
    if section.warns:
        pdf.set_fill_color(*_BLACK)
        pdf.rect(pdf.l_margin - 3.5, top + 0.4, _BAR, 5, style="F")
    _line(pdf, section.heading, size=11, bold=True)
    pdf.ln(1)
    size = 8 if len(section.columns) > 5 else 9
    pdf.set_font(FAMILY, "", size)
    pdf.set_text_color(*_BLACK)
    pdf.set_draw_color(*_LINES)
    last = len(section.rows) - section.sums
    with pdf.table(
        col_widths=tuple(column.share for column in section.columns),
        text_align=tuple("RIGHT" if column.numbers else "LEFT" for column in section.columns),
        headings_style=FontFace(emphasis="BOLD", size_pt=size - 1, fill_color=_PALE, color=GREY),
        borders_layout="HORIZONTAL_LINES",
        cell_fill_mode=TableCellFillMode.NONE,
        line_height=size * 0.48,
        padding=(0.9, 1.8),
    ) as table:
        heading = table.row()
        for column in section.columns:
            heading.cell(_shown(pdf, column.heading))
        for number, cells in enumerate(section.rows):
            row = table.row()
            style = FontFace(emphasis="BOLD") if number >= last else None
            for cell in cells:
                row.cell(_shown(pdf, cell), style=style)


def _signatures(pdf: "FPDF", sheet: DaySheet) -> None:
    pdf.ln(_GAP)
    if pdf.will_page_break(_SIGNATURE_HEIGHT):
        pdf.add_page()
    width = (pdf.epw - 12) / 2
    top = pdf.get_y() + 12
    for place, (label, who) in enumerate(signatures(sheet)):
        left = pdf.l_margin + place * (width + 12)
        pdf.set_draw_color(*_BLACK)
        pdf.line(left, top, left + width, top)
        pdf.set_font(FAMILY, "", 9)
        pdf.set_text_color(*_BLACK)
        pdf.set_xy(left, top - 6)
        pdf.cell(width, 5, _shown(pdf, who))
        pdf.set_font(FAMILY, "", 8)
        pdf.set_text_color(*GREY)
        pdf.set_xy(left, top + 1)
        pdf.cell(width, 4, _shown(pdf, label))
    pdf.set_xy(pdf.l_margin, top + 8)
    if sheet.closing.seal:
        _line(pdf, seal_words(sheet.closing.seal), size=7, colour=GREY)


def _line(
    pdf: "FPDF", text: str, *, size: float, bold: bool = False, colour: tuple[int, int, int] = _BLACK
) -> None:
    pdf.set_font(FAMILY, "B" if bold else "", size)
    pdf.set_text_color(*colour)
    shown = _shown(pdf, text)
    pdf.multi_cell(0, size * 0.5, shown, align="L", new_x="LMARGIN", new_y="NEXT")


def _shown(pdf: "FPDF", text: str) -> str:
    return legible(pdf, one_line(text))
