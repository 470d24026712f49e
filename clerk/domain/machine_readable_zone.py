"""What may be taken from the machine readable zone of an identity document: name, day of birth, validity.

Nothing else is kept: no serial number, no nationality, no sex, not the zone itself (PAuswG §§ 16, 20; PassG § 17).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clerk.domain.catalogue import FormField
from clerk.domain.validators import validate
from clerk.locale import _

READING_AREAS = frozenset({"melde", "pass"})
"""Areas whose authorities may read the zone for their own task; an office cannot add to them."""

_NAME_FIELDS = frozenset({"applicant_name", "name", "person_name"})
_BIRTH_FIELDS = frozenset({"applicant_birth", "birth", "person_birth"})
_VALIDITY_FIELDS = frozenset({"id_valid_to"})
_CARD_LINE, _CARD_ZONE, _PASSPORT_LINE = 30, 90, 44
_LONGEST_LIFE_YEARS = 120


class ZoneRefused(Exception):  # noqa: N818 - it is an answer to the clerk, not a fault of the program
    """The zone is not read, or cannot be; ``str()`` is a sentence without anything that stands in it."""


@dataclass(frozen=True, slots=True, repr=False)
class Zone:
    """What was read, as texts for a form; an unreadable or empty part is empty.

    ``name`` is given names and surname in capitals without umlauts, as printed in the zone: AE may be Ä or AE, so
    nothing is turned back. ``name_cut`` says that the name fills its line and may go on. ``birth`` has a year of
    two digits where both centuries are possible, so that the field asks.
    """

    name: str
    name_cut: bool
    birth: str
    valid_to: str
    expired: bool


def why_not_read(area: str, *, allowed: bool) -> str | None:
    """Return the sentence why a zone is not read in a service of *area*, or None; *allowed* by the office."""
    if area not in READING_AREAS:
        return _(
            "Ausweise werden nur in Pass- und Meldesachen maschinell gelesen (PAuswG §§ 16, 20; PassG § 17). "
            "Es wurde nichts gespeichert."
        )
    if not allowed:
        return _(
            "Ausweise maschinell zu lesen ist hier nicht eingeschaltet (Einstellung read_zone). Es wurde nichts "
            "gespeichert."
        )
    return None


def read_zone(scanned: str, *, on: date) -> Zone:
    """Return what may be taken from a scanned zone, its lines apart or in one; *on* is the day at the office.

    Raises ``ZoneRefused`` with the line and the check digit (ICAO Doc 9303) that do not fit.
    """
    verdict = validate("mrz", scanned, on=on)
    zone = verdict.normalised
    if not verdict.valid or len(zone) < 2 * _PASSPORT_LINE:
        raise ZoneRefused(
            _("{problem} Bitte noch einmal einlesen oder von Hand eingeben.").format(problem=verdict.message)
        )
    if len(zone) == _CARD_ZONE:
        second = zone[_CARD_LINE : 2 * _CARD_LINE]
        return _zone(zone[2 * _CARD_LINE :], second[:6], second[8:14], on)
    second = zone[_PASSPORT_LINE:]
    return _zone(zone[5:_PASSPORT_LINE], second[13:19], second[21:27], on)


def entries(zone: Zone, fields: Iterable[FormField]) -> Mapping[str, str]:
    """Return what *zone* puts into the *fields* of a form, by field id: only into those made for it."""
    found: dict[str, str] = {}
    for field in fields:
        value = _value(zone, field)
        if value:
            found[field.id] = value
    return found


def _value(zone: Zone, field: FormField) -> str:
    if field.id in _NAME_FIELDS:
        return zone.name
    if field.id in _BIRTH_FIELDS and field.validator == "birth_date":
        return zone.birth
    return zone.valid_to if field.id in _VALIDITY_FIELDS and field.validator == "date" else ""


def _zone(names: str, birth: str, expiry: str, on: date) -> Zone:
    surname, _separator, given = names.partition("<<")
    parts = [part.replace("<", " ").strip() for part in (given, surname)]
    valid_to = _day(expiry, century=2000)
    return Zone(
        name=" ".join(part for part in parts if part),
        name_cut=not names.endswith("<"),
        birth=_birth(birth, on),
        valid_to="" if valid_to is None else f"{valid_to:%d.%m.%Y}",
        expired=valid_to is not None and valid_to < on,
    )


def _birth(digits: str, on: date) -> str:
    """Return the day of birth; unknown parts (``<``) are 00 as in the registers."""
    known = digits.replace("<", "0")
    if not digits[:2].isdigit() or not known.isdigit():
        return ""
    year, month, day = int(known[:2]), known[2:4], known[4:]
    possible = [
        century + year
        for century in (1900, 2000)
        if f"{on.year - _LONGEST_LIFE_YEARS}{on:%m%d}" <= f"{century + year}{month}{day}" <= f"{on:%Y%m%d}"
    ]
    written = f"{possible[0]}" if len(possible) == 1 else f"{year:02d}"
    return f"{day}.{month}.{written}"


def _day(digits: str, century: int) -> date | None:
    try:
        return date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return None
