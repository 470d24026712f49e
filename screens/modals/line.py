"""One line of words over the screen: a reason, a remark; what was begun is kept."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.locale import _
from screens.text import safe
from screens.widgets.field import FormFieldWidget


class LineScreen(ModalScreen[str | None]):
    """Asks for a line that must not be empty; Enter gives it, Esc gives None.

    *keep* is called with every change, so that what was begun can be given again as *value*.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, id="back")]

    def __init__(
        self,
        title: str,
        label: str,
        *,
        detail: str = "",
        value: str = "",
        wanted: str = "",
        keep: Callable[[str], None] = lambda _text: None,
    ) -> None:
        super().__init__()
        self._title = title
        self._detail = detail
        self._wanted = wanted or _("Bitte ein paar Worte; Enter bestätigt.")
        self._keep = keep
        self._field = FormFieldWidget("line", label, value=value)

    def compose(self) -> ComposeResult:
        """Title, what it is about, the line, keys."""
        with Vertical(classes="dialog -wide"):
            yield Static(safe(self._title), classes="dialog-title")
            if self._detail:
                yield Static(safe(self._detail, multiline=True), classes="dialog-text")
            yield self._field
            yield Static(
                safe(_("Enter bestätigt · Esc zurück, Getipptes bleibt stehen")), classes="dialog-foot"
            )

    def on_mount(self) -> None:
        """Begin to type."""
        self._field.focus_entry()

    def on_form_field_widget_changed(self, event: FormFieldWidget.Changed) -> None:
        """Keep what was typed."""
        event.stop()
        self._keep(event.value)

    def on_form_field_widget_next_field(self, event: FormFieldWidget.NextField) -> None:
        """Give the line, unless it is empty or too long."""
        event.stop()
        text = self._field.value.strip()
        if not text:
            self._field.show_verdict("soft", self._wanted)
        elif not self._field.too_long:
            self.dismiss(text)

    def action_back(self) -> None:
        """Go back without it."""
        self.dismiss(None)
