"""What the receipt of a card terminal without a link says, over the screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.domain.typed_receipt import TypedField
from clerk.locale import _
from screens.text import safe
from screens.widgets.big_text import BigText
from screens.widgets.field import FieldForm, FormFieldWidget

_DIGITS, _MONEY = r"[0-9]", r"[-0-9.,€ ]"

Typed = Mapping[TypedField, str]


@dataclass(frozen=True, slots=True)
class ReceiptForm:
    """What the form says and asks: a title, an amount in large letters or none, what to do at the terminal.

    ``labels`` are the fields in their order.
    """

    title: str
    amount: str
    task: str
    labels: Mapping[TypedField, str]


class TypedPaymentScreen(ModalScreen[None]):
    """Asks for what is on the receipt, and stays until it was taken: ``refuse`` says what is wrong with it.

    *entered* gets what was typed when Enter is pressed in the last field, *otherwise* is called for F10: there is no
    such receipt. Esc goes back; nothing is lost by that but the typed text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False, id="back"),
        Binding("f10", "otherwise", show=False, id="other_way"),
    ]

    def __init__(
        self, form: ReceiptForm, entered: Callable[[Typed], None], otherwise: Callable[[], None]
    ) -> None:
        super().__init__()
        self._form = form
        self._tell_entered = entered
        self._tell_otherwise = otherwise
        self._waiting = False
        self._fields = {
            field: FormFieldWidget(field, label, allowed=_MONEY if field is TypedField.AMOUNT else _DIGITS)
            for field, label in form.labels.items()
        }
        self._problem = Static(classes="dialog-text error")

    def compose(self) -> ComposeResult:
        """Amount, what to do with it, then the receipt."""
        foot = _(
            "Enter bestätigt · Esc zurück, der Beleg kann später folgen\n"
            "F10 kein Beleg: abgelehnt, abgebrochen oder unklar"
        )
        with Vertical(classes="dialog -typed"):
            yield Static(safe(self._form.title), classes="dialog-title")
            if self._form.amount:
                yield BigText(self._form.amount)
            yield Static(safe(self._form.task, multiline=True), classes="dialog-text")
            with FieldForm():
                yield from self._fields.values()
            yield self._problem
            yield Static(safe(foot, multiline=True), classes="dialog-foot")

    def on_mount(self) -> None:
        """Begin to type."""
        self._problem.display = False
        next(iter(self._fields.values())).focus_entry()

    def on_field_form_finished(self) -> None:
        """Hand over what was typed, once."""
        if not self._waiting:
            self._waiting = True
            self._problem.display = False
            self._tell_entered({field: widget.value for field, widget in self._fields.items()})

    def refuse(self, field: TypedField | None, sentence: str) -> None:
        """Say what is wrong, at its field if it is about one; what was typed stays."""
        self._waiting = False
        if field is None:
            self._problem.update(safe(f"! {sentence}"))
            self._problem.display = True
            return
        self._fields[field].show_verdict("hard", sentence)
        self._fields[field].focus_entry()

    def leave(self) -> None:
        """Close the form, whatever has been opened over it or closed meanwhile."""
        if self.is_current:
            self.dismiss(None)

    def action_otherwise(self) -> None:
        """There is no receipt that says so."""
        if not self._waiting:
            self._tell_otherwise()

    def action_back(self) -> None:
        """Go back; the payment stays begun."""
        self.dismiss(None)
