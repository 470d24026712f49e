"""The signature of a second person, for what nobody may do alone."""

from collections.abc import Callable
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


class SecondPersonScreen(ModalScreen[None]):
    """Asks another person for name and password, and stays while they are checked: no key reaches what is behind.

    *who* are lines: what is confirmed, and who may. *entered* gets the signature when both are there; whoever checks it
    answers with ``leave`` or ``refuse``. Until then the dialogue takes no keys and says so. *given_up* is called after
    Esc.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, id="back")]

    def __init__(
        self, what: str, who: str, entered: Callable[[Signature], None], given_up: Callable[[], None]
    ) -> None:
        super().__init__()
        self._what = what
        self._who = who
        self._tell_entered = entered
        self._tell_given_up = given_up
        self._user = FormFieldWidget("user", _("Benutzername"))
        self._secret = FormFieldWidget("secret", _("Kennwort"), password=True)
        self._form = FieldForm(self._user, self._secret)
        self._problem = Static(classes="dialog-text error")
        self._foot = Static(classes="dialog-foot")

    @property
    def HIDDEN_COMMANDS(self) -> frozenset[str]:  # noqa: N802 - the name that ``HidesCommands`` looks for
        """Nothing opens over a signature that is being checked."""
        return (
            frozenset({"help", "palette", "answers", "lock", "alarms", "quit"})
            if self._is_checking
            else frozenset()
        )

    @property
    def _is_checking(self) -> bool:
        return self._form.disabled

    def compose(self) -> ComposeResult:
        """Place the sentence and the two fields."""
        with Vertical(classes="dialog"):
            yield Static(safe(self._what), classes="dialog-title")
            yield Static(safe(self._who, multiline=True), classes="dialog-text")
            yield self._form
            yield self._problem
            yield self._foot

    def on_mount(self) -> None:
        """Start where something is missing."""
        self._problem.display = False
        self._wait_for_keys()
        self._user.focus_entry()

    def on_field_form_finished(self) -> None:
        """Hand the signature over when both fields are filled, and take no keys until it is checked."""
        for entry, sentence in (
            (self._user, _("Bitte den Benutzernamen eingeben.")),
            (self._secret, _("Bitte das Kennwort eingeben.")),
        ):
            if not entry.value:
                entry.show_verdict("hard", sentence)
                entry.focus_entry()
                return
        self._form.disabled = True
        self._problem.display = False
        self._foot.update(safe(_("Wird geprüft. So lange wirkt keine Taste.")))
        self._tell_entered(Signature(self._user.value.strip(), self._secret.value))

    def refuse(self, sentence: str, *, same_person: bool) -> None:
        """Say why not and ask again; *same_person* may go on after a slip, else it takes another one."""
        self._problem.update(safe(f"! {sentence}"))
        self._problem.display = True
        self._form.disabled = False
        self._wait_for_keys()
        self._secret.set_value("")
        if not same_person:
            self._user.set_value("")
        (self._secret if same_person else self._user).focus_entry()

    def leave(self) -> None:
        """Close the dialogue: it is done."""
        if self.is_current:
            self.dismiss(None)

    def action_back(self) -> None:
        """Go back without a signature."""
        if not self._is_checking:
            self.dismiss(None)
            self._tell_given_up()

    def _wait_for_keys(self) -> None:
        self._foot.update(safe(_("Enter bestätigt · Esc zurück")))
