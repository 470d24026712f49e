"""What a team lead does with a single visit: free it from a counter, or give it to another one."""

from collections.abc import Callable

from textual.content import Content

from clerk.domain.counters import CounterNow, status_name
from clerk.locale import _
from clerk.services.lead_visits import LeadVisits, PresentVisit
from clerk.services.team_lead import TeamLead
from screens.modals.ask import Answer, AskScreen
from screens.modals.find_ticket import FindTicketScreen
from screens.modals.pick import PickScreen
from screens.modals.reason import GivenReason, ReasonScreen
from screens.reasons import care_reasons
from screens.text import Cell, columns
from screens.theme import MUTED
from screens.work_frame import WorkFrame


class LeadVisitActs:
    """The dialogues about a visit over the team lead's screen; *done* is called after a change."""

    def __init__(
        self, screen: WorkFrame, lead: TeamLead, visits: LeadVisits, done: Callable[[], None]
    ) -> None:
        self._screen = screen
        self._lead = lead
        self._visits = visits
        self._done = done

    def find(self, site: int) -> None:
        """Find a visit of *site* by its ticket."""

        def found(visit: PresentVisit | None) -> None:
            if visit is not None:
                self._ask(site, visit)

        self._screen.in_turn(
            lambda: self._visits.present(site),
            lambda visits: self._show(visits, found),
        )

    def _show(self, visits: tuple[PresentVisit, ...], found: Callable[[PresentVisit | None], None]) -> None:
        self._screen.app.push_screen(FindTicketScreen(visits), found)

    def _ask(self, site: int, visit: PresentVisit) -> None:
        answers = [Answer("stay", _("nichts ändern"))]
        if visit.is_held:
            answers.append(Answer("release", _("freigeben: wartet wieder an ihrem Platz"), "f"))
        answers.append(Answer("reassign", _("an einen anderen Schalter geben"), "a"))

        def decided(answer: str | None) -> None:
            if answer == "release":
                self._ask_why(
                    _("{ticket} freigeben").format(ticket=visit.ticket),
                    lambda reason: self._release(site, visit, reason),
                )
            elif answer == "reassign":
                self._screen.in_turn(
                    lambda: self._lead.counters(site), lambda counters: self._to(site, visit, counters)
                )

        where = _("an Schalter {label}").format(label=visit.counter) if visit.is_held else _("wartet")
        self._screen.app.push_screen(AskScreen(f"{visit.ticket} · {where}", answers=answers), decided)

    def _to(self, site: int, visit: PresentVisit, counters: tuple[CounterNow, ...]) -> None:
        others = [counter for counter in counters if counter.label != visit.counter]

        def chosen(counter: CounterNow | None) -> None:
            if counter is not None:
                self._ask_why(
                    _("{ticket} an Schalter {label}").format(ticket=visit.ticket, label=counter.label),
                    lambda reason: self._reassign(site, visit, counter, reason),
                )

        title = _("{ticket}: an welchen Schalter?").format(ticket=visit.ticket)
        self._screen.app.push_screen(
            PickScreen(title, others, lambda counter: str(counter.counter), _counter_line), chosen
        )

    def _ask_why(self, title: str, then: Callable[[str], None]) -> None:
        def given(reason: GivenReason | None) -> None:
            if reason is not None:
                then(reason.id)

        self._screen.app.push_screen(ReasonScreen(title, care_reasons()), given)

    def _release(self, site: int, visit: PresentVisit, reason: str) -> None:
        self._change(
            lambda: self._visits.release(site, visit.visit, reason),
            _("{ticket} wartet wieder an ihrem Platz.").format(ticket=visit.ticket),
        )

    def _reassign(self, site: int, visit: PresentVisit, counter: CounterNow, reason: str) -> None:
        self._change(
            lambda: self._visits.reassign(site, visit.visit, counter.counter, reason),
            _("{ticket} ist jetzt an Schalter {label}.").format(ticket=visit.ticket, label=counter.label),
        )

    def _change(self, act: Callable[[], None], sentence: str) -> None:
        def changed(_nothing: None) -> None:
            self._screen.say(sentence)
            self._done()

        self._screen.in_turn(act, changed)


def _counter_line(counter: CounterNow, width: int) -> Content:
    label = _("Schalter {label}").format(label=counter.label)
    return columns([Cell(label, 20), Cell(status_name(counter.status), None, MUTED)], width)
