"""The line that tells the truth about the outside systems."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from clerk.locale import _
from screens.text import ellipsis, join, safe
from screens.theme import ERROR, MUTED, WARN

_SEPARATOR = " · "


class SystemLevel(StrEnum):
    """How an outside system is."""

    READY = "ready"
    WARN = "warn"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class SystemState:
    """One outside system in words ("EC-Terminal bereit", "Drucker antwortet nicht – Beleg gespeichert")."""

    text: str
    level: SystemLevel = SystemLevel.READY

    @property
    def line(self) -> str:
        """The words with the sign that stands beside the colour."""
        sign = {SystemLevel.READY: "", SystemLevel.WARN: "! ", SystemLevel.DOWN: "✕ "}[self.level]
        return sign + self.text

    @property
    def style(self) -> str:
        """The style of the words."""
        return {
            SystemLevel.READY: MUTED,
            SystemLevel.WARN: f"bold {WARN}",
            SystemLevel.DOWN: f"bold {ERROR}",
        }[self.level]


def shown_states(states: Sequence[SystemState], width: int) -> list[SystemState]:
    """Return what fits into *width* cells: all states, or the troubled ones first and the rest in one word."""
    if _width(states) <= width:
        return list(states)
    troubled = sorted(
        (state for state in states if state.level is not SystemLevel.READY),
        key=lambda state: state.level is not SystemLevel.DOWN,
    )
    if not troubled:
        return [SystemState(_("Alles bereit"))]
    rest = [SystemState(_("sonst alles bereit"))] if len(troubled) < len(states) else []
    return troubled + rest if _width(troubled + rest) <= width else troubled


class StatusLine(Widget):
    """One line of the states of the outside systems, given by ``states``."""

    states: reactive[tuple[SystemState, ...]] = reactive(())
    DEFAULT_CLASSES: ClassVar[str] = "line"

    def render(self) -> Content:
        """Draw the states, troubled ones never cut off by ready ones."""
        width = self.size.width - 2
        left = width
        parts: list[Content] = []
        for state in shown_states(self.states, width):
            text = ellipsis(state.line, left)
            if not text:
                break
            parts.append(safe(text, state.style))
            left -= cell_len(text) + len(_SEPARATOR)
        return join([" ", join(parts, safe(_SEPARATOR, MUTED))], "")


def _width(states: Sequence[SystemState]) -> int:
    return sum(cell_len(state.line) for state in states) + len(_SEPARATOR) * max(0, len(states) - 1)
