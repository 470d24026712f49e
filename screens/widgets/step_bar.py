"""The line that shows where in a visit one is and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from screens.text import join, safe
from screens.theme import ACCENT, MUTED, OK

_CURRENT, _DONE = "●", "✓"
_RULE, _TIGHT_RULE = " ── ", " ─ "


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a visit; *note* says what is open or due there ("3 offen"), *short* serves narrow lines."""

    id: str
    label: str
    short: str = ""
    note: str = ""
    done: bool = False


class StepBar(Widget):
    """The steps of a visit in one line; the current one stands out by sign, weight and colour."""

    steps: reactive[tuple[Step, ...]] = reactive(())
    current: reactive[str] = reactive("")
    """The id of the step one is in."""
    DEFAULT_CLASSES: ClassVar[str] = "line"

    def render(self) -> Content:
        """Draw the steps between rules over the whole width."""
        width = self.size.width
        texts = self._texts(width)
        rule = safe(_RULE if _needed(texts) <= width else _TIGHT_RULE, MUTED)
        parts = [safe(text, self._style(step)) for step, text in zip(self.steps, texts, strict=True)]
        line = join([safe(" ─ ", MUTED), join(parts, rule), " "], "")
        return join([line, safe("─" * max(0, width - line.cell_length - 1), MUTED)], "")

    def _texts(self, width: int) -> list[str]:
        full = [self._text(step, step.label) for step in self.steps]
        if _needed(full) <= width:
            return full
        return [self._text(step, step.short or step.label) for step in self.steps]

    def _text(self, step: Step, label: str) -> str:
        sign = _CURRENT if step.id == self.current else _DONE if step.done else ""
        return " ".join(part for part in (label, step.note, sign) if part)

    def _style(self, step: Step) -> str:
        if step.id == self.current:
            return f"bold {ACCENT}"
        return OK if step.done else ""


def _needed(texts: Sequence[str]) -> int:
    return sum(cell_len(text) for text in texts) + len(_RULE) * (len(texts) - 1) + 5
