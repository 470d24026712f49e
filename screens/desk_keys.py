"""Which key does what at the desk, and on which of its stages."""

from abc import abstractmethod
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.reactive import Reactive
from textual.widget import Widget

from clerk.domain.visit import Step
from screens.appointment_acts import AppointmentActs
from screens.aside_acts import AsideActs
from screens.case_acts import CaseActs
from screens.cash_office_acts import CashOfficeActs
from screens.commands import bindings_for
from screens.counter_acts import CounterActs
from screens.explain_acts import ExplainActs
from screens.forward_acts import ForwardActs
from screens.list_acts import ListActs
from screens.payment_desk import PaymentDesk
from screens.print_acts import PrintActs
from screens.queue_acts import QueueActs
from screens.visit_acts import VisitActs
from screens.work_frame import WorkFrame

HOME, CALLED, VISIT = "home", "called", "visit"
STAGES_OF = {
    "call": (HOME, CALLED),
    "arrival": (HOME,),
    "paper": (HOME,),
    "no_show": (CALLED,),
    "chosen": (HOME,),
    "day": (HOME,),
    "take_out": (HOME,),
    "counter_status": (HOME,),
    "end_queue": (HOME,),
    "why": (HOME, VISIT),
    "lead": (HOME,),
    "back": (CALLED, VISIT),
    **dict.fromkeys(
        (
            "documents",
            "application",
            "payment",
            "closing",
            "park",
            "plate_slip",
            "forward",
            "cases",
            "other_way",
            "about",
            "slip",
            "appointment",
        ),
        (VISIT,),
    ),
}
"""On which stages a command can be used; those not named here work on all."""


class DeskKeys(WorkFrame):
    """Turns the keys of the desk into acts."""

    queue: QueueActs
    appointments: AppointmentActs
    visit: VisitActs
    cases: CaseActs
    aside: AsideActs
    forwarding: ForwardActs
    listed: ListActs
    counter: CounterActs
    cash_office: CashOfficeActs
    printing: PrintActs
    explain: ExplainActs
    payment: PaymentDesk

    # Textual would paint the whole screen anew whenever the cursor goes to another widget; the two widgets
    # paint themselves
    focused = Reactive[Widget | None](None, repaint=False)

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(
            "call",
            "arrival",
            "paper",
            "appointment",
            "find",
            "documents",
            "application",
            "payment",
            "closing",
            "park",
            "plate_slip",
            "forward",
            "cases",
            "other_way",
            "split",
            "storno",
            "no_show",
            "next",
            "back",
            "why",
            "about",
            "slip",
            "reprint",
            "day",
            "take_out",
            "counter_status",
            "end_queue",
            "lead",
        )
    ]

    @property
    @abstractmethod
    def stage(self) -> str:
        """Which of the three stages is shown."""

    @property
    @abstractmethod
    def needs_plates(self) -> bool:
        """Whether new plates have to be made for a case of the open visit."""

    # ------------------------------------------------------------ keys

    def on_key(self, event: events.Key) -> None:
        """Answer a function key that does nothing here: what is typed next may be meant for it."""
        commands = {binding.action for binding in self._bindings.key_to_bindings.get(event.key, ())}
        if (
            event.character is None
            and commands & STAGES_OF.keys()
            and not any(map(self._is_usable, commands))
            and not self._acting
        ):
            self.queue.say_not_now(self.stage)

    def _is_usable(self, command: str) -> bool:
        if command == "split":
            return self.stage == VISIT and self.payment.payers.can_split()
        if command == "storno":
            return self.stage == VISIT and self.payment.storno.can_begin()
        if command == "end_queue" and not self.counter.may_end_day:
            return False
        if command == "lead" and self.workstation.lead is None:
            return False
        if command == "plate_slip" and not self.needs_plates:
            return False
        stages = STAGES_OF.get(command)
        return stages is None or self.stage in stages

    def action_next(self) -> None:
        """Do the natural next step."""
        self._act("next", self._next)

    def _next(self) -> None:
        if self.stage == CALLED:
            self.queue.begin()
        elif self.stage == VISIT:
            self.visit.next()

    def action_back(self) -> None:
        """Go one step back; take a call back."""
        self._act("back", self._back)

    def _back(self) -> None:
        if self.stage == CALLED:
            self.queue.take_back()
        elif self.stage == VISIT:
            self.visit.back()

    def action_call(self) -> None:
        """Call the next number, or the called one again."""
        self._act("call", self.queue.call)

    def action_no_show(self) -> None:
        """The called person did not come."""
        self._act("no_show", self.queue.no_show)

    def action_arrival(self) -> None:
        """Register somebody who has come."""
        self._act("arrival", self.queue.arrival)

    def action_paper(self) -> None:
        """Enter numbers given on paper."""
        self._act("paper", self.queue.paper)

    def action_appointment(self) -> None:
        """Give the open visit an appointment."""
        self._act("appointment", self.appointments.choose)

    def action_find(self) -> None:
        """Find a visit."""
        self._act("find", self.queue.find)

    def action_step(self, step: str) -> None:
        """Go to a step of the visit."""
        self._act(step, lambda: self.visit.go_to(Step(step)))

    def action_documents(self) -> None:
        """Go to the documents."""
        self.action_step(Step.DOCUMENTS)

    def action_application(self) -> None:
        """Go to the application."""
        self.action_step(Step.APPLICATION)

    def action_payment(self) -> None:
        """Go to the payment."""
        self.action_step(Step.PAYMENT)

    def action_closing(self) -> None:
        """Go to handing over and closing."""
        self.action_step(Step.CLOSING)

    def action_park(self) -> None:
        """Park the visit."""
        self._act("park", self.aside.park)

    def action_plate_slip(self) -> None:
        """Print the slip for the plate maker."""
        self._act("plate_slip", self.aside.plate_slip)

    def action_forward(self) -> None:
        """Forward the visit."""
        self._act("forward", self.forwarding.forward)

    def action_cases(self) -> None:
        """Show the cases of the visit."""
        self._act("cases", self.cases.choose)

    def action_other_way(self) -> None:
        """Pay in another way than by card."""
        self._act("other_way", self.visit.other_ways.choose)

    def action_split(self) -> None:
        """Choose what is paid now, where several cases are to be paid."""
        self._act("split", self.payment.payers.split)

    def action_storno(self) -> None:
        """Take back how something was settled."""
        self._act("storno", self.payment.storno.begin)

    def action_why(self) -> None:
        """Explain why a document or fee is asked for, or why somebody waits where they are."""
        self._act("why", self.listed.why if self.stage == HOME else self.explain.why)

    def action_take_out(self) -> None:
        """Take a waiting visit out of the queue."""
        self._act("take_out", self.listed.take_out)

    def action_counter_status(self) -> None:
        """Set the status of this counter."""
        self._act("counter_status", self.counter.status)

    def action_end_queue(self) -> None:
        """End the day of the queue."""
        self._act("end_queue", self.counter.end_queue)

    def action_about(self) -> None:
        """Show everything about the service."""
        self._act("about", self.explain.about)

    def action_slip(self) -> None:
        """Print the slip of what to bring."""
        self._act("slip", self.printing.slip)

    def action_reprint(self) -> None:
        """Print the last receipt once more."""
        self._act("reprint", self.printing.again)

    def action_day(self) -> None:
        """Show the day of this counter and close it."""
        self._act("day", self.queue.day)

    def action_lead(self) -> None:
        """Show the load of the site, for a team lead."""
        self._act("lead", self.queue.lead)
