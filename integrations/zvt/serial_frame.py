"""Frames of the serial line around an APDU (PA00P016 section 3): DLE STX, doubled 10, DLE ETX, CRC."""

_DLE, _STX, _ETX = 0x10, 0x02, 0x03
_SHORTEST = 2 + 2 + 2


class FrameError(ValueError):
    """The bytes are not one whole frame with a right checksum."""


def crc16(data: bytes) -> int:
    """CRC-16/KERMIT: polynomial 0x8408 reflected, start 0; not the XModem that the specification names."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _bit in range(8):
            crc = (crc >> 1) ^ (0x8408 if crc & 1 else 0)
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
