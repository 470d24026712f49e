"""Type-to-find: a line to type into and the best hits below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from clerk.domain.search import SearchEntry, rank, search_entry
from clerk.locale import _
from screens.text import Align, Cell, columns
from screens.theme import MUTED
from screens.widgets.line_input import LineInput
from screens.widgets.virtual_list import VirtualList


@dataclass(frozen=True, slots=True)
class FindItem:
    """Something that can be found: shown by *label* and *detail*, found by these and the lines of *search_text*.

    Of items in which as many of the words are found, those of a lower *group* stand above the others. A *muted* one
    is there to be read, not to be chosen.
    """

    key: str
    label: str
    detail: str = ""
    search_text: str = ""
    group: int = 0
    muted: bool = False


class Finder(Vertical):
    """Finds while one types; the arrow keys move in the hits without leaving the line, Enter chooses.

    Typing, finding and drawing happen in one handler, so that letters and Enter typed ahead choose what they should.
    """

    class Selected(Message):
        """The item with *key* was chosen."""

        def __init__(self, finder: "Finder", key: str) -> None:
            super().__init__()
            self.finder = finder
            self.key = key

        @property
        def control(self) -> "Finder":
            """The finder, for ``@on`` with a selector."""
            return self.finder

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(
        self,
        items: Sequence[FindItem] = (),
        *,
        placeholder: str = "",
        detail_width: int = 16,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._items: Sequence[FindItem] = ()
        self._entries: list[SearchEntry] = []
        self._detail_width = detail_width
        self._line = LineInput(
            placeholder=placeholder or _("Tippen, um zu suchen"), on_edit=self._find, on_enter=self._choose
        )
        self.hits: VirtualList[FindItem] = VirtualList(
            lambda item: item.key,
            self._draw_item,
            empty=_("Nichts gefunden. Weniger Buchstaben finden mehr."),
        )
        self.hits.can_focus = False
        self._set_items(items)

    @property
    def query_text(self) -> str:
        """What was typed."""
        return self._line.value

    @property
    def current(self) -> FindItem | None:
        """The hit under the cursor."""
        return self.hits.current

    def compose(self) -> ComposeResult:
        """Place the line above the hits."""
        yield self._line
        yield self.hits

    def on_mount(self) -> None:
        """Show everything as long as nothing is typed."""
        self._find(self._line.value)

    def show_items(self, items: Sequence[FindItem]) -> None:
        """Find among other *items* from now on; what was typed and the cursor stay."""
        self._set_items(items)
        self.hits.show(self._found(self._line.value))

    def clear(self) -> None:
        """Empty the line."""
        self._line.value = ""

    def focus_line(self) -> None:
        """Put the cursor into the line."""
        self.screen.set_focus(self._line)

    def action_move(self, by: int) -> None:
        """Move in the hits."""
        self.hits.action_cursor_by(by)

    def action_page(self, direction: int) -> None:
        """Move in the hits by what is in sight."""
        self.hits.action_page(direction)

    def _set_items(self, items: Sequence[FindItem]) -> None:
        self._items = tuple(items)
        self._entries = [
            search_entry(item.label, f"{item.detail}\n{item.search_text}", group=item.group)
            for item in self._items
        ]

    def _found(self, query: str) -> list[FindItem]:
        return [self._items[place] for place in rank(query, self._entries)]

    def _find(self, query: str) -> None:
        found = self._found(query)
        # a letter that changes nothing of what is found is no reason to leave the row one has gone to
        self.hits.show(found, keep_cursor=found == self.hits.rows, same_look=True)

    def _choose(self, _query: str) -> None:
        item = self.current
        if item is not None:
            self.post_message(self.Selected(self, item.key))

    def _draw_item(self, item: FindItem, width: int, _selected: bool) -> Content:
        label = Cell(item.label, None, MUTED if item.muted else "")
        if not item.detail:
            return columns([label], width)
        detail = Cell(item.detail, self._detail_width, MUTED, Align.RIGHT)
        return columns([label, detail], width)
