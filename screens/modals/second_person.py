"""The signature of a second person, for what nobody may do alone."""

from dataclasses import dataclass, field
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.locale import _
from screens.text import safe
from screens.widgets.field import FieldForm, FormFieldWidget


@dataclass(frozen=True, slots=True)
class Signature:
    """Who wants to confirm; the secret never shows in a representation."""

    user: str
    secret: str = field(repr=False)


class SecondPersonScreen(ModalScreen[Signature | None]):
    """Asks another person for name and password; the result is checked by the caller, None after Esc.

    *problem* is the sentence of a refused attempt, shown when the screen is opened again.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, id="back")]

    def __init__(self, what: str, *, who: str = "", problem: str = "", user: str = "") -> None:
        super().__init__()
        self._what = what
        self._who = who or _("Eine zweite Person bestätigt mit eigenem Namen und Kennwort.")
        self._problem = problem
        self._user = FormFieldWidget("user", _("Benutzername"), value=user)
        self._secret = FormFieldWidget("secret", _("Kennwort"), password=True)

    def compose(self) -> ComposeResult:
        """Place the sentence and the two fields."""
        with Vertical(classes="dialog"):
            yield Static(safe(self._what), classes="dialog-title")
            yield Static(safe(self._who), classes="dialog-text")
            with FieldForm():
                yield self._user
                yield self._secret
            if self._problem:
                yield Static(safe("! " + self._problem), classes="dialog-text error")
            yield Static(safe(_("Enter bestätigt · Esc zurück")), classes="dialog-foot")

    def on_mount(self) -> None:
        """Start where something is missing."""
        (self._secret if self._user.value else self._user).focus_entry()

    def on_field_form_finished(self) -> None:
        """Hand the signature over when both fields are filled."""
        for entry, sentence in (
            (self._user, _("Bitte den Benutzernamen eingeben.")),
            (self._secret, _("Bitte das Kennwort eingeben.")),
        ):
            if not entry.value:
                entry.show_verdict("hard", sentence)
                entry.focus_entry()
                return
        self.dismiss(Signature(self._user.value.strip(), self._secret.value))

    def action_back(self) -> None:
        """Go back without a signature."""
        self.dismiss(None)
