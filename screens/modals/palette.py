"""All commands that can be used now, found by their first letters."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.locale import _
from screens.commands import Usable, group_title
from screens.keymap import key_label
from screens.text import safe
from screens.widgets.finder import Finder, FindItem


class PaletteScreen(ModalScreen[Usable | None]):
    """Offers *usable* commands; the result is the one chosen, to be run by the app with its action and node."""

    HIDDEN_COMMANDS: ClassVar[frozenset[str]] = frozenset({"help", "palette"})
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, id="back")]

    def __init__(self, usable: Sequence[Usable]) -> None:
        super().__init__()
        self._usable = {entry.command.id: entry for entry in usable if entry.command.in_palette}

    def compose(self) -> ComposeResult:
        """Place the finder."""
        items = [
            FindItem(command_id, entry.label, key_label(entry.keys[0]), group_title(entry.command.group))
            for command_id, entry in self._usable.items()
        ]
        with Vertical(classes="dialog"):
            yield Static(safe(_("Befehle")), classes="dialog-title")
            yield Finder(items)
            yield Static(safe(_("Enter führt aus · Esc zurück")), classes="dialog-foot")

    def on_finder_selected(self, event: Finder.Selected) -> None:
        """Hand the chosen command over."""
        self.dismiss(self._usable[event.key])

    def action_back(self) -> None:
        """Go back without a command."""
        self.dismiss(None)
