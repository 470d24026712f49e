"""Finding a visit: ticket, case number, name or plate."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.domain.incomplete import incomplete_cases
from clerk.domain.person_fields import name_asked_for
from clerk.domain.visit import Case, Visit, VisitState, state_name
from clerk.locale import _
from clerk.services.set_aside import park_reason_name
from clerk.services.workstation import Workstation
from screens import sentences
from screens.background import Background
from screens.text import Cell, columns, safe
from screens.widgets.line_input import LineInput
from screens.widgets.virtual_list import VirtualList


class FindScreen(ModalScreen[Visit | None]):
    """Searches the store while one types; Enter takes the visit up: an open one, or the cases it left incomplete."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False, id="back"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    def __init__(self, workstation: Workstation, background: Background) -> None:
        super().__init__()
        self._workstation = workstation
        self._background = background
        self._asked = ""
        self._take_first = False
        self._line = LineInput(
            placeholder=_("Aufrufnummer, Vorgangsnummer, Name oder Kennzeichen"),
            on_edit=self._typed,
            on_enter=self._chosen,
        )
        self._hits: VirtualList[Visit] = VirtualList(
            lambda visit: str(visit.id), self._draw, empty=_nothing("")
        )
        self._hits.can_focus = False
        self._note = Static(classes="dialog-foot")

    def compose(self) -> ComposeResult:
        """Line, hits, keys."""
        with Vertical(classes="dialog -wide -find"):
            yield Static(safe(_("Suchen")), classes="dialog-title")
            yield self._line
            yield self._hits
            yield self._note

    def on_mount(self) -> None:
        """Begin to type."""
        self._note.update(safe(_keys()))
        self._line.focus()

    def _typed(self, text: str) -> None:
        self._asked = text
        find = self._workstation.find
        self._background.run(
            lambda: (find.search(text), find.too_late(text), find.ended_today(text)),
            lambda found: self._found(text, *found),
            self._failed,
        )

    def _found(self, text: str, hits: list[Visit], too_late: str | None, ended: str | None) -> None:
        if text != self._asked or not self.is_attached:
            return
        self._asked = ""
        self._hits.empty = ended or _nothing(text)
        self._hits.show(hits)
        self._hits.action_to_start()
        self._note.update(safe(too_late or (ended if hits else None) or _keys()))
        if self._take_first:
            self._take_first = False
            self._chosen(text)

    def _failed(self, error: Exception) -> None:
        self._note.update(safe(sentences.of_error(error)))

    def _chosen(self, _text: str) -> None:
        if self._asked:
            # typed ahead of the answer: the hit of what was typed last is meant
            self._take_first = True
            return
        visit = self._hits.current
        if visit is None:
            return
        if visit.state in {VisitState.CALLED, VisitState.SERVING}:
            self._note.update(safe(_("{ticket} ist gerade an einem Schalter.").format(ticket=visit.ticket)))
            return
        self.dismiss(visit)

    def _draw(self, visit: Visit, width: int, _selected: bool) -> Content:
        state = state_name(visit.state)
        if visit.state is VisitState.PARKED and visit.park_reason is not None:
            state = park_reason_name(visit.park_reason)
        left, name = incomplete_cases(visit), name_asked_for(visit, self._line.value)
        if left:
            # the ticket was one of another day
            cells = [Cell(left[0].number, 12, "bold"), Cell(self._labels(left), 18), Cell(name, None)]
            return columns([*cells, Cell(_("unvollständig"), 15)], width)
        cells = [Cell(visit.ticket, 5, "bold"), Cell(self._labels(visit.cases), 18), Cell(name, None)]
        return columns([*cells, Cell(state, 22)], width)

    def _labels(self, cases: Sequence[Case]) -> str:
        catalogue = self._workstation.catalogue
        return " + ".join(catalogue.at(case.as_of).service(case.service).queue_label for case in cases)

    def action_move(self, by: int) -> None:
        """Move in the hits."""
        self._hits.action_cursor_by(by)

    def action_back(self) -> None:
        """Find nothing."""
        self.dismiss(None)


def _nothing(text: str) -> str:
    if len(text.strip()) > 1:
        return _("Nichts gefunden in den Bereichen dieses Platzes.")
    return _("Ab zwei Zeichen wird gesucht.")


def _keys() -> str:
    return _("Enter nimmt den Besuch hier auf · ↑ ↓ · Esc zurück")
