"""A field of a form: label, entry, where its value comes from, and one sentence of help or error."""

import textwrap
from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, Final

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget

from clerk.domain.plain_text import clean
from clerk.locale import _
from screens.text import Align, ellipsis, join, pad, safe
from screens.theme import ACCENT, ERROR, MUTED, WARN
from screens.widgets.choice_line import Choice, ChoiceLine
from screens.widgets.line_input import LineInput

LONGEST_INPUT: Final = 200
"""Characters a field accepts (names beyond are refused without losing them)."""

_LABEL_WIDTHS = ((100, 44), (70, 36), (0, 20))
"""From which width of the form on a label gets how many cells."""
_ORIGIN_WIDTH = 21
_NOTE_INDENT = 4
_MOST_NOTE_LINES = 2


class NoteLevel(StrEnum):
    """How serious the sentence below a field is; the values are those of the validators."""

    HELP = "help"
    SOFT = "soft"
    HARD = "hard"


class FormFieldWidget(Widget):
    """One field; the sentence below appears while the field has the focus and stays while it is an error."""

    # it never scrolls: a sentence below that comes or goes is laid out once, not a second time for the new size
    virtual_size = Reactive(Size(0, 0), layout=False)

    class Told(Message):
        """Something happened in the field while it had this value."""

        def __init__(self, field: "FormFieldWidget") -> None:
            super().__init__()
            self.field = field
            self.field_id = field.field_id
            self.value = field.value

        @property
        def control(self) -> "FormFieldWidget":
            """The field, for ``@on`` with a selector."""
            return self.field

    class Changed(Told):
        """The value of the field was edited; not sent when the program sets it."""

    # no kinds of Changed: handlers of that would hear an old value once more when the field is left
    class Left(Told):
        """The focus left the field with this value."""

    class NextField(Told):
        """Enter was pressed in the field."""

    def __init__(
        self,
        field_id: str,
        label: str,
        *,
        required: bool = False,
        help: str = "",  # noqa: A002 - the word for it
        choices: Sequence[Choice] = (),
        value: str = "",
        origin: str = "",
        allowed: str | None = None,
        password: bool = False,
    ) -> None:
        super().__init__()
        self.field_id = field_id
        self._label = label
        self.required = required
        self._help = help
        self._origin = origin
        self._verdict: tuple[NoteLevel, str] | None = None
        self._known = clean(value)
        # Textual knows no size of what is not shown, and the form is filled while another step is
        self._width = 0
        self._entry: LineInput | ChoiceLine
        if choices:
            self._entry = ChoiceLine(
                choices,
                value,
                on_edit=self._edited,
                on_enter=self._entered,
                on_focus_change=self._focus_changed,
            )
        else:
            self._entry = LineInput(
                self._known,
                allowed=allowed,
                password=password,
                on_edit=self._edited,
                on_enter=self._entered,
                on_refused=self._refused,
                on_focus_change=self._focus_changed,
            )

    @property
    def value(self) -> str:
        """What stands in the field."""
        return self._entry.value

    @property
    def too_long(self) -> bool:
        """Whether more was typed than is accepted; the text is kept."""
        return len(self.value) > LONGEST_INPUT

    @property
    def note(self) -> str:
        """The sentence that stands below the field now, with its sign; empty for none."""
        level, message = self._note()
        return f"{_sign(level)}{message}" if message else ""

    @property
    def is_remarked(self) -> bool:
        """Whether the sentence below asks to compare the entry, which is taken all the same."""
        return self._note()[0] is NoteLevel.SOFT

    def set_value(self, value: str, origin: str = "") -> None:
        """Fill the field with a known value and the words where it comes from; no ``Changed`` is sent."""
        self._known = clean(value)
        self._entry.value = self._known
        self._origin = origin
        self._arrange()

    def show_verdict(self, level: str | None, message: str | None) -> None:
        """Show what a validator said (``hard`` or ``soft``, a sentence), or with None that all is well."""
        verdict = (NoteLevel(level), message) if level and message else None
        if verdict != self._verdict:
            self._verdict = verdict
            self._arrange()

    def focus_entry(self) -> None:
        """Put the cursor into the field."""
        self.screen.set_focus(self._entry)

    def compose(self) -> ComposeResult:
        """Place the entry; the field draws the rest itself, so that a form of 20 fields stays light."""
        yield self._entry

    def on_mount(self) -> None:
        """Lay the line out for the width."""
        self._arrange()

    def on_resize(self) -> None:
        """Lay the line out for the new width."""
        if self.size.width != self._width:
            self._width = self.size.width
            self._arrange()

    def render(self) -> Content:
        """Draw label, origin and the sentence below."""
        width = self.size.width
        label = _fitting(self._label, self._label_width - (3 if self.required else 2))
        mark = safe("*", f"bold {ACCENT}") if self.required else safe("")
        head = join([safe(label, "bold" if self._focused_within else ""), mark], "")
        origin = pad(self._origin, _ORIGIN_WIDTH - 1, Align.RIGHT) if self._origin else ""
        line = join(
            [head, " " * max(0, width - head.cell_length - cell_len(origin)), safe(origin, MUTED)], ""
        )
        level, _message = self._note()
        style = {NoteLevel.HELP: MUTED, NoteLevel.SOFT: WARN, NoteLevel.HARD: f"bold {ERROR}"}[level]
        return join([line, *(safe(text, style) for text in self._note_lines())], Content("\n"))

    @property
    def _focused_within(self) -> bool:
        return self._entry.has_focus

    @property
    def _label_width(self) -> int:
        return next(label for form, label in _LABEL_WIDTHS if self._width >= form)

    def _note(self) -> tuple[NoteLevel, str]:
        if self.too_long:
            sentence = _("Höchstens {most} Zeichen; hier stehen {count}. Bitte kürzen.")
            return NoteLevel.HARD, sentence.format(most=LONGEST_INPUT, count=len(self.value))
        if self._verdict is not None:
            return self._verdict
        return NoteLevel.HELP, self._help if self._focused_within else ""

    def _note_lines(self) -> list[str]:
        level, message = self._note()
        if not message:
            return []
        width = self._width or 80
        text = ellipsis(_sign(level) + message, width * _MOST_NOTE_LINES)
        beside = self._label_width
        if cell_len(text) <= width - beside:
            return [" " * beside + text]
        lines = textwrap.wrap(text, width - _NOTE_INDENT)
        return [
            " " * _NOTE_INDENT + ellipsis(line, width - _NOTE_INDENT) for line in lines[:_MOST_NOTE_LINES]
        ]

    def _arrange(self) -> None:
        """Give the entry its room; heights change only when a sentence comes or goes."""
        self._entry.styles.margin = (0, _ORIGIN_WIDTH if self._origin else 0, 0, self._label_width)
        self.styles.height = 1 + len(self._note_lines())
        self.set_class(self._note()[0] is NoteLevel.HARD, "-refused")
        self.refresh()

    def _focus_changed(self, has_focus: bool) -> None:
        """Show or take away the help; say that the field was left and with what."""
        self._arrange()
        if not has_focus:
            self.post_message(self.Left(self))

    def _edited(self, value: str) -> None:
        if value == self._known:
            return
        self._known = value
        if self._origin or self._verdict or self.too_long or self.has_class("-refused"):
            self._origin = ""
            self._verdict = None
            self._arrange()
        self.post_message(self.Changed(self))

    def _entered(self, _value: str) -> None:
        self.post_message(self.NextField(self))

    def _refused(self, character: str) -> None:
        self.show_verdict(
            NoteLevel.SOFT, _("„{character}“ gehört nicht in dieses Feld.").format(character=character)
        )


class FieldForm(VerticalScroll, can_focus=False):
    """Fields below each other: Enter, Tab and the arrow keys move between them."""

    class Finished(Message):
        """Enter was pressed in the last field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "to_field(1)", show=False),
        Binding("up", "to_field(-1)", show=False),
    ]

    def action_to_field(self, by: int) -> None:
        """Go to the next field or the one before; from the ends nowhere."""
        fields = list(self.query(FormFieldWidget))
        here = next((place for place, field in enumerate(fields) if field.has_focus_within), 0)
        if 0 <= here + by < len(fields):
            fields[here + by].focus_entry()

    def on_form_field_widget_next_field(self, event: FormFieldWidget.NextField) -> None:
        """Go to the field after the one left, or say that there is none."""
        fields = list(self.query(FormFieldWidget))
        following = fields[fields.index(event.field) + 1 :]
        if following:
            following[0].focus_entry()
            return
        self.post_message(self.Finished())

    def focus_first_open(self) -> None:
        """Put the cursor into the first field that is refused, or empty and required, else into the first one."""
        fields = list(self.query(FormFieldWidget))
        waiting = [
            field for field in fields if field.has_class("-refused") or (field.required and not field.value)
        ]
        for field in (waiting or fields)[:1]:
            field.focus_entry()


def _fitting(label: str, width: int) -> str:
    # what stands in parentheses helps, the word before it is needed
    without, _parenthesis, _rest = label.partition(" (")
    return ellipsis(label if cell_len(label) <= width else without, width)


def _sign(level: NoteLevel) -> str:
    return "" if level is NoteLevel.HELP else "! "
