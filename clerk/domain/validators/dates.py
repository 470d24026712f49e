"""Dates as people write them, stored as ISO dates; the month of the next main inspection."""

import calendar
import re
from datetime import date as Date  # noqa: N812 - the validator itself is called date

from clerk.domain.validators.characters import DIGITS, misplaced, squeezed
from clerk.domain.validators.verdict import Verdict, accept, refuse, warn
from clerk.locale import _

_SEPARATOR = re.compile(r" ?[./-] ?| ")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})\.(?P<month>[0-9]{1,2})\.(?P<day>[0-9]{1,2})")
_DIGITS_ONLY = re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4}|[0-9]{2})")
_MONTH_FIRST = re.compile(r"(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4}|[0-9]{2})")
_YEAR_AND_MONTH = re.compile(r"(?P<year>[0-9]{4})\.(?P<month>[0-9]{1,2})")
_MONTH_DIGITS_ONLY = re.compile(r"(?P<month>[0-9]{2})(?P<year>[0-9]{4}|[0-9]{2})")

_YEARS_AHEAD = 20
_OLDEST_YEARS = 120
_INSPECTION_YEARS = 3

_Day = tuple[int, int, int]


def date(value: str, on: Date) -> Verdict:
    """Judge a day, normalised to ``YYYY-MM-DD``; two-digit years lie at most 20 years after *on*."""
    match = _matched(value, _DAY_FIRST, _YEAR_FIRST, _DIGITS_ONLY)
    if match is None:
        return refuse(value, _unreadable_day(value))
    day = _full_year(match["year"], on.year + _YEARS_AHEAD), int(match["month"]), int(match["day"])
    problem = _calendar_problem(*day)
    return accept(_iso(day)) if problem is None else refuse(value, problem)


def birth_date(value: str, on: Date) -> Verdict:
    """Judge a day of birth, normalised to ``YYYY-MM-DD``: not after *on*, not more than 120 years before.

    Day, or day and month, may be 00 as on some foreign papers: that warns. So does a year typed with two
    digits
    where both centuries are possible.
    """
    match = _matched(value, _DAY_FIRST, _YEAR_FIRST, _DIGITS_ONLY)
    if match is None:
        return refuse(value, _unreadable_day(value))
    month, day = int(match["month"]), int(match["day"])
    year = _full_year(match["year"], on.year)
    if len(match["year"]) == 2 and _known((year, month, day)) > (on.year, on.month, on.day):
        year -= 100
    born = year, month, day
    problem = _unknown_parts_problem(born) if 0 in born else _calendar_problem(*born)
    problem = problem or _birth_problem(born, on)
    if problem is not None:
        return refuse(value, problem)
    if day == 0:
        return warn(
            _iso(born),
            _(
                "Tag oder Monat der Geburt ist unbekannt (00). Bitte nur so übernehmen, wenn es so im Papier "
                "steht."
            ),
        )
    if len(match["year"]) == 2 and _birth_problem((year - 100, month, day), on) is None:
        message = _("Als Jahr {year} gelesen. Ist {other} gemeint, bitte das Jahr mit vier Ziffern eingeben.")
        return warn(_iso(born), message.format(year=year, other=year - 100))
    return accept(_iso(born))


def hu_month(value: str, on: Date) -> Verdict:
    """Judge the last month of a main inspection (HU), normalised to ``MM/YYYY``: not before that of *on*.

    More than three years ahead warns: no interval of StVZO Anlage VIII is longer.
    """
    match = _matched(value, _MONTH_FIRST, _YEAR_AND_MONTH, _MONTH_DIGITS_ONLY)
    if match is None:
        finding = _foreign_sign(value, _("In einer HU-Frist"))
        return refuse(
            value,
            finding
            or _("Die HU-Frist ist nicht lesbar. Bitte Monat und Jahr eingeben, zum Beispiel 03/2027."),
        )
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    month = int(match["month"])
    if not 1 <= month <= 12:
        return refuse(
            value,
            _("Den Monat {month} gibt es nicht. Bitte Monat und Jahr eingeben, zum Beispiel 03/2027.").format(
                month=f"{month:02d}"
            ),
        )
    normalised = f"{month:02d}/{year:04d}"
    if (year, month) < (on.year, on.month):
        message = _("Die HU-Frist {month} ist abgelaufen. Nötig ist der laufende oder ein späterer Monat.")
        return refuse(normalised, message.format(month=normalised))
    if year > 2099:
        return refuse(
            normalised, _("Das Jahr {year} liegt zu weit voraus. Bitte vergleichen.").format(year=year)
        )
    if (year, month) > (on.year + _INSPECTION_YEARS, on.month):
        message = _(
            "Die HU-Frist {month} liegt über drei Jahre voraus. Bitte mit dem Prüfbericht vergleichen."
        )
        return warn(normalised, message.format(month=normalised))
    return accept(normalised)


def _matched(value: str, *shapes: re.Pattern[str]) -> re.Match[str] | None:
    dotted = _SEPARATOR.sub(".", squeezed(value))
    return next((match for shape in shapes if (match := shape.fullmatch(dotted)) is not None), None)


def _unreadable_day(value: str) -> str:
    return _foreign_sign(value, _("In einem Datum")) or _(
        "Das Datum ist nicht lesbar. Bitte Tag, Monat und Jahr eingeben, zum Beispiel 24.12.1980."
    )


def _foreign_sign(value: str, place: str) -> str | None:
    return misplaced(
        squeezed(value), DIGITS | frozenset("./- "), place=place, permitted=_("Ziffern, Punkt, - und /")
    )


def _full_year(digits: str, latest: int) -> int:
    """Return the year *digits* stand for; two digits mean the last such year not after *latest*."""
    year = int(digits)
    return year if len(digits) == 4 else latest - (latest - year) % 100


def _calendar_problem(year: int, month: int, day: int) -> str | None:
    if year == 0:
        return _("Das Jahr 0000 gibt es nicht. Bitte das Jahr mit vier Ziffern eingeben.")
    if not 1 <= month <= 12:
        return _(
            "Den Monat {month} gibt es nicht. Bitte als Tag.Monat.Jahr eingeben, zum Beispiel 24.12.1980."
        ).format(month=f"{month:02d}")
    days = calendar.monthrange(year, month)[1]
    if 1 <= day <= days:
        return None
    if day == 0:
        message = _(
            "Den 00.{month}.{year} gibt es nicht: Der erste Tag eines Monats ist 01. Bitte vergleichen."
        )
        return message.format(month=f"{month:02d}", year=year)
    return _("Den {day}.{month}.{year} gibt es nicht: Dieser Monat hat {days} Tage.").format(
        day=f"{day:02d}", month=f"{month:02d}", year=year, days=days
    )


def _unknown_parts_problem(born: _Day) -> str | None:
    year, month, day = born
    if month == 0 and day != 0:
        return _("Ist der Monat unbekannt (00), muss auch der Tag 00 sein: 00.00.{year}.").format(
            year=f"{year:04d}"
        )
    return _calendar_problem(year, month or 1, day or 1)


def _birth_problem(born: _Day, on: Date) -> str | None:
    if _known(born) > (on.year, on.month, on.day):
        return _("Das Geburtsdatum liegt in der Zukunft. Bitte mit dem Ausweis vergleichen.")
    known = tuple(part for part in born if part)
    oldest = (on.year - _OLDEST_YEARS, on.month, on.day)
    if known < oldest[: len(known)]:
        return _("Das Geburtsdatum liegt über 120 Jahre zurück. Bitte das Jahr mit dem Ausweis vergleichen.")
    return None


def _known(born: _Day) -> _Day:
    """Return the earliest day *born* may be."""
    year, month, day = born
    return year, month or 1, day or 1


def _iso(day: _Day) -> str:
    return f"{day[0]:04d}-{day[1]:02d}-{day[2]:02d}"
