"""The machine readable zone of identity cards (TD1) and passports (TD3), ICAO Doc 9303 parts 3 to 5."""

from typing import NamedTuple

from clerk.domain.validators.characters import CODE, capitals, misplaced
from clerk.domain.validators.check_digits import icao_check_digit
from clerk.domain.validators.verdict import Verdict, accept, refuse, warn
from clerk.locale import _

_CARD_LINE = 30
_PASSPORT_LINE = 44
_GERMAN = ("IDD<<", "ITD<<", "IXD<<", "P<D<<")


class _Check(NamedTuple):
    """One check digit: what it protects, where it stands (line from 1, place from 1), signs, digit."""

    subject: str
    line: int
    place: int
    signs: str
    digit: str
    over_all: bool = False


def mrz(value: str) -> Verdict:
    """Judge a machine readable zone, its lines apart or in one, by signs, length and 7-3-1 checks.

    The normalised zone has no blanks. A paper of another state warns, as does the first line of a card alone.
    """
    zone = capitals("".join(value.split()))
    problem = misplaced(
        zone, CODE | {"<"}, place=_("In der Lesezone"), permitted=_("Buchstaben A–Z, Ziffern und <")
    )
    if problem is not None:
        return refuse(zone, problem)
    if len(zone) == _CARD_LINE:
        return _first_line_only(zone)
    if len(zone) not in {3 * _CARD_LINE, 2 * _PASSPORT_LINE}:
        message = _(
            "Die Lesezone hat {count} Zeichen. Nötig sind beim Ausweis 3 Zeilen mit 30, beim Pass 2 Zeilen "
            "mit 44 Zeichen."
        )
        return refuse(zone, message.format(count=len(zone)))
    problem = _zone_problem(zone)
    if problem is not None:
        return refuse(zone, problem)
    if zone[:5] not in _GERMAN:
        return warn(
            zone,
            _("Die Lesezone gehört nicht zu einem deutschen Ausweis oder Pass. Bitte das Papier prüfen."),
        )
    return accept(zone)


def _zone_problem(zone: str) -> str | None:
    """Return the sentence about the kind of paper or the first wrong check digit of a whole zone, or None."""
    is_card = len(zone) == 3 * _CARD_LINE
    if zone[0] not in ("ACI" if is_card else "P"):
        message = _("Die Lesezone beginnt mit {sign}. Ein Ausweis beginnt mit I, A oder C, ein Pass mit P.")
        return message.format(sign=zone[0])
    for check in _card_checks(zone) if is_card else _passport_checks(zone):
        if not _fits(check):
            message = _(
                "Die Prüfziffer {subject} (Zeile {line}, Stelle {place}) stimmt nicht. Bitte {part} vergleichen."
            )
            part = _("alle Zeilen") if check.over_all else _("diese Zeile")
            return message.format(subject=check.subject, line=check.line, place=check.place, part=part)
    return None


def _fits(check: _Check) -> bool:
    empty = not check.signs.strip("<")
    return check.digit == icao_check_digit(check.signs) or (empty and check.digit == "<")


def _first_line_only(line: str) -> Verdict:
    number = _card_number(line)
    if line[0] not in "ACI" or not _fits(number):
        return refuse(
            line, _("Das ist nur eine von drei Zeilen mit 30 Zeichen. Bitte die ganze Lesezone eingeben.")
        )
    return warn(line, _("Das ist nur die erste von drei Zeilen; geprüft ist allein die Seriennummer."))


def _card_number(line: str) -> _Check:
    """The document number; one of more than nine signs goes on behind a filler (Doc 9303-5, note j)."""
    rest = line[15:].split("<", 1)[0]
    if line[14] == "<" and rest:
        return _Check(_("zur Seriennummer"), 1, 15 + len(rest), line[5:14] + rest[:-1], rest[-1])
    return _Check(_("zur Seriennummer"), 1, 15, line[5:14], line[14])


def _card_checks(zone: str) -> tuple[_Check, ...]:
    first, second = zone[:30], zone[30:60]
    composite = first[5:] + second[:7] + second[8:15] + second[18:29]
    return (
        _card_number(first),
        _Check(_("zum Geburtsdatum"), 2, 7, second[:6], second[6]),
        _Check(_("zum Ablaufdatum"), 2, 15, second[8:14], second[14]),
        _Check(_("zur ganzen Lesezone"), 2, 30, composite, second[29], over_all=True),
    )


def _passport_checks(zone: str) -> tuple[_Check, ...]:
    second = zone[_PASSPORT_LINE:]
    composite = second[:10] + second[13:20] + second[21:43]
    return (
        _Check(_("zur Passnummer"), 2, 10, second[:9], second[9]),
        _Check(_("zum Geburtsdatum"), 2, 20, second[13:19], second[19]),
        _Check(_("zum Ablaufdatum"), 2, 28, second[21:27], second[27]),
        _Check(_("zur persönlichen Nummer"), 2, 43, second[28:42], second[42]),
        _Check(_("zur ganzen Lesezone"), 2, 44, composite, second[43], over_all=True),
    )
