"""A list of reasons over the screen, for what may not happen without one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.locale import _
from screens.text import Cell, columns, safe
from screens.theme import ACCENT
from screens.widgets.field import FormFieldWidget
from screens.widgets.virtual_list import VirtualList

_SIGNS = "123456789abcdefghijklmnopqrstuvwxyz"
_ROWS_IN_SIGHT = 12


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of the list; *needs_text* asks for a sentence of one's own beside it."""

    id: str
    label: str
    needs_text: bool = False


@dataclass(frozen=True, slots=True)
class GivenReason:
    """The reason chosen and what was written beside it (at most 200 characters, perhaps nothing)."""

    id: str
    text: str


class ReasonScreen(ModalScreen[GivenReason | None]):
    """Asks for a reason: its digit or letter gives it at once, so do the arrow keys and Enter; Esc gives none.

    *detail* says before what will follow. With *note_label* there is a line for words of one's own (Tab); a reason
    that needs them waits for them and asks for them with the sentence *wanted*. It begins with *note*, and *keep* is
    called with every change of it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, id="back")]

    def __init__(
        self,
        title: str,
        reasons: Sequence[Reason],
        *,
        note_label: str = "",
        detail: str = "",
        note: str = "",
        keep: Callable[[str], None] = lambda _text: None,
        wanted: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._detail = detail
        self._reasons = tuple(reasons)
        needs_note = note_label or any(reason.needs_text for reason in reasons)
        self._note = FormFieldWidget("note", note_label or _("Anmerkung"), value=note) if needs_note else None
        self._keep = keep
        self._wanted = wanted or _("Bitte ein paar Worte zum Grund; Enter bestätigt.")
        self._foot = Static(classes="dialog-foot")
        self._list: VirtualList[Reason] = VirtualList(lambda reason: reason.id, self._draw)

    def compose(self) -> ComposeResult:
        """Place the reasons and the line for words of one's own."""
        with Vertical(classes="dialog -wide"):
            yield Static(safe(self._title), classes="dialog-title")
            if self._detail:
                yield Static(safe(self._detail), classes="dialog-text")
            yield self._list
            if self._note is not None:
                yield self._note
            yield self._foot

    def on_mount(self) -> None:
        """Show the reasons."""
        self._list.styles.height = min(len(self._reasons), _ROWS_IN_SIGHT)
        self._list.show(self._reasons)
        self._list.focus()
        self._say_keys()

    def on_descendant_focus(self) -> None:
        """Say which keys work where the cursor is now."""
        self._say_keys()

    def _say_keys(self) -> None:
        if self._note is None:
            keys = _("Ziffer oder Enter wählt · Esc zurück")
        elif self._list.has_focus:
            keys = _("Ziffer oder Enter wählt · Tab zum Textfeld · Esc zurück")
        else:
            keys = _("▶ im Textfeld · Enter bestätigt · Tab zur Auswahl · Esc zurück")
        self._foot.update(safe(keys))

    def on_key(self, event: events.Key) -> None:
        """Give the reason whose sign was pressed."""
        place = _SIGNS.find((event.character or " ").casefold())
        if 0 <= place < len(self._reasons):
            event.stop()
            self._list.cursor = place
            self._give()

    def on_virtual_list_selected(self, _event: VirtualList.Selected) -> None:
        """Give the reason under the cursor."""
        self._give()

    def on_form_field_widget_changed(self, event: FormFieldWidget.Changed) -> None:
        """Keep what was typed."""
        event.stop()
        self._keep(event.value)

    def on_form_field_widget_next_field(self, _event: FormFieldWidget.NextField) -> None:
        """Give the reason with the words just written."""
        self._give()

    def action_back(self) -> None:
        """Go back without a reason."""
        self.dismiss(None)

    def _give(self) -> None:
        reason = self._list.current
        if reason is None:
            return
        text = self._note.value.strip() if self._note is not None else ""
        if self._note is not None and self._note.too_long:
            self._note.focus_entry()
            return
        if self._note is not None and reason.needs_text and not text:
            self._note.focus_entry()
            self._note.show_verdict("soft", self._wanted)
            return
        self.dismiss(GivenReason(reason.id, text))

    def _draw(self, reason: Reason, width: int, _selected: bool) -> Content:
        sign = _SIGNS[self._reasons.index(reason)]
        return columns([Cell(sign, 2, f"bold {ACCENT}"), Cell(reason.label)], width)
