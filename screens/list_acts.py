"""What the keys do with one visit of the list: why it is there, taking it out, and who comes after all."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from clerk.domain.queue_explain import Explained
from clerk.domain.visit import Visit, VisitState
from clerk.locale import _
from screens.modals.ask import Answer, AskScreen
from screens.modals.place_in_queue import PlaceScreen
from screens.modals.reason import GivenReason, ReasonScreen
from screens.reasons import cancel_reasons

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class ListActs:
    """Acts on a visit that nobody serves."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._workstation = screen.workstation

    # ------------------------------------------------------------ why

    def why(self) -> None:
        """Explain why the visit under the cursor is where it is."""
        row = self._screen.row_in_front
        if row is None:
            self._screen.say(_("Niemand wartet."))
            return
        if row.entry.state is VisitState.PARKED:
            sentence = _("{ticket} ist geparkt und wartet nicht: Enter nimmt den Besuch auf.")
            self._screen.say(sentence.format(ticket=row.entry.ticket))
            return
        visit = row.entry.visit
        self._screen.in_turn(lambda: self._workstation.overview.why(visit), self._explain)

    def _explain(self, explained: Explained | None) -> None:
        if explained is None:
            self._screen.say(_("Diese Person wartet nicht mehr."))
            self._screen.refresh_overview()
            return
        self._screen.app.push_screen(PlaceScreen(explained, self._workstation.zone))

    # ------------------------------------------------------------ out of the queue

    def take_out(self) -> None:
        """Take the visit under the cursor out of the queue, after a question."""
        row = self._screen.row_in_front
        if row is None:
            self._screen.say(_("Niemand wartet."))
        elif row.entry.state is VisitState.PARKED:
            self._screen.queue.chosen(row)
        else:
            self._ask_out(row.entry.visit, row.entry.ticket)

    def _ask_out(self, visit: int, ticket: str) -> None:
        answers = [
            Answer("stay", _("bleibt in der Reihe")),
            Answer("gone", _("ist gegangen"), "g"),
            Answer("cancel", _("hat abgesagt"), "a"),
        ]

        def decided(answer: str | None) -> None:
            if answer == "gone":
                self._gone(visit, ticket)
            elif answer == "cancel":
                self._cancel(visit, _("{ticket} absagen?").format(ticket=ticket))

        question = _("{ticket} aus der Reihe nehmen?").format(ticket=ticket)
        self._screen.app.push_screen(AskScreen(question, answers=answers), decided)

    def _gone(self, visit: int, ticket: str) -> None:
        self._end(
            lambda: self._workstation.set_aside.gone(visit),
            _("{ticket} ist als gegangen vermerkt.").format(ticket=ticket),
        )

    def _cancel(self, visit: int, title: str) -> None:
        def given(reason: GivenReason | None) -> None:
            if reason is not None:
                self._end(lambda: self._workstation.set_aside.cancel(visit, reason.id), _("Abgesagt."))

        self._screen.app.push_screen(ReasonScreen(title, cancel_reasons()), given)

    def _end(self, work: Callable[[], None], sentence: str) -> None:
        def done(_nothing: None) -> None:
            self._screen.say(sentence)
            self._screen.show_stage()
            self._screen.refresh_overview()

        self._screen.in_turn(work, done)

    # ------------------------------------------------------------ who comes after all

    def booked(self, visit: Visit) -> None:
        """Ask what becomes of an appointment that was found: the person is here, or has cancelled."""
        answers = [
            Answer("here", _("ist da: Ankunft aufnehmen")),
            Answer("cancel", _("Termin absagen"), "a"),
        ]
        question = _("Termin {time}: {name}").format(
            time=self._clock(visit.appointment_at), name=visit.name or _("ohne Namen")
        )

        def decided(answer: str | None) -> None:
            if answer == "here":
                self._screen.queue.check_in(visit)
            elif answer == "cancel":
                self._cancel(visit.id, _("Termin absagen?"))

        self._screen.app.push_screen(AskScreen(question, answers=answers), decided)

    def missed(self, visit: Visit) -> None:
        """Ask what becomes of somebody who did not come when called: enters anew, or has gone."""
        answers = [
            Answer("again", _("ist jetzt da: mit neuer Nummer aufnehmen")),
            Answer("gone", _("kommt nicht mehr"), "g"),
        ]
        question = _("{ticket} ist nicht erschienen").format(ticket=visit.ticket)

        def decided(answer: str | None) -> None:
            if answer == "again":
                self._screen.queue.check_in(visit)
            elif answer == "gone":
                self._gone(visit.id, visit.ticket)

        self._screen.app.push_screen(AskScreen(question, answers=answers), decided)

    def _clock(self, moment: datetime | None) -> str:
        return "" if moment is None else moment.astimezone(self._workstation.zone).strftime("%H:%M")
