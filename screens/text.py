"""The only way outside text reaches a widget: cleaned, never read as markup, cut and padded by terminal cells."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len
from textual.content import Content

from clerk.domain.plain_text import clean
from clerk.locale import _

_ELLIPSIS = "…"
_GAP = 2


class Align(StrEnum):
    """Where a text stands in its column; numbers and amounts stand right."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a row: *width* in terminal cells, None for the columns that share what is left."""

    text: str
    width: int | None = None
    style: str = ""
    align: Align = Align.LEFT


def safe(text: str, style: str = "", *, multiline: bool = False) -> Content:
    """Return *text* as content for a widget: control and bidi characters removed, brackets kept as they are.

    *style* is a Textual style such as ``bold $amt-muted``; it comes from the program, never from outside.
    """
    cleaned = clean(text, multiline=multiline)
    return Content.styled(cleaned, style) if style else Content(cleaned)


def counter_name(label: str) -> str:
    """Return a counter as the screen calls it; what no counter took has a name of its own."""
    return _("Schalter {label}").format(label=label) if len(label) <= 4 else label


def ellipsis(text: str, width: int) -> str:
    """Return cleaned *text*, cut with … to at most *width* terminal cells (a CJK letter takes two)."""
    cleaned = clean(text)
    if width <= 0:
        return ""
    if cell_len(cleaned) <= width:
        return cleaned
    kept = ""
    room = width - 1
    for character in cleaned:
        room -= cell_len(character)
        if room < 0:
            break
        kept += character
    return kept.rstrip() + _ELLIPSIS


def pad(text: str, width: int, align: Align = Align.LEFT) -> str:
    """Return cleaned *text* cut or filled with blanks to exactly *width* terminal cells."""
    cut = ellipsis(text, width)
    missing = max(0, width - cell_len(cut))
    if align is Align.RIGHT:
        return " " * missing + cut
    if align is Align.CENTRE:
        return " " * (missing // 2) + cut + " " * (missing - missing // 2)
    return cut + " " * missing


def join(parts: Iterable[Content | str], separator: Content | str = " ") -> Content:
    """Return *parts* one after another with *separator* between them; plain strings are cleaned first."""
    between = separator if isinstance(separator, Content) else safe(separator)
    return between.join([part if isinstance(part, Content) else safe(part) for part in parts])


def points(texts: Iterable[str], width: int, style: str = "", *, indent: int = 0) -> list[Content]:
    """Return *texts* as a list in lines of at most *width* cells, each begun with a point and hanging under itself."""
    begin, go_on = " " * indent + "· ", " " * indent + "  "
    room = max(width, len(begin) + 1)
    return [
        safe(line, style)
        for text in texts
        for line in textwrap.wrap(
            clean(text), room, initial_indent=begin, subsequent_indent=go_on, break_on_hyphens=False
        )
    ]


def beside(
    title: str, texts: Iterable[str], width: int, title_width: int, *, title_style: str = "", style: str = ""
) -> list[Content]:
    """Return *texts* below each other in lines of *width* cells, beside their *title*; nothing without texts."""
    room = max(1, width - title_width)
    lines = [
        line for text in texts for line in textwrap.wrap(clean(text), room, break_on_hyphens=False) or [""]
    ]
    return [
        join([safe(pad(title if place == 0 else "", title_width), title_style), safe(line, style)], "")
        for place, line in enumerate(lines)
    ]


def columns(cells: Sequence[Cell], width: int, *, gap: int = _GAP) -> Content:
    """Return one row of exactly *width* cells; columns without a width share the rest, *gap* blanks stand between."""
    fixed = sum(cell.width for cell in cells if cell.width is not None) + gap * (len(cells) - 1)
    flexible = sum(cell.width is None for cell in cells)
    share, remainder = divmod(max(0, width - fixed), flexible or 1)
    parts: list[Content] = []
    for cell in cells:
        cell_width = cell.width
        if cell_width is None:
            cell_width = share + remainder
            remainder = 0
        parts.append(Content.styled(pad(cell.text, cell_width, cell.align), cell.style))
    row = Content(" " * gap).join(parts)
    return row.truncate(width, pad=True)
