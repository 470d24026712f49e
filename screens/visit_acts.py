"""What the keys do while a visit is at the counter."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from textual.screen import ModalScreen

from clerk.domain.areas import area_name
from clerk.domain.catalogue import CanFinish
from clerk.domain.facts import Answer as FactAnswer
from clerk.domain.settlement import Way, open_cents
from clerk.domain.visit import Outcome, ParkReason, Step, VisitState
from clerk.locale import _
from clerk.services.overview import OverviewRow
from clerk.services.print_out import Printed
from clerk.services.procedure import NotReady, why_not_ready
from clerk.services.set_aside import park_reason_name
from screens import sentences
from screens.modals.arrival import ArrivalScreen, CheckIn, NewArrival, WalkIn
from screens.modals.ask import Answer, AskScreen
from screens.modals.cases import CasesScreen, CaseWish
from screens.modals.find_visit import FindScreen
from screens.modals.reason import GivenReason, Reason, ReasonScreen
from screens.modals.ticket_issued import TicketIssuedScreen
from screens.payment_desk import PaymentDesk
from screens.widgets.message_line import Weight
from screens.widgets.payment_pane import PaymentLook, way_name
from screens.widgets.status_line import SystemLevel, SystemState

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen

T = TypeVar("T")


class VisitActs:
    """Does what was asked for on the desk screen and shows what came of it."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._workstation = screen.workstation
        self._background = screen.background
        self._desk = screen.desk
        self._payment = PaymentDesk(screen)
        self._printer_fault: str | None = None
        self._receipt: str | None = None
        self._area_open = True

    # ------------------------------------------------------------ what is shown

    def look(self) -> PaymentLook:
        """Return how the payment stands."""
        return self._payment.look()

    def receipt_note(self) -> str | None:
        """Return what is known of the receipt, ``None`` while there is none."""
        return self._receipt

    def system_states(self) -> tuple[SystemState, ...]:
        """Return the states of terminal and printer."""
        printer = (
            SystemState(_("Drucker bereit"))
            if self._printer_fault is None
            else SystemState(_("Drucker gestört, Belege sind gespeichert"), SystemLevel.DOWN)
        )
        return (*self._payment.system_states(), printer)

    def tick(self) -> None:
        """A second has passed."""
        self._payment.tick()

    def forget(self) -> None:
        """The visit has left: nothing of it stays."""
        self._receipt = None
        self._payment.forget()

    def recover_payments(self) -> None:
        """Clear up payments that an earlier run of the program left open."""
        self._payment.recover_at_start()

    def hint_words(self) -> Mapping[str, str]:
        """Return the closer words of the step for the hint line."""
        next_words = {
            Step.DOCUMENTS: _("warten lassen") if self._lets_wait() else _("weiter zum Antrag"),
            Step.APPLICATION: _("nächstes Feld"),
            Step.PAYMENT: self._payment.next_word(),
            Step.CLOSING: _("abschließen"),
        }
        words = {"next": next_words[self._screen.pane.step]}
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
        if self._payment.is_running:
            self._screen.say(_("Die Kartenzahlung läuft. Esc bricht sie ab."))
            return
        self._desk.go_to(step)
        if step is Step.APPLICATION:
            self._desk.fill_known()
        self._screen.show_visit()
        self._screen.pane.go_to(step)
        if step is Step.PAYMENT:
            self._payment.entered()

    def answer(self, fact: str, answer: FactAnswer | None) -> None:
        """Answer a fact; if it shows that another service is the right one, offer to change to it."""
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
                self._desk.change_service(other, self._show_case)

        self._ask(screen, decided)

    def _lets_wait(self) -> bool:
        if not self._screen.at_info_desk or self._desk.held is None:
            return False
        services = [view.service for view in self._desk.views]
        return any(service.can_finish is CanFinish.NO for service in services)

    def _after_documents(self) -> None:
        if self._screen.pane.documents.to_open_question():
            self._screen.pane.documents.focus_list()
            self._screen.say(
                _("Diese Angabe entscheidet über Unterlagen oder Gebühr und ist noch zu klären.")
            )
            return
        missing = [line.label for view in self._desk.views for line in view.checklist.missing]
        going_on = self._let_wait if self._lets_wait() else self._to_application
        if not missing or self._desk.view.case.missing_reason:
            going_on()
            return
        question = _("Ohne {document} weiter?").format(document=missing[0])
        if len(missing) > 1:
            question = _("Ohne {count} Unterlagen weiter?").format(count=len(missing))
        screen = ReasonScreen(question, _missing_reasons())
        self._ask(screen, lambda given: self._go_on_without(given, going_on))

    def _go_on_without(self, given: GivenReason, going_on: Callable[[], None]) -> None:
        self._desk.note_missing(given.id if not given.text else f"{given.id}: {given.text}")
        going_on()

    def _to_application(self) -> None:
        self.go_to(Step.APPLICATION)

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
        self._screen.gone()
        self._screen.app.push_screen(TicketIssuedScreen(ticket, area_name(area), before))

    def confirm_application(self) -> None:
        """Confirm the application in front; go on to the next case, then to the payment."""
        problem = why_not_ready(self._desk.view)
        if problem is not None:
            self._show_problem(problem)
            return
        self._desk.confirm(self._confirmed)

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

    # ------------------------------------------------------------ paying otherwise, receipt

    def other_way(self) -> None:
        """Settle the open fee lines without the card, with a reason."""
        lines = [line.id for line in self._desk.require().visit.lines if not line.is_settled]
        if not lines:
            self._screen.say(_("Es ist nichts offen."))
            return
        if self._payment.blocks_other_ways():
            self._screen.say(self._payment.look().sentence, Weight.WARNING)
            return
        reasons = [
            Reason(f"{way}:{text}", f"{way_name(way)} – {text}", way is Way.CASH_OFFICE)
            for way, text in _ways()
        ]
        screen = ReasonScreen(
            _("Wie wird stattdessen bezahlt?"), reasons, note_label=_("Belegnummer oder Bemerkung")
        )
        self._ask(screen, lambda given: self._settle(lines, given))

    def _settle(self, lines: list[int], given: GivenReason) -> None:
        way_id, _sep, reason = given.id.partition(":")
        way = Way(way_id)
        reference = given.text if way is Way.CASH_OFFICE else None
        note = reason if way is Way.CASH_OFFICE or not given.text else f"{reason}: {given.text}"
        self._desk.settle(lines, way, reason=note, reference=reference, then=self.print_receipt)

    def print_receipt(self) -> None:
        """Print the receipt of the visit; a second time as a copy."""
        held = self._desk.require()
        self._background.run(
            lambda: self._workstation.print_out.receipt(held), self._printed, self._print_failed
        )

    def reprint(self) -> None:
        """Print the receipt once more, or what a printer fault has left over."""
        held = self._desk.held
        if held is not None and any(line.settlement is not None for line in held.visit.lines):
            self.print_receipt()
            return
        self._background.run(self._workstation.print_out.catch_up, self._caught_up, self._print_failed)

    def _printed(self, printed: Printed) -> None:
        self._printer_fault = None
        self._receipt = _("Beleg {number} gedruckt; Strg+R druckt eine Kopie.").format(number=printed.number)
        self._screen.say(_("Beleg {number} gedruckt.").format(number=printed.number))
        self._show()

    def _caught_up(self, printed: list[Printed]) -> None:
        self._printer_fault = None
        self._screen.say(
            _("Nachgedruckt: {count}").format(count=len(printed)) if printed else _("Nichts nachzudrucken.")
        )

    def _print_failed(self, error: Exception) -> None:
        self._printer_fault = sentences.of_error(error)
        self._receipt = self._printer_fault
        self._screen.say(self._printer_fault, Weight.ERROR)
        self._show()

    def _show(self) -> None:
        if self._desk.is_serving:
            self._screen.show_visit()

    def slip(self) -> None:
        """Print what the customer has to bring."""
        visit, views = self._desk.require().visit, self._desk.views
        self._background.run(
            lambda: self._workstation.print_out.slip(visit, views),
            lambda _path: self._screen.say(_("Hinweisblatt gedruckt.")),
            self._print_failed,
        )

    # ------------------------------------------------------------ closing, parking, forwarding

    def _close(self) -> None:
        held, unclear = self._desk.require(), self._payment.is_unclear
        self._screen.in_turn(
            lambda: self._workstation.close_visit.close(
                held, payment_unclear=unclear, on=self._workstation.today()
            ),
            lambda _none: self._closed(held.visit.ticket),
        )

    def _closed(self, ticket: str) -> None:
        self._screen.say(_("{ticket} abgeschlossen.").format(ticket=ticket))
        self._screen.gone()

    def set_outcome(self, outcome: Outcome) -> None:
        """Give the case in front its outcome, or take the same one back."""
        same = self._desk.view.case.outcome is outcome
        self._desk.set_outcome(None if same else outcome, "")

    def park(self) -> None:
        """Set the visit aside, with a reason."""
        reasons = [Reason(reason, park_reason_name(reason)) for reason in ParkReason]
        screen = ReasonScreen(_("Warum wird geparkt?"), reasons)
        self._ask(screen, lambda given: self._park(ParkReason(given.id)))

    def _park(self, reason: ParkReason) -> None:
        held = self._desk.require()
        sentence = _("{ticket} geparkt. F4 findet den Besuch wieder.").format(ticket=held.visit.ticket)
        self._screen.in_turn(
            lambda: self._workstation.set_aside.park(held, reason), lambda _none: self._left(sentence)
        )

    def forward(self) -> None:
        """Send the visit to another area; it keeps its place."""
        here = self._desk.require().visit.area
        areas = sorted({service.area for service in self._workstation.catalogue.services} - {here})
        screen = ReasonScreen(_("Wohin weiterleiten?"), [Reason(area, area_name(area)) for area in areas])
        self._ask(screen, lambda given: self._forward(given.id))

    def _forward(self, area: str) -> None:
        held = self._desk.require()
        sentence = _("{ticket} wartet jetzt für {area}, der Platz in der Reihe bleibt.").format(
            ticket=held.visit.ticket, area=area_name(area)
        )
        self._screen.in_turn(
            lambda: self._workstation.set_aside.forward(held, area, ""), lambda _none: self._left(sentence)
        )

    def _left(self, sentence: str) -> None:
        self._screen.say(sentence)
        self._screen.gone()

    # ------------------------------------------------------------ arrival, finding, several cases

    def arrival(self) -> None:
        """Register somebody who has come."""
        if self._desk.is_open:
            self._screen.say(_("Hier ist noch ein Besuch offen: erst parken (F9) oder abschließen (F8)."))
            return
        booked = self._screen.overview.booked if self._screen.overview is not None else ()
        services = self._workstation.knowledge.services(on=self._workstation.today())
        self._screen.app.push_screen(ArrivalScreen(booked, services, self._workstation.zone), self._arrived)

    def _arrived(self, arrival: NewArrival | None) -> None:
        today = self._workstation.today()
        match arrival:
            case CheckIn(entry):
                self._screen.open_arrival(lambda: self._workstation.arrive.check_in(entry))
            case WalkIn(service, name, priority, reason):
                self._screen.open_arrival(
                    lambda: self._workstation.arrive.walk_in(
                        service, on=today, name=name, priority=priority, priority_reason=reason
                    )
                )

    def find(self) -> None:
        """Find a visit and take it up."""
        self._ask(FindScreen(self._workstation, self._background), self._take)

    def _take(self, visit: int) -> None:
        if self._desk.is_open:
            self._screen.say(_("Hier ist noch ein Besuch offen: erst parken (F9) oder abschließen (F8)."))
            return
        self._screen.open_answer(lambda: self._workstation.call_next.take(visit))

    def chosen(self, row: OverviewRow) -> None:
        """Enter on a visit of the queue: take up a parked one, call or re-open a waiting one."""
        visit, ticket = row.entry.visit, row.entry.ticket
        if row.entry.state is VisitState.PARKED:
            answers = [
                Answer("take", _("hier weiterbedienen")),
                Answer("back", _("wieder da: als Nächste aufrufen lassen"), "w"),
                Answer("gone", _("ist gegangen"), "g"),
            ]
            self._ask(
                AskScreen(_("{ticket} ist geparkt").format(ticket=ticket), answers=answers),
                lambda a: self._parked(visit, a),
            )
        elif self._screen.at_info_desk:
            self._take(visit)
        else:
            screen = ReasonScreen(
                _("{ticket} außer der Reihe aufrufen?").format(ticket=ticket), _call_reasons()
            )
            self._ask(
                screen,
                lambda given: self._screen.open_answer(
                    lambda: self._workstation.call_next.chosen(visit, given.id)
                ),
            )

    def _parked(self, visit: int, answer: str) -> None:
        if answer == "take":
            self._take(visit)
            return
        act = self._workstation.set_aside.back_again if answer == "back" else self._workstation.set_aside.gone
        self._screen.in_turn(lambda: act(visit), lambda _none: self._back_home())

    def _back_home(self) -> None:
        self._screen.show_stage()
        self._screen.refresh_overview()

    def cases(self) -> None:
        """Show the cases of the visit; another one, one more, another service."""
        services = self._workstation.knowledge.services(on=self._workstation.today())
        self._ask(CasesScreen(self._desk.views, self._desk.case_index, services), self._case_wish)

    def _case_wish(self, wish: CaseWish) -> None:
        show = self._show_case
        if wish.choose is not None:
            self._desk.choose_case(wish.choose)
            show()
        elif wish.add is not None:
            self._desk.add_case(wish.add, show)
        elif wish.change_to is not None:
            self._desk.change_service(wish.change_to, show)
        elif wish.remove:
            self._desk.remove_case(show)

    def _show_case(self) -> None:
        self.go_to(Step.DOCUMENTS)

    def _ask(self, screen: ModalScreen[T | None], then: Callable[[T], None]) -> None:
        def answered(result: T | None) -> None:
            if result is not None:
                then(result)

        self._screen.app.push_screen(screen, answered)


def _missing_reasons() -> list[Reason]:
    texts = (
        _("wird heute nachgereicht"),
        _("wird elektronisch nachgereicht"),
        _("liegt dem Amt schon vor"),
        _("nach Prüfung entbehrlich"),
    )
    return [Reason(text, text) for text in texts] + [
        Reason(_("anderer Grund"), _("anderer Grund"), needs_text=True)
    ]


def _call_reasons() -> list[Reason]:
    texts = (
        _("gehört zu einer anderen Nummer"),
        _("nur etwas abzugeben oder abzuholen"),
        _("dringend"),
    )
    return [Reason(text, text) for text in texts] + [
        Reason(_("anderer Grund"), _("anderer Grund"), needs_text=True)
    ]


def _ways() -> list[tuple[Way, str]]:
    return [
        (Way.NOTICE, _("Kartenzahlung nicht möglich")),
        (Way.NOTICE, _("auf Wunsch des Kunden")),
        (Way.CASH_OFFICE, _("an der Kasse bezahlt, Belegnummer nötig")),
        (Way.EXEMPT, _("gebührenfrei nach § 5 GebOSt")),
        (Way.EXEMPT, _("gebührenfrei nach Satzung oder Gesetz")),
    ]
