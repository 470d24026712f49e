"""What is printed on identity documents and must not be kept: found in typed text, named, and taken out.

The program holds of an identity document only that it was checked and until when it is valid (rule of the counter
13). Serial numbers must not become a means to find or link people (PAuswG § 20 (3), PassG § 18 (3)), the machine
readable zone is read for the own task only (PAuswG §§ 16, 20; PassG § 17), photo, height and colour of eyes belong
to the register of the issuing authority (PAuswG § 23, PassG § 21).
"""

import re

from clerk.domain.validators.check_digits import icao_check_digit
from clerk.locale import _

REMOVED = "[…]"
"""What stands in the place of a piece that was taken out."""

_SIGNS = "CFGHJKLMNPRTVWXYZ"
_ZONE = re.compile(r"[A-Z0-9<]*<[A-Z0-9<]*", re.IGNORECASE)
_SHORTEST_ZONE = 5
_SERIAL = re.compile(rf"(?<![A-Z0-9ÄÖÜß])[{_SIGNS}][{_SIGNS}0-9]{{8,9}}(?:D|(?![A-Z0-9ÄÖÜß]))", re.IGNORECASE)
_LETTER_AFTER_DIGIT = re.compile(r"[0-9][A-Z]")
_BEFORE_2010 = re.compile(r"(?<![A-Z0-9])[0-9]{10}D(?![A-Z0-9])", re.IGNORECASE)
_NAMED = re.compile(
    r"(?<=\b)(?P<word>(?:personal)?ausweis(?:es)?|(?:reise)?pass(?:es)?|serien(?:nummer|nr)|dokument(?:en)?(?:nummer|nr)|"
    r"ausweis(?:nummer|nr)|pass(?:nummer|nr)|pa|rp)(?P<between>[\s.:,-]*(?:(?:nummer|nr|no)\b)?[\s.:,-]*)"
    r"(?P<number>(?=[A-Z0-9]*[0-9][A-Z0-9]*[0-9])(?:[A-Z][A-Z0-9]{7,9}|[0-9]{9,10}))\b",
    re.IGNORECASE,
)
_EYES = re.compile(
    r"\baugenfarbe\b[\s:=-]*\w*|\baugen[\s:=-]+(?:blau|braun|grün|gruen|grau|schwarz)\w*|"
    r"\b(?:blau|braun|grün|gruen|grau|schwarz)\w*[ ]augen\b",
    re.IGNORECASE,
)
_HEIGHT = re.compile(
    r"\bkörpergr(?:ö|oe)(?:ß|ss)e\b[\s:=-]*[0-9.,]*\s*(?:cm|m)?\b|"
    r"\b(?:[12][0-9]{2}\s?cm|[12][.,][0-9]{2}\s?m)\s+gro(?:ß|ss)\b|"
    r"\A\W*gr(?:ö|oe)(?:ß|ss)e[\s:=-]*[12][.,]?[0-9]{2}\s?(?:cm|m)\b",
    re.IGNORECASE,
)


def finding(text: str) -> str | None:
    """Return the sentence about the first content of an identity document in *text*, or None."""
    if _zone_pieces(text):
        return _(
            "Das ist die Lesezone eines Ausweises. Sie darf hier nicht gespeichert werden (PAuswG § 20, PassG § 17). "
            "Bitte aus dem Feld entfernen."
        )
    if _serial_pieces(text):
        return _(
            "Das ist die Seriennummer eines Ausweises oder Passes. Sie darf hier nicht gespeichert werden (PAuswG "
            "§ 20 Abs. 3). Es genügt „geprüft, gültig bis“."
        )
    if _EYES.search(text) or _HEIGHT.search(text):
        return _(
            "Augenfarbe und Körpergröße aus dem Ausweis dürfen hier nicht gespeichert werden (PAuswG § 23). Bitte aus "
            "dem Feld entfernen."
        )
    return None


def withheld(text: str) -> str:
    """Return *text* with every content of an identity document replaced by ``[…]``; other text is not touched."""
    for piece in (*_zone_pieces(text), *_serial_pieces(text)):
        text = text.replace(piece, REMOVED)
    return _HEIGHT.sub(REMOVED, _EYES.sub(REMOVED, text))


def _zone_pieces(text: str) -> list[str]:
    return [piece for piece in _ZONE.findall(text) if len(piece) >= _SHORTEST_ZONE]


def _serial_pieces(text: str) -> list[str]:
    by_layout = [piece for piece in _SERIAL.findall(text) if _is_serial(piece.upper().removesuffix("D"))]
    return [*by_layout, *_BEFORE_2010.findall(text), *(match["number"] for match in _NAMED.finditer(text))]


def _is_serial(number: str) -> bool:
    """Tell a serial number from a file number of the same letters and digits.

    With its check digit by that; without it only by a letter after a digit, as ``VR1234567`` may be anything.
    """
    if len(number) == 10:
        return number[9] == icao_check_digit(number[:9])
    return len(number) == 9 and _LETTER_AFTER_DIGIT.search(number) is not None
