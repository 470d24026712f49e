"""Character sets of terminals: texts come in CP437 unless told otherwise (PA00P015 TLV tag 14)."""

from clerk.domain.terminal_charset import Charset

__all__ = ["Charset", "charset_of_tag", "decode_text", "encode_text", "tag_of_charset"]

_ASCII_PLACES, _GERMAN_LETTERS = "[\\]{|}~", "ÄÖÜäöüß"
_DIN_66003 = str.maketrans(_ASCII_PLACES, _GERMAN_LETTERS)
_TO_DIN_66003 = str.maketrans(_GERMAN_LETTERS, _ASCII_PLACES)


_SPECIAL_CODES = {0x00: Charset.ASCII, 0xFE: Charset.UTF_8, 0xFF: Charset.CP437}
_CODES = _SPECIAL_CODES | {
    part: Charset(f"iso8859-{part}") for part in range(1, 17) if f"iso8859-{part}" in set(Charset)
}


def charset_of_tag(value: bytes) -> Charset | None:
    """The set that tag 14 names: 00 ASCII, 01 to 10 ISO 8859-1 to -16, FE UTF-8, FF CP437; else None."""
    return _CODES.get(value[0]) if len(value) == 1 else None


def tag_of_charset(charset: Charset) -> bytes | None:
    """The value of tag 14 for a set; None for the 7-bit set, which has none."""
    return next((bytes((code,)) for code, known in _CODES.items() if known is charset), None)


def decode_text(data: bytes, charset: Charset = Charset.CP437) -> str:
    """Return text from the line; bytes the set does not know become U+FFFD, nothing is raised.

    The text is not cleaned: control characters of the sender are still in it.
    """
    if charset is Charset.ZVT_7BIT:
        return data.decode("ascii", errors="replace").translate(_DIN_66003)
    return data.decode(charset.value, errors="replace")


def encode_text(text: str, charset: Charset = Charset.CP437) -> bytes:
    """Return the bytes of a text; what the set does not know becomes a question mark."""
    if charset is Charset.ZVT_7BIT:
        return text.translate(_TO_DIN_66003).encode("ascii", errors="replace")
    return text.encode(charset.value, errors="replace")
