"""A terminal in the same process that breaks every rule, and a line that remembers what was answered to what."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from clerk.domain.terminal_profile import TerminalProfile
from integrations.zvt.apdu import Apdu, ApduBuffer
from integrations.zvt.layout import Control
from integrations.zvt.tcp_connection import TcpConnection
from tests.integrations.zvt.mutations import mutated
from tests.integrations.zvt.scripted_terminal import (
    ABORTED,
    APPROVAL,
    COMPLETED,
    OLDER,
    PRINT_LINE,
    REGISTERED,
    STOPPED,
    WRONG_PIN,
    written,
)

ACK = "800000"
_GOOD: dict[str, Sequence[str]] = {
    "0600": (ACK, REGISTERED),
    "0620": (ACK, OLDER, COMPLETED),
    "06b0": (ACK,),
    "0501": (ACK, "060f0100"),
    "0601": (ACK, "04ff010a", "04ff010e", APPROVAL, PRINT_LINE, COMPLETED),
}
_PAYMENTS: tuple[Sequence[str], ...] = (
    _GOOD["0601"],
    (ACK, "04ff010a", WRONG_PIN, APPROVAL, COMPLETED),
    (ACK, "04ff010a", STOPPED, ABORTED),
    (ACK, WRONG_PIN, COMPLETED),
    ("849c00",),
)
_SPITE = (
    ACK,
    "840000",
    "849c00",
    "848300",
    "800100",
    "04ff010e",
    "04ff020a99",
    APPROVAL,
    OLDER,
    WRONG_PIN,
    STOPPED,
    PRINT_LINE,
    COMPLETED,
    ABORTED,
    REGISTERED,
    "040100",
    "06d000",
    "06d800",
    "040f00",
    "040f032700ab",
    "060f0106",
    "061e00",
    written("040f", "2700150102"),
    "0601",
    written("040f", APPROVAL[6:] + "aa991399"),
    written("040f", APPROVAL[6:] + "06051f0e020000"),
    written("040f", APPROVAL[6:].replace("0b000102", "0b000000") + "06081f2b059999999999"),
    written("040f", APPROVAL[6:].replace("0d1123", "0d0230")),
    written("040f", APPROVAL[6:].replace("0d1123", "0d9999")),
    written("040f", APPROVAL[6:].replace("870042", "87ffff")),
    "04ff09000606" + "1f7303000001",
    "04ff0b0006081f7305" + "9999999999",
    "060f0a06081f7305" + "0000000001",
)
_PAUSE, _HEAR, _FLOOD = "pause", "hear", "flood"


def script_for(chance: random.Random, command: str) -> list[str]:
    """Return what the terminal does after a command: messages as hex, and pauses, waits and floods."""
    steps = list(chance.choice(_PAYMENTS) if command == "0601" else _GOOD.get(command, ("848300",)))
    for _time in range(chance.choice((1, 1, 2, 3, 5))):
        _spoil(chance, steps)
    waits = chance.random() < 0.7
    return [step for one in steps for step in ((one, _HEAR) if waits else (one,))]


def _spoil(chance: random.Random, steps: list[str]) -> None:
    place = chance.randrange(len(steps) + 1)
    match chance.randrange(8):
        case 0:
            del steps[place:]
        case 1:
            steps[place:place] = [chance.choice(_SPITE)]
        case 2:
            steps[place : place + 1] = []
        case 3:
            chance.shuffle(steps)
        case 4 if place < len(steps) and steps[place] not in (_PAUSE, _FLOOD):
            steps[place] = mutated(chance, bytes.fromhex(steps[place]) or b"\x06").hex()
        case 5:
            steps[place:place] = [_FLOOD]
        case 6:
            steps[place:place] = [_PAUSE]
        case _:
            steps[place:place] = steps[max(0, place - 1) : place]


@dataclass
class Line:
    """One connection: what came in, and what was answered to it, in order."""

    command: str = ""
    taken: list[Apdu] = field(default_factory=list)
    answered: list[tuple[Apdu, Apdu]] = field(default_factory=list)
    commands: list[Apdu] = field(default_factory=list)


class _Writer:
    """Takes what the cash register writes; the terminal reads it as messages."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[Apdu] = asyncio.Queue()
        self.closed = False
        self._buffer = ApduBuffer()

    def write(self, data: bytes) -> None:
        for apdu in self._buffer.feed(data):
            self.messages.put_nowait(apdu)

    async def drain(self) -> None:
        if self.closed:
            raise ConnectionResetError
        await asyncio.sleep(0)

    def close(self) -> None:
        self.closed = True

    async def wait_closed(self) -> None:
        return


class WatchedConnection(TcpConnection):
    """A real connection on a made-up socket, which remembers the order of things."""

    line: Line

    async def send(self, apdu: Apdu) -> None:
        """Note what is sent, then send it."""
        if apdu.control[0] in (0x80, 0x84):
            self.line.answered.append((self.line.taken[-1], apdu))
        else:
            self.line.commands.append(apdu)
        await super().send(apdu)

    async def receive(self, seconds: float) -> Apdu:
        """Note what was received."""
        apdu = await super().receive(seconds)
        self.line.taken.append(apdu)
        return apdu


class HostileTerminal:
    """Dials to itself. Commands other than the payment are mostly answered well, so that it comes to one."""

    def __init__(self, chance: random.Random) -> None:
        """Be as hostile as *chance* says."""
        self.lines: list[Line] = []
        self._chance = chance
        self._tasks: set[asyncio.Task[None]] = set()

    async def dial(self, profile: TerminalProfile) -> WatchedConnection:
        """Open a line, as ``Dial``."""
        reader, writer = asyncio.StreamReader(), _Writer()
        connection = WatchedConnection(reader, writer, profile.t3_seconds)  # type: ignore[arg-type]
        connection.line = Line()
        self.lines.append(connection.line)
        task = asyncio.create_task(self._play(reader, writer, connection.line))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return connection

    def hang_up(self) -> None:
        """End all lines."""
        for task in self._tasks:
            task.cancel()

    async def _play(self, reader: asyncio.StreamReader, writer: _Writer, line: Line) -> None:
        line.command = (await writer.messages.get()).control.hex()
        fair = line.command != "0601" and self._chance.random() < 0.85
        if fair:
            steps = [step for one in _GOOD.get(line.command, ()) for step in (one, _HEAR)][:-1]
            steps = [step for place, step in enumerate(steps) if place != 1]
        else:
            steps = script_for(self._chance, line.command)
        for step in steps:
            await self._do(step, reader, writer)
        if not fair and self._chance.random() < 0.6:
            reader.feed_eof()
            return
        await asyncio.sleep(0.5)

    async def _do(self, step: str, reader: asyncio.StreamReader, writer: _Writer) -> None:
        match step:
            case "pause":
                await asyncio.sleep(self._chance.choice((0.001, 0.02, 0.08)))
            case "hear":
                await self._hear(writer)
            case "flood":
                await self._flood(reader, writer)
            case _:
                self._say(reader, bytes.fromhex(step))
                await asyncio.sleep(0)

    async def _hear(self, writer: _Writer) -> None:
        try:
            async with asyncio.timeout(0.02):
                await writer.messages.get()
        except TimeoutError:
            return

    async def _flood(self, reader: asyncio.StreamReader, writer: _Writer) -> None:
        """Say the same for ever, or nearly so, with or without a breath."""
        message = bytes.fromhex(self._chance.choice(("04ff010e", "800000", "06d800", APPROVAL, "040100")))
        breath = self._chance.choice((0, 0.001))
        times = self._chance.choice((50, 500, 5000))
        for _time in range(times):
            if writer.closed:
                return
            reader.feed_data(message)
            await asyncio.sleep(breath)

    def _say(self, reader: asyncio.StreamReader, message: bytes) -> None:
        place = self._chance.randrange(len(message) + 1) if message else 0
        for piece in (message[:place], message[place:]):
            if piece:
                reader.feed_data(piece)


def is_result(apdu: Apdu) -> bool:
    """Whether a message is a 04 0F."""
    return apdu.control == Control.STATUS_INFORMATION
