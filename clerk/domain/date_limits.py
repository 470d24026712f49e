"""Between which days the entry of a date field may lie, as the catalogue says it: ``today+12m``, ``today-14d?``."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from clerk.domain.deadlines import months_before
from clerk.domain.validators import Verdict, validate
from clerk.domain.validators.verdict import refuse, warn
from clerk.locale import _

TODAY = "today"
_LIMIT = re.compile(
    r"(?P<base>[a-z][a-z0-9_]*)(?:(?P<sign>[+-])(?P<count>[0-9]{1,3})(?P<unit>[dm]))?(?P<asks>\?)?"
)
_MONTH = re.compile(r"(?P<month>[0-9]{2})/(?P<year>[0-9]{4})")


@dataclass(frozen=True, slots=True)
class DateLimit:
    """A day relative to *base*: ``today`` or the id of another date field, ``months`` and ``days`` later.

    One that only *asks* refuses nothing, also where the field's other limit is strict.
    """

    base: str
    months: int = 0
    days: int = 0
    asks: bool = False

    def day(self, values: Mapping[str, str], on: date) -> date | None:
        """Return the day as of *on*, None while the field it refers to holds no date."""
        base = on if self.base == TODAY else _entered(values.get(self.base, ""), on)
        if base is None:
            return None
        return months_before(base, -self.months) + timedelta(days=self.days)


def read_limit(text: str) -> DateLimit:
    """Return the limit that *text* says; raises ``ValueError`` for anything else."""
    found = _LIMIT.fullmatch(text.replace(" ", ""))
    if found is None:
        raise ValueError(text)
    count = int(f"{found['sign'] or '+'}{found['count'] or 0}")
    return DateLimit(
        found["base"],
        months=count if found["unit"] == "m" else 0,
        days=count if found["unit"] == "d" else 0,
        asks=found["asks"] is not None,
    )


def within_limits(
    verdict: Verdict,
    earliest: DateLimit | None,
    latest: DateLimit | None,
    values: Mapping[str, str],
    *,
    on: date,
    strict: bool,
) -> Verdict:
    """Return the verdict on a valid date, or an objection: *strict* refuses what lies outside, else it is said only."""
    entered = _day_of(verdict.normalised) if verdict.valid else None
    if entered is None:
        return verdict
    first = earliest.day(values, on) if earliest is not None else None
    last = latest.day(values, on) if latest is not None else None
    objections: list[Verdict] = []
    if earliest is not None and first is not None and entered < first:
        refusal = _("Das liegt vor dem {day}. Frühestens dieser Tag ist hier möglich.")
        remark = _("Das liegt vor dem {day}. Das ist ungewöhnlich, bitte vergleichen.")
        objections.append(
            _objection(verdict, first, refusal if strict and not earliest.asks else None, remark)
        )
    if latest is not None and last is not None and entered > last:
        refusal = _("Das liegt nach dem {day}. Spätestens dieser Tag ist hier möglich.")
        remark = _("Das liegt nach dem {day}. Das ist ungewöhnlich, bitte vergleichen.")
        objections.append(_objection(verdict, last, refusal if strict and not latest.asks else None, remark))
    return min(objections, key=lambda objection: objection.valid, default=verdict)


def _objection(verdict: Verdict, day: date, refusal: str | None, remark: str) -> Verdict:
    if refusal is not None:
        return refuse(verdict.normalised, refusal.format(day=f"{day:%d.%m.%Y}"))
    return warn(verdict.normalised, remark.format(day=f"{day:%d.%m.%Y}"))


def _entered(entry: str, on: date) -> date | None:
    verdict = validate("date", entry, on=on)
    return _day_of(verdict.normalised) if verdict.valid else None


def _day_of(normalised: str) -> date | None:
    """Return the day of a normalised date; of a month (``11/2027``) its last."""
    month = _MONTH.fullmatch(normalised)
    try:
        if month is not None:
            year, number = int(month["year"]), int(month["month"])
            return date(year, number, calendar.monthrange(year, number)[1])
        return date.fromisoformat(normalised)
    except ValueError:
        return None
