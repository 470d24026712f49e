"""What the pages of a report have: head, tables, page numbers at the foot."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from clerk.domain.day_report_sections import Section
from clerk.domain.printout import one_line
from integrations.printing.page import FAMILY, GREY, document, legible

if TYPE_CHECKING:
    from fpdf import FPDF

# millimetres
_MARGIN = 18.0
GAP = 6.0
_BAR = 1.2

BLACK = (0, 0, 0)
_PALE = (236, 236, 236)
_LINES = (190, 190, 190)


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands at the head and foot of a report; ``about`` is a line of its own before where it stands."""

    office: str
    site: str
    title: str
    day: date
    standing: str
    moment: datetime
    about: str = ""


def report_pages(letter: Letter) -> "FPDF":
    """Return a document with its first page; every page says at its foot what it belongs to."""
    day = f"{letter.day:%d.%m.%Y}"
    foot = f"{letter.office}, {letter.title}, {day} · {letter.standing}"
    pdf = document(f"{letter.title} {day}", letter.moment)
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.set_y(_MARGIN)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN + 4)

    def footer() -> None:
        pdf.set_y(-_MARGIN + 2)
        pdf.set_font(FAMILY, "", 7.5)
        pdf.set_text_color(*GREY)
        pdf.cell(pdf.epw - 30, 4, shown(pdf, foot))
        pdf.cell(30, 4, f"Seite {pdf.page_no()} von {{nb}}", align="R")

    pdf.footer = footer  # type: ignore[method-assign]
    return pdf


def report_head(pdf: "FPDF", letter: Letter) -> None:
    """Write office, title and day."""
    report_line(pdf, letter.office, size=11, bold=True)
    report_line(pdf, letter.site, size=9, colour=GREY)
    pdf.ln(5)
    top = pdf.get_y()
    report_line(pdf, letter.title, size=17, bold=True)
    after = pdf.get_y()
    pdf.set_xy(pdf.l_margin, top)
    pdf.set_font(FAMILY, "B", 13)
    pdf.cell(0, after - top, f"{letter.day:%d.%m.%Y}", align="R")
    pdf.set_y(after + 1)
    report_line(pdf, " · ".join(filter(None, (letter.about, letter.standing))), size=10, colour=GREY)


def report_section(pdf: "FPDF", section: Section) -> None:
    """Write a part of the report as a table under its heading."""
    from fpdf.enums import TableCellFillMode  # noqa: PLC0415 - only a print needs it
    from fpdf.fonts import FontFace  # noqa: PLC0415

    pdf.ln(GAP)
    if pdf.will_page_break(26):
        pdf.add_page()
    top = pdf.get_y()
    if section.warns:
        pdf.set_fill_color(*BLACK)
        pdf.rect(pdf.l_margin - 3.5, top + 0.4, _BAR, 5, style="F")
    report_line(pdf, section.heading, size=11, bold=True)
    pdf.ln(1)
    size = 8 if len(section.columns) > 5 else 9
    pdf.set_font(FAMILY, "", size)
    pdf.set_text_color(*BLACK)
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
            heading.cell(shown(pdf, column.heading))
        for number, cells in enumerate(section.rows):
            row = table.row()
            style = FontFace(emphasis="BOLD") if number >= last else None
            for cell in cells:
                row.cell(shown(pdf, cell), style=style)


def report_line(
    pdf: "FPDF", text: str, *, size: float, bold: bool = False, colour: tuple[int, int, int] = BLACK
) -> None:
    """Write *text* over the whole width."""
    pdf.set_font(FAMILY, "B" if bold else "", size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(0, size * 0.5, shown(pdf, text), align="L", new_x="LMARGIN", new_y="NEXT")


def shown(pdf: "FPDF", text: str) -> str:
    """Return *text* in one line, legible in our font."""
    return legible(pdf, one_line(text))
