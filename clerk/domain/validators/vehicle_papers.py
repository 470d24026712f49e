"""Numbers and hidden codes of the registration certificates (ZB I, ZB II) and of the plaquette."""

import re

from clerk.domain.validators.characters import (
    CAPITALS,
    CODE,
    DIGITS,
    capitals,
    compact,
    counted,
    joined,
    misplaced,
    squeezed,
    wrong_length,
)
from clerk.domain.validators.verdict import Verdict, accept, refuse, warn
from clerk.locale import _

_ANY_CASE = CODE | frozenset("abcdefghijklmnopqrstuvwxyz")
_UNMISTAKABLE = _ANY_CASE - frozenset("IilOo")
_ZB2_NUMBER = re.compile(r"[A-Z]{2}[0-9]{6}")
_ZB1_NUMBER = re.compile(r"[A-Z0-9ÄÖÜ ./-]{4,20}")


def zb2_nr(value: str) -> Verdict:
    """Judge the number of a ZB II: two letters, six digits (not official, so all else warns)."""
    number = compact(value)
    if _ZB2_NUMBER.fullmatch(number):
        return accept(number)
    problem = (
        misplaced(number[:2], CAPITALS, place=_("Am Anfang"), permitted=_("die Buchstaben A–Z ohne Umlaute"))
        or misplaced(number[2:], DIGITS, place=_("Nach den 2 Buchstaben"), permitted=_("Ziffern"), offset=2)
        or counted(number, _("Die Nummer"))
    )
    message = _("{finding} Üblich: 2 Buchstaben, 6 Ziffern – bitte vergleichen.")
    return warn(number, message.format(finding=problem))


def zb1_nr(value: str) -> Verdict:
    """Judge the number of a ZB I: given out by each office (FZV Anlage 6), so an unusual one only warns."""
    number = capitals(squeezed(value))
    if _ZB1_NUMBER.fullmatch(number):
        return accept(number)
    problem = misplaced(
        number,
        CODE | frozenset("ÄÖÜ ./-"),
        place=_("In der Nummer"),
        permitted=_("Buchstaben, Ziffern und . / -"),
    )
    message = _("{finding} Üblich: 4 bis 20 Zeichen – bitte vergleichen.")
    return warn(number, message.format(finding=problem or counted(number, _("Die Nummer"))))


def code_zb1(value: str) -> Verdict:
    """Judge the hidden code of a ZB I: 7 signs in either case, without I, i, l, O, o (FZV)."""
    return _unmistakable_code(joined(value), 7)


def code_plakette(value: str) -> Verdict:
    """Judge the hidden code of a plaquette: 3 signs in either case, without I, i, l, O, o (FZV)."""
    return _unmistakable_code(joined(value), 3)


def _unmistakable_code(code: str, length: int) -> Verdict:
    problem = misplaced(
        code,
        _UNMISTAKABLE,
        place=_("In einem Sicherheitscode"),
        permitted=_("Buchstaben ohne I, i, l, O, o und Ziffern"),
    ) or wrong_length(code, length, subject=_("Der Sicherheitscode"))
    return accept(code) if problem is None else refuse(code, problem)


def code_zb2(value: str) -> Verdict:
    """Judge the hidden code of a ZB II: 12 letters and digits; how its check digit is made is not public."""
    code = joined(value)
    problem = misplaced(
        code, _ANY_CASE, place=_("In einem Sicherheitscode"), permitted=_("Buchstaben A–Z, a–z und Ziffern")
    ) or wrong_length(code, 12, subject=_("Der Sicherheitscode der ZB II"))
    return accept(code) if problem is None else refuse(code, problem)


def druckstuecknummer(value: str) -> Verdict:
    """Judge the print number of a plaquette: a letter and 7 signs; how its last is made is not public."""
    number = compact(value)
    place = _("In einer Druckstücknummer")
    problem = (
        misplaced(
            number[:1],
            CAPITALS,
            place=_("Am Anfang einer Druckstücknummer"),
            permitted=_("die Buchstaben A–Z"),
        )
        or misplaced(number, CAPITALS | DIGITS, place=place, permitted=_("Buchstaben A–Z und Ziffern"))
        or wrong_length(number, 8, subject=_("Die Druckstücknummer"))
    )
    return accept(number) if problem is None else refuse(number, problem)
