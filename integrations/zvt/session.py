"""The dialogue with a terminal: one command from first byte to end, every message answered in one place."""

import asyncio
import time
from typing import Protocol

from clerk.domain.terminal_profile import TerminalProfile
from integrations.zvt import commands
from integrations.zvt.apdu import Apdu
from integrations.zvt.charsets import Charset
from integrations.zvt.connection import Connection, LineCut, Silence
from integrations.zvt.layout import Control
from integrations.zvt.messages import (
    Abort,
    Ack,
    Completion,
    IntermediateStatus,
    Message,
    Other,
    StatusInformation,
    parse_message,
)

_NOT_POSSIBLE = 0x83

End = Completion | Abort | Ack
"""What a command ended with: 06 0F, 06 1E, or a refusal (84 xx) instead of a beginning."""


class Recipient(Protocol):
    """Who the messages of a dialogue are for."""

    async def take(self, message: Message, apdu: Apdu) -> None:
        """Take a message over, durably where it matters: it is answered when this returns, and only then."""

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
    ) -> None:
        """Messages go to *recipient*; *stop* set by somebody asks the terminal to stop, once."""
        self._connection = connection
        self._profile = profile
        self._charset = Charset(profile.charset)
        self._recipient = recipient
        self._stop = stop or asyncio.Event()
        self._stopping = False

    async def run(self, command: Apdu) -> End:
        """Send *command* and follow it to its end.

        Raises ``Silence``, ``LineCut``, and what the recipient raises.
        """
        await self._connection.send(command)
        return await self.follow()

    async def ask(self, command: Apdu) -> bool:
        """Send a command that ends with its first answer (06 B0); return whether that was positive."""
        await self._connection.send(command)
        first = await self._first_answer()
        return isinstance(first, Ack) and first.positive

    async def follow(self) -> End:
        """Follow a command that was sent to its end."""
        first = await self._first_answer()
        if not isinstance(first, Ack) or not first.positive:
            return first
        return await self._until_end()

    async def _first_answer(self) -> End:
        """Wait for 80 00 or 84 xx, T3 at most. An end without a beginning is possible, never a success."""
        deadline = time.monotonic() + self._profile.t3_seconds
        while True:
            message = await self._handle(await self._connection.receive(deadline - time.monotonic()))
            if isinstance(message, Ack | Completion | Abort):
                return message

    async def _until_end(self) -> Completion | Abort:
        """Serve the terminal until it ends the command. T4 starts again with every 04 FF and 04 0F."""
        patience = self._profile.t4_seconds
        deadline = time.monotonic() + patience
        while True:
            try:
                apdu = await self._next(deadline - time.monotonic())
            except Silence:
                await self._stop_once()
                deadline = time.monotonic() + self._profile.t3_seconds
                continue
            if apdu is None:
                await self._recipient.stop_asked()
                await self._stop_once()
                continue
            if apdu.control[0] in (0x80, 0x84):
                continue  # the answer to our 06 B0: the command still ends by itself
            message = await self._handle(apdu)
            if isinstance(message, Completion | Abort):
                return message
            if isinstance(message, IntermediateStatus) and message.timeout_seconds:
                patience = float(message.timeout_seconds)
            if isinstance(message, IntermediateStatus | StatusInformation):
                deadline = time.monotonic() + patience

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
        await self._connection.send(commands.abort())

    async def _handle(self, apdu: Apdu) -> Message:
        """Hand a message over, then answer it: the only place from which the terminal is answered."""
        message = parse_message(apdu, self._charset)
        await self._recipient.take(message, apdu)
        answer = _answer_to(message)
        if answer is None:
            return message
        try:
            await self._connection.send(answer)
        except LineCut:
            if not isinstance(message, Completion | Abort):
                raise
        return message


def _answer_to(message: Message) -> Apdu | None:
    """Return what a message of the terminal is answered with; what we do not serve is refused."""
    if isinstance(message, Ack):
        return None
    if isinstance(message, Other) and message.control != Control.SET_TIME:
        return commands.negative_ack(_NOT_POSSIBLE)
    return commands.positive_ack()


class Collector:
    """A recipient for questions: keeps the last result that the answer carried."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.status: StatusInformation | None = None
        self.message: Apdu | None = None
        self._begun = False

    async def take(self, message: Message, apdu: Apdu) -> None:
        """Keep a result, but only after the beginning: an older command may still be talking."""
        if isinstance(message, Ack):
            self._begun = message.positive
        if isinstance(message, StatusInformation) and self._begun:
            self.status, self.message = message, apdu

    async def stop_asked(self) -> None:
        """Nobody stops a question."""
