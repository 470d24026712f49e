"""Random and mutated bytes against everything that reads bytes of a terminal.

8,000 inputs, 1,000,000 with ``CLERK_SOAK=1``; each goes through all readers.
"""

import os
import random
import time

import pytest

from integrations.zvt.apdu import Apdu, ApduBuffer, ApduError, parse_apdu
from integrations.zvt.charsets import Charset
from integrations.zvt.decode import decode_hex
from integrations.zvt.messages import PrintLine, StatusInformation, TextBlock, parse_message
from integrations.zvt.redact import redact
from integrations.zvt.serial_frame import FrameError, FrameReader, Signal, decode_frame, is_framed
from tests.integrations.zvt.mutations import hostile

SIZE = 1_000_000 if os.environ.get("CLERK_SOAK") == "1" else 8_000
CHARSETS = tuple(Charset)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_no_bytes_make_the_codec_raise_or_believe_in_money_that_is_not_there() -> None:
    chance = random.Random(20261122)
    stream, line = Stream(), Line()
    began = time.monotonic()
    for number in range(SIZE):
        data = hostile(chance)
        shape, whole = decode_hex(data.hex())
        assert whole is not bool({"problem", "length_mismatch"} & shape.keys())
        read(data, CHARSETS[number % len(CHARSETS)])
        stream.feed(data, chance)
        line.feed(data, chance)
    print(f"{SIZE} inputs in {time.monotonic() - began:.0f} s, {stream.found} messages, {line.found} frames")
    assert stream.found > SIZE / 10
    assert line.found > SIZE / 100


def read(data: bytes, charset: Charset) -> None:
    """Read bytes as the data of a message, and as a message if they are one."""
    view(Apdu(data[:2].ljust(2, b"\x06"), data[2:]), charset)
    if is_framed(data):
        try:
            data = decode_frame(data)
        except FrameError:
            return
    try:
        apdu = parse_apdu(data)
    except ApduError:
        return
    assert apdu.encode() == data or data[2] == 0xFF
    view(apdu, charset)


def view(apdu: Apdu, charset: Charset) -> None:
    """Take the typed view of a message and its form for storage."""
    message = parse_message(apdu, charset)
    assert message.raw == apdu.encode()
    stored = redact(apdu)
    assert stored.startswith(apdu.control.hex())
    assert redact(apdu) == stored
    if isinstance(message, StatusInformation) and message.approved:
        assert b"\x27\x00" in apdu.data
    if isinstance(message, PrintLine):
        assert isinstance(message.line.text, str)
    if isinstance(message, TextBlock):
        assert all(isinstance(line.text, str) for line in message.lines)


class Stream:
    """A TCP stream of everything, in pieces of any size; begins anew before it holds too much."""

    def __init__(self) -> None:
        self.found = 0
        self._buffer = ApduBuffer()
        self._fed = 0

    def feed(self, data: bytes, chance: random.Random) -> None:
        """Feed in two pieces; no byte is lost and none is made up."""
        place = chance.randrange(len(data) + 1)
        for piece in (data[:place], data[place:]):
            whole = self._buffer.feed(piece)
            self.found += len(whole)
            self._fed += len(piece) - sum(len(apdu.data) + 3 for apdu in whole)
        long_forms = self._fed - self._buffer.pending
        assert long_forms >= 0
        assert long_forms % 2 == 0
        if self._buffer.pending > 2000:
            self._buffer, self._fed = ApduBuffer(), 0


class Line:
    """A serial line of everything, with pauses now and then."""

    def __init__(self) -> None:
        self.found = 0
        self._reader = FrameReader()

    def feed(self, data: bytes, chance: random.Random) -> None:
        """Feed; after a pause the reader is outside of any frame."""
        for event in self._reader.feed(data):
            if isinstance(event, bytes):
                self.found += 1
        if chance.random() < 0.5:
            assert self._reader.pause() in (None, Signal.DAMAGED)
            assert not self._reader.unfinished
