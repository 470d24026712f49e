"""Finding a visit by its ticket alone: for who looks after the queue and needs no name."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.domain.areas import area_name
from clerk.domain.visit import state_name
from clerk.locale import _
from clerk.services.lead_visits import PresentVisit
from screens.text import Cell, columns, safe
from screens.theme import MUTED
from screens.widgets.line_input import LineInput
from screens.widgets.virtual_list import VirtualList


class FindTicketScreen(ModalScreen[PresentVisit | None]):
    """Shows *visits*, fewer with every sign typed; Enter chooses the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False, id="back"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    def __init__(self, visits: Sequence[PresentVisit]) -> None:
        super().__init__()
        self._visits = tuple(visits)
        self._line = LineInput(placeholder=_("Aufrufnummer"), on_edit=self._typed, on_enter=self._chosen)
        self._hits: VirtualList[PresentVisit] = VirtualList(
            lambda visit: str(visit.visit), _draw, empty=_("Diese Aufrufnummer ist gerade nicht im Haus.")
        )
        self._hits.can_focus = False

    def compose(self) -> ComposeResult:
        """Line, hits, keys."""
        with Vertical(classes="dialog -wide -find"):
            yield Static(safe(_("Suchen")), classes="dialog-title")
            yield self._line
            yield self._hits
            yield Static(safe(_("Enter wählt · ↑ ↓ · Esc zurück")), classes="dialog-foot")

    def on_mount(self) -> None:
        """Begin to type."""
        self._hits.show(self._visits)
        self._line.focus()

    def _typed(self, text: str) -> None:
        typed = text.strip().upper()
        self._hits.show([visit for visit in self._visits if typed in visit.ticket])
        self._hits.action_to_start()

    def _chosen(self, _text: str) -> None:
        if self._hits.current is not None:
            self.dismiss(self._hits.current)

    def action_move(self, by: int) -> None:
        """Move in the hits."""
        self._hits.action_cursor_by(by)

    def action_back(self) -> None:
        """Find nothing."""
        self.dismiss(None)


def _draw(visit: PresentVisit, width: int, _selected: bool) -> Content:
    where = "" if visit.counter is None else _("Schalter {label}").format(label=visit.counter)
    cells = [
        Cell(visit.ticket, 6, "bold"),
        Cell(area_name(visit.area), 18),
        Cell(state_name(visit.state), 16),
    ]
    return columns([*cells, Cell(where, None, MUTED)], width)
