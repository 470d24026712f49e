"""A terminal at the other end of a pseudo terminal, with a link layer of its own, written by hand."""

import os
import select
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.integrations.zvt.scripted_terminal import USUAL, Play

_ACK, _NAK = b"\x06", b"\x15"


def checksum(data: bytes) -> bytes:
    """Work out the checksum of a frame bit by bit, least significant first, low byte first."""
    register = 0
    for byte in data + b"\x03":
        for place in range(8):
            low = (register ^ (byte >> place)) & 1
            register = (register >> 1) ^ (0x8408 * low)
    return bytes((register & 0xFF, register >> 8))


def framed(text: str) -> bytes:
    """Return the frame around a message written as hex."""
    message = bytes.fromhex(text)
    return b"\x10\x02" + message.replace(b"\x10", b"\x10\x10") + b"\x10\x03" + checksum(message)


@dataclass
class SerialPeer:
    """The terminal's end of the line; the faults are used up one by one.

    Attributes:
        refuse: how many frames to answer with NAK.
        swallow_acks: how many frames to take without acknowledging them.
        lose_acks: how many acknowledgements of the other side get lost: the frame is sent again.
        damage: how many frames are sent with a wrong checksum first.
        noise: bytes before each frame.
        arrivals: how often a frame of each control field came.
    """

    descriptor: int
    heard: list[str] = field(default_factory=list)
    refuse: int = 0
    swallow_acks: int = 0
    lose_acks: int = 0
    damage: int = 0
    noise: bytes = b""
    refused: str = ""
    arrivals: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    _bytes: bytearray = field(default_factory=bytearray)
    _last: str = ""

    def send(self, text: str) -> None:
        """Send a message until it is acknowledged."""
        self._last = ""
        frame = framed(text)
        for _attempt in range(4):
            if self.damage:
                self.damage -= 1
                self.put(frame[:-1] + bytes((frame[-1] ^ 1,)))
            else:
                self.put(self.noise + frame)
            answer = self.signal()
            if answer == _ACK and self.lose_acks:
                self.lose_acks -= 1
                continue
            if answer == _ACK:
                return
        raise AssertionError("the message was never acknowledged")

    def put(self, data: bytes) -> None:
        """Write bytes as they are."""
        os.write(self.descriptor, data)

    def hear(self, seconds: float = 5.0) -> str:
        """Return the next message as hex, acknowledged; ``""`` when nothing came or the test is over."""
        deadline = time.monotonic() + seconds
        while (message := self._frame(deadline)) is not None:
            self.arrivals.append(message[:4])
            if self.refuse and message.startswith(self.refused):
                self.refuse -= 1
                self.put(_NAK)
                continue
            if self.swallow_acks and message.startswith(self.refused):
                self.swallow_acks -= 1
            else:
                self.put(_ACK)
            if message == self._last:
                continue
            self._last = message
            self.heard.append(message)
            return message
        return ""

    def ask(self, text: str) -> str:
        """Send a message and return the answer."""
        self.send(text)
        return self.hear()

    def signal(self) -> bytes:
        """Read one byte beside frames, at most two seconds."""
        deadline = time.monotonic() + 2
        while not self._bytes and self._more(deadline):
            pass
        signal = bytes(self._bytes[:1])
        del self._bytes[:1]
        return signal

    def _frame(self, deadline: float) -> str | None:
        """Read to the end of a frame, skipping what stands before it."""
        while (end := self._end()) is None:
            if not self._more(deadline):
                return None
        frame = bytes(self._bytes[self._bytes.index(b"\x10\x02") : end])
        del self._bytes[:end]
        message = frame[2:-4].replace(b"\x10\x10", b"\x10")
        assert frame[-2:] == checksum(message)
        return message.hex()

    def _end(self) -> int | None:
        start = self._bytes.find(b"\x10\x02")
        place = start + 2
        while start >= 0 and place + 3 < len(self._bytes):
            if self._bytes[place] != 0x10:
                place += 1
            elif self._bytes[place + 1] == 0x03:
                return place + 4
            else:
                place += 2
        return None

    def _more(self, deadline: float) -> bool:
        while not self.stopped.is_set() and time.monotonic() < deadline:
            if select.select([self.descriptor], [], [], 0.02)[0]:
                self._bytes += os.read(self.descriptor, 4096)
                return True
        return False


@dataclass
class SerialTerminal:
    """A serial terminal that plays its script."""

    device: str
    peer: SerialPeer
    script: dict[str, Play]
    failures: list[Exception] = field(default_factory=list)

    def times(self, control: str) -> int:
        """How often a command was heard."""
        return sum(message.startswith(control) for message in self.peer.heard)


@contextmanager
def serial_terminal(**script: Play) -> Iterator[SerialTerminal]:
    """Serve at one end of a pseudo terminal; commands as ``x0601=play`` override the usual ones."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    peer = SerialPeer(ours)
    plays = {**USUAL, **{name.removeprefix("x"): play for name, play in script.items()}}
    terminal = SerialTerminal(os.ttyname(theirs), peer, plays)

    def serve() -> None:
        while not peer.stopped.is_set():
            if not (command := peer.hear(0.2)):
                continue
            try:
                terminal.script[command[:4]](peer)  # type: ignore[arg-type]
            except Exception as failure:  # noqa: BLE001 - shown by the test
                terminal.failures.append(failure)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield terminal
    finally:
        peer.stopped.set()
        thread.join(timeout=5)
        os.close(ours)
        os.close(theirs)
