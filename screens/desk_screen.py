"""The screen of a counter and of the info desk: between two people, a number called, a visit being served."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from textual.app import ComposeResult
from textual.widgets import ContentSwitcher

from clerk.domain.parking import needs_plates
from clerk.domain.people import Role
from clerk.domain.visit import Step, VisitState
from clerk.locale import _
from clerk.services.held import Held
from clerk.services.overview import Overview, precheck_note
from clerk.services.workstation import Workstation
from screens import sentences
from screens.aside_acts import AsideActs
from screens.background import Background
from screens.case_acts import CaseActs
from screens.cash_office_acts import CashOfficeActs
from screens.desk_keys import CALLED, HOME, VISIT
from screens.desk_messages import DeskMessages
from screens.error_boundary import note
from screens.explain_acts import ExplainActs
from screens.handover_watch import HandoverWatch
from screens.payment_desk import PaymentDesk
from screens.print_acts import PrintActs
from screens.queue_acts import QueueActs
from screens.visit_acts import VisitActs
from screens.visit_desk import VisitDesk
from screens.widgets.called_pane import CalledPane
from screens.widgets.hint_bar import HintBar
from screens.widgets.message_line import MessageLine, Weight
from screens.widgets.queue_home import QueueHome
from screens.widgets.status_line import StatusLine, SystemLevel, SystemState
from screens.widgets.top_bar import TopBar
from screens.widgets.visit_pane import VisitPane
from screens.zone_acts import ZoneActs

T = TypeVar("T")


class DeskScreen(DeskMessages):
    """Shows one of three stages and turns keys into what the services do."""

    def __init__(self, workstation: Workstation, background: Background, *, lead: bool = False) -> None:
        super().__init__()
        self.set_class(lead, "-led")
        self.workstation = workstation
        self.background = background
        self.desk = VisitDesk(workstation, background, self.in_turn, self._visit_changed, self.failed)
        self.printing = PrintActs(self)
        self.explain = ExplainActs(self)
        self.payment = PaymentDesk(self)
        self.handovers = HandoverWatch(self)
        self.queue = QueueActs(self)
        self.visit = VisitActs(self)
        self.zone = ZoneActs(self)
        self.cases = CaseActs(self)
        self.aside = AsideActs(self)
        self.cash_office = CashOfficeActs(self)
        self.overview: Overview | None = None
        self._lead = lead
        self._stop_watching: Callable[[], None] | None = None
        self._refresh_planned = False
        seat = workstation.seat
        self._top = TopBar(f"{seat.workplace.office_name} {seat.workplace.site_name}", self._workplace_name())
        self._home = QueueHome(workstation.zone, self._invitation(), id=HOME)
        self._called = CalledPane(id=CALLED)
        self.pane = VisitPane(workstation.zone, id=VISIT)
        self._stage = ContentSwitcher(self._home, self._called, self.pane, initial=HOME, id="stage")
        self._message = MessageLine()
        self._status = StatusLine()
        self.hints = HintBar()

    # ------------------------------------------------------------ what is where

    @property
    def at_info_desk(self) -> bool:
        """Whether this seat receives people instead of calling them."""
        roles = self.workstation.seat.identity.roles
        return Role.INFO_DESK in roles and Role.CLERK not in roles

    @property
    def stage(self) -> str:
        """Which of the three stages is shown."""
        return self._stage.current or HOME

    @property
    def needs_plates(self) -> bool:
        """Whether new plates have to be made for a case of the open visit."""
        return any(needs_plates(view) for view in self.desk.views)

    def compose(self) -> ComposeResult:
        """Top line, stage, status, keys: the same place on every stage."""
        yield self._top
        yield self._stage
        yield self._message
        yield self._status
        yield self.hints

    def on_mount(self) -> None:
        """Show where this counter stopped, then follow the store."""
        self._tick()
        self.set_interval(1.0, self._tick)
        self._stop_watching = self.workstation.changes.watch(self._changed_elsewhere)
        self.resume()
        self.payment.recover_at_start()

    def on_screen_suspend(self) -> None:
        """Show no keys that do not work while a question lies over the desk."""
        self.hints.visible = False

    def on_screen_resume(self) -> None:
        """Show the keys again."""
        self.hints.visible = True

    def on_unmount(self) -> None:
        """Stop following the store."""
        if self._stop_watching is not None:
            self._stop_watching()

    def _workplace_name(self) -> str:
        label = self.workstation.seat.workplace.label
        return _("Infotheke") if self.at_info_desk else _("Schalter {label}").format(label=label)

    def _invitation(self) -> str:
        return _("F3  Ankunft aufnehmen") if self.at_info_desk else _("F2  Nächste Nummer aufrufen")

    # ------------------------------------------------------------ the store, in turn

    def in_turn(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do something that decides what the next key means; keys pressed meanwhile wait for it."""
        self._acting = True
        self._message.clear()
        self.set_focus(None)

        def finished(result: T) -> None:
            self._acting = False
            done(result)
            if self.focused is None and not self._acting:
                self._focus_stage()
            self._catch_up()

        def failed(error: Exception) -> None:
            self._acting = False
            self._typed_ahead.clear()
            self.failed(error)
            self.show_stage()

        self.background.run(work, finished, failed)

    def _catch_up(self) -> None:
        while self._typed_ahead and not self._acting:
            command, action = self._typed_ahead.popleft()
            if self._is_usable(command):
                action()

    def failed(self, error: Exception) -> None:
        """Say what went wrong in one sentence; nothing typed is lost."""
        if not sentences.speaks_for_itself(error):
            note(error)
        self.say(sentences.of_error(error), Weight.ERROR)
        if sentences.means_visit_is_gone(error):
            self.desk.leave()

    def sentence_of(self, error: Exception) -> str:
        """Return what to say of a failure."""
        return sentences.of_error(error)

    def say(self, sentence: str, weight: Weight = Weight.INFO) -> None:
        """Show a sentence for a few seconds."""
        self._message.say(sentence, weight)

    # ------------------------------------------------------------ showing

    def resume(self) -> None:
        """Show the visit this counter holds, exactly where it stopped, and the queue; keys wait for both."""
        today, workstation = self.workstation.today(), self.workstation
        self.in_turn(
            lambda: (workstation.call_next.held(), workstation.overview.now(on=today)), self._resumed
        )

    def _resumed(self, found: tuple[Held | None, Overview]) -> None:
        held, overview = found
        self._show_overview(overview)
        if held is not None:
            self.desk.open(held)
            if held.visit.state is VisitState.SERVING:
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

    def _changed_elsewhere(self) -> None:
        if not self._refresh_planned:
            self._refresh_planned = True
            self.background.tell(self._refresh_soon, None)

    def _refresh_soon(self, _nothing: None) -> None:
        self._refresh_planned = False
        if self.stage == HOME:
            self.refresh_overview()

    def refresh_overview(self) -> None:
        """Read the queue again."""
        today = self.workstation.today()
        self.background.run(lambda: self.workstation.overview.now(on=today), self._show_overview, self.failed)

    def _show_overview(self, overview: Overview) -> None:
        self.overview = overview
        self._home.show(overview)

    def lead_on(self) -> None:
        """Lead a newcomer of the demo through the first visit, one sentence at a time."""
        if self._lead:
            step = self.pane.step if self.stage == VISIT else None
            fields = self.desk.view.form.fields if self.desk.is_open else ()
            validators = {state.field.validator for state in fields}
            self.hints.notice = sentences.tour(
                self.stage, step, at_info_desk=self.at_info_desk, validators=validators
            )

    def _tick(self) -> None:
        now = self.workstation.clock.now().astimezone(self.workstation.zone)
        self._top.moment = sentences.moment(now)
        self._status.states = (
            self._queue_state(),
            *self.payment.system_states(),
            self.printing.system_state(),
            *self.handovers.system_states(),
        )
        self.payment.tick()
        self.handovers.tick()
        self.lead_on()

    def _queue_state(self) -> SystemState:
        if self.background.is_slow:
            return SystemState(_("Speicher antwortet langsam, Eingaben sind sicher"), SystemLevel.WARN)
        return SystemState(_("Warteschlange bereit"))

    def hint_words(self) -> Mapping[str, str]:
        """Return the closer words of this stage for the hint line."""
        if self.stage == CALLED:
            return {"call": _("noch einmal aufrufen"), "next": _("ist da"), "back": _("zurücknehmen")}
        if self.stage == VISIT:
            return self.visit.hint_words()
        return {"next": _("auswählen")}
