"""What can happen to a movement at a terminal without a link: its end is typed from the receipt (payment rule 12).

It begins as any other one: intent, then *sending*, both durable before anybody is told to type the amount into the
terminal. From then on only its receipt knows. One event carries what the receipt says and ends the movement, so that
nothing lies between a number that is known and money that is booked.
"""

from dataclasses import dataclass, replace
from typing import ClassVar

from clerk.domain.payment import STOPPED_AT_TERMINAL, Payment, PaymentState, TerminalResult
from clerk.domain.payment_events import IllegalPaymentStep, PaymentEvent
from clerk.domain.transaction import is_of_payment, key_for


@dataclass(frozen=True, slots=True)
class ReceiptTyped(PaymentEvent):
    """The clerk typed what the terminal printed: it happened."""

    word: ClassVar[str] = "receipt_typed"
    result: TerminalResult

    def apply(self, payment: Payment) -> Payment:
        """Believe it only if it can be this movement's: our terminal, our amount, a number of its own."""
        self.require(payment, PaymentState.SENT)
        if not self.result.approved or not is_of_payment(payment, self.result):
            raise IllegalPaymentStep(payment, self)
        key = key_for(payment, self.result)
        return replace(payment, state=PaymentState.PAID, result=self.result, key=key)


@dataclass(frozen=True, slots=True)
class EndedAtDevice(PaymentEvent):
    """The terminal declined, or somebody stopped it there: nothing happened."""

    word: ClassVar[str] = "ended_at_device"
    stopped: bool

    def apply(self, payment: Payment) -> Payment:
        """End it: charging again is safe. Why a card was declined is not told."""
        self.require(payment, PaymentState.SENT)
        code = STOPPED_AT_TERMINAL if self.stopped else None
        return replace(payment, state=PaymentState.DECLINED, code=code)
