"""A payment on the line: what the terminal says is made durable first and answered second (rule 13)."""

import contextlib
import math

from clerk.domain.payment import Payment, PaymentState, Reason, TerminalResult
from clerk.domain.payment_events import (
    AbortAsked,
    Aborted,
    Accepted,
    BaselineRead,
    Completed,
    Lost,
    NothingWritten,
    PaymentEvent,
    Refused,
    ResultArrived,
    Sending,
    advance,
)
from clerk.domain.plain_text import clean
from clerk.locale import _
from clerk.ports import IdentityTaken, PaymentProgress
from integrations.zvt.apdu import Apdu
from integrations.zvt.bounded_journal import BoundedJournal, NotSetAside, NotStored
from integrations.zvt.elapsed import elapsed
from integrations.zvt.messages import (
    Abort,
    Ack,
    Completion,
    IntermediateStatus,
    Message,
    PrintLine,
    StatusInformation,
    TextBlock,
)
from integrations.zvt.progress import ProgressMailbox
from integrations.zvt.receipt_collector import collector_for, evidence
from integrations.zvt.redact import redact

SENDING_DEADLINE_SECONDS = 2.0
"""Between the commit of *sent* and the first byte: who was stopped for longer writes nothing (rule 2)."""


LOOKED_DEADLINE_SECONDS = 6.0
"""Between the answer about the last transaction and the first byte: it says nothing about what came after it."""


class PaymentDialogue:
    """The recipient of a payment's dialogue; ``payment`` is its newest durable version."""

    def __init__(self, payment: Payment, journal: BoundedJournal, mailbox: ProgressMailbox) -> None:
        """Begin with an intent."""
        self.payment = payment
        self._journal = journal
        self._mailbox = mailbox
        self._receipts = collector_for(payment.kind)
        self._has_begun = False
        self._looked_at = math.inf
        self._started = elapsed()

    async def take(self, message: Message, apdu: Apdu) -> None:
        """Make durable what follows from a message; after ``NotStored`` it must not be answered.

        A refusal counts only as the first thing the terminal says (payment rule 9).
        """
        if isinstance(message, Ack) and not message.positive and self._has_begun:
            await self._record(Lost(Reason.CONTRADICTION), redact(apdu))
            return
        self._has_begun = True
        if isinstance(message, IntermediateStatus):
            self.show(clean(message.text))
        elif isinstance(message, PrintLine | TextBlock):
            await self._keep_receipt(message, evidence(apdu))
        elif (event := _event_of(message)) is not None:
            await self._record(event, redact(apdu))

    async def stop_asked(self) -> None:
        """Remember that the clerk stopped it."""
        await self._record(AbortAsked())
        self.show(_("Abbruch ist angefordert"))

    async def baseline(self, event: BaselineRead, message: str) -> None:
        """Remember what the terminal named as its last transaction."""
        self._looked_at = elapsed()
        await self._record(event, message)

    async def may_write(self) -> bool:
        """Commit *sent*; ``False`` if it took so long that somebody may have taken over, or paid, since we looked."""
        before = elapsed()
        await self._record(Sending())
        now = elapsed()
        return now - before <= SENDING_DEADLINE_SECONDS and now - self._looked_at <= LOOKED_DEADLINE_SECONDS

    async def not_sent(self, reason: Reason, message: str = "", code: int | None = None) -> None:
        """End it: nothing was written, nothing will be; *code* is what the terminal said instead."""
        await self._end(NothingWritten(reason, code), message)

    async def lost(self, reason: Reason) -> None:
        """End the dialogue without knowing how it ended, unless its end is known already."""
        if self.payment.is_open:
            await self._end(Lost(reason))

    def show(self, text: str) -> None:
        """Tell who watches."""
        seconds = int(elapsed() - self._started)
        self._mailbox.put(PaymentProgress(self.payment.state, text, seconds, self.payment.amount_cents))

    async def _record(self, event: PaymentEvent, message: str = "") -> None:
        """Record; what the store did not take is set aside before ``NotStored`` is raised."""
        try:
            self.payment = await self._journal.record(self.payment, event, message)
        except IdentityTaken:
            self.payment = await self._journal.record(self.payment, Lost(Reason.IDENTITY_TAKEN), message)
        except NotStored:
            await self._set_aside(message)
            raise

    async def _keep_receipt(self, message: PrintLine | TextBlock, proof: str) -> None:
        """Keep what is to be printed or archived, and of the message itself no more than *proof*."""
        try:
            await self._journal.keep_receipt(self.payment, self._receipts.take(message), proof)
        except NotStored:
            await self._set_aside(proof)
            raise

    async def _end(self, event: Lost | NothingWritten, message: str = "") -> None:
        try:
            self.payment = await self._journal.record(self.payment, event, message)
        except NotStored:
            await self._set_event_aside(event, message)

    async def _set_aside(self, message: str) -> None:
        """Keep on this machine what the store did not take: nothing written yet, or no longer known."""
        nothing_written = self.payment.state is PaymentState.INTENT
        event = NothingWritten(Reason.NOT_STORED) if nothing_written else Lost(Reason.NOT_STORED)
        await self._set_event_aside(event, message)

    async def _set_event_aside(self, event: Lost | NothingWritten, message: str) -> None:
        """Advance the payment; where not even this machine's disk takes it, the row of before says the same.

        An intent that nobody follows was never sent, and any other open row is asked for at the terminal (rule 14).
        """
        with contextlib.suppress(NotSetAside):
            await self._journal.set_aside(self.payment, event, message)
        self.payment = advance(self.payment, event)


def result_of(message: StatusInformation) -> TerminalResult:
    """Return what a 04 0F told, without card numbers, texts cleaned."""
    return TerminalResult(
        code=message.result_code,
        amount_cents=message.amount_cents,
        tid=message.tid,
        receipt=message.receipt,
        trace=message.trace,
        turnover=message.turnover,
        day=message.full_date or message.date,
        time=message.time,
        original_trace=message.original_trace,
        reference=message.order_reference and clean(message.order_reference),
        card_name=message.card_name and clean(message.card_name),
        totals=message.totals,
    )


def _event_of(message: Message) -> PaymentEvent | None:
    match message:
        case StatusInformation():
            return ResultArrived(result_of(message))
        case Completion():
            return Completed(message.result_code)
        case Abort():
            return Aborted(message.code)
        case Ack():
            return Accepted() if message.positive else Refused(message.code)
        case _:
            return None
