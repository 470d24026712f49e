"""What was typed on this screen when the visit was taken over: not stored any more, but not gone from sight."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from clerk.domain.case_view import CaseView
from clerk.domain.visit import Visit
from clerk.locale import _
from screens.modals.page import PageScreen
from screens.text import Cell, beside, columns, join, safe

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


@dataclass(frozen=True, slots=True)
class LostEntry:
    """A field of an application and what stood in it here."""

    label: str
    value: str


def lost_entries(seen: Sequence[CaseView], stored: Visit) -> tuple[LostEntry, ...]:
    """Return what stands in the applications as *seen* here and not in the visit as it is *stored*."""
    kept = {case.id: case.form for case in stored.cases}
    return tuple(
        LostEntry(state.field.label, state.value)
        for view in seen
        for state in view.form.fields
        if state.value and kept.get(view.case.id, {}).get(state.field.id) != state.value
    )


def show_lost_entries(screen: "DeskScreen") -> None:
    """Read how the visit of the desk is stored now, and list what of this screen's entries is not."""
    held, seen = screen.desk.require(), screen.desk.views
    ticket = held.visit.ticket

    def show(stored: Visit) -> None:
        lost = lost_entries(seen, stored)
        if lost:
            screen.app.push_screen(LostEntriesScreen(ticket, lost))

    screen.background.run(lambda: screen.workstation.call_next.reload(held).visit, show, lambda _error: None)


class LostEntriesScreen(PageScreen):
    """Lists them, to be told to whoever has the visit now; nothing is stored."""

    def __init__(self, ticket: str, lost: Sequence[LostEntry]) -> None:
        super().__init__()
        self._ticket = ticket
        self._lost = tuple(lost)

    def title_line(self, width: int) -> Content:
        """Say whose visit it is now."""
        title = _("{ticket} wird jetzt anderswo geführt").format(ticket=self._ticket)
        return columns([Cell(title)], width)

    def page(self, width: int) -> Content:
        """List field by field what is not stored."""
        words = _(
            "Zuletzt hier getippt und nicht mehr gespeichert. Bitte dort sagen, wo der Besuch jetzt ist:"
        )
        told = (words, "", *(f"{entry.label}: {entry.value}" for entry in self._lost))
        return join(beside("", told, width, 0), Content("\n"))

    def keys(self) -> Content:
        """Say what leads back."""
        return safe(_("Enter gelesen"))
