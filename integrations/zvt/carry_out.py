"""Doing what an intent says exactly once: look first, commit *sent*, write, follow to the end (rules 2, 6, 9)."""

import asyncio

from clerk.domain.payment import Baseline, Movement, Payment, Reason, TransactionKey
from clerk.domain.payment_events import BaselineRead
from clerk.domain.payment_recovery import baseline_of, is_unknown_transaction
from clerk.domain.terminal_profile import TerminalProfile
from clerk.domain.transaction import key_of
from clerk.locale import _
from integrations.zvt import commands
from integrations.zvt.apdu import Apdu
from integrations.zvt.bounded_journal import BoundedJournal, NotStored
from integrations.zvt.connection import Connection, LineCut, Silence, Unreachable
from integrations.zvt.payment_dialogue import PaymentDialogue
from integrations.zvt.progress import ProgressMailbox
from integrations.zvt.questions import BUSY, LastTransaction, NoAnswer, Questions
from integrations.zvt.session import Session


class CarryOut:
    """One movement, from its intent to what the terminal says in the end."""

    def __init__(
        self,
        payment: Payment,
        journal: BoundedJournal,
        questions: Questions,
        profile: TerminalProfile,
        mailbox: ProgressMailbox,
    ) -> None:
        """Carry *payment* out, an intent; set ``stop`` to end it early."""
        self.stop = asyncio.Event()
        self._journal = journal
        self._questions = questions
        self._profile = profile
        self._dialogue = PaymentDialogue(payment, journal, mailbox)

    async def run(self) -> Payment:
        """Do it; return it in the state it came to. Nothing is repeated, whatever happens."""
        try:
            if await self._looked_first():
                await self._write_and_follow()
        except NotStored:
            self._questions.forget_registration()
        return self._dialogue.payment

    async def _looked_first(self) -> bool:
        """Register and read what was there before; ``False`` if the payment ended by what was seen."""
        self._dialogue.show(_("Verbindung zum Terminal wird aufgebaut"))
        try:
            reason, last = await self._objection()
        except NoAnswer:
            reason, last = Reason.UNREACHABLE, LastTransaction()
        if reason is None:
            return True
        self._questions.forget_registration()
        busy = BUSY if last.busy else None
        await self._dialogue.not_sent(reason, last.message, self._questions.refusal or busy)
        return False

    async def _objection(self) -> tuple[Reason | None, LastTransaction]:
        """Return why nothing may be sent now, if there is a reason; else the baseline is stored."""
        if not await self._questions.ensure_registered():
            return Reason.NOT_READY, LastTransaction()
        if not self._profile.repeat_with_status:
            return self._misfit(LastTransaction(), None), LastTransaction()
        last = await self._questions.last_of(self._dialogue.payment.kind)
        if last.result is None:
            self._questions.forget_registration()  # only the registration tells which terminal this is
            if not await self._questions.ensure_registered():
                return Reason.NOT_READY, last
        known = await self._known()
        reason = self._misfit(last, known)
        if reason is None:
            await self._dialogue.baseline(BaselineRead(self._baseline(last, known)), last.message)
        return reason, last

    async def _known(self) -> TransactionKey | None:
        """Return the terminal's last transaction as we know it; of days closed nothing needs to be known."""
        payment = self._dialogue.payment
        if payment.kind is Movement.END_OF_DAY:
            return None
        return await self._journal.last_known(payment.terminal)

    def _misfit(self, last: LastTransaction, known: TransactionKey | None) -> Reason | None:
        told = {self._questions.tid, last.result.tid if last.result else None}
        if told - {self._dialogue.payment.tid, None}:
            return Reason.OTHER_TERMINAL
        if last.busy:
            return Reason.NOT_READY
        if is_unknown_transaction(last.result, self._key(last, known), known):
            return Reason.UNKNOWN_TRANSACTION
        return None

    def _baseline(self, last: LastTransaction, known: TransactionKey | None) -> Baseline | None:
        """Return what was there before; a terminal that refuses the question leaves it open."""
        if not last.understood and known is None:
            return None
        return baseline_of(last.result, self._key(last, known), known)

    def _key(self, last: LastTransaction, known: TransactionKey | None) -> TransactionKey | None:
        if last.result is None:
            return None
        payment = self._dialogue.payment
        return key_of(last.result, payment.tid, payment.period, payment.started_at.date(), known)

    async def _write_and_follow(self) -> None:
        try:
            connection = await self._questions.connect()
        except Unreachable:
            await self._dialogue.not_sent(Reason.UNREACHABLE)
            return
        async with connection:
            if self.stop.is_set():
                await self._dialogue.not_sent(Reason.STOPPED)
                return
            if not await self._dialogue.may_write():
                await self._dialogue.not_sent(Reason.TOO_LATE)
                return
            await self._follow(connection)

    async def _follow(self, connection: Connection) -> None:
        try:
            session = Session(connection, self._profile, self._dialogue, self.stop, self._questions.sequence)
            await session.run(self._command())
        except Silence:
            await self._dialogue.lost(Reason.SILENT)
        except LineCut:
            await self._dialogue.lost(Reason.LINE_CUT)
        after = self._dialogue.payment
        if after.is_open or after.kind is Movement.END_OF_DAY:
            self._questions.forget_registration()

    def _command(self) -> Apdu:
        payment, password = self._dialogue.payment, self._questions.password
        match payment.kind:
            case Movement.PAYMENT:
                reference = payment.reference if self._profile.order_reference else None
                return commands.authorisation(payment.amount_cents, order_reference=reference)
            case Movement.REVERSAL:
                return commands.reversal(password, _receipt_of_original(payment), payment.amount_cents)
            case Movement.REFUND:
                return commands.refund(password, payment.amount_cents)
            case Movement.END_OF_DAY:
                return commands.end_of_day(password)


def _receipt_of_original(payment: Payment) -> str:
    if payment.original is None or payment.original.receipt is None:
        raise ValueError("a reversal names the receipt it takes back")
    return payment.original.receipt
