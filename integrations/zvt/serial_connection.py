"""A terminal on a serial line (PA00P016 section 3): frames, acknowledged one by one, repeated where that is safe."""

import asyncio
import os
from collections import deque
from typing import Protocol, Self

from clerk.domain.terminal_profile import TerminalProfile
from clerk.locale import _
from integrations.zvt.apdu import Apdu, ApduError, parse_apdu
from integrations.zvt.connection import LineCut, Silence, Unreachable
from integrations.zvt.layout import Control
from integrations.zvt.serial_frame import FrameReader, Signal, encode_frame

_CHUNK = 4096
_REPEATS = 2
_NEVER_TWICE = frozenset((Control.AUTHORISATION, Control.REVERSAL, Control.REFUND, Control.END_OF_DAY))
"""Commands that move money: without an acknowledgement nobody knows whether they arrived (payment rule 10)."""
_ANSWERS = (Control.POSITIVE_ACK[0], Control.POSITIVE_ACK_84[0])


class SerialPort(Protocol):
    """What is used of a port that ``pyserial`` opened."""

    def fileno(self) -> int:
        """Return the file descriptor."""

    def reset_input_buffer(self) -> None:
        """Drop what came before."""

    def close(self) -> None:
        """Close it."""


class SerialConnection:
    """An open port. Frames that come are acknowledged at once, whoever waits for them or not."""

    def __init__(self, port: SerialPort, profile: TerminalProfile) -> None:
        """Use ``SerialConnection.open``."""
        self._port = port
        self._profile = profile
        self._loop = asyncio.get_running_loop()
        self._frames = FrameReader()
        self._pause: asyncio.TimerHandle | None = None
        self._unwritten = bytearray()
        self._sent: Apdu | None = None
        self._link_answer: asyncio.Future[Signal] | None = None
        self._whole: deque[Apdu] = deque()
        self._arrived = asyncio.Event()
        self._last_frame: bytes | None = None
        self._broken = False
        self._loop.add_reader(port.fileno(), self._readable)

    @classmethod
    async def open(cls, profile: TerminalProfile) -> Self:
        """Open the device that the profile names as its host; raises ``Unreachable``."""
        return cls(_open_port(profile), profile)

    async def send(self, apdu: Apdu) -> None:
        """Send a message until the terminal has it; raises ``LineCut``.

        It is repeated at most twice, after a refusal (NAK) or T2 of silence, unless it moves money.
        """
        frame = encode_frame(apdu.encode())
        self._sent = apdu
        try:
            for _attempt in range(1 if apdu.control in _NEVER_TWICE else 1 + _REPEATS):
                if await self._send_once(frame) is Signal.ACK:
                    return
        finally:
            self._sent = None
        raise LineCut

    async def receive(self, seconds: float) -> Apdu:
        """Return the next message, waiting at most *seconds*; raises ``Silence``, ``LineCut``.

        May be cancelled without losing bytes.
        """
        try:
            async with asyncio.timeout(seconds):
                while not self._whole:
                    if self._broken:
                        raise LineCut
                    self._arrived.clear()
                    await self._arrived.wait()
        except TimeoutError:
            raise Silence from None
        return self._whole.popleft()

    async def close(self) -> None:
        """Close the port; the system still sends what it was given."""
        self._break()
        self._port.close()

    async def __aenter__(self) -> Self:
        """Return the connection itself; the block's end closes it."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Close."""
        await self.close()

    async def _send_once(self, frame: bytes) -> Signal | None:
        """Send a frame; return what the terminal said to it within T2, if anything."""
        if self._broken:
            raise LineCut
        answer: asyncio.Future[Signal] = self._loop.create_future()
        self._link_answer = answer
        self._write(frame)
        try:
            async with asyncio.timeout(self._profile.t2_seconds):
                return await answer
        except TimeoutError:
            return None
        finally:
            self._link_answer = None

    # ------------------------------------------------------------ what the line says

    def _readable(self) -> None:
        try:
            data = os.read(self._port.fileno(), _CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._break()
            return
        for event in self._frames.feed(data):
            self._heard(event)
        self._expect_more()

    def _expect_more(self) -> None:
        """Start T1 anew while a frame is unfinished."""
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None
        if self._frames.unfinished and not self._broken:
            self._pause = self._loop.call_later(self._profile.t1_seconds, self._paused)

    def _paused(self) -> None:
        self._pause = None
        if (event := self._frames.pause()) is not None:
            self._heard(event)

    def _heard(self, event: bytes | Signal) -> None:
        if isinstance(event, bytes):
            self._take_frame(event)
        elif event is Signal.DAMAGED:
            self._write(bytes((Signal.NAK.value,)))
        else:
            self._settle(event)

    def _take_frame(self, frame: bytes) -> None:
        """Acknowledge a frame and keep its message, once.

        The same frame again is a repetition, because our acknowledgement was lost, unless the terminal has
        acknowledged something of ours in between: then it says the same thing a second time.
        """
        try:
            apdu = parse_apdu(frame)
        except ApduError:
            self._write(bytes((Signal.NAK.value,)))
            return
        self._write(bytes((Signal.ACK.value,)))
        if frame == self._last_frame:
            return
        if self._answers_what_we_sent(apdu):
            self._settle(Signal.ACK)
        self._last_frame = frame
        self._whole.append(apdu)
        self._arrived.set()

    def _answers_what_we_sent(self, apdu: Apdu) -> bool:
        """Whether a message can only follow on ours: then ours arrived, and its acknowledgement was lost."""
        if self._sent is None:
            return False
        return self._sent.control[0] in _ANSWERS or apdu.control[0] in _ANSWERS

    def _settle(self, answer: Signal) -> None:
        if self._link_answer is None or self._link_answer.done():
            return
        if answer is Signal.ACK:
            self._last_frame = None
        self._link_answer.set_result(answer)

    # ------------------------------------------------------------ what we say

    def _write(self, data: bytes) -> None:
        self._unwritten += data
        self._flush()

    def _flush(self) -> None:
        if self._broken:
            return
        try:
            written = os.write(self._port.fileno(), self._unwritten)
        except BlockingIOError:
            written = 0
        except OSError:
            self._break()
            return
        del self._unwritten[:written]
        if self._unwritten:
            self._loop.add_writer(self._port.fileno(), self._flush)
        else:
            self._loop.remove_writer(self._port.fileno())

    def _break(self) -> None:
        """Nothing comes or goes any more; who waits is told."""
        if self._broken:
            return
        self._broken = True
        self._loop.remove_reader(self._port.fileno())
        self._loop.remove_writer(self._port.fileno())
        if self._pause is not None:
            self._pause.cancel()
        if self._link_answer is not None and not self._link_answer.done():
            self._link_answer.set_exception(LineCut())
        self._arrived.set()


def _open_port(profile: TerminalProfile) -> SerialPort:
    """Open eight data bits, no parity, two stop bits, for this program alone; raises ``Unreachable``."""
    try:
        import serial  # noqa: PLC0415 - optional: only who has a terminal on a serial line needs it
    except ImportError:
        raise Unreachable(
            _(
                "Für ein Terminal an der seriellen Schnittstelle fehlt pyserial. Die Systembetreuung "
                "richtet es ein: python -m pip install 'clerk-workstation[serial]'"
            )
        ) from None
    try:
        port: SerialPort = serial.Serial(
            profile.host,
            profile.baud,
            bytesize=serial.EIGHTBITS,
            parity=serial.PARITY_NONE,
            stopbits=serial.STOPBITS_TWO,
            timeout=0,
            exclusive=True,
        )
        port.reset_input_buffer()
    except (OSError, ValueError) as error:
        raise Unreachable(
            _("Die serielle Schnittstelle „{device}“ lässt sich nicht öffnen.").format(device=profile.host)
        ) from error
    return port
