"""Pictures of a terminal's screen: every cell as the terminal would draw it, as SVG."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

import pyte

CELL_WIDTH: Final = 8.43
"""What DejaVu Sans Mono takes at the size below; other fonts are stretched to it."""
CELL_HEIGHT: Final = 17.0
FONT_SIZE: Final = 14
_BASELINE = 13.0
_FONTS = "'DejaVu Sans Mono', Menlo, Consolas, monospace"
_PLAIN_TEXT, _PLAIN_GROUND = "e6e9ed", "14181d"
_NAMED: Mapping[str, str] = {"black": "000000", "white": "ffffff"}

_HALVES: Mapping[str, tuple[float, float, float, float]] = {
    "█": (0, 0, 1, 1),
    "▀": (0, 0, 1, 0.5),
    "▄": (0, 0.5, 1, 0.5),
    "▌": (0, 0, 0.5, 1),
    "▐": (0.5, 0, 0.5, 1),
    "─": (0, 0.47, 1, 0.06),
    "│": (0.44, 0, 0.12, 1),
}
"""Characters drawn as a rectangle (left, top, width, height in cells), so that no font leaves gaps in them."""


@dataclass(frozen=True, slots=True)
class _Look:
    text: str
    ground: str
    bold: bool
    underlined: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring cells of one look; *shape* is set for characters drawn as a rectangle."""

    column: int
    text: str
    look: _Look
    shape: str


def draw_svg(screen: pyte.Screen, title: str) -> str:
    """Return the *screen* as an SVG document; *title* is read out by screen readers."""
    width, height = screen.columns * CELL_WIDTH, screen.lines * CELL_HEIGHT
    rows = [list(_runs(screen, row)) for row in range(screen.lines)]
    ground = _most_frequent([run for runs in rows for run in runs])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<g font-family="{_FONTS}" font-size="{FONT_SIZE}" xml:space="preserve">',
        f'<rect width="100%" height="100%" fill="#{ground}"/>',
    ]
    for row, runs in enumerate(rows):
        parts += [_ground(run, row) for run in runs if run.look.ground != ground]
    for row, runs in enumerate(rows):
        parts += [_text(run, row) for run in runs if run.text.strip()]
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _runs(screen: pyte.Screen, row: int) -> Iterator[_Run]:
    cells = [screen.buffer[row][column] for column in range(screen.columns)]
    looks = [(_look(cell), cell.data if cell.data in _HALVES else "") for cell in cells]
    column = 0
    for (look, shape), group in groupby(range(len(cells)), key=looks.__getitem__):
        text = "".join(cells[place].data for place in group)
        yield _Run(column, text, look, shape)
        column += len(text)


def _look(cell: pyte.screens.Char) -> _Look:
    text, ground = _colour(cell.fg, _PLAIN_TEXT), _colour(cell.bg, _PLAIN_GROUND)
    if cell.reverse:
        text, ground = ground, text
    return _Look(text, ground, cell.bold, cell.underscore)


def _colour(name: str, plain: str) -> str:
    return plain if name == "default" else _NAMED.get(name, name)


def _most_frequent(runs: list[_Run]) -> str:
    cells: dict[str, int] = {}
    for run in runs:
        cells[run.look.ground] = cells.get(run.look.ground, 0) + len(run.text)
    return max(cells, key=cells.__getitem__)


def _ground(run: _Run, row: int) -> str:
    return _rectangle(run.column, row, (0, 0, len(run.text), 1), run.look.ground)


def _text(run: _Run, row: int) -> str:
    if run.shape:
        left, top, width, height = _HALVES[run.shape]
        width = len(run.text) if width == 1 else width
        return _rectangle(run.column, row, (left, top, width, height), run.look.text)
    shown = run.text.rstrip()
    lead = len(shown) - len(shown.lstrip())
    shown = shown.lstrip()
    x, y = (run.column + lead) * CELL_WIDTH, row * CELL_HEIGHT + _BASELINE
    style = (' font-weight="bold"' if run.look.bold else "") + (
        ' text-decoration="underline"' if run.look.underlined else ""
    )
    return (
        f'<text x="{x:.2f}" y="{y:g}" textLength="{len(shown) * CELL_WIDTH:.2f}" fill="#{run.look.text}"{style}>'
        f"{escape(shown)}</text>"
    )


def _rectangle(column: int, row: int, shape: tuple[float, float, float, float], colour: str) -> str:
    left, top, width, height = shape
    x, y = (column + left) * CELL_WIDTH, (row + top) * CELL_HEIGHT
    # a hair wider than the cell, so that no seam shows between neighbours
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{width * CELL_WIDTH + 0.3:.2f}" '
        f'height="{height * CELL_HEIGHT + 0.3:.2f}" fill="#{colour}"/>'
    )
