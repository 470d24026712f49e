"""What can happen to a card payment of which nobody knows how it ended (PA00P015 section 2.20, rules 3 to 6).

It becomes *paid* only by an approval of its own that the terminal repeats, or because two people decided so.
"""

from dataclasses import dataclass, replace
from typing import ClassVar

from clerk.domain.payment import Decision, Payment, PaymentState, Reason, TerminalResult
from clerk.domain.payment_events import IN_DIALOGUE, IllegalPaymentStep, PaymentEvent
from clerk.domain.transaction import is_of_payment, key_for


@dataclass(frozen=True, slots=True)
class RecoveryBegan(PaymentEvent):
    """Somebody who holds the terminal's lease begins to ask it."""

    word: ClassVar[str] = "recovery_began"

    def apply(self, payment: Payment) -> Payment:
        """Any payment that may have been written is asked for."""
        self.require(payment, *IN_DIALOGUE, PaymentState.UNKNOWN, PaymentState.RECOVERY)
        reason = payment.reason or Reason.RESTARTED
        return replace(payment, state=PaymentState.RECOVERY, reason=reason)


@dataclass(frozen=True, slots=True)
class RecoveryPaused(PaymentEvent):
    """The terminal did not answer; the question stays open."""

    word: ClassVar[str] = "recovery_paused"

    def apply(self, payment: Payment) -> Payment:
        """Unclear as before."""
        self.require(payment, PaymentState.RECOVERY)
        return replace(payment, state=PaymentState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class FoundPaid(PaymentEvent):
    """The terminal's last transaction is this payment."""

    word: ClassVar[str] = "found_paid"
    result: TerminalResult

    def apply(self, payment: Payment) -> Payment:
        """Believe only an approved, new transaction of our amount at our terminal."""
        self.require(payment, PaymentState.RECOVERY)
        ours = self.result.approved and self.result.tid == payment.tid and is_of_payment(payment, self.result)
        if payment.baseline is None or not ours:
            raise IllegalPaymentStep(payment, self)
        key = key_for(payment, self.result)
        return replace(payment, state=PaymentState.PAID, result=self.result, key=key)


@dataclass(frozen=True, slots=True)
class FoundNotPaid(PaymentEvent):
    """The terminal is idle and names the transaction of before, or the reversal of ours."""

    word: ClassVar[str] = "found_not_paid"
    result: TerminalResult

    def apply(self, payment: Payment) -> Payment:
        """End it: charging again is safe."""
        self.require(payment, PaymentState.RECOVERY)
        return replace(payment, state=PaymentState.NOT_PAID)


@dataclass(frozen=True, slots=True)
class FoundUnclear(PaymentEvent):
    """The terminal's answer proves nothing; a person must look. ``result`` is ``None`` if it told nothing."""

    word: ClassVar[str] = "found_unclear"
    reason: Reason
    result: TerminalResult | None = None

    def apply(self, payment: Payment) -> Payment:
        """Free the terminal, keep the lines locked (payment rule 12)."""
        self.require(payment, PaymentState.RECOVERY)
        manual = replace(payment, state=PaymentState.MANUAL, reason=self.reason)
        if self.result is None:
            return manual
        return replace(manual, result=self.result, key=key_for(payment, self.result))


@dataclass(frozen=True, slots=True)
class StoreRestored(PaymentEvent):
    """The store forgot what came after: it was taken back from a backup (payment rule 14)."""

    word: ClassVar[str] = "store_restored"

    def apply(self, payment: Payment) -> Payment:
        """Leave it to people: the terminal may name what a forgotten payment did."""
        if payment.is_final:
            raise IllegalPaymentStep(payment, self)
        return replace(payment, state=PaymentState.MANUAL, reason=Reason.RESTORED)


@dataclass(frozen=True, slots=True)
class Decided(PaymentEvent):
    """Two people looked at the terminal's receipt or journal and decided."""

    word: ClassVar[str] = "decided"
    paid: bool
    decision: Decision

    def apply(self, payment: Payment) -> Payment:
        """Take the decision over; it needs two different people and a note."""
        self.require(payment, PaymentState.MANUAL)
        if self.decision.by == self.decision.second or not self.decision.note.strip():
            raise IllegalPaymentStep(payment, self)
        state = PaymentState.PAID if self.paid else PaymentState.NOT_PAID
        return replace(payment, state=state, decision=self.decision)
