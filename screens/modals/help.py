"""The help page: what goes with which key, what works now first in sight."""

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.locale import _
from screens.commands import COMMANDS, Command, Group, Usable, group_title
from screens.keymap import key_label
from screens.text import Cell, columns, join, safe
from screens.theme import ACCENT, MUTED

_WIDTH = 66
_KEY_WIDTH = 10


def help_content(
    usable: Sequence[Usable], intro: str = "", *, known: Collection[str] = COMMANDS.keys()
) -> Content:
    """Return the help page: *intro* about this screen, its keys, then by group the keys of the other screens.

    *known* are the ids of the commands the person has on any screen.
    """
    here = {entry.command.id: entry for entry in usable}
    lines: list[Content] = [safe(intro), Content("")] if intro else []
    lines += [safe(_("Auf diesem Bildschirm"), "bold")]
    for entry in usable:
        lines += _entry(entry.keys, entry.label, entry.command)
    for group in Group:
        others = [
            command
            for command in COMMANDS.values()
            if command.group is group and command.id in known and command.id not in here
        ]
        if others:
            lines += [Content(""), safe(group_title(group), "bold")]
            lines += [line for command in others for line in _entry(command.keys, command.label, command)]
    return join(lines, Content("\n"))


def _entry(keys: Sequence[str], label: str, command: Command) -> list[Content]:
    shown = ", ".join(key_label(key) for key in keys)
    head = columns([Cell(shown, _KEY_WIDTH, f"bold {ACCENT}"), Cell(label)], _WIDTH)
    words = safe(command.help, MUTED).wrap(_WIDTH - _KEY_WIDTH - 2)
    return [head, *(join([" " * (_KEY_WIDTH + 2), line], "") for line in words)]


class HelpScreen(ModalScreen[None]):
    """Shows the help page over the screen it was asked on; Esc, Enter or F1 closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False, id="back"),
        Binding("enter", "back", show=False, id="next"),
    ]

    def __init__(
        self,
        usable: Sequence[Usable],
        *,
        title: str = "",
        intro: str = "",
        known: Collection[str] = COMMANDS.keys(),
    ) -> None:
        super().__init__()
        self._usable = tuple(usable)
        self._known = known
        self._title = title or _("Hilfe")
        self._intro = intro

    def compose(self) -> ComposeResult:
        """Place the page."""
        with Vertical(classes="dialog -tall"):
            yield Static(safe(self._title), classes="dialog-title")
            with VerticalScroll():
                yield Static(help_content(self._usable, self._intro, known=self._known))
            yield Static(safe(_("↑ ↓ blättern · Esc zurück")), classes="dialog-foot")

    def action_back(self) -> None:
        """Close the page."""
        self.dismiss(None)
