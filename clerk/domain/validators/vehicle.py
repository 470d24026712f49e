"""The numbers by which a vehicle is known: FIN with its check digit, HSN and TSN."""

import re
from collections.abc import Mapping

from clerk.domain.validators.characters import CODE, DIGITS, capitals, compact, counted, misplaced, squeezed
from clerk.domain.validators.check_digits import fin_check_digit
from clerk.domain.validators.verdict import Verdict, accept, refuse, warn
from clerk.locale import _

_FIN_LENGTH = 17
_FIN_SIGNS = CODE - {"O"}
_FULL_FIN_SIGNS = CODE - frozenset("IOQ")
_NO_CHECK_DIGIT = "-"
_TSN = re.compile(r"[A-Z0-9]{3}(?:[A-Z0-9]{5})?[0-9X]?")


def fin(value: str, related: Mapping[str, str]) -> Verdict:
    """Judge a vehicle identification number; *related* may carry ``fin_check``, field 3 of the certificate.

    Up to 17 signs without the letter O, with 17 signs also without I and Q (FZV Anlage 5, ISO 3779). Shorter
    ones exist on old and single-built vehicles and only warn. Place 9 is no check digit in Europe.
    """
    number = compact(value)
    problem = _fin_problem(number)
    if problem is not None:
        return refuse(number, problem)
    if len(number) < _FIN_LENGTH:
        message = _(
            "Die FIN hat {count} Zeichen, üblich sind 17. Kürzer ist sie nur bei alten oder einzeln gebauten "
            "Fahrzeugen – bitte mit dem Papier vergleichen."
        )
        return warn(number, message.format(count=len(number)))
    given = _check_sign(related.get("fin_check", ""))
    if given in DIGITS | {"X"} and given != fin_check_digit(number):
        message = _(
            "Die FIN passt nicht zur Prüfziffer {given} (Feld 3), zu ihr gehört {expected}. Bitte beide mit "
            "dem "
            "Papier vergleichen – Zahlendreher?"
        )
        return refuse(number, message.format(given=given, expected=fin_check_digit(number)))
    return accept(number)


def _fin_problem(number: str) -> str | None:
    signs = _FULL_FIN_SIGNS if len(number) == _FIN_LENGTH else _FIN_SIGNS
    permitted = (
        _("die Buchstaben A–Z ohne I, O und Q und die Ziffern 0–9")
        if len(number) == _FIN_LENGTH
        else _("die Buchstaben A–Z ohne O und die Ziffern 0–9")
    )
    problem = misplaced(number, signs, place=_("In einer FIN"), permitted=permitted)
    if problem is not None or len(number) <= _FIN_LENGTH:
        return problem
    return _("Die FIN hat {count} Zeichen, höchstens 17 sind möglich: {excess} zu viel.").format(
        count=len(number), excess=len(number) - _FIN_LENGTH
    )


def _check_sign(value: str) -> str:
    return capitals(squeezed(value))


def fin_pruefziffer(value: str, related: Mapping[str, str]) -> Verdict:
    """Judge the check digit in field 3 of the certificate; *related* may carry ``fin``.

    ``-`` stands for *none printed* and warns, as nothing then catches a slip in the FIN.
    """
    sign = _check_sign(value)
    if sign == _NO_CHECK_DIGIT:
        return warn(
            sign,
            _("Ohne Prüfziffer wird die FIN nicht gegengerechnet. Bitte Zeichen für Zeichen vergleichen."),
        )
    if len(sign) != 1:
        message = _(
            "Die Prüfziffer ist ein einziges Zeichen, eingegeben sind {count}. Steht im Papier keine, bitte "
            "- "
            "eingeben."
        )
        return refuse(sign, message.format(count=len(sign)))
    problem = misplaced(
        sign,
        DIGITS | {"X"},
        place=_("In Feld 3"),
        permitted=_("Ziffern, der Buchstabe X oder -"),
    )
    if problem is not None:
        return refuse(sign, problem)
    number = compact(related.get("fin", ""))
    if len(number) != _FIN_LENGTH or not _FULL_FIN_SIGNS.issuperset(number):
        return accept(sign)
    expected = fin_check_digit(number)
    if sign != expected:
        message = _(
            "Zu dieser FIN gehört die Prüfziffer {expected}, eingegeben ist {given}. Bitte FIN und "
            "Prüfziffer mit "
            "dem Papier vergleichen."
        )
        return refuse(sign, message.format(expected=expected, given=sign))
    return accept(sign)


def hsn(value: str) -> Verdict:
    """Judge a manufacturer's key number: four digits; anything else warns, as the layout is not official."""
    number = compact(value)
    if len(number) == 4 and DIGITS.issuperset(number):
        return accept(number)
    problem = misplaced(number, DIGITS, place=_("In einer HSN"), permitted=_("Ziffern"))
    message = _("{finding} Üblich: 4 Ziffern – bitte mit Feld 2.1 vergleichen.")
    return warn(number, message.format(finding=problem or counted(number, _("Die HSN"))))


def tsn(value: str) -> Verdict:
    """Judge a type key number: 3 signs, 8 with variant and version, and maybe a check digit; else warn."""
    number = compact(value)
    if _TSN.fullmatch(number):
        return accept(number)
    problem = misplaced(number, CODE, place=_("In einer TSN"), permitted=_("Buchstaben A–Z und Ziffern"))
    message = _("{finding} Üblich: 3 oder 8 Zeichen, dazu eine Prüfziffer – Feld 2.2.")
    return warn(number, message.format(finding=problem or counted(number, _("Die TSN"))))
