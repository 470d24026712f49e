"""What the plate maker needs to know of the plates of a case, and nothing about the person (FZV §§ 9, 10, Anlage 4)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from clerk.domain.case_view import CaseView
from clerk.domain.visit import Case
from clerk.locale import _, german

PLATE_FIELD, SEASON_FIELD, VALID_TO_FIELD, KIND_FACT = "plate", "season", "valid_to", "plate_kind"
SPECIAL_PLATE = "kennzeichen_sonder"
_COUNT, _SIZE = "plate_order:count", "plate_order:size"
_ORDINARY = re.compile(r".* [0-9]+(?P<mark>[HE]?)(?: (?P<season>[0-9]{2}-[0-9]{2}))?")
_MONTHS = re.compile(r"\s*(0?[1-9]|1[0-2])\D+(0?[1-9]|1[0-2])\s*")


class PlateKind(StrEnum):
    """What kind of plate is made."""

    STANDARD = "standard"
    SEASON = "season"
    HISTORIC = "historic"
    ELECTRIC = "electric"
    GREEN = "green"
    EXCHANGE = "exchange"
    SHORT_TERM = "short_term"
    INSPECTION = "inspection"
    DEALER = "dealer"
    HISTORIC_RED = "historic_red"
    EXPORT = "export"


class PlateSize(StrEnum):
    """The shapes of FZV Anlage 4."""

    ONE_LINE = "one_line"
    TWO_LINES = "two_lines"
    MOTORCYCLE = "motorcycle"
    SMALL = "small"


_OF_NUMBER: Mapping[str, PlateKind] = {
    "03": PlateKind.SHORT_TERM,
    "04": PlateKind.SHORT_TERM,
    "05": PlateKind.INSPECTION,
    "06": PlateKind.DEALER,
    "07": PlateKind.HISTORIC_RED,
}
_OF_MARK: Mapping[str, PlateKind] = {"H": PlateKind.HISTORIC, "E": PlateKind.ELECTRIC}
WITH_DATE = frozenset({PlateKind.SHORT_TERM, PlateKind.EXPORT})
"""Kinds on which the last day is embossed (FZV § 42, § 45)."""


@dataclass(frozen=True, slots=True)
class PlateOrder:
    """Plates to be made for one case (its id): ``season`` as ``04-10``, ``valid_to`` the day as written, or empty."""

    case: int
    plate: str
    kind: PlateKind
    season: str
    valid_to: str
    size: PlateSize
    count: int

    def sized(self, size: PlateSize) -> "PlateOrder":
        """Return the order with another size; a motorcycle has one plate."""
        return replace(self, size=size, count=1 if size is PlateSize.MOTORCYCLE else self.count)


class NoPlateYet(Exception):  # noqa: N818 - it is a state of the form, not a fault of the program
    """The plates cannot be ordered yet; ``str()`` says what is missing."""


def kind_name(kind: PlateKind) -> str:
    """Return how the slip names *kind*, in German."""
    return {
        PlateKind.STANDARD: german("normal"),
        PlateKind.SEASON: german("Saison"),
        PlateKind.HISTORIC: german("Oldtimer (H)"),
        PlateKind.ELECTRIC: german("Elektro (E)"),
        PlateKind.GREEN: german("grün (steuerbefreit)"),
        PlateKind.EXCHANGE: german("Wechselkennzeichen"),
        PlateKind.SHORT_TERM: german("Kurzzeit"),
        PlateKind.INSPECTION: german("Prüfstelle (rot, 05)"),
        PlateKind.DEALER: german("Händler (rot, 06)"),
        PlateKind.HISTORIC_RED: german("Oldtimer (rot, 07)"),
        PlateKind.EXPORT: german("Ausfuhr"),
    }[kind]


def size_name(size: PlateSize) -> str:
    """Return how the slip names *size*, in German."""
    return {
        PlateSize.ONE_LINE: german("einzeilig"),
        PlateSize.TWO_LINES: german("zweizeilig"),
        PlateSize.MOTORCYCLE: german("Kraftrad"),
        PlateSize.SMALL: german("verkleinert"),
    }[size]


def plate_order(view: CaseView) -> PlateOrder:
    """Return the order for the plates of a case by its form and facts; raises ``NoPlateYet``.

    Size and count are those chosen before, else one line and two plates.
    """
    plate, special = _allotted(view)
    kind, season = _kind_and_season(view, plate, special=special)
    if kind is PlateKind.SEASON and not season:
        raise NoPlateYet(
            _("Die Monate der Saison fehlen: im Antrag hinter das Kennzeichen schreiben, etwa 04-10.")
        )
    form = view.case.form
    return PlateOrder(
        case=view.case.id,
        plate=plate,
        kind=kind,
        season=season,
        valid_to=form.get(VALID_TO_FIELD, "") if kind in WITH_DATE else "",
        size=PlateSize(form[_SIZE]) if form.get(_SIZE) in set(PlateSize) else PlateSize.ONE_LINE,
        count=1 if form.get(_COUNT) == "1" else 2,
    )


def with_order(case: Case, order: PlateOrder) -> Case:
    """Return *case* remembering size and count of its plates beside the entries of its form."""
    return replace(case, form={**case.form, _SIZE: order.size.value, _COUNT: str(order.count)})


def _allotted(view: CaseView) -> tuple[str, bool]:
    """Return the plate as it was normalised, and whether it is one of a short time or special use."""
    for state in view.form.fields:
        if state.field.id == PLATE_FIELD and state.verdict is not None and state.verdict.valid:
            return state.verdict.normalised, state.field.validator == SPECIAL_PLATE
    raise NoPlateYet(_("Im Antrag steht noch kein gültiges Kennzeichen: F6 öffnet ihn."))


def _kind_and_season(view: CaseView, plate: str, *, special: bool) -> tuple[PlateKind, str]:
    if special:
        return _special_kind(plate), ""
    asked = view.case.answers.get(KIND_FACT)
    by_fact = PlateKind(asked) if asked in set(PlateKind) else PlateKind.STANDARD
    read = _ORDINARY.fullmatch(plate)
    mark, season = (read["mark"], read["season"] or "") if read is not None else ("", "")
    if by_fact is PlateKind.SEASON and not season:
        season = _months(view.case.form.get(SEASON_FIELD, ""))
    if mark:
        return _OF_MARK[mark], season
    if by_fact is PlateKind.STANDARD and season:
        return PlateKind.SEASON, season
    return by_fact, season


def _special_kind(plate: str) -> PlateKind:
    number = plate.partition("-")[2]
    return PlateKind.EXPORT if number[-1:].isalpha() else _OF_NUMBER.get(number[:2], PlateKind.STANDARD)


def _months(text: str) -> str:
    found = _MONTHS.fullmatch(text)
    return f"{int(found[1]):02d}-{int(found[2]):02d}" if found is not None else ""
