"""Validators of form fields: pure functions from what was typed to a verdict with one sentence for the clerk.

Every kind of the catalogue has one. Case, blanks and hyphens are put right without a word; a letter is never
swapped for a digit, but named with its place.
"""

from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import partial

from clerk.domain.plain_text import clean
from clerk.domain.validators import (
    bank,
    dates,
    identity,
    identity_papers,
    insurance,
    licence,
    mrz,
    plate,
    special_plate,
    text,
    vehicle,
    vehicle_papers,
)
from clerk.domain.validators.choices import CHOICES, choice, container_litres
from clerk.domain.validators.verdict import Level, Verdict, accept, refuse
from clerk.locale import _

__all__ = ["ONLY_FOR_LOOKING", "Level", "UnknownValidator", "Verdict", "choices", "kinds", "validate"]

_BY_VALUE: Mapping[str, Callable[[str], Verdict]] = {
    "ausweis_seriennummer": identity.ausweis_seriennummer,
    "azr_nr": identity.azr_nr,
    "bin_kind": partial(choice, "bin_kind"),
    "bool": partial(choice, "bool"),
    "code_plakette": vehicle_papers.code_plakette,
    "code_zb1": vehicle_papers.code_zb1,
    "code_zb2": vehicle_papers.code_zb2,
    "container_litres": container_litres,
    "druckstuecknummer": vehicle_papers.druckstuecknummer,
    "evb": insurance.evb,
    "fuehrerscheinnummer": licence.fuehrerscheinnummer,
    "gender": partial(choice, "gender"),
    "glaeubiger_id": bank.glaeubiger_id,
    "hsn": vehicle.hsn,
    "iban": bank.iban,
    "int": text.int_,
    "kassenzeichen_local": bank.kassenzeichen_local,
    "kennzeichen_sonder": special_plate.kennzeichen_sonder,
    "mrz": mrz.mrz,
    "person_name": text.person_name,
    "person_or_company": text.person_or_company,
    "plz": text.plz,
    "steuer_id": identity.steuer_id,
    "text": text.text,
    "tsn": vehicle.tsn,
    "zb1_nr": vehicle_papers.zb1_nr,
    "zb2_nr": vehicle_papers.zb2_nr,
}
ONLY_FOR_LOOKING = frozenset({"ausweis_seriennummer", "azr_nr", "mrz"})
"""Kinds of what may be looked at but never kept (PAuswG § 20 (3), AZRG § 10 (4)): no field of a form has them."""

_BY_DAY: Mapping[str, Callable[[str, date], Verdict]] = {
    "birth_date": dates.birth_date,
    "date": dates.date,
    "hu_month": dates.hu_month,
}
_BY_RELATED_FIELDS: Mapping[str, Callable[[str, Mapping[str, str]], Verdict]] = {
    "fin": vehicle.fin,
    "fin_pruefziffer": vehicle.fin_pruefziffer,
    "kennzeichen": plate.kennzeichen,
}


class UnknownValidator(LookupError):  # noqa: N818 - named as the rest of the program calls it
    """A kind of field nobody has written a validator for; the message names the nearest known ones."""

    def __init__(self, kind: str) -> None:
        nearest = get_close_matches(kind, kinds()) or kinds()
        super().__init__(
            _("Eine Prüfung „{kind}“ gibt es nicht. Vorhanden: {nearest}.").format(
                kind=clean(kind), nearest=", ".join(nearest)
            )
        )


def kinds() -> tuple[str, ...]:
    """Return the names of all validators in alphabetical order."""
    return tuple(sorted((*_BY_VALUE, *_BY_DAY, *_BY_RELATED_FIELDS)))


def choices(kind: str) -> tuple[str, ...]:
    """Return the fixed answers of *kind*, empty where anything may be typed; raises ``UnknownValidator``."""
    if kind not in kinds():
        raise UnknownValidator(kind)
    return CHOICES.get(kind, ())


def validate(kind: str, value: str, *, on: date, related: Mapping[str, str] | None = None) -> Verdict:
    """Judge *value* as a field of *kind* on the day *on*; raises ``UnknownValidator`` and nothing else.

    *related* carries what other fields of the same form hold, by field id (``fin``, ``fin_check``), and the
    office's list of plates it does not give out (``office_blocked_plates``, entries apart by blanks). Judging the
    normalised value again gives the same value and validity. What is printed on identity documents is refused in
    every kind of field but those ``ONLY_FOR_LOOKING``.
    """
    if kind not in kinds():
        raise UnknownValidator(kind)
    typed = clean(value, multiline=kind == "mrz").strip()
    excess = text.too_long(typed)
    if excess is not None:
        return refuse(typed, excess)
    verdict = _judged(kind, typed, on, related or {}) if typed else accept("")
    for form in () if kind in ONLY_FOR_LOOKING else (typed, verdict.normalised):
        paper = identity_papers.finding(form)
        if paper is not None:
            return refuse(form, paper)
    if verdict.valid and not verdict.normalised:
        return refuse("", _("Hier steht noch nichts. Bitte den Wert aus dem Papier eingeben."))
    return verdict


def _judged(kind: str, typed: str, on: date, related: Mapping[str, str]) -> Verdict:
    if kind in _BY_DAY:
        return _BY_DAY[kind](typed, on)
    if kind in _BY_RELATED_FIELDS:
        return _BY_RELATED_FIELDS[kind](typed, related)
    return _BY_VALUE[kind](typed)
