"""The card payment of the open visit: started once, watched live, cleared up when nobody knows how it ended."""

from typing import TYPE_CHECKING

from clerk.domain.closing import nothing_due
from clerk.domain.payment import Payment, PaymentState, Reason
from clerk.domain.result_codes import Remedy
from clerk.domain.visit import Step
from clerk.locale import _
from clerk.ports import PaymentProgress
from clerk.services.payment_messages import explain
from screens.clear_up import ClearUp
from screens.desk_payers import DeskPayers
from screens.desk_storno import DeskStorno
from screens.payment_decision import ask_to_stop_waiting, ask_two_people
from screens.payment_looks import PaymentFacts, look, next_word, remedy
from screens.terminal_help import TerminalHelp, helping_word
from screens.terminal_watch import TerminalWatch, unclear_state
from screens.typed_desk import TypedDesk
from screens.widgets.message_line import Weight
from screens.widgets.payment_pane import PaymentLook
from screens.widgets.status_line import SystemState

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class PaymentDesk:
    """Runs card payments in a thread of their own; what they say is repainted here."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._desk = screen.desk
        card = screen.workstation.card
        self._payments = card.payments if card else None
        self._payment: Payment | None = None
        self._progress: PaymentProgress | None = None
        self._running = False
        self.payers = DeskPayers(screen, self._show)
        self._terminal = TerminalWatch(screen)
        self._typed = TypedDesk.at(screen, self._ended)
        self._clear_up = ClearUp(screen, self.heard, self._asked)
        self._help = TerminalHelp(screen, self.heard, self._helped)
        self.storno = DeskStorno(screen, self._begin, self.heard, self._taken_back)
        self._seconds = 0

    # ------------------------------------------------------------ what is shown

    @property
    def is_running(self) -> bool:
        """Whether a card payment is under way at the terminal."""
        return self._running

    @property
    def is_unclear(self) -> bool:
        """Whether nobody knows yet if money moved for this visit."""
        return self._payment is not None and self._payment.is_open

    @property
    def is_quiet(self) -> bool:
        """Whether this step is in front and nothing runs or is unclear at the terminal."""
        return self._screen.pane.step is Step.PAYMENT and not self._running and not self.is_unclear

    def next_word(self) -> str:
        """Return what Enter does in this step."""
        return next_word(self._facts())

    def look(self) -> PaymentLook:
        """Return how the payment of the visit stands, in words."""
        return look(self._facts())

    def _facts(self) -> PaymentFacts:
        status = self._terminal.status
        return PaymentFacts(
            payment=self._payment,
            running=self._running,
            clearing_up=self._clear_up.is_asking,
            text=self._progress.text if self._progress is not None else None,
            seconds=self._seconds,
            nothing_due=self._desk.is_open and nothing_due(self._desk.require().visit),
            has_lines=self._desk.is_open and bool(self._desk.require().visit.lines),
            has_terminal=self._payments is not None,
            fault=self._screen.workstation.terminal_fault,
            confirmed=all(
                view.case.confirmed_at is not None or not view.case.is_open for view in self._desk.views
            ),
            share=self.payers.share(),
            at_cash_office=self._screen.cash_office.is_awaited,
            part_paid=self.payers.part_paid,
            taken_up=any(
                view.case.incomplete_since is not None and view.case.confirmed_at is None
                for view in self._desk.views
            ),
            unsure=any(line.needs_confirmation for view in self._desk.views for line in view.fees.lines),
            terminal_remedy=status.remedy if status else Remedy.NOTHING,
            terminal_words=status.message if status else "",
            typed=self._typed is not None,
            giving_back=self.storno.is_giving_back,
            stopping=self._help.is_stopping,
            taken_back=self.storno.is_news,
            storno_waits=self.storno.waits,
        )

    def system_states(self) -> tuple[SystemState, ...]:
        """Return the state of the terminal as far as it is known."""
        if self._typed is not None:
            return (self._typed.system_state(self._payment),)
        if not self.is_unclear or (self._running and not self._clear_up.is_asking):
            return (self._terminal.system_state(),)
        return (unclear_state(asking=self._clear_up.is_asking),)

    def tick(self) -> None:
        """A second has passed."""
        if not self._running:
            self._terminal.tick()
        if self._running or (self._clear_up.is_asking and self.is_unclear):
            self._seconds += 1
            self._show()

    def forget(self) -> None:
        """The visit has left."""
        self.payers.forget()
        self.storno.forget()
        if not self._running:
            self._payment = None
            self._progress = None

    # ------------------------------------------------------------ paying

    def entered(self) -> None:
        """The step was opened: look how the visit's payments stand."""
        payments, held = self._payments, self._desk.held
        if held is None or self._running:
            return
        self.storno.look(self._show)
        if payments is not None:
            self._screen.background.run(
                lambda: payments.state_of(held.claim.visit), self._found, self._screen.failed
            )

    def next(self) -> None:
        """Start, ask again, decide or go on: the natural next step."""
        if self._running:
            self._screen.say(_("Die Kartenzahlung läuft. Esc bricht sie ab."))
        elif self._payment is not None and self._payment.state is PaymentState.MANUAL:
            ask_two_people(self._screen, self._payment, self._ended)
        elif self._payment is not None and self._payment.is_open and self._typed is not None:
            self._typed.ask(self._payment)
        elif self.is_unclear:
            self._clear_up.now()
            self._show()
        elif self.storno.is_news:
            self.storno.is_news = False
            self._show()
        elif nothing_due(self._desk.require().visit):
            self._screen.visit.go_to(Step.CLOSING)
        elif self._payment is not None and self._payment.reason is Reason.UNKNOWN_TRANSACTION:
            self._terminal.release()
            self._payment = None
        elif helping_word(needed := remedy(self._facts())):
            self._help.act(needed, self._begin)
        elif self.payers.part_paid:
            self.payers.part_paid = False
            self._show()
        else:
            self._start()

    def _start(self) -> None:
        payments = self._payments
        if payments is None:
            self._screen.say(_("Dieser Platz hat kein Kartenterminal. F10 zahlt anders."))
            return
        held = self._desk.require()
        if not self._facts().confirmed:
            self._screen.visit.go_to(Step.APPLICATION)
            return
        lines = self.payers.share().lines
        if self._typed is not None:
            self._typed.begin(lines)
            return
        self._begin()
        self._screen.background.alongside(
            lambda: payments.start(held.claim, lines, self.heard), self._ended, self._broke
        )

    def _taken_back(self, moved: Payment | None) -> None:
        self._running = False
        self._payment = moved if moved is not None and moved.is_open else None
        if moved is not None and moved.can_be_asked and self._typed is None:
            self._clear_up.now()
        if self._desk.is_serving:
            self._desk.reload(self.entered)

    def _begin(self) -> None:
        self._running = True
        self._help.is_stopping = False
        self._progress = None
        self._seconds = 0
        self._show()

    def heard(self, progress: PaymentProgress) -> None:
        """Take news from the terminal's thread."""
        self._screen.background.tell(self._heard_here, progress)

    def _heard_here(self, progress: PaymentProgress) -> None:
        self._progress = progress
        self._show()

    def _ended(self, payment: Payment) -> None:
        self._running = False
        self._payment = payment
        self._terminal.learn_from(payment)
        held = self._desk.held
        if held is None or held.visit.id != payment.visit:
            return
        if payment.state is PaymentState.PAID:
            self._desk.reload(self._paid)
        elif payment.can_be_asked:
            if self._typed is None:
                self._clear_up.now()
            self._show()
        else:
            self._screen.printing.of_terminal(payment)
            self._show()

    def _paid(self) -> None:
        self.payers.part_paid = not nothing_due(self._desk.require().visit)
        self._show()
        self._screen.printing.receipt()

    def _helped(self) -> None:
        self._running = False
        self._payment = None
        self._terminal.ask()
        self._show()

    def _broke(self, error: Exception) -> None:
        self._running = False
        self._screen.failed(error)
        self._show()
        self.entered()

    def abort(self) -> None:
        """Ask the terminal to stop; how it ends comes from the payment itself."""
        self._help.stop_payment()
        self._show()

    # ------------------------------------------------------------ clearing up

    def recover_at_start(self) -> None:
        """Ask about payments that an earlier run left open, visibly, before the first payment."""
        if self._typed is not None:
            self._typed.at_start()
            return
        self._clear_up.at_start()
        self._terminal.ask()

    def _asked(self, payments: tuple[Payment, ...]) -> None:
        """Take over what the terminal said about open payments, of this visit or another one."""
        held, known = self._desk.held, self._payment
        for payment in payments:
            if held is not None and payment.visit == held.visit.id:
                self._payment = payment
            elif known is None or known.id != payment.id:
                message = explain(payment)
                self._screen.say(f"{message.title}: {message.sentence}", Weight.WARNING)
        newest = self._payment
        if held is None or newest is None or newest == known:
            self._show()
        elif newest.state is PaymentState.PAID:
            self._desk.reload(self._paid)
        else:
            self._desk.reload(self._show)

    def stop_waiting(self) -> None:
        """The terminal does not come back: let two people decide, if that is wanted."""
        payment = self._payment
        if payment is not None and payment.can_be_asked and self._typed is not None:
            self._typed.otherwise(payment)
        elif payment is None or payment.state is not PaymentState.UNKNOWN:
            self._screen.say(self.look().sentence, Weight.WARNING)
        else:
            ask_to_stop_waiting(self._screen, payment, self._ended)

    def _found(self, payment: Payment | None) -> None:
        if self._running:
            return
        # whether the terminal still names what nobody knows, the next payment asks it
        stale = payment is not None and payment.reason is Reason.UNKNOWN_TRANSACTION and payment.is_final
        self._payment = None if stale else payment
        self._show()

    # ------------------------------------------------------------ helpers

    def _show(self) -> None:
        if self._desk.is_serving:
            self._screen.show_visit()
