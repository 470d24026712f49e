"""Recognises a machine readable zone that a scanner types, so that it is never spread over fields.

Only its beginning decides (``IDD<``, ``P<``): no time is measured, and no key is held back. The few characters before
the first ``<`` have reached a field by then and are taken back; from there on everything up to the last line's Enter
belongs to the scan, wherever the cursor stands.
"""

import re
from enum import Enum, auto
from typing import Final, Protocol, runtime_checkable

from clerk.locale import _

_LINE_ENDS: Final = frozenset({"enter", "ctrl+j"})
_BEGINNINGS: Final = (
    re.compile(r"(?:I[DTX]D|A[A-Z]D|P[A-Z]?)<\Z", re.IGNORECASE),
    re.compile(r"(?:\A[ACI]|[ACI][A-Z]{4}[A-Z0-9]{0,10})<\Z", re.IGNORECASE),
)
"""Documents of Germany and passports, then cards of other states, whose number may come before the first ``<``."""
_LONGEST_BEGINNING: Final = 16
_CARD_LINES, _PASSPORT_LINES = 3, 2
_ZONE_IN_ONE_LINE: Final = 80
_MOST_CHARACTERS: Final = 120


@runtime_checkable
class TakesZone(Protocol):
    """A screen on which a scan may belong to the case in front."""

    def zone_begins(self) -> None:
        """A scanner has begun to type."""

    def zone_scanned(self, zone: str) -> None:
        """It has typed all lines."""

    def zone_broken(self) -> None:
        """It has stopped, or somebody has typed between."""


@runtime_checkable
class TakesBack(Protocol):
    """A field from which the last characters typed can be taken back."""

    def take_back(self, count: int) -> None:
        """Take back *count* characters."""


def refused_elsewhere() -> str:
    """Return the sentence about a scan over a question or a list, where there is no form to fill."""
    return _(
        "Ein Ausweis wird nur in den Schritten Unterlagen und Antrag eines Besuchs gelesen. Es wurde nichts "
        "gespeichert."
    )


class Scan(Enum):
    """What a key was to the scan; all but ``NO`` and ``BROKEN`` belong to it and go no further."""

    NO = auto()
    BEGINS = auto()
    GOES_ON = auto()
    COMPLETE = auto()
    CANCELLED = auto()
    BROKEN = auto()


class ZoneScan:
    """Follows the keys one by one; holds a zone only from its beginning to its end."""

    def __init__(self) -> None:
        self._run = ""
        self._lines: list[str] | None = None

    @property
    def typed_before(self) -> int:
        """How many characters of a scan that begins had been typed into the field already."""
        return len(self._run)

    def take(self, key: str, character: str | None) -> Scan:
        """Take the next key and say what it is."""
        if self._lines is None:
            return self._watch(character)
        if character is not None and _is_of_a_zone(character):
            self._lines[-1] += character
            return self._bounded()
        if key in _LINE_ENDS:
            return self._end_line()
        self.forget()
        return Scan.CANCELLED if key == "escape" else Scan.BROKEN

    def zone(self) -> str:
        """Return the lines of a complete scan, and forget them."""
        lines = "\n".join(self._lines or ())
        self.forget()
        return lines

    def forget(self) -> None:
        """Drop whatever was typed."""
        self._run, self._lines = "", None

    def _watch(self, character: str | None) -> Scan:
        if character is None or not _is_of_a_zone(character):
            self._run = ""
            return Scan.NO
        self._run = (self._run + character)[-_LONGEST_BEGINNING:]
        if character != "<":
            return Scan.NO
        found = (pattern.search(self._run) for pattern in _BEGINNINGS)
        beginning = next((match for match in found if match is not None), None)
        if beginning is None:
            return Scan.NO
        self._lines = [beginning[0]]
        self._run = beginning[0][:-1]
        return Scan.BEGINS

    def _bounded(self) -> Scan:
        if self._lines is not None and sum(map(len, self._lines)) <= _MOST_CHARACTERS:
            return Scan.GOES_ON
        self.forget()
        return Scan.CANCELLED

    def _end_line(self) -> Scan:
        lines = self._lines or [""]
        if not lines[-1]:
            return Scan.GOES_ON
        wanted = _PASSPORT_LINES if lines[0][0] in "Pp" else _CARD_LINES
        if len(lines) == wanted or len(lines[0]) >= _ZONE_IN_ONE_LINE:
            return Scan.COMPLETE
        lines.append("")
        return Scan.GOES_ON


def _is_of_a_zone(character: str) -> bool:
    return len(character) == 1 and (character == "<" or (character.isascii() and character.isalnum()))
