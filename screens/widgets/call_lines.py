"""The calls on the call board, drawn as large as a screen allows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from clerk.domain.call_board import MOST_CALLS, Call
from clerk.domain.plain_text import clean
from screens.text import ellipsis, join, pad, safe
from screens.theme import ACCENT
from screens.widgets.big_text import block_lines, half_block_lines

HALF: Final = 0
"""The smallest size of the pixel font: two dots in a cell; the sizes above it are whole cells per dot."""
_LARGEST = 20
_GAP = 6
_LEAST_LABEL = 10
_ROWS_BETWEEN = 1


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the newest call and those before it are drawn."""

    newest: int
    before: int


def sizes_for(calls: Sequence[Call], width: int, height: int) -> Sizes:
    """Return the largest sizes in which five calls fit into so many cells, the newest as large as its width allows.

    Room is kept for five however many there are, so that a call moves the others but does not resize them.
    """
    for newest in range(_LARGEST, HALF - 1, -1):
        for before in range(newest, HALF - 1, -1):
            rows = _height(newest) + (MOST_CALLS - 1) * (_height(before) + _ROWS_BETWEEN) + _ROWS_BETWEEN
            if rows <= height and _fit(calls, Sizes(newest, before), width):
                return Sizes(newest, before)
    return Sizes(HALF, HALF)


def call_lines(calls: Sequence[Call], width: int, height: int) -> Content:
    """Return the calls below each other, newest on top, the number left and its counter right."""
    if not calls:
        return Content("")
    sizes = sizes_for(calls, width, height)
    lines: list[Content] = []
    for place, call in enumerate(calls):
        is_newest = place == 0
        size, style = (sizes.newest, f"bold {ACCENT}") if is_newest else (sizes.before, "")
        drawn = [safe(line, style) for line in _drawn(call, size, width)]
        blank = [Content("")] * ((2 if place == 1 else 1) * _ROWS_BETWEEN if place else 0)
        lines += [*blank, *drawn]
    return join(lines[:height], Content("\n"))


def _drawn(call: Call, size: int, width: int) -> Iterator[str]:
    """Yield the lines of one call; a part the font cannot draw, or that does not fit, stands in plain letters."""
    left = _big(call.ticket, size, width - _LEAST_LABEL)
    right = _big(call.counter, size, width - cell_len(left[0]) - _GAP)
    for number, counter in zip(left, right, strict=True):
        yield pad(number, width - cell_len(counter)) + counter


def _big(text: str, size: int, room: int) -> list[str]:
    lines = _font_lines(text, size)
    if lines is not None and len(lines[0]) <= room:
        return list(lines)
    shown = ellipsis(text, room)
    rows = [" " * cell_len(shown)] * _height(size)
    rows[len(rows) // 2] = shown
    return rows


def _font_lines(text: str, size: int) -> tuple[str, ...] | None:
    shown = clean(text)
    return half_block_lines(shown) if size == HALF else block_lines(shown, size)


def _height(size: int) -> int:
    return 3 if size == HALF else 5 * size


def _fit(calls: Sequence[Call], sizes: Sizes, width: int) -> bool:
    return all(
        _wide(call.ticket, size) + _GAP + _wide(call.counter, size) <= width
        for place, call in enumerate(calls)
        for size in (sizes.newest if place == 0 else sizes.before,)
    )


def _wide(text: str, size: int) -> int:
    lines = _font_lines(text, size)
    return cell_len(clean(text)) if lines is None else len(lines[0])
