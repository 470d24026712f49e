"""Plates of a short time or special use: short-term, inspection, dealer, veteran in red, export."""

import re

from clerk.domain.validators.characters import CAPITALS, DIGITS, UMLAUTS, capitals, misplaced, squeezed
from clerk.domain.validators.verdict import Verdict, accept, refuse
from clerk.locale import _

_SEPARATORS = re.compile(r"[ -]")
_SHAPE = re.compile(
    r"(?P<district>[A-ZÄÖÜ]{1,3})[ -]*(?P<number>[0-9](?:[ -]?[0-9])*)[ -]?(?P<letter>[A-Z]?)"
)
_LETTER_BEFORE_NUMBER = re.compile(r"[A-ZÄÖÜ]{1,3}[ -]+([A-Z])[0-9]")
_WITH_PURPOSE = re.compile(r"0[3-7][0-9]{1,4}")
_EXPORT_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


def kennzeichen_sonder(value: str) -> Verdict:
    """Judge a special plate (FZV §§ 41–45), normalised to ``RV-06123`` or ``RV-123 A``.

    The number says what it is for: 03/04 short-term, 05 inspection, 06 dealer, 07 red veteran plate; an
    export plate has
    a number without leading zero and one letter.
    """
    typed = capitals(squeezed(value))
    signs = _SEPARATORS.sub("", typed)
    match = _SHAPE.fullmatch(typed)
    if match is None:
        return refuse(typed, _unreadable(typed, signs))
    district, number, letter = match["district"], _SEPARATORS.sub("", match["number"]), match["letter"]
    if not letter and _WITH_PURPOSE.fullmatch(number):
        return accept(f"{district}-{number}")
    if letter and _EXPORT_NUMBER.fullmatch(number):
        return accept(f"{district}-{number} {letter}")
    return refuse(typed, _number_problem(number, letter))


def _unreadable(typed: str, signs: str) -> str:
    foreign = misplaced(
        signs,
        CAPITALS | UMLAUTS | DIGITS,
        place=_("In einem Kennzeichen"),
        permitted=_("Buchstaben, Ziffern und der Bindestrich"),
    )
    if foreign is not None:
        return foreign
    before_number = _LETTER_BEFORE_NUMBER.match(typed)
    if before_number is not None:
        position = len(_SEPARATORS.sub("", typed[: before_number.start(1)]))
        wrong_letter = misplaced(
            before_number[1],
            DIGITS,
            place=_("Gleich nach dem Unterscheidungszeichen"),
            permitted=_("Ziffern"),
            offset=position,
        )
        if wrong_letter is not None:
            return wrong_letter
    return _(
        "Nach dem Unterscheidungszeichen folgt hier gleich die Zahl: RV-04123 (Kurzzeit), RV-06123 (rot) "
        "oder RV-123 A "
        "(Ausfuhr)."
    )


def _number_problem(number: str, letter: str) -> str:
    if not number.startswith("0"):
        if not letter:
            return _("Einem Ausfuhrkennzeichen fehlt der Buchstabe nach der Zahl, zum Beispiel RV-123 A.")
        return _("Die Zahl eines Ausfuhrkennzeichens hat {count} Ziffern, möglich sind 1 bis 4.").format(
            count=len(number)
        )
    if not re.match("0[3-7]", number):
        return _(
            "Die Zahl beginnt mit {start}. Möglich sind 03 und 04 (Kurzzeit), 05 (Prüfstelle), 06 (Händler) "
            "und 07 "
            "(Oldtimer)."
        ).format(start=number[:2])
    if letter:
        return _(
            "Nach einer Zahl mit {start} steht kein Buchstabe. Bitte {letter} weglassen oder die Zahl prüfen."
        ).format(start=number[:2], letter=letter)
    return _("Nach {start} stehen {count} Ziffern, möglich sind 1 bis 4.").format(
        start=number[:2], count=len(number) - 2
    )
