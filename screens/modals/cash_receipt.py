"""The receipt number of the cash office over the screen."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.domain.cash_receipt import BadReceiptNumber
from clerk.locale import _
from screens.text import safe
from screens.widgets.field import FormFieldWidget


class CashReceiptScreen(ModalScreen[str | None]):
    """Asks for the number and keeps asking until *accept* takes it; the result is what it made of it.

    *what* says what is booked with it: the amount, and the reason where one was given.
    *accept* raises ``BadReceiptNumber`` with a sentence.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, id="back")]

    def __init__(self, what: str, accept: Callable[[str], str]) -> None:
        super().__init__()
        self._what = what
        self._accept = accept
        self._field = FormFieldWidget(
            "cash_receipt", _("Belegnummer"), help=_("Sie steht auf der Quittung der Kasse.")
        )

    def compose(self) -> ComposeResult:
        """Title, number, keys."""
        with Vertical(classes="dialog"):
            yield Static(safe(_("An der Kasse bezahlt")), classes="dialog-title")
            yield Static(safe(self._what), classes="dialog-text")
            yield self._field
            yield Static(safe(_("Enter bucht · Esc zurück")), classes="dialog-foot")

    def on_mount(self) -> None:
        """Begin to type."""
        self._field.focus_entry()

    def on_form_field_widget_next_field(self, event: FormFieldWidget.NextField) -> None:
        """Take the number over, or say how it is written."""
        event.stop()
        try:
            self.dismiss(self._accept(self._field.value))
        except BadReceiptNumber as problem:
            self._field.show_verdict("hard", str(problem))

    def action_back(self) -> None:
        """Give no number."""
        self.dismiss(None)
