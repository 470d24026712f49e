"""Carrying a confirmed storno out at the card terminal of this place, whichever screen it is done from."""

from collections.abc import Callable

from clerk.domain.payment import Payment, PaymentState
from clerk.domain.storno import StornoRequest
from clerk.ports import PaymentListener
from clerk.services.payment_messages import explain
from screens.receipt_printing import ReceiptPrinting
from screens.typed_receipts import TypedReceipts
from screens.widgets.message_line import Weight
from screens.work_frame import WorkFrame


class StornoRun:
    """Works in a thread of its own, tells how it ended, and prints the receipt.

    *began* is called before the terminal is used, *heard* gets what it says, *ended* the movement when terminal and
    books have changed; ``None`` if it came to nothing.
    """

    def __init__(
        self,
        screen: WorkFrame,
        printing: ReceiptPrinting,
        began: Callable[[], None],
        heard: PaymentListener,
        ended: Callable[[Payment | None], None],
    ) -> None:
        self._screen = screen
        self._printing = printing
        self._at_terminal = screen.workstation.storno_at_terminal
        self._began = began
        self._heard = heard
        self._ended = ended
        self._reason = ""
        self._typed = TypedReceipts.for_place(screen, self._carried_out)

    def can_do(self, request: StornoRequest) -> bool:
        """Whether the money was taken at this place, and its terminal can give it back."""
        return (
            self._at_terminal is not None
            and request.at_terminal
            and request.counter == self._screen.workstation.seat.workplace.counter
        )

    def begin(self, request: StornoRequest) -> None:
        """Reverse or refund at the terminal what two people have decided."""
        at_terminal, account = self._at_terminal, self._screen.workstation.seat.identity.account
        if at_terminal is None:
            return
        self._reason = request.reason
        self._began()
        self._screen.background.alongside(
            lambda: at_terminal.run(request, account, self._heard), self._carried_out, self._broke
        )

    def _carried_out(self, moved: Payment) -> None:
        # what follows may read the screen anew, which clears the line for messages
        self._ended(moved)
        if self._typed is not None and moved.can_be_asked:
            self._typed.ask(moved, again=False)
            return
        message, is_done = explain(moved), moved.state is PaymentState.PAID
        self._screen.say(f"{message.title}. {message.sentence}", Weight.INFO if is_done else Weight.WARNING)
        if is_done:
            self._printing.storno(moved, self._reason)

    def _broke(self, error: Exception) -> None:
        self._ended(None)
        self._screen.failed(error)
