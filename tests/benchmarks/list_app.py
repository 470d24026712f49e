"""The program's own list with 5,000 waiting visits and details beside: ``python -m tests.benchmarks.list_app``."""

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from screens import styles
from screens.text import Align, Cell, columns, safe
from screens.theme import DARK, THEMES
from screens.type_ahead import TypeAheadApp
from screens.widgets.virtual_list import VirtualList

ROWS = 5_000


def draw_row(row: int, width: int, _selected: bool) -> Content:
    """Draw one visit."""
    cells = [
        Cell(f"K{row:04}", 6, "bold"),
        Cell(f"Leistung {row:04}"),
        Cell(f"{row % 60} Min.", 8, "", Align.RIGHT),
    ]
    return columns(cells, width)


class ListApp(TypeAheadApp[None]):
    """The list, and details of the row under its cursor."""

    CSS_PATH = [*styles.FIRST, styles.MODALS]  # noqa: RUF012 - as Textual declares it
    CSS = "VirtualList { width: 70; }"

    def __init__(self) -> None:
        super().__init__()
        for own in THEMES:
            self.register_theme(own)
        self.theme = DARK

    def compose(self) -> ComposeResult:
        """Place both."""
        self.waiting: VirtualList[int] = VirtualList(str, draw_row)
        self.details = Static("bereit")
        with Horizontal():
            yield self.waiting
            yield self.details

    def on_mount(self) -> None:
        """Fill the list."""
        self.waiting.follow(lambda row: self.details.update(safe(f"Einzelheiten zu {row or 0:04}")))
        self.waiting.show(range(ROWS))
        self.waiting.focus()


if __name__ == "__main__":
    app: App[None] = ListApp()
    app.run()
