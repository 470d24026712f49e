"""What the keys do between two people: calling, receiving, finding."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from clerk.domain.case_view import view_case
from clerk.domain.incomplete import incomplete_cases
from clerk.domain.visit import Visit, VisitState
from clerk.locale import _, ngettext
from clerk.ports import CallAnswer, Nobody, TakenBack, Unreachable
from clerk.services.call_next import Answer
from clerk.services.held import Held
from clerk.services.overview import OverviewRow
from screens import sentences
from screens.day_books import DayNotes
from screens.day_screen import DayScreen
from screens.lead_screen import LeadScreen
from screens.modals.arrival import ArrivalScreen, CheckIn, NewArrival, WalkIn
from screens.modals.ask import Answer as Choice
from screens.modals.ask import AskScreen
from screens.modals.find_visit import FindScreen
from screens.modals.paper import PaperScreen
from screens.modals.reason import GivenReason, ReasonScreen
from screens.reasons import call_reasons
from screens.widgets.message_line import Weight

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class QueueActs:
    """Does what was asked for while no visit is being served here, and shows what came of it."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._workstation = screen.workstation
        self._desk = screen.desk
        self._request_id: str | None = None
        self._day_notes = DayNotes()

    # ------------------------------------------------------------ calling

    def call(self) -> None:
        """Call the next number, or the called one again."""
        held, calling = self._desk.held, self._workstation.call_next
        if held is None:
            # after a lost answer the same request is sent again, so that nobody is called twice
            self._request_id = request = self._request_id or uuid4().hex
            self.open(lambda: self._open_and_call(request))
        else:
            self._screen.in_turn(lambda: calling.again(held), lambda _none: self._called_again())

    def _open_and_call(self, request: str) -> Answer:
        # who calls somebody is at the counter, whatever it was set to before
        self._workstation.own_counter.open()
        return self._workstation.call_next.next(request)

    def open(self, work: Callable[[], Answer]) -> None:
        """Do something that brings a visit to this counter, and show it."""
        self._screen.in_turn(work, self._answered)

    def _answered(self, answer: Answer) -> None:
        if not isinstance(answer, Unreachable):
            self._request_id = None
        match answer:
            case Held():
                self._desk.open(answer)
            case Nobody():
                self._screen.say(_("Für diesen Schalter wartet niemand."))
            case TakenBack():
                sentence = _("Der Aufruf wurde inzwischen zurückgenommen. F2 ruft neu auf.")
                self._screen.say(sentence, Weight.WARNING)
            case Unreachable(message):
                self._screen.say(message, Weight.ERROR)
        self._screen.show_stage()

    def say_not_now(self, stage: str) -> None:
        """Say why a key does nothing on *stage*, and which one leads on."""
        ticket = "" if self._desk.held is None else self._desk.held.visit.ticket
        self._screen.say(sentences.not_now(stage, ticket, at_info_desk=self._screen.at_info_desk))

    def _called_again(self) -> None:
        self._screen.say(_("Noch einmal aufgerufen."))
        self._screen.show_stage()

    def begin(self) -> None:
        """The called person is here."""
        held = self._desk.require()
        self.open(lambda: self._workstation.call_next.begin(held))

    def take_back(self) -> None:
        """Take the call back."""
        held = self._desk.require()
        self._screen.in_turn(
            lambda: self._workstation.call_next.take_back(held),
            lambda _none: self._screen.gone(_("Aufruf zurückgenommen, der Platz in der Reihe bleibt.")),
        )

    def no_show(self) -> None:
        """The called person did not come."""
        held = self._desk.require()
        self._screen.in_turn(lambda: self._workstation.call_next.no_show(held), self._did_not_appear)

    def _did_not_appear(self, state: VisitState) -> None:
        minutes = self._workstation.seat.workplace.no_show_minutes
        if state is VisitState.MISSED:
            self._screen.gone(_("Als nicht erschienen vermerkt."))
        else:
            self._screen.gone(_("Wird in {minutes} Minuten noch einmal aufgerufen.").format(minutes=minutes))

    # ------------------------------------------------------------ receiving

    def arrival(self) -> None:
        """Register somebody who has come."""
        overview = self._screen.overview
        expected = () if overview is None else (*overview.booked, *overview.missed)
        services = self._workstation.knowledge.services(on=self._workstation.today())
        self._screen.app.push_screen(
            ArrivalScreen(expected, services, self._workstation.zone, self._workstation.clock.now()),
            self._arrival_chosen,
        )

    def check_in(self, visit: Visit) -> None:
        """Receive somebody with an appointment, or anew somebody who had not come when called."""
        if not self._is_taken():
            self._screen.in_turn(lambda: self._workstation.arrive.check_in(visit), self._arrived)

    def _before_the_end(self, going_on: Callable[[], None]) -> None:
        """Ask once more where the last arrival of the day is over."""
        until = self._workstation.arrive.closed_since()
        if until is None:
            going_on()
            return
        question = _("Letzte Ankunft war heute um {time}").format(time=f"{until:%H:%M}")
        answers = [
            Choice("not_today", _("heute nicht mehr aufnehmen")),
            Choice("all_the_same", _("trotzdem aufnehmen"), "t"),
        ]

        def decided(answer: str | None) -> None:
            if answer == "all_the_same":
                going_on()

        self._screen.app.push_screen(AskScreen(question, answers=answers), decided)

    def paper(self) -> None:
        """Enter numbers given on paper."""
        booked = self._screen.overview.booked if self._screen.overview is not None else ()
        screen = PaperScreen(self._workstation, self._screen.background, booked)
        self._screen.app.push_screen(screen, self._home_again)

    def _arrival_chosen(self, arrival: NewArrival | None) -> None:
        arrive, today = self._workstation.arrive, self._workstation.today()
        match arrival:
            case CheckIn(entry):
                self._screen.in_turn(lambda: arrive.check_in(entry), self._arrived)
            case WalkIn(service, name, priority, reason):
                self._before_the_end(
                    lambda: self._screen.in_turn(
                        lambda: arrive.walk_in(
                            service, on=today, name=name, priority=priority, priority_reason=reason
                        ),
                        self._arrived,
                    )
                )

    def _arrived(self, answer: Held | CallAnswer) -> None:
        if isinstance(answer, Held):
            self._desk.open(answer)
            self._screen.show_stage()
            return
        self._screen.say(_("Hier ist noch ein Besuch offen. Er wird gezeigt."), Weight.WARNING)
        self._screen.resume()

    # ------------------------------------------------------------ finding, choosing

    def find(self) -> None:
        """Find a visit and take it up."""
        self._screen.app.push_screen(FindScreen(self._workstation, self._screen.background), self._found)

    def _found(self, visit: Visit | None) -> None:
        if visit is None:
            return
        match visit.state:
            case VisitState.CLOSED if incomplete_cases(visit):
                self._ask_to_go_on(visit)
            case VisitState.WAITING:
                self._waiting_chosen(visit.id, visit.ticket)
            case VisitState.BOOKED:
                self._screen.listed.booked(visit)
            case VisitState.MISSED:
                self._screen.listed.missed(visit)
            case _:
                self._take(visit.id)

    def _take(self, visit: int) -> None:
        if not self._is_taken():
            self.open(lambda: self._workstation.call_next.take(visit))

    def _is_taken(self) -> bool:
        if self._desk.is_open:
            self._screen.say(_("Hier ist noch ein Besuch offen: erst parken (F9) oder abschließen (F8)."))
        return self._desk.is_open

    def _ask_to_go_on(self, left: Visit) -> None:
        """Show which cases would go on; a new visit is opened for them."""
        if self._is_taken():
            return
        cases = incomplete_cases(left)
        question = ngettext(
            "Vorgang {numbers} wieder aufnehmen?", "Vorgänge {numbers} wieder aufnehmen?", len(cases)
        ).format(numbers=", ".join(case.number for case in cases))
        answers = [Choice("go_on", _("ja, genau dort weiter, wo er stehen blieb"))]
        screen = AskScreen(question, answers=answers, detail=self._left_in_words(left))

        def decided(answer: str | None) -> None:
            if answer is not None:
                self._before_the_end(
                    lambda: self._screen.in_turn(
                        lambda: self._workstation.arrive.take_up(left), self._goes_on
                    )
                )

        self._screen.app.push_screen(screen, decided)

    def _left_in_words(self, left: Visit) -> str:
        lines = []
        for case in incomplete_cases(left):
            view = view_case(self._workstation.catalogue, case, on=self._workstation.today())
            missing = ", ".join(line.label for line in view.checklist.missing)
            words = _("{service}: es fehlte {missing}") if missing else "{service}"
            lines.append(words.format(service=view.service.name, missing=missing))
        return "\n".join(lines)

    def _goes_on(self, answer: Held | CallAnswer) -> None:
        self._arrived(answer)
        if isinstance(answer, Held):
            sentence = _("Wieder aufgenommen unter Aufrufnummer {ticket}. Die Gebühren von damals gelten.")
            self._screen.say(sentence.format(ticket=answer.visit.ticket))
            self._screen.printing.look_up(answer.visit.id)

    def chosen(self, row: OverviewRow) -> None:
        """Enter on a visit of the queue: take up a parked one, call or re-open a waiting one."""
        if row.entry.state is VisitState.PARKED:
            self._ask_parked(row)
        else:
            self._waiting_chosen(row.entry.visit, row.entry.ticket)

    def _waiting_chosen(self, visit: int, ticket: str) -> None:
        if self._is_taken():
            return
        if self._screen.at_info_desk:
            self._take(visit)
        else:
            self._ask_why(visit, ticket)

    def _ask_parked(self, row: OverviewRow) -> None:
        visit = row.entry.visit
        answers = [
            Choice("take", _("hier weiterbedienen")),
            Choice("back", _("wieder da: als Nächste aufrufen lassen"), "w"),
            Choice("gone", _("ist gegangen"), "g"),
        ]

        def decided(answer: str | None) -> None:
            set_aside = self._workstation.set_aside
            match answer:
                case "take":
                    self._take(visit)
                case "back":
                    self._screen.in_turn(lambda: set_aside.back_again(visit), self._home_again)
                case "gone":
                    self._screen.in_turn(lambda: set_aside.gone(visit), self._home_again)

        question = _("{ticket} ist geparkt").format(ticket=row.entry.ticket)
        self._screen.app.push_screen(AskScreen(question, answers=answers), decided)

    def _ask_why(self, visit: int, ticket: str) -> None:
        def given(reason: GivenReason | None) -> None:
            if reason is not None:
                self.open(lambda: self._workstation.call_next.chosen(visit, reason.id))

        title = _("{ticket} außer der Reihe aufrufen?").format(ticket=ticket)
        self._screen.app.push_screen(ReasonScreen(title, call_reasons()), given)

    def _home_again(self, _nothing: None) -> None:
        self._screen.show_stage()
        self._screen.refresh_overview()

    def lead(self) -> None:
        """Show the load of the site over the desk."""
        at, lead = self._screen, self._workstation.lead
        if lead is not None:
            at.app.push_screen(LeadScreen(self._workstation, lead, at.background, is_first=False))

    def day(self) -> None:
        """Show the day of this counter over the desk."""
        at, notes = self._screen, self._day_notes
        at.app.push_screen(DayScreen(self._workstation, at.background, notes, is_first=False))
