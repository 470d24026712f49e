"""All commands, found by their first letters; those that cannot be used now say where they can."""

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.locale import _
from screens.command_places import where_usable
from screens.commands import COMMANDS, Command, Usable, group_title
from screens.keymap import key_label
from screens.text import safe
from screens.widgets.finder import Finder, FindItem


class PaletteScreen(ModalScreen[Usable | None]):
    """Offers *usable* commands; the result is the one chosen, to be run by the app with its action and node.

    The others of *known*, the ids of all that the person has on any screen, stand below them and cannot be chosen.
    """

    HIDDEN_COMMANDS: ClassVar[frozenset[str]] = frozenset({"help", "palette"})
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, id="back")]

    def __init__(self, usable: Sequence[Usable], *, known: Collection[str] = COMMANDS.keys()) -> None:
        super().__init__()
        self._usable = {entry.command.id: entry for entry in usable if entry.command.in_palette}
        items = [_item(entry.command, entry.label, entry.keys[0]) for entry in self._usable.values()]
        items += [
            _item(command, command.label, command.keys[0], elsewhere=True)
            for command in COMMANDS.values()
            if command.in_palette and command.id in known and command.id not in self._usable
        ]
        self._finder = Finder(items)
        self._foot = Static(classes="dialog-foot")

    def compose(self) -> ComposeResult:
        """Place the finder."""
        with Vertical(classes="dialog"):
            yield Static(safe(_("Befehle")), classes="dialog-title")
            yield self._finder
            yield self._foot

    def on_mount(self) -> None:
        """Say of the command under the cursor whether Enter runs it."""
        self._finder.hits.follow(self._say_keys)

    def _say_keys(self, item: FindItem | None) -> None:
        if item is None or item.key in self._usable:
            self._foot.update(safe(_("Enter führt aus · Esc zurück")))
        else:
            where = where_usable(COMMANDS[item.key])
            self._foot.update(safe(_("Hier nicht. {where}").format(where=where)))

    def on_finder_selected(self, event: Finder.Selected) -> None:
        """Hand the chosen command over; what cannot be used here says below where it can."""
        chosen = self._usable.get(event.key)
        if chosen is not None:
            self.dismiss(chosen)

    def action_back(self) -> None:
        """Go back without a command."""
        self.dismiss(None)


def _item(command: Command, label: str, key: str, *, elsewhere: bool = False) -> FindItem:
    return FindItem(
        command.id,
        _("{label} (hier nicht)").format(label=label) if elsewhere else label,
        key_label(key),
        group_title(command.group),
        group=int(elsewhere),
        muted=elsewhere,
    )
