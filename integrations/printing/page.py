"""What every printed page has: the font, the letterhead, lines that end at both edges."""

from collections.abc import Iterable
from datetime import datetime
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, cast

from clerk.domain.plain_text import clean
from clerk.domain.printout import one_line

if TYPE_CHECKING:
    from fpdf import FPDF

FAMILY = "DejaVu"
MONO = "DejaVuMono"
GREY = (90, 90, 90)
_BLACK = (0, 0, 0)
_FONTS = (
    (FAMILY, "", "DejaVuSans.ttf"),
    (FAMILY, "B", "DejaVuSans-Bold.ttf"),
    (MONO, "", "DejaVuSansMono.ttf"),
)
_UNKNOWN_SIGN = "\ufffd"

# millimetres
_MARGIN = 25.0
_AMOUNT_WIDTH = 32.0
_LABEL_WIDTH = 42.0
_BOX = 3.6
_INDENT = 5.0


def document(title: str, moment: datetime, language: str = "de-DE") -> "FPDF":
    """Return an empty A4 document with our fonts and its first page; *moment* is local time."""
    # a third of a second of start-up time that only a print needs
    from fpdf import FPDF  # noqa: PLC0415

    pdf = FPDF(format="A4")
    for family, style, name in _FONTS:
        with as_file(files("integrations.printing") / "fonts" / name) as path:
            pdf.add_font(family, style, path)
    pdf.set_lang(language)
    pdf.set_title(one_line(title))
    pdf.set_creation_date(moment.astimezone())
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.c_margin = 0
    pdf.set_auto_page_break(auto=True, margin=_MARGIN)
    pdf.add_page()
    return pdf


def letterhead(pdf: "FPDF", office: str, lines: Iterable[str]) -> None:
    """Write the office and grey *lines* below it."""
    paragraph(pdf, office, size=12, bold=True)
    for line in lines:
        paragraph(pdf, line, colour=GREY)
    pdf.ln(10)


def ends(
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
    left, right = _one_line(pdf, left), _one_line(pdf, right)
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


def paragraph(
    pdf: "FPDF",
    text: str,
    *,
    size: float = 10,
    bold: bool = False,
    colour: tuple[int, int, int] = _BLACK,
) -> None:
    """Write *text* over the whole width."""
    ends(pdf, text, "", size=size, bold=bold, colour=colour)


def labelled(pdf: "FPDF", label: str, value: str) -> None:
    """Write *value* beside its grey *label*."""
    height = _start(pdf, 10, False, GREY)
    pdf.cell(_LABEL_WIDTH, height, _one_line(pdf, label))
    pdf.set_text_color(*_BLACK)
    pdf.multi_cell(0, height, _one_line(pdf, value), align="L", new_x="LMARGIN", new_y="NEXT")


def box_to_tick(pdf: "FPDF", text: str) -> None:
    """Write *text* behind a box, its further lines indented as far."""
    height = _start(pdf, 11, False, _BLACK)
    pdf.rect(pdf.l_margin, pdf.get_y() + (height - _BOX) / 2, _BOX, _BOX)
    for line in text.splitlines():
        pdf.set_x(pdf.l_margin + _BOX + _INDENT)
        pdf.multi_cell(0, height, _one_line(pdf, line), align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)


def _start(pdf: "FPDF", size: float, bold: bool, colour: tuple[int, int, int]) -> float:
    """Set the font, go to a new page where no line fits any more, and return the height of a line."""
    pdf.set_font(FAMILY, "B" if bold else "", size)
    pdf.set_text_color(*colour)
    height = size * 0.5
    if pdf.will_page_break(height):
        pdf.add_page()
    return height


def rule(pdf: "FPDF", width: float | None = None) -> None:
    """Draw a thin line, over the whole page or over *width* millimetres."""
    pdf.set_draw_color(*GREY)
    end = pdf.w - pdf.r_margin if width is None else pdf.l_margin + width
    pdf.line(pdf.l_margin, pdf.get_y(), end, pdf.get_y())
    pdf.ln(3)


def legible(pdf: "FPDF", text: str) -> str:
    """Return cleaned *text* with a visible stand-in for signs the font lacks, which fpdf would only log."""
    known = pdf.current_font.cmap  # type: ignore[union-attr]  # every font of ours is a TrueType font
    return "".join(sign if ord(sign) in known else _UNKNOWN_SIGN for sign in clean(text))


def _one_line(pdf: "FPDF", text: str) -> str:
    return legible(pdf, one_line(text))
