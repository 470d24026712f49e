"""The screen of a counter and of the info desk: between two people, a number called, a visit being served."""

from collections.abc import Mapping
from contextlib import suppress

from textual.widget import Widget
from textual.widgets import ContentSwitcher

from clerk.domain.counters import CounterStatus, status_name
from clerk.domain.parking import needs_plates
from clerk.domain.people import Role, Seat
from clerk.domain.visit import Step, VisitState
from clerk.locale import _
from clerk.services.held import Held
from clerk.services.overview import Overview, OverviewRow, precheck_note
from clerk.services.workstation import Workstation
from screens import sentences
from screens.appointment_acts import AppointmentActs
from screens.aside_acts import AsideActs
from screens.background import Background
from screens.case_acts import CaseActs
from screens.cash_office_acts import CashOfficeActs
from screens.counter_acts import CounterActs
from screens.desk_keys import CALLED, HOME, VISIT
from screens.desk_messages import DeskMessages
from screens.error_boundary import note
from screens.explain_acts import ExplainActs
from screens.forward_acts import ForwardActs
from screens.handover_watch import HandoverWatch
from screens.list_acts import ListActs
from screens.lost_entries import show_lost_entries
from screens.payment_desk import PaymentDesk
from screens.print_acts import PrintActs
from screens.queue_acts import QueueActs
from screens.visit_acts import VisitActs
from screens.visit_desk import VisitDesk
from screens.widgets.called_pane import CalledPane
from screens.widgets.message_line import Weight
from screens.widgets.payment_pane import Tone
from screens.widgets.queue_home import QueueHome
from screens.widgets.status_line import SystemState
from screens.widgets.visit_pane import VisitPane
from screens.zone_acts import ZoneActs


class DeskScreen(DeskMessages):
    """Shows one of three stages and turns keys into what the services do."""

    def __init__(self, workstation: Workstation, background: Background, *, lead: bool = False) -> None:
        super().__init__(workstation, background, _workplace_name(workstation.seat))
        self.set_class(lead, "-led")
        self.desk = VisitDesk(workstation, background, self.in_turn, self._visit_changed, self.failed)
        self.printing = PrintActs(self)
        self.explain = ExplainActs(self)
        self.payment = PaymentDesk(self)
        self.handovers = HandoverWatch(self)
        self.queue = QueueActs(self)
        self.appointments = AppointmentActs(self)
        self.visit = VisitActs(self)
        self.zone = ZoneActs(self)
        self.cases = CaseActs(self)
        self.aside = AsideActs(self)
        self.forwarding = ForwardActs(self)
        self.listed = ListActs(self)
        self.counter = CounterActs(self)
        self.cash_office = CashOfficeActs(self)
        self.overview: Overview | None = None
        self._lead = lead
        self._told_of_visit = False
        self._home = QueueHome(workstation.zone, self._invitation(), id=HOME)
        self._called = CalledPane(id=CALLED)
        self.pane = VisitPane(workstation.zone, id=VISIT)
        self._stage = ContentSwitcher(self._home, self._called, self.pane, initial=HOME, id="stage")

    # ------------------------------------------------------------ what is where

    @property
    def at_info_desk(self) -> bool:
        """Whether this seat receives people instead of calling them."""
        return _is_info_desk(self.workstation.seat)

    @property
    def stage(self) -> str:
        """Which of the three stages is shown."""
        return self._stage.current or HOME

    @property
    def row_in_front(self) -> OverviewRow | None:
        """The visit of the queue under the cursor."""
        return self._home.current

    @property
    def needs_plates(self) -> bool:
        """Whether new plates have to be made for a case of the open visit."""
        return any(needs_plates(view) for view in self.desk.views)

    def body(self) -> Widget:
        """Return the three stages."""
        return self._stage

    def begin(self) -> None:
        """Open the counter and show where it stopped."""
        self.background.run(self.workstation.own_counter.signed_in, lambda _none: None, self.failed)
        self.resume()
        self.payment.recover_at_start()

    def on_unmount(self) -> None:
        """Nobody works here any more."""
        # after a defect the thread of the store may have ended first
        with suppress(RuntimeError):
            self.background.run(self.workstation.own_counter.signed_out, lambda _none: None, note)

    def _invitation(self) -> str:
        return _("F3  Ankunft aufnehmen") if self.at_info_desk else _("F2  Nächste Nummer aufrufen")

    # ------------------------------------------------------------ in turn

    def turn_begins(self) -> None:
        """No cursor takes the keys that wait."""
        self._message.clear()
        self.set_focus(None)

    def turn_ended(self) -> None:
        """Put the cursor back, unless what was done has put it somewhere."""
        if self.focused is None and not self._acting:
            self._focus_stage()

    def turn_broke(self) -> None:
        """Show the stage as it is."""
        self.show_stage()

    def failed(self, error: Exception) -> None:
        """Say what went wrong, and let a visit go that is led elsewhere."""
        super().failed(error)
        if sentences.means_visit_is_gone(error) and self.desk.is_open:
            show_lost_entries(self)
            self.desk.leave()
            self.printing.forget()
            self.payment.forget()
            self.show_stage()
            self.refresh_overview()

    def sentence_of(self, error: Exception) -> str:
        """Return what to say of a failure."""
        return sentences.of_error(error)

    # ------------------------------------------------------------ showing

    def resume(self) -> None:
        """Show the visit this counter holds, exactly where it stopped, and the queue; keys wait for both."""
        today, workstation = self.workstation.today(), self.workstation
        self.in_turn(
            lambda: (workstation.call_next.held(), workstation.overview.now(on=today)), self._resumed
        )

    def _resumed(self, found: tuple[Held | None, Overview]) -> None:
        held, overview = found
        if held is not None:
            self.desk.open(held)
        self._show_overview(overview)
        if held is not None and held.visit.state is VisitState.SERVING:
            self.say(_("Der Besuch {ticket} geht hier weiter.").format(ticket=held.visit.ticket))
            self.printing.look_up(held.visit.id)
        self.printing.catch_up()
        self.show_stage()

    def _visit_changed(self) -> None:
        if self.desk.is_serving and self.stage == VISIT:
            self.show_visit()

    def show_visit(self) -> None:
        """Show the visit being served as it stands."""
        if not self.desk.is_serving:
            return
        self.pane.show(self.desk, self.payment.look(), self.printing.note)
        self.refresh_bindings()

    def show_stage(self) -> None:
        """Show the stage that fits the visit, and put the cursor there."""
        held = self.desk.held
        if held is None:
            self._stage.current = HOME
            self._home.focus_list()
        elif held.visit.state is VisitState.CALLED:
            note = precheck_note(self.workstation.catalogue, held.visit, on=self.workstation.today())
            self._called.show(held.visit, self.desk.views, note)
            self._stage.current = CALLED
            self._called.focus()
        else:
            self._stage.current = VISIT
            self.pane.show(self.desk, self.payment.look(), self.printing.note, fresh=True)
            self.pane.go_to(held.visit.step)
            self.payment.entered()
        self.lead_on()
        self.refresh_bindings()

    def go_to(self, step: Step) -> None:
        """Show a step of the visit being served, with the cursor in it."""
        self.pane.go_to(step)
        self.lead_on()
        self.refresh_bindings()

    def _focus_stage(self) -> None:
        if self.stage == VISIT:
            self.pane.go_to(self.pane.step)
        elif self.stage == CALLED:
            self._called.focus()
        else:
            self._home.focus_list()

    def gone(self, sentence: str) -> None:
        """The visit has left this counter; *sentence* says how."""
        if sentence:
            self.say(sentence)
        self.desk.leave()
        self.printing.forget()
        self.payment.forget()
        self.show_stage()
        self.refresh_overview()
        self.handovers.now()

    def changed_elsewhere(self) -> None:
        """Read the queue again where it is shown."""
        if self.stage == HOME:
            self.refresh_overview()

    def refresh_overview(self) -> None:
        """Read the queue again."""
        today = self.workstation.today()
        self.background.run(lambda: self.workstation.overview.now(on=today), self._show_overview, self.failed)

    def _show_overview(self, overview: Overview) -> None:
        self.overview = overview
        self._home.show(overview)
        self.show_status(overview.status)
        if not overview.is_held_here:
            self._told_of_visit = False
        elif not self.desk.is_open and not self._acting and not self._told_of_visit:
            # given to the counter by the team lead, or open in another program here: taken over only by a key
            self._told_of_visit = True
            self.say(_("An diesem Schalter ist ein Besuch offen. F2 holt ihn hierher."), Weight.WARNING)

    def show_status(self, status: CounterStatus) -> None:
        """Show in the top line what this counter is set to, unless it is open."""
        name = _workplace_name(self.workstation.seat)
        self._top.workplace = name if status is CounterStatus.OPEN else f"{name} · {status_name(status)}"

    def lead_on(self) -> None:
        """Lead a newcomer of the demo through the first visit, one sentence at a time."""
        if self._lead:
            step = self.pane.step if self.stage == VISIT else None
            if step is Step.PAYMENT and self.payment.look().tone is not Tone.CALM:
                self.hints.notice = ""
                return
            fields = self.desk.view.form.fields if self.desk.is_open else ()
            validators = {state.field.validator for state in fields}
            self.hints.notice = sentences.tour(
                self.stage, step, at_info_desk=self.at_info_desk, validators=validators
            )

    def system_states(self) -> tuple[SystemState, ...]:
        """Return the state of queue, terminal, printer and specialist system."""
        return (
            self.store_state(_("Warteschlange bereit")),
            *self.payment.system_states(),
            self.printing.system_state(),
            *self.handovers.system_states(),
        )

    def second_passed(self) -> None:
        """Go on with what counts seconds."""
        self.payment.tick()
        self.handovers.tick()
        self.lead_on()

    def hint_words(self) -> Mapping[str, str]:
        """Return the closer words of this stage for the hint line."""
        if self.stage == CALLED:
            return {"call": _("noch einmal aufrufen"), "next": _("ist da"), "back": _("zurücknehmen")}
        if self.stage == VISIT:
            return self.visit.hint_words()
        return {"next": _("auswählen")}


def _is_info_desk(seat: Seat) -> bool:
    return Role.INFO_DESK in seat.identity.roles and Role.CLERK not in seat.identity.roles


def _workplace_name(seat: Seat) -> str:
    return _("Infotheke") if _is_info_desk(seat) else _("Schalter {label}").format(label=seat.workplace.label)
