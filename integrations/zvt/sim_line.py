"""One TCP connection of the simulated terminal: sending (whole, split, merged), waiting for answers."""

import asyncio
from collections.abc import AsyncIterator

from integrations.zvt.apdu import Apdu, ApduBuffer
from integrations.zvt.sim_sequence import sequence_of
from integrations.zvt.sim_settings import SimulatorSettings

_CHUNK = 4096


class Line:
    """A connection to a cash register. A broken line swallows what is sent; the dialogue goes on."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, settings: SimulatorSettings
    ) -> None:
        """Take over an accepted connection."""
        self._reader = reader
        self._writer = writer
        self._settings = settings
        self._acks: asyncio.Queue[Apdu] = asyncio.Queue()
        self._closed = asyncio.Event()
        self._silent = False
        self._asking = asyncio.Lock()
        self._held = b""

    async def commands(self) -> AsyncIterator[Apdu]:
        """Yield what the cash register wants until the line ends; its acknowledgements go to who waits."""
        buffer = ApduBuffer()
        try:
            while data := await self._read():
                for apdu in buffer.feed(data):
                    if self._silent:
                        continue
                    if apdu.control[0] in (0x80, 0x84):
                        self._acks.put_nowait(apdu)
                    else:
                        yield apdu
        finally:
            self.cut()

    async def send(self, apdu: Apdu, *, hold: bool = False) -> None:
        """Send a message; ``hold`` keeps it back to travel in one segment with the next one."""
        self._held += apdu.encode()
        if hold or self._closed.is_set():
            return
        data, self._held = self._held, b""
        await self._write(data)

    async def send_half(self, apdu: Apdu) -> None:
        """Send the first half of a message, then break the line."""
        data = self._held + apdu.encode()
        if not self._closed.is_set():
            await self._write(data[: (len(data) + 1) // 2])
        self.cut()

    async def ask(self, apdu: Apdu, sequence_id: str | None = None) -> Apdu | None:
        """Send a message and return its acknowledgement; None if the line is gone or nothing came in time.

        An acknowledgement that names another message than *sequence_id* is not that of this one.
        """
        async with self._asking:
            while not self._acks.empty():
                self._acks.get_nowait()
            await self.send(apdu)
            return await self._ack_of(sequence_id)

    async def ask_in_vain(self, apdu: Apdu) -> None:
        """Send a message and hear nothing for as long as an acknowledgement is waited for."""
        async with self._asking:
            await self.send(apdu)
            await asyncio.sleep(self._settings.ack_wait)

    @property
    def is_open(self) -> bool:
        """Whether the line still carries something."""
        return not self._closed.is_set()

    def cut(self) -> None:
        """Break the line; what was sent before still arrives."""
        self._closed.set()
        self._writer.close()

    def fall_silent(self) -> None:
        """Carry nothing any more in either direction, without breaking the line."""
        self._silent = True
        self._closed.set()

    async def _write(self, data: bytes) -> None:
        size = self._settings.fragment or len(data)
        try:
            for start in range(0, len(data), size):
                self._writer.write(data[start : start + size])
                await self._writer.drain()
                await asyncio.sleep(0.001 if self._settings.fragment else 0)
        except ConnectionError:
            self.cut()

    async def _ack_of(self, sequence_id: str | None) -> Apdu | None:
        try:
            async with asyncio.timeout(self._settings.ack_wait):
                while (ack := await self._next_ack()) and _answers_another(ack, sequence_id):
                    continue
                return ack
        except TimeoutError:
            return None

    async def _next_ack(self) -> Apdu | None:
        arrived = asyncio.ensure_future(self._acks.get())
        gone = asyncio.ensure_future(self._closed.wait())
        try:
            await asyncio.wait({arrived, gone}, return_when=asyncio.FIRST_COMPLETED)
            return arrived.result() if arrived.done() else None
        finally:
            arrived.cancel()
            gone.cancel()

    async def _read(self) -> bytes:
        """Return the next bytes; nothing at the end of the line or after too long a silence."""
        try:
            async with asyncio.timeout(self._settings.idle_close):
                return await self._reader.read(_CHUNK)
        except (ConnectionError, TimeoutError):
            return b""


def _answers_another(ack: Apdu, sequence_id: str | None) -> bool:
    return sequence_id is not None and sequence_of(ack) not in (None, sequence_id)
