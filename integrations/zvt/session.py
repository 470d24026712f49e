"""The dialogue with a terminal: one command from first byte to end, every message answered in one place."""

import asyncio
from typing import Protocol

from clerk.domain.terminal_profile import TerminalProfile
from integrations.zvt import commands
from integrations.zvt.apdu import Apdu
from integrations.zvt.connection import Connection, LineCut, Silence
from integrations.zvt.elapsed import elapsed
from integrations.zvt.layout import Control
from integrations.zvt.messages import (
    Abort,
    Ack,
    Completion,
    IntermediateStatus,
    Message,
    Other,
    PrintLine,
    StatusInformation,
    TextBlock,
    parse_message,
)
from integrations.zvt.sequence_ids import SequenceIds

_NOT_POSSIBLE = 0x83
_ACK_CLASSES = (0x80, 0x84)

End = Completion | Abort | Ack
"""What a command ended with: 06 0F, 06 1E, or a refusal (84 xx) instead of a beginning."""


class NotTaken(Exception):  # noqa: N818
    """The recipient does not take a message over: it must not be acknowledged, the dialogue goes on."""


class Recipient(Protocol):
    """Who the messages of a dialogue are for."""

    async def take(self, message: Message, apdu: Apdu) -> None:
        """Take a message over, durably where it matters: it is answered when this returns, and only then.

        Raises ``NotTaken`` where it does not belong here.
        """

    async def stop_asked(self) -> None:
        """Take note that the terminal is about to be asked to stop (06 B0)."""


class Session:
    """One command on one connection."""

    def __init__(
        self,
        connection: Connection,
        profile: TerminalProfile,
        recipient: Recipient,
        stop: asyncio.Event | None = None,
        sequence: SequenceIds | None = None,
    ) -> None:
        """Messages go to *recipient*; *stop* set by somebody asks the terminal to stop, once.

        *sequence* is the numbering agreed on with this terminal, without it there is none.
        """
        self._connection = connection
        self._profile = profile
        self._recipient = recipient
        self._stop = stop or asyncio.Event()
        self._stopping = False
        self._sequence = sequence or SequenceIds()

    async def run(self, command: Apdu) -> End:
        """Send *command*, once, and follow it to its end.

        Raises ``Silence``, ``LineCut``, and what the recipient raises.
        """
        await self._connection.send(self._sequence.command(command))
        first = await self._first_answer()
        end = await self._until_end() if first.positive else first
        if command.control == Control.REGISTRATION:
            self._sequence.registered(end.sequence_id if isinstance(end, Completion) else None)
        return end

    async def ask(self, command: Apdu) -> bool:
        """Send a command that ends with its first answer (06 B0, 06 02); return whether that was positive."""
        await self._connection.send(self._sequence.command(command))
        return (await self._first_answer()).positive

    async def _first_answer(self) -> Ack:
        """Wait for 80 00 or 84 xx, T3 at most; it is the only beginning there is.

        What comes before it belongs to an older command, its end (06 0F, 06 1E) too: a terminal whose end was
        not acknowledged says it again.
        """
        deadline = elapsed() + self._profile.t3_seconds
        while True:
            message = await self._handle(await self._connection.receive(_left_until(deadline)))
            if isinstance(message, Ack):
                return message

    async def _until_end(self) -> Completion | Abort:
        """Serve the terminal until it ends the command. T4 starts again with every 04 FF and 04 0F.

        However often it asks for more time, the whole is bounded; who stops it waits for T4 at most.
        """
        patience = self._profile.t4_seconds
        deadline = elapsed() + patience
        latest = elapsed() + self._profile.dialogue_seconds
        while True:
            try:
                apdu = await self._next(_left_until(min(deadline, latest)))
            except Silence:
                await self._stop_once()
                deadline, latest = self._after_stop(self._profile.t3_seconds)
                continue
            if apdu is None:
                await self._recipient.stop_asked()
                await self._stop_once()
                deadline, latest = self._after_stop(patience)
                continue
            if apdu.control[0] in _ACK_CLASSES:
                continue  # the answer to our 06 B0: the command still ends by itself
            message = await self._handle(apdu)
            if isinstance(message, Completion | Abort):
                return message
            if isinstance(message, IntermediateStatus) and message.timeout_seconds:
                patience = float(message.timeout_seconds)
            if isinstance(message, IntermediateStatus | StatusInformation):
                deadline = elapsed() + patience

    def _after_stop(self, seconds: float) -> tuple[float, float]:
        """Return until when the terminal may be silent now, and until when it must have ended."""
        now = elapsed()
        return now + seconds, now + self._profile.t4_seconds + self._profile.t3_seconds

    async def _next(self, seconds: float) -> Apdu | None:
        """Return the next message, or ``None`` when somebody wants to stop.

        Raises ``Silence``, ``LineCut``. Whoever is late with wanting to stop loses no message by it.
        """
        if self._stopping:
            return await self._connection.receive(seconds)
        receiving = asyncio.ensure_future(self._connection.receive(seconds))
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait({receiving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            receiving.cancel()
        await asyncio.wait({receiving})
        return None if receiving.cancelled() else receiving.result()

    async def _stop_once(self) -> None:
        """Send 06 B0 unless that was done before, or the terminal does not know it; then it is over."""
        if self._stopping or not self._profile.abort_ok:
            raise Silence
        self._stopping = True
        await self._connection.send(self._sequence.command(commands.abort()))

    async def _handle(self, apdu: Apdu) -> Message | None:
        """Hand a message over, then answer it: the only place from which the terminal is answered.

        Returns ``None`` where the message leads no further: nobody took it, or it was said before.
        """
        message = parse_message(apdu, self._profile.charset)
        repeated = self._sequence.is_repetition(apdu, message.sequence_id)
        if not repeated:
            try:
                await self._recipient.take(message, apdu)
            except NotTaken:
                return None
            if not isinstance(message, Ack):
                self._sequence.taken(apdu)
        await self._answer(message)
        return None if repeated else message

    async def _answer(self, message: Message) -> None:
        answer = self._answer_to(message)
        if answer is None:
            return
        try:
            await self._connection.send(self._sequence.answer(answer, message.sequence_id))
        except LineCut:
            if not isinstance(message, Completion | Abort):
                raise

    def _answer_to(self, message: Message) -> Apdu | None:
        """Return what a message is answered with; of the rest, only what we do not serve is refused."""
        if isinstance(message, Ack):
            return None
        if isinstance(message, Other) and not self._serves(message.control):
            return commands.negative_ack(_NOT_POSSIBLE)
        return commands.positive_ack()

    def _serves(self, control: bytes) -> bool:
        """Whether a command of the terminal is accepted: it may tell its clock, and sign on its own screen."""
        if control == Control.SIGNATURE_ON_SCREEN:
            return self._profile.signature_on_screen
        return control == Control.SET_TIME


def _left_until(deadline: float) -> float:
    """Return the seconds until *deadline*; raises ``Silence`` behind it, however much the terminal says."""
    seconds = deadline - elapsed()
    if seconds <= 0:
        raise Silence
    return seconds


def _may_be_money(message: Message) -> bool:
    """Whether acknowledging it may complete a payment (PA00P015 section 2.2.8); a bad result moves nothing."""
    if isinstance(message, StatusInformation):
        return message.result_code in (0, None)
    return isinstance(message, PrintLine | TextBlock)


class Collector:
    """A recipient for questions: keeps the last result that the answer carried."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.status: StatusInformation | None = None
        self.message: Apdu | None = None
        self._begun = False

    async def take(self, message: Message, apdu: Apdu) -> None:
        """Keep a result of the question.

        What comes before the beginning belongs to an older command and is nobody's here: acknowledging its
        money or its receipt would tell the terminal that somebody keeps it. Raises ``NotTaken``.
        """
        if isinstance(message, Ack):
            self._begun = message.positive
        elif not self._begun and _may_be_money(message):
            raise NotTaken
        elif self._begun and isinstance(message, StatusInformation):
            self.status, self.message = message, apdu

    async def stop_asked(self) -> None:
        """Nobody stops a question."""
