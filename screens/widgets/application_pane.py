"""The step *Antrag*: the form of one case, its errors at the field, its fees beside."""

from collections.abc import Callable, Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from clerk.domain.case_view import CaseView
from clerk.domain.fixed_amounts import REASON_FIELD, AmountField, reason_label
from clerk.domain.money import format_cents
from clerk.domain.person_fields import NAME_FIELDS
from clerk.domain.procedure import FieldState
from clerk.domain.validators import Level, choices
from clerk.locale import _
from screens.text import join, safe
from screens.theme import MUTED
from screens.widgets.choice_line import Choice
from screens.widgets.field import FieldForm, FormFieldWidget, NoteLevel
from screens.widgets.field_help import field_help
from screens.widgets.knowledge_panel import fee_lines, total_line
from screens.widgets.steady_text import SteadyText

FEES_WIDTH = 42


class ApplicationForm(FieldForm):
    """The fields; Enter stays in a field whose entry is refused, Tab and the arrows leave it."""

    def __init__(self, judge: Callable[[FormFieldWidget], None]) -> None:
        super().__init__()
        self._judge = judge

    def on_form_field_widget_next_field(self, event: FormFieldWidget.NextField) -> None:
        """Keep the cursor where something has to be corrected, and once at a remark nobody could read yet."""
        before = event.field.note
        self._judge(event.field)
        is_last = event.field is list(self.query(FormFieldWidget))[-1]
        is_news = event.field.is_remarked and event.field.note != before
        if event.field.has_class("-refused") or (is_last and is_news):
            event.prevent_default()
            event.stop()


class ApplicationPane(Vertical):
    """Shows the fields of a case and tells what is typed into them."""

    class Typed(Message):
        """Something stands in a field now that did not before."""

        def __init__(self, field: str, value: str) -> None:
            super().__init__()
            self.field = field
            self.value = value

    class Completed(Message):
        """Enter was pressed in the last field."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._view: CaseView | None = None
        self._visitor = ""
        self._read: dict[str, str] = {}
        self._shown: tuple[object, ...] = ()
        self._leaving: frozenset[FormFieldWidget] = frozenset()
        self._form = ApplicationForm(self._judge)
        self._fees = SteadyText(id="fees")
        self._sum = SteadyText(fixed=True, id="fee-sum")

    def compose(self) -> ComposeResult:
        """Form left; fees right where there is room, else their sum below."""
        with Horizontal():
            yield self._form
            yield self._fees
        yield self._sum

    def show(self, view: CaseView, visitor: str) -> None:
        """Show a case; fields that stay keep their cursor and what is being typed.

        *visitor* is the name from the arrival, whose origin is marked where it was filled in.
        """
        self._visitor = visitor
        self._view = view
        wanted = (view.case.id, *_field_ids(view))
        if wanted[:1] != self._shown[:1]:
            self._read = {}
        if wanted != self._shown:
            self._shown = wanted
            self._rebuild(view)
        else:
            self._fill(view)
        self._judge_left_fields()
        self._fees.say(Content("\n").join(fee_lines(view, FEES_WIDTH - 2)))
        self._sum.say(_sum_line(view))

    def fill_from_zone(self, entries: Mapping[str, str]) -> None:
        """Show what was read from an identity document, by field id, and where it comes from."""
        self._read = dict(entries)
        for field_id, value in entries.items():
            field = self._field(field_id)
            if field is not None:
                field.set_value(value, _from_zone())

    def focus_form(self) -> None:
        """Let keys go to the first field that needs them."""
        if not self._is_changing():
            # in the same frame in which the form is shown
            self._form.focus_first_open()
        else:
            self.call_after_refresh(self.focus_form)

    def focus_field(self, field_id: str) -> None:
        """Put the cursor into the field with this id."""
        field = self._field(field_id)
        if field is not None:
            field.focus_entry()
            self._judge(field)

    def put_back(self, field_id: str) -> None:
        """Show in a field what stood there before it was changed."""
        field = self._field(field_id)
        if field is not None and self._view is not None:
            field.set_value(self._view.case.form.get(field_id, ""))

    def _is_changing(self) -> bool:
        """Tell whether fields are still to come, or to go: a cursor in one of these would take the keys with it."""
        return any(
            field in self._leaving or not field.is_mounted for field in self._form.query(FormFieldWidget)
        )

    def _fields(self) -> list[FormFieldWidget]:
        return [field for field in self._form.query(FormFieldWidget) if field not in self._leaving]

    def _rebuild(self, view: CaseView) -> None:
        had_focus = self._focused_id()
        self._leaving = frozenset(self._form.query(FormFieldWidget))
        fields = [_widget(state, self._origin(state)) for state in view.form.fields]
        fields += [_amount_widget(amount) for amount in view.amounts]
        if view.amounts:
            reason = view.case.form.get(REASON_FIELD, "")
            fields.append(FormFieldWidget(REASON_FIELD, reason_label(), required=True, value=reason))
        empty = [] if fields else [Static(safe(_("Für diese Leistung ist nichts auszufüllen."), MUTED))]
        with self.app.batch_update():
            self._form.query("*").remove()
            self._form.mount_all([*fields, *empty])
        self.call_after_refresh(self._after_rebuild, had_focus)

    def _fill(self, view: CaseView) -> None:
        # what became known elsewhere (the name from the arrival) is shown where nobody is typing
        for state in view.form.fields:
            field = self._field(state.field.id)
            if field is not None and not field.has_focus_within and field.value != state.value:
                field.set_value(state.value, self._origin(state))

    def _origin(self, state: FieldState) -> str:
        if not state.value:
            return ""
        if self._read.get(state.field.id) == state.value:
            return _from_zone()
        return _("aus Ankunft") if state.field.id in NAME_FIELDS and state.value == self._visitor else ""

    def _after_rebuild(self, had_focus: str | None) -> None:
        if self._is_changing():
            self.call_after_refresh(self._after_rebuild, had_focus)
            return
        for field in self._fields():
            if field.value:
                self._judge(field)
        if had_focus is not None:
            self.focus_field(had_focus)

    def _focused_id(self) -> str | None:
        for field in self._fields():
            if field.has_focus_within:
                return field.field_id
        return None

    def _field(self, field_id: str) -> FormFieldWidget | None:
        for field in self._fields():
            if field.field_id == field_id:
                return field
        return None

    def _judge_left_fields(self) -> None:
        # a changed field can make another one right or wrong: the check digit belongs to the FIN
        for field in self._fields():
            if not field.has_focus_within:
                self._judge(field)

    def _judge(self, field: FormFieldWidget) -> None:
        level, message = self._verdict(field.field_id)
        field.show_verdict(level, message)

    def _tidy(self, field: FormFieldWidget) -> None:
        # what is right is shown as people write it; what was confirmed stays as it was confirmed
        if self._view is not None and self._view.case.confirmed_at is not None:
            return
        for state in self._view.form.fields if self._view is not None else ():
            if state.field.id == field.field_id and state.value == field.value != state.tidied:
                field.set_value(state.tidied)
                self.post_message(self.Typed(field.field_id, state.tidied))

    def _verdict(self, field_id: str) -> tuple[str | None, str | None]:
        if self._view is None:
            return None, None
        for state in self._view.form.fields:
            if state.field.id == field_id and state.verdict is not None:
                level = NoteLevel.HELP if state.hint else state.verdict.level
                return level, state.hint or state.verdict.message
        for amount in self._view.amounts:
            if amount.id == field_id and amount.problem:
                return Level.HARD, amount.problem
        return None, None

    @on(FormFieldWidget.Changed)
    def _changed(self, event: FormFieldWidget.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.field_id, event.value))

    @on(FormFieldWidget.Left)
    def _left(self, event: FormFieldWidget.Left) -> None:
        event.stop()
        self._tidy(event.field)
        self._judge(event.field)

    @on(FormFieldWidget.NextField)
    def _next_field(self, event: FormFieldWidget.NextField) -> None:
        event.stop()

    @on(FieldForm.Finished)
    def _finished(self, event: FieldForm.Finished) -> None:
        event.stop()
        self.post_message(self.Completed())


def _field_ids(view: CaseView) -> list[str]:
    return [state.field.id for state in view.form.fields] + [amount.id for amount in view.amounts]


def _widget(state: FieldState, origin: str) -> FormFieldWidget:
    field = state.field
    return FormFieldWidget(
        field.id,
        field.label,
        required=field.required,
        help=field_help(field),
        choices=[Choice(value, _(value)) for value in choices(field.validator)],
        value=state.value,
        origin=origin,
    )


def _from_zone() -> str:
    return _("aus Ausweis gelesen")


def _amount_widget(amount: AmountField) -> FormFieldWidget:
    line = amount.line
    help_text = _("Rahmen {lowest} bis {highest}").format(
        lowest=format_cents(line.min_cents or 0), highest=format_cents(line.max_cents or 0)
    )
    return FormFieldWidget(
        amount.id, line.label, required=True, help=help_text, value=amount.value, allowed="[0-9,. €]"
    )


def _sum_line(view: CaseView) -> Content:
    return join([safe(_("Gebühr "), MUTED), total_line(view, FEES_WIDTH)], " ")
