"""The unit of the ZVT line: control field, length, data (PA00P016 section 5.2.4)."""

from dataclasses import dataclass

LONG_FORM = 0xFF
LONGEST_DATA = 0xFFFF


class ApduError(ValueError):
    """The bytes are not exactly one APDU; the message says which length was told and which one found."""


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the data: control field (2 bytes), told length of the data, size of the header."""

    control: bytes
    length: int
    size: int

    @property
    def total(self) -> int:
        """Bytes of the whole APDU, header included."""
        return self.size + self.length


@dataclass(frozen=True, slots=True)
class Apdu:
    """One message: CLASS and INSTR as ``control`` (2 bytes), and the data without its length."""

    control: bytes
    data: bytes = b""

    def encode(self) -> bytes:
        """Return the bytes on the line; a length from 255 on is written ``FF lo hi``.

        Raises:
            ApduError: the control field is not two bytes, or there are more than 65535 bytes of data.
        """
        if len(self.control) != 2 or len(self.data) > LONGEST_DATA:
            raise ApduError(f"cannot encode control {self.control.hex()} with {len(self.data)} bytes of data")
        length = len(self.data)
        if length < LONG_FORM:
            return self.control + bytes((length,)) + self.data
        return self.control + bytes((LONG_FORM, *length.to_bytes(2, "little"))) + self.data


def read_header(data: bytes | bytearray) -> Header | None:
    """Read the header at the start of the bytes; None while it has not arrived whole."""
    if len(data) < 3:
        return None
    if data[2] != LONG_FORM:
        return Header(bytes(data[:2]), data[2], 3)
    if len(data) < 5:
        return None
    return Header(bytes(data[:2]), int.from_bytes(data[3:5], "little"), 5)


def parse_apdu(data: bytes) -> Apdu:
    """Read bytes that are exactly one APDU.

    Raises:
        ApduError: the header is not whole, or the told length is not the one found.
    """
    header = read_header(data)
    if header is None:
        raise ApduError(f"no whole header in {len(data)} bytes")
    if len(data) != header.total:
        raise ApduError(f"length {header.length} told, {len(data) - header.size} bytes of data found")
    return Apdu(header.control, bytes(data[header.size :]))


class ApduBuffer:
    """Cuts APDUs out of a TCP stream that splits and merges them at will (PA00P016 section 4)."""

    def __init__(self) -> None:
        """Start with nothing received."""
        self._received = bytearray()

    def feed(self, data: bytes) -> list[Apdu]:
        """Take bytes from the line and return the APDUs that are whole by now, in order."""
        self._received += data
        whole: list[Apdu] = []
        while (header := read_header(self._received)) and len(self._received) >= header.total:
            whole.append(Apdu(header.control, bytes(self._received[header.size : header.total])))
            del self._received[: header.total]
        return whole

    @property
    def pending(self) -> int:
        """Bytes received of an APDU that is not whole yet."""
        return len(self._received)
