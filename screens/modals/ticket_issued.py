"""The ticket number, large enough to read out."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.locale import _
from screens.text import safe
from screens.widgets.big_text import BigText


class TicketIssuedScreen(ModalScreen[None]):
    """Shows which number the person has and a sentence to say with it; Enter closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "close", show=False, id="next"),
        Binding("escape", "close", show=False, id="back"),
    ]

    def __init__(self, ticket: str, sentence: str) -> None:
        super().__init__()
        self._ticket = ticket
        self._sentence = sentence

    def compose(self) -> ComposeResult:
        """Number, then what to say."""
        with Vertical(classes="dialog -ticket"):
            yield Static(safe(_("Aufrufnummer")), classes="dialog-title")
            yield BigText(self._ticket, tall=True)
            yield Static(safe(self._sentence), classes="dialog-text")
            yield Static(safe(_("Enter  fertig")), classes="dialog-foot")

    def action_close(self) -> None:
        """Close it."""
        self.dismiss(None)
