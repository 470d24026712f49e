"""Frames of the serial line around an APDU (PA00P016 section 3): DLE STX, doubled 10, DLE ETX, CRC."""

from enum import Enum, auto

_DLE, _STX, _ETX = 0x10, 0x02, 0x03
_SHORTEST = 2 + 2 + 2
_LONGEST_APDU = 5 + 0xFFFF


class FrameError(ValueError):
    """The bytes are not one whole frame with a right checksum."""


def _checksum_of_byte(byte: int) -> int:
    for _bit in range(8):
        byte = (byte >> 1) ^ (0x8408 if byte & 1 else 0)
    return byte


_CHECKSUMS = tuple(_checksum_of_byte(byte) for byte in range(256))


def crc16(data: bytes) -> int:
    """CRC-16/KERMIT: polynomial 0x8408 reflected, start 0; not the XModem that the specification names."""
    crc = 0
    for byte in data:
        crc = (crc >> 8) ^ _CHECKSUMS[(crc ^ byte) & 0xFF]
    return crc


def is_framed(data: bytes) -> bool:
    """Whether the bytes begin like a serial frame; no control field of an APDU does."""
    return data[:2] == bytes((_DLE, _STX))


def encode_frame(apdu: bytes) -> bytes:
    """Return the frame for an encoded APDU: every 10 doubled, checksum over the undoubled bytes and ETX."""
    doubled = apdu.replace(b"\x10", b"\x10\x10")
    checksum = crc16(apdu + bytes((_ETX,))).to_bytes(2, "little")
    return bytes((_DLE, _STX)) + doubled + bytes((_DLE, _ETX)) + checksum


def decode_frame(frame: bytes) -> bytes:
    """Return the encoded APDU inside a frame.

    Raises:
        FrameError: no frame, a single 10 inside, bytes after the end, or a wrong checksum.
    """
    if not is_framed(frame) or len(frame) < _SHORTEST:
        raise FrameError("no whole frame")
    body, position = bytearray(), 2
    while position + 1 < len(frame):
        if frame[position] != _DLE:
            body.append(frame[position])
            position += 1
            continue
        if frame[position + 1] == _ETX:
            return _checked(bytes(body), frame[position + 2 :])
        if frame[position + 1] != _DLE:
            raise FrameError("a single 10 inside the frame")
        body.append(_DLE)
        position += 2
    raise FrameError("the frame has no end")


def _checked(body: bytes, checksum: bytes) -> bytes:
    if len(checksum) != 2:
        raise FrameError(f"{len(checksum)} bytes of checksum, two expected")
    if int.from_bytes(checksum, "little") != crc16(body + bytes((_ETX,))):
        raise FrameError("wrong checksum")
    return body


class Signal(Enum):
    """What a line says beside frames."""

    ACK = 0x06
    NAK = 0x15
    DAMAGED = auto()
    """Something began like a frame and was none."""


_SIGNALS = {signal.value: signal for signal in (Signal.ACK, Signal.NAK)}


class _State(Enum):
    OUTSIDE = auto()
    BEGINNING = auto()
    INSIDE = auto()
    AFTER_DLE = auto()
    CHECKSUM = auto()
    SKIPPING = auto()
    """Behind a fault: its rest may look like anything, so that only a pause ends it."""


class FrameReader:
    """Cuts frames and single acknowledgements out of a serial line; noise between them is dropped."""

    def __init__(self) -> None:
        """Start outside of any frame."""
        self._state = _State.OUTSIDE
        self._body = bytearray()
        self._checksum = bytearray()

    @property
    def unfinished(self) -> bool:
        """Whether more bytes must follow within T1."""
        return self._state is not _State.OUTSIDE

    def feed(self, data: bytes) -> list[bytes | Signal]:
        """Take bytes from the line; return the encoded APDUs of whole frames, and signals, in order."""
        return [event for byte in data if (event := self._take(byte)) is not None]

    def pause(self) -> Signal | None:
        """Take note that nothing came for T1: an unfinished frame is damaged."""
        began_only = self._state in (_State.OUTSIDE, _State.BEGINNING)
        self._state = _State.OUTSIDE
        return None if began_only else Signal.DAMAGED

    def _take(self, byte: int) -> bytes | Signal | None:
        match self._state:
            case _State.OUTSIDE | _State.BEGINNING:
                return self._outside(byte)
            case _State.INSIDE:
                self._inside(byte)
            case _State.AFTER_DLE:
                self._after_dle(byte)
            case _State.CHECKSUM:
                return self._end(byte)
            case _State.SKIPPING:
                pass
        return None

    def _outside(self, byte: int) -> Signal | None:
        if self._state is _State.BEGINNING and byte == _STX:
            self._state = _State.INSIDE
            self._body.clear()
            self._checksum.clear()
            return None
        self._state = _State.BEGINNING if byte == _DLE else _State.OUTSIDE
        return _SIGNALS.get(byte)

    def _inside(self, byte: int) -> None:
        if byte == _DLE:
            self._state = _State.AFTER_DLE
        elif len(self._body) < _LONGEST_APDU:
            self._body.append(byte)
        else:
            self._state = _State.SKIPPING

    def _after_dle(self, byte: int) -> None:
        if byte == _DLE:
            self._body.append(_DLE)
            self._state = _State.INSIDE
        elif byte == _STX:
            self._body.clear()
            self._state = _State.INSIDE
        else:
            self._state = _State.CHECKSUM if byte == _ETX else _State.SKIPPING

    def _end(self, byte: int) -> bytes | Signal | None:
        self._checksum.append(byte)
        if len(self._checksum) < 2:
            return None
        self._state = _State.OUTSIDE
        try:
            return _checked(bytes(self._body), bytes(self._checksum))
        except FrameError:
            return Signal.DAMAGED
