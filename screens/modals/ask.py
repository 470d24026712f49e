"""A question over the screen: Enter takes the safe answer, Esc goes back without any."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.locale import _
from screens.keymap import key_label
from screens.text import Cell, columns, join, safe
from screens.theme import ACCENT

_TEXT_WIDTH = 58
_KEY_WIDTH = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """A possible answer; *key* is the one letter that gives it (not needed for the first, safe one)."""

    id: str
    label: str
    key: str = ""


def key_lines(rows: Sequence[tuple[str, str]]) -> Content:
    """Return keys and what they do below each other, the keys in one column."""
    return join(
        [columns([Cell(key, _KEY_WIDTH, f"bold {ACCENT}"), Cell(label)], _TEXT_WIDTH) for key, label in rows],
        Content("\n"),
    )


class AskScreen(ModalScreen[str | None]):
    """Asks *question*; the result is the id of the answer, None after Esc.

    The first of *answers* is the safe one that Enter gives; the others have a letter each. Open it with
    ``push_screen(AskScreen(...), callback)`` inside the action, never from a worker: keys typed ahead would be lost.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "safe_answer", show=False, id="next"),
        Binding("escape", "back", show=False, id="back"),
    ]

    def __init__(self, question: str, *, answers: Sequence[Answer], detail: str = "", back: str = "") -> None:
        super().__init__()
        self._question = question
        self._detail = detail
        self._answers = tuple(answers)
        self._back = back or _("zurück")

    def compose(self) -> ComposeResult:
        """Place question, detail and the keys."""
        safe_answer, *others = self._answers
        rows = [(key_label("enter"), safe_answer.label)]
        rows += [(answer.key.upper(), answer.label) for answer in others]
        rows.append((key_label("escape"), self._back))
        with Vertical(classes="dialog"):
            yield Static(safe(self._question), classes="dialog-title")
            if self._detail:
                yield Static(safe(self._detail, multiline=True), classes="dialog-text")
            yield Static(key_lines(rows), classes="dialog-keys")

    def on_key(self, event: events.Key) -> None:
        """Give the answer whose letter was pressed."""
        letter = (event.character or "").casefold()
        chosen = next(
            (answer for answer in self._answers if letter and answer.key.casefold() == letter), None
        )
        if chosen is not None:
            event.stop()
            self.dismiss(chosen.id)

    def action_safe_answer(self) -> None:
        """Give the safe answer."""
        self.dismiss(self._answers[0].id)

    def action_back(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)
