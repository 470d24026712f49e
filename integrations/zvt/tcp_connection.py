"""A terminal in the network: APDUs on a TCP connection, split and merged at will (PA00P016 section 4)."""

import asyncio
from collections import deque
from typing import Self

from clerk.domain.terminal_profile import TerminalProfile
from integrations.zvt.apdu import Apdu, ApduBuffer
from integrations.zvt.connection import LineCut, Silence, Unreachable

_CHUNK = 4096
_CLOSING_SECONDS = 0.5


class TcpConnection:
    """An open connection to a port of the terminal."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, send_seconds: float
    ) -> None:
        """Use ``TcpConnection.open``."""
        self._reader = reader
        self._writer = writer
        self._send_seconds = send_seconds
        self._buffer = ApduBuffer()
        self._whole: deque[Apdu] = deque()

    @classmethod
    async def open(cls, profile: TerminalProfile) -> Self:
        """Connect within ``connect_seconds``; raises ``Unreachable``."""
        try:
            async with asyncio.timeout(profile.connect_seconds):
                reader, writer = await asyncio.open_connection(profile.host, profile.port)
        except (OSError, UnicodeError) as error:  # the latter: a host name that no DNS can hold
            raise Unreachable from error
        return cls(reader, writer, profile.t3_seconds)

    async def send(self, apdu: Apdu) -> None:
        """Send a message; raises ``LineCut``, after which it is unknown how much of it arrived."""
        try:
            async with asyncio.timeout(self._send_seconds):
                self._writer.write(apdu.encode())
                await self._writer.drain()
        except OSError as error:
            raise LineCut from error

    async def receive(self, seconds: float) -> Apdu:
        """Return the next message, waiting at most *seconds*; raises ``Silence``, ``LineCut``.

        May be cancelled without losing bytes.
        """
        try:
            async with asyncio.timeout(seconds):
                while not self._whole:
                    self._whole.extend(self._buffer.feed(await self._read()))
        except TimeoutError:
            raise Silence from None
        return self._whole.popleft()

    async def close(self) -> None:
        """Close, giving the last message a moment to leave."""
        self._writer.close()
        try:
            async with asyncio.timeout(_CLOSING_SECONDS):
                await self._writer.wait_closed()
        except OSError:
            self._writer.transport.abort()

    async def __aenter__(self) -> Self:
        """Return the connection itself; the block's end closes it."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Close."""
        await self.close()

    async def _read(self) -> bytes:
        try:
            data = await self._reader.read(_CHUNK)
        except OSError as error:
            raise LineCut from error
        if not data:
            raise LineCut
        return data
