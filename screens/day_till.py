"""The card terminal of the own counter at the end of the day: its end of day, and what is still unclear there."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from clerk.domain.payment import Payment, PaymentState
from clerk.locale import _
from clerk.ports import PaymentProgress
from clerk.services.payment_messages import explain
from screens.payment_decision import ask_to_stop_waiting, ask_two_people
from screens.typed_receipts import TypedReceipts
from screens.widgets.message_line import Weight
from screens.widgets.status_line import SystemLevel, SystemState

if TYPE_CHECKING:
    from screens.day_screen import DayScreen


class DayTill:
    """Works at the terminal in a thread of its own; what it says is shown live."""

    def __init__(self, screen: "DayScreen") -> None:
        self._screen = screen
        self._card = screen.workstation.card
        self._doing = ""
        self._text = ""
        self._seconds = 0
        self._typed = TypedReceipts.for_place(screen, self._explain)

    @property
    def is_running(self) -> bool:
        """Whether something is under way at the terminal."""
        return bool(self._doing)

    @property
    def has_terminal(self) -> bool:
        """Whether this place has a terminal that can be used."""
        return self._card is not None

    def progress(self) -> str:
        """Return what happens right now; empty for nothing."""
        if not self._doing:
            return ""
        clock = f"{self._seconds // 60}:{self._seconds % 60:02d}"
        return "   ".join(filter(None, (self._doing, self._text, clock)))

    def system_state(self) -> SystemState:
        """Return how the terminal is, as far as this screen knows."""
        if self._screen.workstation.terminal_fault is not None:
            return SystemState(_("EC-Terminal nicht eingerichtet"), SystemLevel.DOWN)
        if self._card is None:
            return SystemState(_("kein EC-Terminal"))
        return SystemState(_("EC-Terminal arbeitet") if self._doing else _("EC-Terminal eingerichtet"))

    def tick(self) -> None:
        """A second has passed."""
        if self._doing:
            self._seconds += 1

    def end_of_day(self) -> None:
        """Close the terminal's period."""
        card, account = self._card, self._screen.workstation.seat.identity.account
        if card is not None:
            self._begin(
                _("Kassenschnitt läuft"), lambda: (card.end_of_day.run(account, self.heard),), self._ended
            )

    def storno_began(self) -> None:
        """The terminal reverses or refunds a payment."""
        self._doing, self._text, self._seconds = _("Storno am Terminal läuft"), "", 0
        self._screen.paint()

    def storno_ended(self, _moved: Payment | None) -> None:
        """It has done so, or not; what is still unclear is the next step."""
        self._doing = ""
        self._screen.reload()

    def clear_up(self) -> None:
        """Ask the terminal how its open movements ended, then let two people decide what it cannot tell."""
        card = self._card
        if card is not None:
            self._begin(
                _("Das Terminal wird gefragt"), lambda: card.recovery.run(self.heard), self._cleared_up
            )

    def _begin(
        self,
        doing: str,
        work: Callable[[], tuple[Payment, ...]],
        done: Callable[[tuple[Payment, ...]], None],
    ) -> None:
        if self._doing:
            return
        self._doing, self._text, self._seconds = doing, "", 0
        self._screen.paint()
        self._screen.background.alongside(work, done, self._broke)

    def heard(self, progress: PaymentProgress) -> None:
        """Take news from the terminal's thread."""
        self._screen.background.tell(self._heard_here, progress)

    def _heard_here(self, progress: PaymentProgress) -> None:
        self._text = progress.text
        self._screen.paint()

    def _ended(self, payments: tuple[Payment, ...]) -> None:
        self._doing = ""
        for payment in payments:
            if self._typed is not None and payment.can_be_asked:
                self._typed.ask(payment)
            else:
                self._explain(payment)

    def _cleared_up(self, payments: tuple[Payment, ...]) -> None:
        self._ended(payments)
        still_open = [
            payment
            for payment in payments
            if payment.is_open and not (self._typed is not None and payment.can_be_asked)
        ]
        if not still_open:
            if not payments:
                self._screen.changed(_("Am Terminal ist nichts mehr offen."))
            return
        first = still_open[0]
        if first.state is PaymentState.MANUAL:
            ask_two_people(self._screen, first, self._explain)
        else:
            ask_to_stop_waiting(self._screen, first, self._explain)

    def _explain(self, payment: Payment) -> None:
        message = explain(payment)
        weight = Weight.INFO if payment.state is PaymentState.PAID else Weight.WARNING
        self._screen.changed(f"{message.title}. {message.sentence}", weight)

    def _broke(self, error: Exception) -> None:
        self._doing = ""
        self._screen.failed(error)
        self._screen.reload()
