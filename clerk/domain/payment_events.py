"""What can happen to a movement of money, and which state follows (PA00P015 section 2.2, rules 1, 9 and 10).

Nothing is concluded from silence: a payment is *paid* only after a result 00 that is its own and the end of the same
dialogue, or by what ``payment_clearing`` finds out afterwards; reversal, refund and end of day likewise.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import ClassVar

from clerk.domain.payment import Baseline, Movement, Payment, PaymentState, Reason, TerminalResult
from clerk.domain.transaction import is_of_payment, key_for

ALREADY_REVERSED = 0xB4
"""Result code: what we want taken back was taken back before (PA00P015, error codes)."""
NOT_REVERSIBLE = 0xB5
"""Result code: the terminal cannot take it back, its day was closed (PA00P015, error codes; payment rule 10)."""


class IllegalPaymentStep(Exception):  # noqa: N818 - named as the domain says it
    """The event cannot happen to a payment in that state; nothing may follow from it."""

    def __init__(self, payment: Payment, event: "PaymentEvent") -> None:
        """Say which event met which state; neither holds personal data."""
        super().__init__(f"payment {payment.id} is {payment.state}: {event.word} is not possible")


class PaymentEvent(ABC):
    """Something that happened to a payment; ``word`` names it in the journal."""

    word: ClassVar[str]

    @abstractmethod
    def apply(self, payment: Payment) -> Payment:
        """Return the payment after the event; raises ``IllegalPaymentStep``."""

    def require(self, payment: Payment, *states: PaymentState) -> None:
        """Raise ``IllegalPaymentStep`` unless the payment is in one of *states*."""
        if payment.state not in states:
            raise IllegalPaymentStep(payment, self)


def advance(payment: Payment, event: PaymentEvent) -> Payment:
    """Return *payment* after *event*, one version on; raises ``IllegalPaymentStep``."""
    return replace(event.apply(payment), version=payment.version + 1)


# ---------------------------------------------------------------- before anything is on the line


@dataclass(frozen=True, slots=True)
class BaselineRead(PaymentEvent):
    """The terminal named its last transaction, or cannot (``None``)."""

    word: ClassVar[str] = "baseline_read"
    baseline: Baseline | None

    def apply(self, payment: Payment) -> Payment:
        """Remember what was there before us."""
        self.require(payment, PaymentState.INTENT)
        return replace(payment, baseline=self.baseline)


@dataclass(frozen=True, slots=True)
class Sending(PaymentEvent):
    """The command is about to be written."""

    word: ClassVar[str] = "sending"

    def apply(self, payment: Payment) -> Payment:
        """From here on only the terminal knows."""
        self.require(payment, PaymentState.INTENT)
        return replace(payment, state=PaymentState.SENT)


@dataclass(frozen=True, slots=True)
class NothingWritten(PaymentEvent):
    """The one who would have written the command did not, and never will."""

    word: ClassVar[str] = "nothing_written"
    reason: Reason
    code: int | None = None

    def apply(self, payment: Payment) -> Payment:
        """End it: charging again is safe. ``code`` is what the terminal said instead of being ready."""
        self.require(payment, PaymentState.INTENT, PaymentState.SENT)
        return replace(payment, state=PaymentState.NOT_SENT, reason=self.reason, code=self.code)


# ---------------------------------------------------------------- in the dialogue

IN_DIALOGUE = (
    PaymentState.SENT,
    PaymentState.RUNNING,
    PaymentState.RESULT_OK,
    PaymentState.RESULT_BAD,
)


class _OfTheDialogue(PaymentEvent):
    """A message of the payment's own dialogue. Once it is unclear, later messages are evidence only."""

    def apply(self, payment: Payment) -> Payment:
        """Leave an unclear payment as it is."""
        if payment.state is PaymentState.UNKNOWN:
            return payment
        self.require(payment, *IN_DIALOGUE)
        return self.follow(payment)

    @abstractmethod
    def follow(self, payment: Payment) -> Payment:
        """Return the payment after the message."""


@dataclass(frozen=True, slots=True)
class AbortAsked(_OfTheDialogue):
    """The clerk asked to stop it (06 B0); how it ends, the terminal says."""

    word: ClassVar[str] = "abort_asked"

    def follow(self, payment: Payment) -> Payment:
        """Remember who stopped it."""
        return replace(payment, abort_asked=True)


@dataclass(frozen=True, slots=True)
class Accepted(_OfTheDialogue):
    """The first answer to the command: 80 00."""

    word: ClassVar[str] = "accepted"

    def follow(self, payment: Payment) -> Payment:
        """The terminal leads from here on."""
        self.require(payment, PaymentState.SENT)
        return replace(payment, state=PaymentState.RUNNING)


@dataclass(frozen=True, slots=True)
class Refused(_OfTheDialogue):
    """The first answer to the command: 84 xx, with nothing in flight (payment rule 9)."""

    word: ClassVar[str] = "refused"
    code: int

    def follow(self, payment: Payment) -> Payment:
        """End it: the terminal did not begin."""
        self.require(payment, PaymentState.SENT)
        return replace(payment, state=_ended_with(payment, self.code, PaymentState.REFUSED), code=self.code)


@dataclass(frozen=True, slots=True)
class ResultArrived(_OfTheDialogue):
    """A result (04 0F). A bad one may be followed by another: a second PIN (payment rule 1)."""

    word: ClassVar[str] = "result"
    result: TerminalResult

    def apply(self, payment: Payment) -> Payment:
        """Keep it as evidence in any case."""
        after = _OfTheDialogue.apply(self, payment)
        return replace(after, result=self.result, key=key_for(payment, self.result))

    def follow(self, payment: Payment) -> Payment:
        """Believe it only if it can be ours, and an approval never gives way to something else."""
        if payment.state is PaymentState.SENT or not is_of_payment(payment, self.result):
            return _unclear(payment, Reason.DOES_NOT_FIT)
        if payment.state is PaymentState.RESULT_OK and not self._repeats(payment):
            return _unclear(payment, Reason.CONTRADICTION)
        state = PaymentState.RESULT_OK if self.result.approved else PaymentState.RESULT_BAD
        return replace(payment, state=state)

    def _repeats(self, payment: Payment) -> bool:
        return self.result.approved and key_for(payment, self.result) == payment.key


@dataclass(frozen=True, slots=True)
class Completed(_OfTheDialogue):
    """The terminal is done (06 0F): it means *paid* only after a good result.

    ``code`` says what it does next, after an end of day: E0 a software update, FC a restart.
    """

    word: ClassVar[str] = "completed"
    code: int | None = None

    def follow(self, payment: Payment) -> Payment:
        """End it by the result seen, if there was one."""
        ended = replace(payment, code=self.code)
        if payment.state is PaymentState.RESULT_OK:
            return replace(ended, state=PaymentState.PAID)
        if payment.state is PaymentState.RESULT_BAD:
            told = payment.result.code if payment.result else None
            return replace(ended, state=_ended_with(payment, told, PaymentState.DECLINED))
        return _unclear(ended, Reason.NO_RESULT)


@dataclass(frozen=True, slots=True)
class Aborted(_OfTheDialogue):
    """The terminal ended without success (06 1E)."""

    word: ClassVar[str] = "aborted"
    code: int | None

    def follow(self, payment: Payment) -> Payment:
        """End it as declined, unless that contradicts what was said before."""
        ended = replace(payment, code=self.code)
        if payment.state in (PaymentState.RUNNING, PaymentState.RESULT_BAD):
            return replace(ended, state=_ended_with(payment, self.code, PaymentState.DECLINED))
        return _unclear(ended, Reason.CONTRADICTION)


@dataclass(frozen=True, slots=True)
class Lost(_OfTheDialogue):
    """The dialogue broke off: silence, a cut line, or our store did not take what the terminal said."""

    word: ClassVar[str] = "lost"
    reason: Reason

    def follow(self, payment: Payment) -> Payment:
        """Whatever was seen before, only the terminal knows the end (payment rule 1)."""
        return _unclear(payment, self.reason)


def _unclear(payment: Payment, reason: Reason) -> Payment:
    return replace(payment, state=PaymentState.UNKNOWN, reason=reason)


def _ended_with(payment: Payment, code: int | None, without_success: PaymentState) -> PaymentState:
    """Return the end that *code* means: a reversal of ours that was done before is done (rule 10)."""
    done_before = payment.kind is Movement.REVERSAL and code == ALREADY_REVERSED
    return PaymentState.PAID if done_before else without_success
