"""Cleaning of text that comes from outside: people, terminals, servers, scanners."""

import re
import unicodedata

_ESCAPE_SEQUENCES = re.compile(
    r"""
      (?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?   # OSC, e.g. a clipboard write
    | (?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?  # DCS, SOS, PM, APC
    | (?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?                         # CSI
    | \x1b[ -/]*[0-~]?                                          # the remaining two-byte escapes
    """,
    re.VERBOSE,
)
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean(text: str, *, multiline: bool = False) -> str:
    """Return *text* without anything a terminal or printer could obey or that reorders what is read.

    Removed are escape sequences as a whole, C0 and C1 controls, bidirectional and other invisible format
    characters, surrogates and unassigned code points. Tabs and line breaks become one blank, or stay line
    breaks with *multiline*. The result is NFC, as DIN 91379 asks for names.
    """
    if text.isprintable():  # nothing of the above is in it, and this is forty times as fast
        return unicodedata.normalize("NFC", text)
    without_sequences = _ESCAPE_SEQUENCES.sub("", text)
    kept: list[str] = []
    for character in without_sequences.replace("\r\n", "\n"):
        if character == "\n" and multiline:
            kept.append(character)
        elif character in "\t\n\r\v\f\u2028\u2029\x85":
            kept.append(" ")
        elif unicodedata.category(character) not in _DROPPED_CATEGORIES:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))
