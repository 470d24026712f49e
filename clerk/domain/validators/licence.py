"""The number of a driving licence."""

from clerk.domain.validators.characters import (
    CAPITALS,
    CODE,
    DIGITS,
    capitals,
    compact,
    described,
    misplaced,
    squeezed,
)
from clerk.domain.validators.check_digits import licence_check_digit
from clerk.domain.validators.verdict import Verdict, accept, refuse, warn
from clerk.locale import _

_CARD_LENGTH = 11


def fuehrerscheinnummer(value: str) -> Verdict:
    """Judge a licence number: a German card since 1999 has 11 signs, the tenth a check digit (FeV Anlage 8).

    Numbers of another length, with other signs or without the letter of the office's key in front belong to paper or
    foreign licences and only warn.
    """
    number = compact(value)
    if len(number) != _CARD_LENGTH or not CODE.issuperset(number) or number[0] in DIGITS:
        return warn(*_paper_or_foreign(value, number))
    problem = misplaced(
        number[9], DIGITS | {"X"}, place=_("Als Prüfziffer"), permitted=_("Ziffern oder X"), offset=9
    ) or misplaced(
        number[10],
        CAPITALS | DIGITS - {"0"},
        place=_("Am Ende einer Führerscheinnummer"),
        permitted=_("die Ziffern 1–9 oder Buchstaben"),
        offset=10,
    )
    if problem is not None:
        return refuse(number, problem)
    expected = licence_check_digit(number[:9])
    if number[9] == expected:
        return accept(number)
    message = _(
        "Die Prüfziffer an Stelle 10 ist {given}, zu den Zeichen davor gehört {expected}. Bitte vergleichen, "
        "vor "
        "allem O und 0, I und 1."
    )
    return refuse(number, message.format(given=number[9], expected=expected))


def _paper_or_foreign(value: str, number: str) -> tuple[str, str]:
    position, foreign = next(
        ((place, sign) for place, sign in enumerate(number, start=1) if sign not in CODE), (0, "")
    )
    if foreign:
        message = _(
            "An Stelle {position} steht {character}, eine deutsche Karte hat nur A–Z und Ziffern. Papier- oder "
            "Auslandsführerschein? Dann bitte weiter."
        ).format(position=position, character=described(foreign))
    elif len(number) == _CARD_LENGTH:
        message = _(
            "An Stelle 1 steht {character}, eine deutsche Karte beginnt mit einem Buchstaben{twin} Papier- oder "
            "Auslandsführerschein? Dann bitte weiter."
        ).format(character=described(number[0]), twin=_likely(number[0]))
    else:
        message = _(
            "Die Nummer hat {count} Zeichen, ein deutscher Kartenführerschein hat 11. Papier- oder "
            "Auslandsführerschein? Dann bitte weiter."
        ).format(count=len(number))
    return capitals(squeezed(value)), message


def _likely(digit: str) -> str:
    letter = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B"}.get(digit)
    return "." if letter is None else _(" – {letter} gemeint?").format(letter=letter)
