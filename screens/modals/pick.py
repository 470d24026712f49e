"""A list over the screen to pick one of many from."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.locale import _
from screens.text import safe
from screens.widgets.virtual_list import VirtualList

Row = TypeVar("Row")
_ROWS_IN_SIGHT = 12


class PickScreen(ModalScreen[Row | None], Generic[Row]):
    """Shows *rows*, drawn by *draw* for a width; the result is the one Enter picks, None after Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, id="back")]

    def __init__(
        self,
        title: str,
        rows: Sequence[Row],
        key_of: Callable[[Row], str],
        draw: Callable[[Row, int], Content],
    ) -> None:
        super().__init__()
        self._title = title
        self._rows = tuple(rows)
        self._list: VirtualList[Row] = VirtualList(key_of, lambda row, width, _selected: draw(row, width))

    def compose(self) -> ComposeResult:
        """Title, rows, keys."""
        with Vertical(classes="dialog -wide"):
            yield Static(safe(self._title), classes="dialog-title")
            yield self._list
            yield Static(safe(_("↑ ↓ wählt · Enter nimmt · Esc zurück")), classes="dialog-foot")

    def on_mount(self) -> None:
        """Show the rows."""
        self._list.styles.height = min(len(self._rows), _ROWS_IN_SIGHT)
        self._list.show(self._rows)
        self._list.focus()

    def on_virtual_list_selected(self, event: VirtualList.Selected) -> None:
        """Give the row under the cursor."""
        event.stop()
        self.dismiss(self._list.current)

    def action_back(self) -> None:
        """Pick nothing."""
        self.dismiss(None)
