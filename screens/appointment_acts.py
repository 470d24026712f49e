"""An appointment of today for the open visit: somebody came without a word of it, or was not found."""

from typing import TYPE_CHECKING

from textual.content import Content

from clerk.domain.appointment_of_day import sounds_like, when
from clerk.locale import _
from clerk.services.held import Held
from clerk.services.overview import Overview, OverviewRow
from screens.arrival_items import expected_words
from screens.modals.pick import PickScreen
from screens.text import Cell, columns
from screens.theme import MUTED

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class AppointmentActs:
    """Asks which appointment is meant, and gives it to the visit."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._workstation = screen.workstation

    def choose(self) -> None:
        """Show the appointments of today of which nobody has come, those of a like name first."""
        held, today = self._screen.desk.require(), self._workstation.today()
        if held.visit.appointment_at is not None:
            self._screen.say(_("Dieser Besuch hat schon einen Termin."))
            return
        self._screen.in_turn(
            lambda: self._workstation.overview.now(on=today), lambda now: self._offer(held, now)
        )

    def _offer(self, held: Held, overview: Overview) -> None:
        name = held.visit.name
        rows = sorted(overview.booked, key=lambda row: not sounds_like(name, row.entry.name))
        if not rows:
            self._screen.say(_("Heute ist kein Termin mehr offen."))
            return

        def draw(row: OverviewRow, width: int) -> Content:
            at = row.entry.appointment_at
            stands = "" if at is None else when(at, overview.at)
            words = expected_words(row, self._workstation.zone)
            return columns([Cell(words, None), Cell(stands, 18, MUTED)], width)

        screen = PickScreen(
            _("Welcher Termin gehört zu diesem Besuch?"), rows, lambda row: str(row.entry.visit), draw
        )
        self._screen.app.push_screen(screen, lambda row: self._chosen(held, row))

    def _chosen(self, held: Held, row: OverviewRow | None) -> None:
        if row is not None:
            self._screen.in_turn(
                lambda: self._workstation.appointments.belongs_to(held, row.entry), self._found
            )

    def _found(self, held: Held) -> None:
        desk = self._screen.desk
        in_front = desk.view.case.id
        desk.open(held)
        desk.choose_case([case.id for case in held.visit.cases].index(in_front))
        self._screen.show_stage()
        self._screen.say(_("Der Termin gehört jetzt zu diesem Besuch."))
