"""One TCP connection of the simulated terminal: sending (whole, split, merged), waiting for answers."""

import asyncio
from collections.abc import AsyncIterator

from integrations.zvt.apdu import Apdu, ApduBuffer
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
        self._asking = asyncio.Lock()
        self._held = b""

    async def commands(self) -> AsyncIterator[Apdu]:
        """Yield what the cash register wants until the line ends; its acknowledgements go to who waits."""
        buffer = ApduBuffer()
        try:
            while data := await self._read():
                for apdu in buffer.feed(data):
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
        size = self._settings.fragment or len(data)
        try:
            for start in range(0, len(data), size):
                self._writer.write(data[start : start + size])
                await self._writer.drain()
                await asyncio.sleep(0.001 if self._settings.fragment else 0)
        except ConnectionError:
            self.cut()

    async def ask(self, apdu: Apdu) -> Apdu | None:
        """Send a message and return its acknowledgement; None if the line is gone or nothing came in time."""
        async with self._asking:
            while not self._acks.empty():
                self._acks.get_nowait()
            await self.send(apdu)
            return await self._next_ack()

    def cut(self) -> None:
        """Break the line; what was sent before still arrives."""
        self._closed.set()
        self._writer.close()

    async def _next_ack(self) -> Apdu | None:
        arrived = asyncio.ensure_future(self._acks.get())
        gone = asyncio.ensure_future(self._closed.wait())
        try:
            await asyncio.wait(
                {arrived, gone}, timeout=self._settings.ack_wait, return_when=asyncio.FIRST_COMPLETED
            )
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
