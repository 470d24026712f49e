"""Large digits and letters for tickets and amounts."""

from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from clerk.domain.plain_text import clean
from screens.text import ellipsis, safe
from screens.widgets.big_font import dots

_HALF_BLOCKS = {("#", "#"): "█", ("#", "."): "▀", (".", "#"): "▄", (".", "."): " "}


def half_block_lines(text: str) -> tuple[str, ...] | None:
    """Return *text* three lines high, a dot being half a cell high; None if it cannot be drawn."""
    rows = dots(text)
    if rows is None:
        return None
    padded = (*rows, "." * len(rows[0]))
    return tuple(
        "".join(_HALF_BLOCKS[upper, lower] for upper, lower in zip(padded[row], padded[row + 1], strict=True))
        for row in (0, 2, 4)
    )


def block_lines(text: str, scale: int = 1) -> tuple[str, ...] | None:
    """Return *text* five lines high times *scale*, a dot being two cells wide; None if it cannot be drawn."""
    rows = dots(text)
    return rows and tuple(
        row.replace("#", "██" * scale).replace(".", "  " * scale) for row in rows for _ in range(scale)
    )


class BigText(Widget):
    """Draws ``text`` three lines high, or five with the class ``-tall``; plain and bold where it does not fit."""

    text: reactive[str] = reactive("", layout=True)
    DEFAULT_CLASSES: ClassVar[str] = "big"

    def __init__(self, text: str = "", *, tall: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes="-tall" if tall else "")
        self.set_reactive(BigText.text, text)

    def render(self) -> Content:
        """Draw the largest form that fits."""
        shown = clean(self.text)
        for lines in self._forms(shown):
            if lines and len(lines[0]) <= self.size.width and len(lines) <= self.size.height:
                return Content("\n".join(lines))
        return safe(ellipsis(shown, self.size.width), "bold")

    def get_content_width(self, *_: object) -> int:
        """The width of the wanted form, so that ``width: auto`` works."""
        lines = next(iter(self._forms(clean(self.text))), None)
        return len(lines[0]) if lines else len(self.text)

    def _forms(self, text: str) -> list[tuple[str, ...] | None]:
        small = half_block_lines(text)
        return [block_lines(text), small] if self.has_class("-tall") else [small]
