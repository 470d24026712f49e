"""The character sets in which a card terminal may write its texts (PA00P015, TLV tag 14)."""

from enum import StrEnum


class Charset(StrEnum):
    """The sets a terminal may use; the value is Python's codec, except for the 7-bit set of the protocol."""

    CP437 = "cp437"
    ASCII = "ascii"
    ZVT_7BIT = "din66003"
    LATIN_1 = "iso8859-1"
    LATIN_2 = "iso8859-2"
    LATIN_9 = "iso8859-15"
    UTF_8 = "utf-8"
    ISO_3 = "iso8859-3"
    ISO_4 = "iso8859-4"
    ISO_5 = "iso8859-5"
    ISO_6 = "iso8859-6"
    ISO_7 = "iso8859-7"
    ISO_8 = "iso8859-8"
    ISO_9 = "iso8859-9"
    ISO_10 = "iso8859-10"
    ISO_11 = "iso8859-11"
    ISO_13 = "iso8859-13"
    ISO_14 = "iso8859-14"
    ISO_16 = "iso8859-16"
