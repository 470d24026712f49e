"""Signing in, and going on after a lock."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Middle, Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from clerk.locale import _
from screens.background import Background
from screens.commands import bindings_for
from screens.text import safe
from screens.widgets.field import FieldForm, FormFieldWidget
from screens.widgets.hint_bar import HintBar

if TYPE_CHECKING:
    from clerk.services.workstation import Workstation

OpenWorkstation = Callable[[str, str], "Workstation"]
"""Signs in with login and secret; raises ``SignInRefused``."""


class SignInScreen(Screen[None]):
    """The first screen: who works here."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("quit")]

    def __init__(
        self,
        open_workstation: OpenWorkstation,
        background: Background,
        opened: "Callable[[Workstation], None]",
        *,
        login: str = "",
        notice: str = "",
    ) -> None:
        super().__init__()
        self._open = open_workstation
        self._background = background
        self._opened = opened
        self._known_login = login
        self._login = FormFieldWidget("login", _("Benutzername"))
        self._secret = FormFieldWidget("secret", _("Kennwort"), password=True)
        self._note = Static(safe(notice), id="sign-in-note")
        self._busy = False
        self._signed_in = False

    def compose(self) -> ComposeResult:
        """Title, two fields, one sentence."""
        with Middle(), Center(), Vertical(id="sign-in"):
            yield Static(safe(_("Bürgerbüro")), id="sign-in-title")
            yield Static(safe(_("Anmeldung")), classes="muted")
            yield FieldForm(self._login, self._secret)
            yield self._note
        yield HintBar()

    def on_mount(self) -> None:
        """Start where something is missing."""
        # not before: this is the first screen, and an entry with a value asks its app for the screen it is on
        self._login.set_value(self._known_login)
        (self._secret if self._login.value else self._login).focus_entry()

    def on_screen_resume(self) -> None:
        """Ask anew after somebody has signed out."""
        if self._signed_in:
            self._signed_in = False
            self._note.update("")
            self._login.set_value("")
            self._secret.set_value("")
            self._login.focus_entry()

    @on(FieldForm.Finished)
    def _finished(self) -> None:
        if self._busy:
            return
        login, secret = self._login.value, self._secret.value
        self._busy = True
        self._note.update(safe(_("Anmeldung läuft …")))
        self._background.run(lambda: self._open(login, secret), self._accepted, self._refused)

    def cannot_start(self, error: Exception) -> None:
        """Say why nobody can sign in: the store or the catalogue cannot be opened."""
        self._note.update(safe("! " + str(error), "bold $amt-error", multiline=True))

    def _accepted(self, workstation: "Workstation") -> None:
        self._busy = False
        self._signed_in = True
        self._opened(workstation)

    def _refused(self, error: Exception) -> None:
        self._busy = False
        self._note.update(safe("! " + _sentence(error), "bold $amt-error"))
        self._secret.set_value("")
        self._secret.focus_entry()


class LockScreen(ModalScreen[None]):
    """Covers everything until the same person signs in again; the visit stays as it is."""

    HIDDEN_COMMANDS: ClassVar[frozenset[str]] = frozenset({"help", "palette", "answers", "lock", "alarms"})
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "nothing", show=False, id="back")]

    def __init__(self, workstation: "Workstation", background: Background) -> None:
        super().__init__()
        self._workstation = workstation
        self._background = background
        self._secret = FormFieldWidget("secret", _("Kennwort"), password=True)
        self._note = Static(id="lock-note")

    def compose(self) -> ComposeResult:
        """One field."""
        name = self._workstation.seat.identity.display_name
        with Vertical(classes="dialog"):
            yield Static(safe(_("Gesperrt")), classes="dialog-title")
            yield Static(
                safe(_("{name}, bitte das Kennwort eingeben.").format(name=name)), classes="dialog-text"
            )
            yield FieldForm(self._secret)
            yield self._note

    def on_mount(self) -> None:
        """Start typing."""
        self._secret.focus_entry()

    @on(FieldForm.Finished)
    def _finished(self) -> None:
        secret = self._secret.value
        self._background.run(
            lambda: self._workstation.sign_in.unlock(self._workstation.seat, secret),
            self._unlocked,
            self._refused,
        )

    def _unlocked(self, _nothing: None) -> None:
        self.dismiss(None)

    def _refused(self, error: Exception) -> None:
        self._note.update(safe("! " + _sentence(error), "bold $amt-error"))
        self._secret.set_value("")

    def action_nothing(self) -> None:
        """A lock does not open by going back."""


def _sentence(error: Exception) -> str:
    from screens import sentences  # noqa: PLC0415 - knows the services, which are loaded behind the first paint

    return sentences.of_error(error)
