"""A page to read over the screen: title, text in the width of the window, keys."""

from abc import abstractmethod
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.commands import bindings_for

_WIDEST = 100
_AROUND_THE_TEXT = 10
"""Frame, margins and scroll bar."""


class PageScreen(ModalScreen[None]):
    """Shows a page that scrolls by keyboard; Enter and Esc close it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("next", "back"),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._title = Static(classes="dialog-title")
        self._text = Static()
        self._foot = Static(classes="dialog-foot")
        self._scroll = VerticalScroll(self._text)
        self._scroll.can_focus = False

    def compose(self) -> ComposeResult:
        """Place title, text and keys."""
        with Vertical(classes="dialog -tall -page"):
            yield self._title
            yield self._scroll
            yield self._foot

    def on_resize(self) -> None:
        """Write for the width there is now."""
        width = min(_WIDEST, self.app.size.width) - _AROUND_THE_TEXT
        self._title.update(self.title_line(width))
        self._text.update(self.page(width))
        self._foot.update(self.keys())

    @abstractmethod
    def title_line(self, width: int) -> Content:
        """Return the title in *width* cells."""

    @abstractmethod
    def page(self, width: int) -> Content:
        """Return the text in lines of *width* cells."""

    @abstractmethod
    def keys(self) -> Content:
        """Return the keys that lead on."""

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._scroll.scroll_relative(y=lines, animate=False)

    def action_page(self, direction: int) -> None:
        """Scroll by what is in sight."""
        self.action_scroll(direction * max(1, self._scroll.size.height - 1))

    def action_next(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)
