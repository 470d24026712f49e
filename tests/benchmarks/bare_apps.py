"""Bare Textual apps that do the comparable thing with the widgets of the library: the floor of every figure.

``python -m tests.benchmarks.bare_apps input|fields|table|find|modes``
"""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import DataTable, Footer, Input, Label, OptionList, Static

ROWS = 5_000
SERVICES = tuple(f"{chr(65 + number % 26)}nliegen {number:03}" for number in range(350))


class InputApp(App[None]):
    """One line to type into."""

    def compose(self) -> ComposeResult:
        """Place it."""
        yield Label("bereit")
        yield Input()

    def on_input_submitted(self) -> None:
        """Go on to a screen."""
        self.push_screen(StepScreen("eins"))


class FieldsApp(App[None]):
    """Twenty fields."""

    def compose(self) -> ComposeResult:
        """Place them."""
        with VerticalScroll(can_focus=False):
            for number in range(20):
                with Horizontal(classes="row"):
                    yield Label(f"Feld {number:02}")
                    yield Input(compact=True)

    CSS = ".row { height: 1; } Label { width: 30; }"


class TableApp(App[None]):
    """A table, and details of the row under its cursor."""

    CSS = "DataTable { width: 70; }"

    def compose(self) -> ComposeResult:
        """Place both."""
        with Horizontal():
            yield DataTable[str](cursor_type="row")
            yield Static("bereit", id="details")

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns("Nummer", "Leistung", "Wartezeit")
        table.add_rows((f"K{row:04}", f"Leistung {row:04}", f"{row % 60} Min.") for row in range(ROWS))
        table.focus()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Show the details."""
        self.query_one("#details", Static).update(f"Einzelheiten zu {event.cursor_row:04}")


class FindApp(App[None]):
    """Type to find among 350 services."""

    def compose(self) -> ComposeResult:
        """Place line and hits."""
        yield Input()
        yield OptionList(*SERVICES)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the hits."""
        hits = self.query_one(OptionList)
        hits.clear_options()
        hits.add_options([name for name in SERVICES if event.value.casefold() in name.casefold()])


class StepScreen(Screen[None]):
    """One step with twenty lines."""

    def __init__(self, step: str) -> None:
        super().__init__()
        self._step = step

    def compose(self) -> ComposeResult:
        """Place the lines."""
        yield Label(f"Schritt {self._step}")
        for number in range(20):
            yield Static(f"{self._step} Zeile {number:02}")
        yield Input()
        yield Footer()


class ModesApp(App[None]):
    """Two steps, each a mode of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("f5", "switch_mode('first')", "Unterlagen"),
        ("f6", "switch_mode('second')", "Antrag"),
    ]
    MODES = {  # noqa: RUF012 - as Textual declares it
        "first": lambda: StepScreen("eins"),
        "second": lambda: StepScreen("zwei"),
    }

    def on_mount(self) -> None:
        """Show the first step."""
        self.switch_mode("first")


APPS: dict[str, type[App[None]]] = {
    "input": InputApp,
    "fields": FieldsApp,
    "table": TableApp,
    "find": FindApp,
    "modes": ModesApp,
}

if __name__ == "__main__":
    APPS[sys.argv[1]]().run()
