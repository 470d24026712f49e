"""A choice among a few in one line, moved by arrow keys, blank and first letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from clerk.locale import _
from screens.text import ellipsis, join, safe
from screens.theme import MUTED


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a choice and its words."""

    value: str
    label: str


class ChoiceLine(Widget, can_focus=True):
    """Shows all choices side by side, or the chosen one where they do not fit; an empty value is *unanswered*."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
        Binding("backspace,delete", "clear", show=False),
        Binding("enter", "enter", show=False, id="next"),
    ]
    DEFAULT_CLASSES: ClassVar[str] = "line"

    value: reactive[str] = reactive("")

    def __init__(
        self,
        choices: Sequence[Choice],
        value: str = "",
        *,
        on_edit: Callable[[str], None],
        on_enter: Callable[[str], None],
        on_focus_change: Callable[[bool], None],
    ) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._tell_edited = on_edit
        self._tell_entered = on_enter
        self._tell_focus_change = on_focus_change
        self._before_letters: str | None = None
        self.set_reactive(ChoiceLine.value, value)

    def watch_value(self, value: str) -> None:
        """Tell the owner at once."""
        self._tell_edited(value)

    def render(self) -> Content:
        """Draw the choices."""
        side_by_side = [self._marked(choice) for choice in self._choices]
        if sum(cell_len(text) for text in side_by_side) + 3 * (len(side_by_side) - 1) <= self.size.width:
            return join(
                [
                    safe(text, self._style(choice))
                    for text, choice in zip(side_by_side, self._choices, strict=True)
                ],
                "   ",
            )
        chosen = next(
            (choice.label for choice in self._choices if choice.value == self.value), _("bitte wählen")
        )
        words = _("{place} von {count}") if self.value else _("{count} zur Wahl")
        count = words.format(place=self._place() + 1, count=len(self._choices))
        room = self.size.width - cell_len(count) - 6
        shown = ellipsis(chosen, room)
        return join(
            [safe("‹ "), safe(shown, "bold" if self.value else MUTED), safe(" ›  "), safe(count, MUTED)], ""
        )

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show whether keys choose here, and tell the owner at once."""
        super().watch_has_focus(has_focus)
        self.refresh()
        self._before_letters = None
        self._tell_focus_change(has_focus)

    def take_back(self, _count: int) -> None:
        """Choose again what was chosen before the letters typed last: they were no choice."""
        if self._before_letters is not None:
            self.value, self._before_letters = self._before_letters, None

    def on_key(self, event: events.Key) -> None:
        """Go to the next choice that begins with the letter typed."""
        letter = event.character
        if letter is None or not letter.isalnum():
            self._before_letters = None
            return
        if self._before_letters is None:
            self._before_letters = self.value
        start = self._place() + 1
        turned = (*self._choices[start:], *self._choices[:start])
        found = next(
            (choice for choice in turned if choice.label.casefold().startswith(letter.casefold())), None
        )
        if found is not None:
            event.stop()
            self.value = found.value
        elif letter.isupper():
            # perhaps of a scanned zone, whose beginning no command may take
            event.stop()

    def action_step(self, by: int) -> None:
        """Go to the next or previous choice, from the last to the first."""
        place = self._place()
        start = place if place >= 0 or by > 0 else 0
        self.value = self._choices[(start + by) % len(self._choices)].value

    def action_clear(self) -> None:
        """Take the answer back: unanswered."""
        self.value = ""

    def action_enter(self) -> None:
        """Tell the owner that Enter was pressed."""
        self._tell_entered(self.value)

    def _place(self) -> int:
        return next((place for place, choice in enumerate(self._choices) if choice.value == self.value), -1)

    def _marked(self, choice: Choice) -> str:
        return f"({'•' if choice.value == self.value else ' '}) {choice.label}"

    def _style(self, choice: Choice) -> str:
        if choice.value == self.value:
            return "bold"
        return "" if self.has_focus else MUTED
