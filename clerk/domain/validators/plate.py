"""Ordinary number plates: with season, H (veteran) and E (electric)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from clerk.domain.validators.characters import CAPITALS, DIGITS, UMLAUTS, capitals, misplaced, squeezed
from clerk.domain.validators.verdict import Verdict, accept, refuse, warn
from clerk.locale import _, ngettext

_SEPARATORS = re.compile(r"[ /-]")
_SHAPE = re.compile(
    r"""(?P<district>[A-ZÄÖÜ]+) (?:[ -]+(?P<letters>[A-ZÄÖÜ]+))?
        (?P<gap>[ -]*)(?P<number>[0-9]+) [ -]*(?P<mark>[A-ZÄÖÜ]*)
        (?:[ -]*(?<=[^0-9])(?P<first>[0-9]{1,2})[ ]?[-/][ ]?(?P<last>[0-9]{1,2}))?""",
    re.VERBOSE,
)
_RED_OR_SHORT_TERM = re.compile(r"[A-ZÄÖÜ]{1,3}[ -]*0[3-7][0-9]*")
_LETTER_INSIDE_NUMBER = re.compile(r"[0-9]([A-Z])[0-9]")
_DIGIT_AFTER_DISTRICT = re.compile(r"[A-ZÄÖÜ]{1,3}[ -]+(1)[A-Z]")
_LONGEST_INPUT = 40


@dataclass(frozen=True, slots=True)
class _Plate:
    district: str
    letters: str
    number: str
    mark: str
    season: tuple[int, int] | None

    def __str__(self) -> str:
        season = "" if self.season is None else f" {self.season[0]:02d}-{self.season[1]:02d}"
        return f"{self.district}-{self.letters} {self.number}{self.mark}{season}"


def kennzeichen(value: str, related: Mapping[str, str]) -> Verdict:
    """Judge an ordinary plate, normalised to ``RV-AB 123H 04-10`` (FZV § 9, § 10 (2), (3), Anlage 4).

    Letters typed in one piece are taken apart only where a single reading exists; otherwise the clerk is
    asked
    for the hyphen. *related* may carry ``office_blocked_plates``, what the office does not give out, apart by
    blanks: letters (``SS``), letters of one district (``N-SU``) or a number (``88``). They only warn: a plate
    from elsewhere or from before may have them.
    """
    typed = capitals(squeezed(value))
    reading = _read(typed)
    if isinstance(reading, str):
        return refuse(typed, reading)
    problem = _parts_problem(reading) or _length_problem(reading) or _season_problem(reading)
    if problem is not None:
        return refuse(typed, problem)
    blocked = _blocked(reading, related.get("office_blocked_plates", ""))
    return accept(str(reading)) if blocked is None else warn(str(reading), blocked)


def _blocked(plate: _Plate, listed: str) -> str | None:
    parts = (f"{plate.district}-{plate.letters}", plate.letters, plate.number)
    for part in parts:
        if part in capitals(listed).split():
            message = _(
                "{part} steht auf der Liste der Kombinationen, die dieses Amt nicht vergibt. Ist das Kennzeichen schon "
                "zugeteilt, bitte weiter; sonst ein anderes wählen."
            )
            return message.format(part=part)
    return None


def _read(typed: str) -> _Plate | str:
    """Return the plate *typed* stands for, or the sentence why it cannot be read."""
    match = None if len(typed) > _LONGEST_INPUT else _SHAPE.fullmatch(typed)
    if match is None or match["number"].startswith("0"):
        return _unreadable(typed)
    district, letters = match["district"], match["letters"]
    if letters is None and "-" in match["gap"]:
        return _("Zwischen Bindestrich und Zahl fehlen 1 oder 2 Buchstaben, zum Beispiel RV-AB 123.")
    if letters is None:
        splits = _splits(district)
        if len(splits) != 1:
            return _no_single_split(match["number"], splits)
        district, letters = splits[0]
    season = None if match["first"] is None else (int(match["first"]), int(match["last"]))
    return _Plate(district, letters, match["number"], match["mark"], season)


def _splits(run: str) -> tuple[tuple[str, str], ...]:
    """Return every way to read *run* as a district of 1–3 letters and 1–2 further letters without umlauts."""
    both = ((run[:cut], run[cut:]) for cut in (1, 2, 3))
    return tuple((head, tail) for head, tail in both if len(tail) in {1, 2} and CAPITALS.issuperset(tail))


def _no_single_split(number: str, splits: tuple[tuple[str, str], ...]) -> str:
    if not splits:
        return _(
            "Vor der Zahl stehen das Unterscheidungszeichen (1 bis 3 Buchstaben), ein Bindestrich und 1 oder "
            "2 "
            "Buchstaben ohne Umlaut, zum Beispiel RV-AB 123."
        )
    readings = _(" oder ").join(f"{head}-{tail} {number[:4]}" for head, tail in splits)
    return _(
        "Das lässt sich verschieden lesen: {readings}. Bitte den Bindestrich nach dem Unterscheidungszeichen "
        "setzen."
    ).format(readings=readings)


def _unreadable(typed: str) -> str:
    signs = _SEPARATORS.sub("", typed)
    foreign = misplaced(
        signs,
        CAPITALS | UMLAUTS | DIGITS,
        place=_("In einem Kennzeichen"),
        permitted=_("Buchstaben, Ziffern und der Bindestrich"),
    )
    if foreign is not None:
        return foreign
    if _RED_OR_SHORT_TERM.fullmatch(typed):
        return _(
            "Das sieht nach einem roten oder Kurzzeitkennzeichen aus. Hier gehört ein allgemeines "
            "Kennzeichen hin, zum "
            "Beispiel RV-AB 123."
        )
    return (
        _misread_sign(typed, signs)
        or (
            None
            if any(sign in DIGITS for sign in signs)
            else _("Die Zahl fehlt. Ein Kennzeichen sieht so aus: RV-AB 123.")
        )
        or _(
            "Das Kennzeichen ist nicht lesbar. Bitte Unterscheidungszeichen, Bindestrich, Buchstaben und "
            "Zahl eingeben, "
            "zum Beispiel RV-AB 123."
        )
    )


def _misread_sign(typed: str, signs: str) -> str | None:
    """Name the letter or digit that stands in the place of the other kind."""
    first_digit = next((index for index, sign in enumerate(signs) if sign in DIGITS), None)
    if first_digit is not None and signs[first_digit] == "0":
        return _(
            "An Stelle {position} steht die Ziffer 0. Die Zahl eines Kennzeichens beginnt nie mit 0 – "
            "Buchstabe O gemeint?"
        ).format(position=first_digit + 1)
    after_district = _DIGIT_AFTER_DISTRICT.match(typed)
    if after_district is not None:
        return misplaced(
            "1",
            CAPITALS,
            place=_("Gleich nach dem Unterscheidungszeichen"),
            permitted=_("Buchstaben"),
            offset=_signs_before(typed, after_district.start(1)),
        )
    inside = _LETTER_INSIDE_NUMBER.search(typed)
    if inside is None:
        return None
    return misplaced(
        inside[1],
        DIGITS,
        place=_("In der Zahl eines Kennzeichens"),
        permitted=_("Ziffern"),
        offset=_signs_before(typed, inside.start(1)),
    )


def _signs_before(typed: str, index: int) -> int:
    return len(_SEPARATORS.sub("", typed[:index]))


def _parts_problem(plate: _Plate) -> str | None:
    if len(plate.district) > 3:
        return _(
            "Das Unterscheidungszeichen vor dem Bindestrich hat {count} Buchstaben, möglich sind 1 bis 3."
        ).format(count=len(plate.district))
    umlaut = misplaced(
        plate.letters,
        CAPITALS,
        place=_("Nach dem Unterscheidungszeichen"),
        permitted=_("die Buchstaben A–Z ohne Umlaute"),
        offset=len(plate.district),
    )
    if umlaut is not None:
        return umlaut
    if len(plate.letters) > 2:
        return _("Nach dem Bindestrich stehen {count} Buchstaben, möglich sind 1 oder 2.").format(
            count=len(plate.letters)
        )
    if len(plate.number) > 4:
        return _("Die Zahl hat {count} Ziffern, möglich sind 1 bis 4.").format(count=len(plate.number))
    if plate.mark not in {"", "H", "E"}:
        message = _(
            "Nach der Zahl steht {mark}. Dort ist nur H (Oldtimer) oder E (Elektrofahrzeug) möglich, ein "
            "Saisonzeitraum "
            "mit Ziffern: 04-10."
        )
        return message.format(mark=plate.mark)
    return None


def _length_problem(plate: _Plate) -> str | None:
    count = len(plate.district) + len(plate.letters) + len(plate.number)
    limit = 8 - bool(plate.mark) - (plate.season is not None)
    if count <= limit:
        return None
    message = _(
        "Das Kennzeichen hat {count} Stellen (Buchstaben und Ziffern), {kind} sind höchstens {limit} erlaubt."
    )
    return message.format(count=count, kind=_kind(plate), limit=limit)


def _kind(plate: _Plate) -> str:
    if plate.mark and plate.season is not None:
        return _("mit Saison und {mark} (nicht mitgezählt)").format(mark=plate.mark)
    if plate.mark:
        return _("mit {mark} (nicht mitgezählt)").format(mark=plate.mark)
    return _("ohne Saison, H und E") if plate.season is None else _("mit Saison")


def _season_problem(plate: _Plate) -> str | None:
    if plate.season is None:
        return None
    first, last = plate.season
    for month in plate.season:
        if not 1 <= month <= 12:
            return _(
                "Den Monat {month} gibt es nicht. Eine Saison wird als 04-10 (April bis Oktober) eingegeben."
            ).format(month=f"{month:02d}")
    months = (last - first) % 12 + 1
    if 2 <= months <= 11:
        return None
    return ngettext(
        "Die Saison dauert {count} Monat, möglich sind 2 bis 11 volle Monate.",
        "Die Saison dauert {count} Monate, möglich sind 2 bis 11 volle Monate.",
        months,
    ).format(count=months)
