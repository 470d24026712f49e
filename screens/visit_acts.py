"""What the keys do while a visit is being served."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual.screen import ModalScreen

from clerk.domain.areas import area_name
from clerk.domain.case_view import CaseView
from clerk.domain.catalogue import CanFinish
from clerk.domain.closing import ClosingItem, left_to_tick, stays_open
from clerk.domain.facts import Answer as FactAnswer
from clerk.domain.hand_out import FeesFirst
from clerk.domain.settlement import open_cents
from clerk.domain.visit import Outcome, Step
from clerk.locale import _, ngettext
from clerk.services.procedure import NotReady, why_not_ready
from screens import reasons
from screens.modals.ask import Answer, AskScreen
from screens.modals.reason import GivenReason, ReasonScreen
from screens.modals.ticket_issued import TicketIssuedScreen
from screens.other_ways import OtherWays
from screens.reopening import Reopening
from screens.widgets.message_line import MessageLine, Weight

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen

T = TypeVar("T")
_MOST_NAMED = 2
"""Documents that a sentence names before it only counts."""


class VisitActs:
    """Does what was asked for on the desk screen and shows what came of it."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._workstation = screen.workstation
        self._desk = screen.desk
        self._payment = screen.payment
        self.other_ways = OtherWays(screen)
        self.reopening = Reopening(screen)

    def hint_words(self) -> Mapping[str, str]:
        """Return the closer words of the step for the hint line."""
        next_words = {
            Step.DOCUMENTS: _("weiter") if self._screen.at_info_desk else _("weiter zum Antrag"),
            Step.APPLICATION: _("nächstes Feld"),
            Step.PAYMENT: (
                _("Beleg der Kasse") if self._screen.cash_office.is_awaited else self._payment.next_word()
            ),
            Step.CLOSING: _("abschließen"),
        }
        step = self._screen.pane.step
        words = {"next": next_words[step]}
        if step is Step.CLOSING:
            words |= {"presented": _("abhaken"), "all_presented": _("alles abhaken")}
        if step is Step.DOCUMENTS and self._screen.pane.documents.is_at_fact:
            words["presented"] = _("nächste Antwort")
        if self._payment.is_running:
            words["back"] = _("Zahlung abbrechen")
        return words

    # ------------------------------------------------------------ steps

    def next(self) -> None:
        """Do the natural next step of where the visit is."""
        match self._screen.pane.step:
            case Step.DOCUMENTS:
                self._after_documents()
            case Step.APPLICATION:
                self.confirm_application()
            case Step.PAYMENT if self._screen.cash_office.is_awaited:
                self._screen.cash_office.came_back()
            case Step.PAYMENT:
                self._payment.next()
            case Step.CLOSING:
                self._close()

    def back(self) -> None:
        """Go one step back; while a card payment runs, stop it at the terminal."""
        if self._payment.is_running:
            self._payment.abort()
            return
        steps = list(Step)
        place = steps.index(self._screen.pane.step)
        if place:
            self.go_to(steps[place - 1])
        else:
            self._screen.say(
                _("Der Besuch ist offen: F9 parkt ihn, F12 leitet ihn weiter, F8 schließt ihn ab.")
            )

    def go_to(self, step: Step) -> None:
        """Show a step, and remember it."""
        if self.busy_paying():
            return
        if step is not self._screen.pane.step:
            self._screen.query_one(MessageLine).leave_step()
        self._desk.go_to(step)
        if step is Step.APPLICATION:
            self._desk.fill_known()
        self._screen.go_to(step)
        if step is Step.PAYMENT:
            self._payment.entered()

    def busy_paying(self) -> bool:
        """Tell whether a card payment is under way, and say so."""
        if self._payment.is_running:
            self._screen.say(_("Die Kartenzahlung läuft. Esc bricht sie ab."))
        return self._payment.is_running

    def answer(self, fact: str, answer: FactAnswer | None) -> None:
        """Answer a fact; if it shows that another service is the right one, offer to change to it."""
        self.reopening.before(lambda: self._answer(fact, answer))

    def _answer(self, fact: str, answer: FactAnswer | None) -> None:
        self._desk.answer(fact, answer)
        other = self._desk.view.leads_to
        if other is None:
            return
        name = self._workstation.catalogue.service(other).name
        answers = [
            Answer("change", _("zu „{service}“ wechseln").format(service=name)),
            Answer("stay", _("bleiben"), "b"),
        ]
        detail = _("Angaben und Häkchen, die passen, bleiben erhalten.")
        screen = AskScreen(_("Hier ist eine andere Leistung richtig"), answers=answers, detail=detail)

        def decided(choice: str) -> None:
            if choice == "change":
                self._desk.change_service(other, self.show_case)

        self._ask(screen, decided)

    def _can_finish_here(self) -> bool:
        return all(
            view.service.can_finish is CanFinish.YES
            or (view.service.can_finish is CanFinish.IF_COMPLETE and view.checklist.complete)
            for view in self._desk.views
        )

    def _after_documents(self) -> None:
        if self._screen.pane.documents.to_open_question():
            self._screen.pane.documents.focus_list()
            self._screen.say(_("Noch zu klären: Diese Angabe entscheidet über Unterlagen oder Gebühr."))
            return
        unexplained = [view for view in self._desk.views if not view.case.missing_reason]
        missing = [line.label for view in unexplained for line in view.checklist.missing]
        going_on = self._wait_or_finish if self._screen.at_info_desk else self._to_application
        if not missing:
            going_on()
            return
        question = _("Ohne „{document}“ weiter?").format(document=missing[0])
        if len(missing) > 1:
            question = _("Ohne {count} Unterlagen weiter?").format(count=len(missing))
        screen = ReasonScreen(question, reasons.missing_reasons(), detail=_not_looked_at(self._desk.views))
        self._ask(screen, lambda given: self._go_on_without(given, going_on))

    def _go_on_without(self, given: GivenReason, going_on: Callable[[], None]) -> None:
        self._desk.note_missing(given.id if not given.text else f"{given.id}: {given.text}")
        going_on()

    def _wait_or_finish(self) -> None:
        if not self._can_finish_here():
            self._let_wait()
            return
        answers = [
            Answer("finish", _("gleich hier erledigen")),
            Answer("wait", _("warten lassen, der Schalter ruft auf"), "w"),
        ]
        going_on = {"finish": self._to_application, "wait": self._let_wait}
        question = _("Kurze Angelegenheit: hier erledigen?")
        self._ask(AskScreen(question, answers=answers), lambda answer: going_on[answer]())

    def _to_application(self) -> None:
        self.go_to(Step.APPLICATION)
        unchecked = _not_looked_at(self._desk.views)
        if unchecked:
            self._screen.say(unchecked, Weight.WARNING)

    def _let_wait(self) -> None:
        held = self._desk.require()
        self._screen.in_turn(
            lambda: self._workstation.arrive.let_wait(held),
            lambda _none: self._waits(held.visit.ticket, held.visit.area),
        )

    def _waits(self, ticket: str, area: str) -> None:
        before = 0
        if self._screen.overview is not None:
            before = sum(row.entry.area == area for row in self._screen.overview.waiting)
        self._screen.gone("")
        waiting = ngettext(
            "{area}: {count} Person wartet vorher", "{area}: {count} Personen warten vorher", before
        )
        sentence = waiting.format(area=area_name(area), count=before)
        self._screen.app.push_screen(TicketIssuedScreen(ticket, sentence))

    def confirm_application(self) -> None:
        """Confirm the application in front; go on to the next case, then to the payment."""
        problem = why_not_ready(self._desk.view)
        if problem is not None:
            self._show_problem(problem)
            return
        self._screen.cases.heed_suggestions(lambda: self._desk.confirm(self._confirmed))

    def _show_problem(self, problem: NotReady) -> None:
        self._screen.say(str(problem), Weight.WARNING)
        if problem.field is not None:
            self._screen.pane.application.focus_field(problem.field)

    def _confirmed(self) -> None:
        for place, view in enumerate(self._desk.views):
            if view.case.confirmed_at is None and view.case.outcome is None:
                self._desk.choose_case(place)
                self.go_to(Step.DOCUMENTS)
                return
        due = open_cents(self._desk.require().visit.lines)
        self.go_to(Step.PAYMENT if due else Step.CLOSING)

    # ------------------------------------------------------------ closing

    def _close(self) -> None:
        """Close the visit; what was not done or handed out is asked about once."""
        left = left_to_tick(self._desk.views)
        if not left or open_cents(self._desk.require().visit.lines):
            self._close_now()
            return
        answers = [
            Answer("back", _("zurück zur Liste")),
            Answer("close", _("trotzdem abschließen"), "t"),
        ]
        question = _("Noch nicht abgehakt: {things}").format(things=", ".join(left))

        def decided(answer: str) -> None:
            if answer == "close":
                self._close_now()

        self._ask(AskScreen(question, answers=answers), decided)

    def _close_now(self) -> None:
        held, today = self._desk.require(), self._workstation.today()
        closed = _("{ticket} abgeschlossen.").format(ticket=held.visit.ticket)
        sentence = " ".join(filter(None, (closed, stays_open(held.visit.cases))))
        self._screen.in_turn(
            lambda: self._workstation.close_visit.close(held, on=today),
            lambda _none: self._screen.gone(sentence),
        )

    def tick(self, ticked: Sequence[ClosingItem], *, done: bool) -> None:
        """Note what was done in the house and handed out, or take it back; fees come first."""
        try:
            self._desk.tick(ticked, done=done)
        except FeesFirst as problem:
            self._screen.say(str(problem), Weight.WARNING)

    def set_outcome(self, outcome: Outcome) -> None:
        """Give the case in front its outcome, or take the same one back."""
        same = self._desk.view.case.outcome is outcome
        self._desk.set_outcome(None if same else outcome, "")

    def show_case(self) -> None:
        """Show the documents of the case in front."""
        self.go_to(Step.DOCUMENTS)

    def _ask(self, screen: ModalScreen[T | None], then: Callable[[T], None]) -> None:
        def answered(result: T | None) -> None:
            if result is not None:
                then(result)

        self._screen.app.push_screen(screen, answered)


def _not_looked_at(views: Sequence[CaseView]) -> str:
    """Return which documents of the cases nobody has looked at yet; empty for none."""
    labels = [*dict.fromkeys(line.label for view in views for line in view.checklist.unchecked)]
    if not labels:
        return ""
    more = len(labels) - _MOST_NAMED
    if more <= 0:
        return _("Noch nicht geprüft: {documents}").format(documents=", ".join(labels))
    return _("Noch nicht geprüft: {documents} und {count} mehr").format(
        documents=", ".join(labels[:_MOST_NAMED]), count=more
    )
