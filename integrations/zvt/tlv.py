"""Tag, length, value: the container of BMP 06 (PA00P015 chapter 9), BER-like but not BER."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_CONSTRUCTED = 0x20
_MORE_TAG_BYTES = 0x1F
_DEEPEST = 16
"""No terminal nests deeper than four; hostile bytes shall not exhaust the stack."""


@dataclass(frozen=True, slots=True)
class Tlv:
    """One element. ``tag`` reads as it is printed in the specification (0x1F07); ``value`` are its raw bytes.

    ``children`` are the elements of a constructed tag, None for a primitive one and for a constructed one
    whose content cannot be read.
    """

    tag: int
    value: bytes
    children: tuple["Tlv", ...] | None = None

    @property
    def tag_bytes(self) -> bytes:
        """The tag as on the line."""
        return self.tag.to_bytes(max(1, (self.tag.bit_length() + 7) // 8), "big")

    @property
    def constructed(self) -> bool:
        """Whether the tag says that its value is a list of elements."""
        return is_constructed(self.tag_bytes)


@dataclass(frozen=True, slots=True)
class TlvList:
    """What could be read, in order, and the bytes from the first place that could not."""

    items: tuple[Tlv, ...] = ()
    rest: bytes = b""


def is_constructed(tag: bytes) -> bool:
    """Whether a tag announces a list of elements (bit 6 of its first byte)."""
    return bool(tag) and bool(tag[0] & _CONSTRUCTED)


def read_tag(data: bytes) -> bytes | None:
    """Read the tag at the start: one byte, or more where the low five bits are set; None if it is cut off."""
    if not data:
        return None
    if data[0] & _MORE_TAG_BYTES != _MORE_TAG_BYTES:
        return bytes(data[:1])
    for size in range(2, len(data) + 1):
        if not data[size - 1] & 0x80:
            return bytes(data[:size])
    return None


def read_length(data: bytes) -> tuple[int, int] | None:
    """Read the length as (length, bytes used): 00 to 7F, 81 LL, 82 HH LL; anything else is None."""
    if not data:
        return None
    if data[0] < 0x80:
        return data[0], 1
    if data[0] == 0x81 and len(data) >= 2:
        return data[1], 2
    if data[0] == 0x82 and len(data) >= 3:
        return int.from_bytes(data[1:3], "big"), 3
    return None


def encode_length(length: int) -> bytes:
    """Write a length in its shortest form.

    Raises:
        ValueError: more than 65535 bytes.
    """
    if length < 0x80:
        return bytes((length,))
    if length < 0x100:
        return bytes((0x81, length))
    if length < 0x10000:
        return bytes((0x82,)) + length.to_bytes(2, "big")
    raise ValueError(f"{length} bytes do not fit into a TLV element")


def parse_tlv(data: bytes, depth: int = 0) -> TlvList:
    """Read elements until the end or until something cannot be read; never raises, keeps the unread bytes."""
    items: list[Tlv] = []
    position = 0
    while position < len(data):
        element = _read_element(data[position:], depth)
        if element is None:
            break
        item, used = element
        items.append(item)
        position += used
    return TlvList(tuple(items), bytes(data[position:]))


def _read_element(data: bytes, depth: int) -> tuple[Tlv, int] | None:
    tag = read_tag(data)
    if tag is None or len(tag) > 4:
        return None
    measured = read_length(data[len(tag) :])
    if measured is None:
        return None
    length, used = measured
    start = len(tag) + used
    if len(data) < start + length:
        return None
    value = bytes(data[start : start + length])
    return Tlv(int.from_bytes(tag, "big"), value, _children(tag, value, depth)), start + length


def _children(tag: bytes, value: bytes, depth: int) -> tuple[Tlv, ...] | None:
    if not is_constructed(tag) or depth >= _DEEPEST:
        return None
    inner = parse_tlv(value, depth + 1)
    return None if inner.rest else inner.items


def tlv(tag: int, value: bytes | Iterable[Tlv] = b"") -> Tlv:
    """Build an element from raw bytes (primitive) or from elements (constructed)."""
    if isinstance(value, bytes):
        return Tlv(tag, value)
    children = tuple(value)
    return Tlv(tag, encode_tlv(children), children)


def encode_tlv(items: Iterable[Tlv]) -> bytes:
    """Write elements one after the other, lengths in their shortest form."""
    return b"".join(item.tag_bytes + encode_length(len(item.value)) + item.value for item in items)


def walk(items: Iterable[Tlv]) -> Iterator[Tlv]:
    """Every element and, below it, its children, in the order of the line."""
    for item in items:
        yield item
        yield from walk(item.children or ())


def find(items: Iterable[Tlv], tag: int) -> Tlv | None:
    """The first element with this tag at any depth, or None."""
    return next((item for item in walk(items) if item.tag == tag), None)
