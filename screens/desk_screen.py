"""The screen of a counter and of the info desk: between two people, a number called, a visit being served."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import ClassVar, TypeVar
from uuid import uuid4

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from clerk.domain.people import Role
from clerk.domain.visit import Step, VisitState
from clerk.locale import _
from clerk.ports import CallAnswer, Nobody, TakenBack, Unreachable
from clerk.services.call_next import Answer
from clerk.services.held import Held
from clerk.services.overview import Overview, precheck_note
from clerk.services.workstation import Workstation
from screens import sentences
from screens.background import Background
from screens.commands import bindings_for
from screens.visit_acts import VisitActs
from screens.visit_desk import VisitDesk
from screens.widgets.application_pane import ApplicationPane
from screens.widgets.called_pane import CalledPane
from screens.widgets.closing_pane import ClosingPane
from screens.widgets.documents_pane import DocumentsPane
from screens.widgets.hint_bar import HintBar
from screens.widgets.message_line import MessageLine, Weight
from screens.widgets.queue_home import QueueHome
from screens.widgets.status_line import StatusLine, SystemLevel, SystemState
from screens.widgets.top_bar import TopBar
from screens.widgets.visit_pane import VisitPane

T = TypeVar("T")

HOME, CALLED, VISIT = "home", "called", "visit"


class DeskScreen(Screen[None]):
    """Shows one of three stages and turns keys into what the services do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(
            "call",
            "arrival",
            "find",
            "documents",
            "application",
            "payment",
            "closing",
            "park",
            "forward",
            "cases",
            "other_way",
            "no_show",
            "next",
            "back",
            "slip",
            "reprint",
        )
    ]

    def __init__(self, workstation: Workstation, background: Background, *, lead: bool = False) -> None:
        super().__init__()
        self.workstation = workstation
        self.background = background
        self.desk = VisitDesk(workstation, background, self._visit_changed, self.failed)
        self.acts = VisitActs(self)
        self.overview: Overview | None = None
        self._lead = lead
        self._acting = False
        self._typed_ahead: deque[Callable[[], None]] = deque()
        self._request_id: str | None = None
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
        self.in_turn(self.workstation.call_next.held, self._resumed)
        self.acts.recover_payments()

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
        self.set_focus(None)

        def finished(result: T) -> None:
            self._acting = False
            done(result)
            self._catch_up()

        def failed(error: Exception) -> None:
            self._acting = False
            self._typed_ahead.clear()
            self.failed(error)
            self.show_stage()

        self.background.run(work, finished, failed)

    def must_wait(self, action: Callable[[], None]) -> bool:
        """Whether *action* has to wait for what is being done; then it is done afterwards."""
        if self._acting:
            self._typed_ahead.append(action)
        return self._acting

    def _catch_up(self) -> None:
        while self._typed_ahead and not self._acting:
            self._typed_ahead.popleft()()

    def failed(self, error: Exception) -> None:
        """Say what went wrong in one sentence; nothing typed is lost."""
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

    def _resumed(self, held: Held | None) -> None:
        if held is not None:
            self.desk.open(held)
            if held.visit.state is VisitState.SERVING:
                self.say(_("Der Besuch {ticket} geht hier weiter.").format(ticket=held.visit.ticket))
        self.show_stage()
        self.refresh_overview()

    def _visit_changed(self) -> None:
        if self.desk.is_serving and self.stage == VISIT:
            self.show_visit()

    def show_visit(self) -> None:
        """Show the visit being served as it stands."""
        self.pane.show(self.desk, self.acts.look(), self.acts.receipt_note())
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
            self.pane.show(self.desk, self.acts.look(), self.acts.receipt_note(), fresh=True)
            self.pane.go_to(held.visit.step)
        self.refresh_bindings()

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
            self.hints.notice = sentences.tour(self.stage, step, at_info_desk=self.at_info_desk)

    def _tick(self) -> None:
        now = self.workstation.clock.now().astimezone(self.workstation.zone)
        self._top.moment = sentences.moment(now)
        self._status.states = (self._queue_state(), *self.acts.system_states())
        self.acts.tick()
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
            return self.acts.hint_words()
        return {"next": _("auswählen")}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer only what can be done on this stage."""
        anywhere = {"find", "reprint", "next"}
        allowed = {
            HOME: {"call", "arrival"},
            CALLED: {"call", "no_show", "back"},
            VISIT: {
                "documents", "application", "payment", "closing", "park", "forward", "cases", "slip",
                "other_way", "back",
            },
        }[self.stage]  # fmt: skip
        owned = {name for names in (anywhere, {"call", "arrival", "no_show", "back"}) for name in names} | {
            "documents", "application", "payment", "closing", "park", "forward", "cases", "slip", "other_way",
        }  # fmt: skip
        return action not in owned or action in anywhere | allowed

    # ------------------------------------------------------------ the queue

    def action_call(self) -> None:
        """Call the next number, or the called one again."""
        if self.must_wait(self.action_call):
            return
        held = self.desk.held
        if held is None:
            self._request_id = self._request_id or uuid4().hex
            request = self._request_id
            self.in_turn(lambda: self.workstation.call_next.next(request), self._answered)
        elif held.visit.state is VisitState.CALLED:
            self.in_turn(lambda: self.workstation.call_next.again(held), lambda _none: self._called_again())
        else:
            self.say(_("{ticket} wird gerade bedient.").format(ticket=held.visit.ticket))

    def _called_again(self) -> None:
        self.say(_("Noch einmal aufgerufen."))
        self.show_stage()

    def _answered(self, answer: Answer) -> None:
        if not isinstance(answer, Unreachable):
            self._request_id = None
        match answer:
            case Held():
                self.desk.open(answer)
            case Nobody():
                self.say(_("Für diesen Schalter wartet niemand."))
            case TakenBack():
                self.say(_("Der Aufruf wurde inzwischen zurückgenommen. F2 ruft neu auf."), Weight.WARNING)
            case Unreachable(message):
                self.say(message, Weight.ERROR)
        self.show_stage()

    def open_arrival(self, work: Callable[[], Held | CallAnswer]) -> None:
        """Open the visit of somebody who has just come, and show it."""
        self.in_turn(work, self._arrived)

    def _arrived(self, answer: Held | CallAnswer) -> None:
        if isinstance(answer, Held):
            self.desk.open(answer)
        else:
            self.say(_("Hier ist noch ein Besuch offen. Er wird gezeigt."), Weight.WARNING)
            self.in_turn(self.workstation.call_next.held, self._resumed)
            return
        self.show_stage()

    def open_answer(self, work: Callable[[], Answer]) -> None:
        """Do something that opens a visit here, and show it."""
        self.in_turn(work, self._answered)

    def action_no_show(self) -> None:
        """The called person did not come."""
        if self.must_wait(self.action_no_show):
            return
        held = self.desk.require()
        self.in_turn(lambda: self.workstation.call_next.no_show(held), self._did_not_appear)

    def _did_not_appear(self, state: VisitState) -> None:
        minutes = self.workstation.seat.workplace.no_show_minutes
        if state is VisitState.MISSED:
            self.say(_("Als nicht erschienen vermerkt."))
        else:
            self.say(_("Wird in {minutes} Minuten noch einmal aufgerufen.").format(minutes=minutes))
        self.gone()

    def gone(self) -> None:
        """The visit has left this counter."""
        self.desk.leave()
        self.acts.forget()
        self.show_stage()
        self.refresh_overview()

    # ------------------------------------------------------------ Enter and Esc

    def action_next(self) -> None:
        """Do the natural next step."""
        if self.must_wait(self.action_next):
            return
        if self.stage == CALLED:
            held = self.desk.require()
            self.in_turn(lambda: self.workstation.call_next.begin(held), self._begun)
        elif self.stage == VISIT:
            self.acts.next()

    def _begun(self, held: Held) -> None:
        self.desk.open(held)
        self.show_stage()

    def action_back(self) -> None:
        """Go one step back; take a call back."""
        if self.must_wait(self.action_back):
            return
        if self.stage == CALLED:
            held = self.desk.require()
            self.in_turn(lambda: self.workstation.call_next.take_back(held), lambda _none: self._taken_back())
        elif self.stage == VISIT:
            self.acts.back()

    def _taken_back(self) -> None:
        self.say(_("Aufruf zurückgenommen, der Platz in der Reihe bleibt."))
        self.gone()

    # ------------------------------------------------------------ handed to the acts

    def action_arrival(self) -> None:
        """Register somebody who has come."""
        if not self.must_wait(self.action_arrival):
            self.acts.arrival()

    def action_find(self) -> None:
        """Find a visit."""
        if not self.must_wait(self.action_find):
            self.acts.find()

    def action_documents(self) -> None:
        """Go to the documents."""
        self._step(Step.DOCUMENTS)

    def action_application(self) -> None:
        """Go to the application."""
        self._step(Step.APPLICATION)

    def action_payment(self) -> None:
        """Go to the payment."""
        self._step(Step.PAYMENT)

    def action_closing(self) -> None:
        """Go to handing over and closing."""
        self._step(Step.CLOSING)

    def _step(self, step: Step) -> None:
        if not self.must_wait(lambda: self._step(step)):
            self.acts.go_to(step)

    def action_park(self) -> None:
        """Park the visit."""
        if not self.must_wait(self.action_park):
            self.acts.park()

    def action_forward(self) -> None:
        """Forward the visit."""
        if not self.must_wait(self.action_forward):
            self.acts.forward()

    def action_cases(self) -> None:
        """Show the cases of the visit."""
        if not self.must_wait(self.action_cases):
            self.acts.cases()

    def action_other_way(self) -> None:
        """Pay in another way than by card."""
        if not self.must_wait(self.action_other_way):
            self.acts.other_way()

    def action_slip(self) -> None:
        """Print the slip of what to bring."""
        if not self.must_wait(self.action_slip):
            self.acts.slip()

    def action_reprint(self) -> None:
        """Print the last receipt once more."""
        if not self.must_wait(self.action_reprint):
            self.acts.reprint()

    @on(QueueHome.Chosen)
    def _chosen(self, event: QueueHome.Chosen) -> None:
        row = event.row
        if not self.must_wait(lambda: self.acts.chosen(row)):
            self.acts.chosen(row)

    @on(DocumentsPane.Answered)
    def _fact_answered(self, event: DocumentsPane.Answered) -> None:
        event.stop()
        self.acts.answer(event.fact, event.answer)

    @on(DocumentsPane.Marked)
    def _documents_marked(self, event: DocumentsPane.Marked) -> None:
        event.stop()
        self.desk.mark(event.presences)

    @on(ApplicationPane.Typed)
    def _typed(self, event: ApplicationPane.Typed) -> None:
        event.stop()
        self.desk.typed(event.field, event.value)

    @on(DocumentsPane.GoOn)
    @on(ApplicationPane.Completed)
    def _go_on(self) -> None:
        self.action_next()

    @on(ClosingPane.OutcomeChosen)
    def _outcome_chosen(self, event: ClosingPane.OutcomeChosen) -> None:
        self.acts.set_outcome(event.outcome)
