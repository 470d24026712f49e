"""The line at the bottom that shows which keys work now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from screens.commands import usable_commands
from screens.keymap import key_label
from screens.text import ellipsis, join, safe
from screens.theme import ACCENT

_GAP = 2
_MARGIN = 1


@dataclass(frozen=True, slots=True)
class Hint:
    """One entry of the hint line; a lower *rank* stays longer when there is little room."""

    key: str
    label: str
    rank: int

    @property
    def width(self) -> int:
        """Terminal cells the entry takes."""
        return cell_len(self.key) + 1 + cell_len(self.label)


@runtime_checkable
class HasHintWords(Protocol):
    """A screen that has closer words for some commands than the registry, by command id."""

    def hint_words(self) -> Mapping[str, str]:
        """Return the words that fit what the screen shows now."""
        ...


def fitting(hints: Sequence[Hint], width: int) -> list[Hint]:
    """Return the hints that fit into *width* cells as a whole, in their order, the most important ones kept."""
    kept: set[int] = set()
    used = 0
    for place in sorted(range(len(hints)), key=lambda place: (hints[place].rank, place)):
        needed = hints[place].width + (_GAP if kept else 0)
        if used + needed <= width:
            kept.add(place)
            used += needed
    return [hint for place, hint in enumerate(hints) if place in kept]


class HintBar(Widget):
    """Shows the usable keys of its screen in one line, and above it a notice when there is one."""

    notice: reactive[str] = reactive("", layout=True)
    """A sentence to lead a newcomer; empty for none."""

    is_held = False
    """Whether the keys shown stay: those pressed now wait, and which can be used shows when their turn comes."""

    _hints: reactive[tuple[Hint, ...]] = reactive(())
    DEFAULT_CLASSES: ClassVar[str] = "line"

    def on_mount(self) -> None:
        """Follow the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._read)
        self._read(self.screen)

    def on_unmount(self) -> None:
        """Stop following."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def watch_notice(self, notice: str) -> None:
        """Make room for the notice."""
        self.styles.height = 2 if notice else 1

    def render(self) -> Content:
        """Draw the notice and the keys."""
        width = self.size.width - 2 * _MARGIN
        keys = join(
            [
                Content.assemble((hint.key, f"bold {ACCENT}"), " ", hint.label)
                for hint in fitting(self._hints, width)
            ],
            " " * _GAP,
        )
        line = join([" " * _MARGIN, keys], "")
        if not self.notice:
            return line
        return join([" " * _MARGIN, safe(ellipsis(self.notice, width), "bold"), Content("\n"), line], "")

    def _read(self, screen: Screen[object]) -> None:
        if self.is_held:
            return
        words = screen.hint_words() if isinstance(screen, HasHintWords) else {}
        self._hints = tuple(
            Hint(key_label(usable.keys[0]), usable.label, usable.command.rank)
            for usable in usable_commands(screen.active_bindings.values(), words)
            if usable.command.show_in_hint and usable.label
        )
