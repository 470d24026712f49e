"""Which plates are to be made: size and count, over the screen."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.domain.plate_order import PlateOrder, PlateSize, kind_name, size_name
from clerk.locale import _
from screens.modals.ask import key_lines
from screens.text import Cell, columns, safe
from screens.widgets.virtual_list import VirtualList

_ROWS_IN_SIGHT = 10


class PlatesScreen(ModalScreen[tuple[PlateOrder, ...] | None]):
    """Shows one row for each case; Enter orders them all as they stand, Esc none."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, id="back")]

    def __init__(self, orders: Sequence[PlateOrder]) -> None:
        super().__init__()
        self._orders = tuple(orders)
        self._list: VirtualList[PlateOrder] = VirtualList(lambda order: str(order.case), _draw)

    def compose(self) -> ComposeResult:
        """Title, plates, keys."""
        keys = [
            (_("Enter"), _("Zettel für den Schilderpräger drucken")),
            ("1 2", _("Anzahl der Schilder")),
            ("S", _("andere Größe")),
            (_("Esc"), _("zurück")),
        ]
        with Vertical(classes="dialog"):
            yield Static(safe(_("Welche Schilder werden geprägt?")), classes="dialog-title")
            yield self._list
            yield Static(key_lines(keys), classes="dialog-keys")

    def on_mount(self) -> None:
        """Show the plates."""
        self._list.styles.height = min(len(self._orders), _ROWS_IN_SIGHT)
        self._list.show(self._orders)
        self._list.focus()

    def on_key(self, event: events.Key) -> None:
        """Change count or size of the plates under the cursor."""
        order = self._list.current
        if order is None:
            return
        match (event.character or "").casefold():
            case "1" | "2" as count:
                self._change(replace(order, count=int(count)))
            case "s":
                sizes = list(PlateSize)
                self._change(order.sized(sizes[(sizes.index(order.size) + 1) % len(sizes)]))
            case _other:
                return
        event.stop()

    def on_virtual_list_selected(self, event: VirtualList.Selected) -> None:
        """Order all of them."""
        event.stop()
        self.dismiss(self._orders)

    def action_back(self) -> None:
        """Order none."""
        self.dismiss(None)

    def _change(self, changed: PlateOrder) -> None:
        self._orders = tuple(changed if order.case == changed.case else order for order in self._orders)
        self._list.show(self._orders)


def _draw(order: PlateOrder, width: int, _selected: bool) -> Content:
    season = "" if order.season in order.plate else order.season
    kind, size = kind_name(order.kind), size_name(order.size)
    return columns(
        [
            Cell(order.plate, 17, "bold"),
            Cell(f"{_(kind)} {season}".rstrip()),
            Cell(_(size), 14),
            Cell(_("{count} Stück").format(count=order.count), 8),
        ],
        width,
    )
