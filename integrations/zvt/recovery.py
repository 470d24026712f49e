"""Asking the terminal how an unclear payment ended (payment rules 3, 4, 6, 8)."""

from clerk.domain.payment import Payment, PaymentState, Reason
from clerk.domain.payment_clearing import FoundNotPaid, FoundPaid, FoundUnclear, RecoveryBegan, RecoveryPaused
from clerk.domain.payment_events import NothingWritten, PaymentEvent
from clerk.domain.payment_recovery import Finding, RecoveryAnswer, Verdict, verdict
from clerk.domain.terminal_profile import TerminalProfile
from clerk.locale import _
from clerk.ports import IdentityTaken, PaymentProgress
from integrations.zvt.bounded_journal import BoundedJournal
from integrations.zvt.elapsed import elapsed
from integrations.zvt.progress import ProgressMailbox
from integrations.zvt.questions import BUSY, READY, LastTransaction, NoAnswer, Questions

_AFTER_T4_SECONDS = 30.0


class Recovery:
    """One attempt to clear up one payment. Nothing but abort, status enquiry and repeat receipt is sent."""

    def __init__(
        self,
        payment: Payment,
        journal: BoundedJournal,
        questions: Questions,
        profile: TerminalProfile,
        mailbox: ProgressMailbox,
    ) -> None:
        """Ask about *payment*."""
        self.payment = payment
        self._journal = journal
        self._questions = questions
        self._profile = profile
        self._mailbox = mailbox
        self._began = elapsed()
        self._ended = False

    async def run(self) -> None:
        """Ask until the answer is clear, the terminal falls silent, or T4 and 30 seconds are over.

        Raises ``NotStored`` and what the journal raises; the payment then stays as it is.
        """
        if self.payment.state is PaymentState.INTENT:
            await self._record(NothingWritten(Reason.RESTARTED))
            return
        await self._record(RecoveryBegan())
        self._show(_("Das Programm fragt das Terminal nach dieser Zahlung"))
        try:
            await self._ask_until_clear()
        except NoAnswer:
            await self._record(RecoveryPaused())

    async def _ask_until_clear(self) -> None:
        if not self._profile.repeat_with_status:
            await self._record(FoundUnclear(Reason.NOTHING_TO_COMPARE))
            return
        before: LastTransaction | None = None
        while True:
            answer, status = await self._ask()
            idle = status == READY
            found = verdict(
                self.payment,
                RecoveryAnswer(answer.result, idle=idle, ended=self._ended),
                self._profile,
                seen_twice=idle and before is not None and before.result == answer.result,
            )
            if found.verdict is not Verdict.ASK_AGAIN:
                await self._conclude(found, answer)
                return
            if not idle and self._waited_out:
                await self._give_up(answer, status)
                return
            before = answer if idle else None
            await self._questions.wait_settling_time()

    async def _ask(self) -> tuple[LastTransaction, int | None]:
        """Return the terminal's answer and the status it had when it gave it."""
        self._ended = (
            self._ended or self._waited_out or (self._profile.abort_ok and await self._questions.stop())
        )
        status = await self._questions.status()
        if status not in (READY, None):
            self._show(_("Das Terminal ist noch beschäftigt"))
            return LastTransaction(), status
        answer = await self._questions.last_of(self.payment.kind)
        return answer, BUSY if answer.busy else status

    async def _give_up(self, answer: LastTransaction, status: int | None) -> None:
        """End without a finding: a busy terminal is asked later, one that never tells its status is left to people."""
        if status is None:
            await self._record(FoundUnclear(Reason.NOTHING_TO_COMPARE, answer.result), answer.message)
        else:
            await self._record(RecoveryPaused())

    async def _conclude(self, found: Finding, answer: LastTransaction) -> None:
        if found.verdict is Verdict.PAID and answer.result is not None:
            await self._book(answer)
        elif found.verdict is Verdict.NOT_PAID and answer.result is not None:
            await self._record(FoundNotPaid(answer.result), answer.message)
        else:
            reason = found.reason or Reason.NOTHING_TO_COMPARE
            await self._record(FoundUnclear(reason, answer.result), answer.message)

    async def _book(self, answer: LastTransaction) -> None:
        if answer.result is None:
            return
        try:
            await self._record(FoundPaid(answer.result), answer.message)
        except IdentityTaken:
            await self._record(FoundUnclear(Reason.IDENTITY_TAKEN, answer.result), answer.message)

    async def _record(self, event: PaymentEvent, message: str = "") -> None:
        self.payment = await self._journal.record(self.payment, event, message)

    @property
    def _waited_out(self) -> bool:
        """Whether a payment that ran when we began cannot run any more (rule 3)."""
        return elapsed() - self._began >= self._profile.t4_seconds + _AFTER_T4_SECONDS

    def _show(self, text: str) -> None:
        seconds = int(elapsed() - self._began)
        self._mailbox.put(PaymentProgress(self.payment.state, text, seconds, self.payment.amount_cents))
