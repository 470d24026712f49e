"""Between which days a date may lie: relative to today, or to another field of the form."""

import re
from datetime import date

import pytest

from clerk.domain.date_limits import DateLimit, read_limit, within_limits
from clerk.domain.validators import Level, validate
from clerk.domain.validators.verdict import Verdict, accept

MONDAY = date(2026, 11, 23)


def judged(
    entry: str,
    *,
    earliest: str = "",
    latest: str = "",
    strict: bool = True,
    kind: str = "date",
    **values: str,
) -> Verdict:
    """Judge *entry* as the form does."""
    return within_limits(
        validate(kind, entry, on=MONDAY),
        read_limit(earliest) if earliest else None,
        read_limit(latest) if latest else None,
        values,
        on=MONDAY,
        strict=strict,
    )


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("today", DateLimit("today")),
        ("today+12m", DateLimit("today", months=12)),
        ("today - 7d", DateLimit("today", days=-7)),
        ("valid_to", DateLimit("valid_to")),
        ("valid_to+1d", DateLimit("valid_to", days=1)),
        ("today-14d?", DateLimit("today", days=-14, asks=True)),
        ("birth+192m?", DateLimit("birth", months=192, asks=True)),
    ],
)
def test_a_limit_is_read_as_it_is_written(text: str, limit: DateLimit) -> None:
    assert read_limit(text) == limit


@pytest.mark.parametrize("text", ["heute!", "today+", "today+12", "today+1y", "+1d", "Today", "?", "today??"])
def test_anything_else_is_no_limit(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        read_limit(text)


@pytest.mark.parametrize("entry", ["23.11.2026", "01.03.2027", "23.11.2027"])
def test_both_limits_themselves_are_possible(entry: str) -> None:
    assert judged(entry, earliest="today", latest="today+12m").message is None


def test_an_export_plate_is_valid_for_a_year_at_most_and_not_in_the_past() -> None:
    early = judged("22.11.2026", earliest="today", latest="today+12m")
    late = judged("24.11.2027", earliest="today", latest="today+12m")
    assert (early.valid, early.level, early.message) == (
        False,
        Level.HARD,
        "Das liegt vor dem 23.11.2026. Frühestens dieser Tag ist hier möglich.",
    )
    assert (late.valid, late.message) == (
        False,
        "Das liegt nach dem 23.11.2027. Spätestens dieser Tag ist hier möglich.",
    )


def test_what_stands_in_a_paper_is_only_remarked_upon() -> None:
    expired = judged("01.11.2026", earliest="today", strict=False)
    assert (expired.valid, expired.level) == (True, Level.SOFT)
    assert expired.message == "Das liegt vor dem 23.11.2026. Das ist ungewöhnlich, bitte vergleichen."


def test_what_is_remarked_upon_is_never_called_impossible() -> None:
    early = judged("01.11.2026", earliest="today", strict=False)
    late = judged("01.12.2026", latest="today", strict=False)
    assert not any("möglich" in str(remark.message) for remark in (early, late))


@pytest.mark.parametrize(
    ("entry", "level"), [("09.11.2026", None), ("08.11.2026", Level.SOFT), ("24.11.2026", Level.HARD)]
)
def test_who_moved_in_long_ago_is_registered_all_the_same_and_nobody_before(
    entry: str, level: Level | None
) -> None:
    assert judged(entry, earliest="today-14d?", latest="today").level is level


@pytest.mark.parametrize(
    ("entry", "remark"),
    [
        ("03.05.2004", None),
        ("02.05.2004", "Das liegt vor dem 03.05.2004. Das ist ungewöhnlich, bitte vergleichen."),
    ],
)
def test_a_licence_older_than_its_holder_may_drive_is_asked_about(entry: str, remark: str | None) -> None:
    verdict = judged(entry, earliest="birth+192m?", latest="today", birth="03.05.1988")
    assert (verdict.valid, verdict.message) == (True, remark)


def test_what_is_impossible_goes_before_what_is_only_unusual() -> None:
    assert judged("24.11.2026", earliest="birth+192m?", latest="today", birth="03.05.2015").valid is False


def test_a_month_counts_to_its_last_day() -> None:
    assert judged("12/2026", kind="hu_month", earliest="valid_to", valid_to="31.12.2026").message is None
    assert judged("11/2026", kind="hu_month", earliest="valid_to", valid_to="01.12.2026").message


def test_without_the_other_date_nothing_is_said() -> None:
    assert judged("12/2026", kind="hu_month", earliest="valid_to").message is None
    assert judged("12/2026", kind="hu_month", earliest="valid_to", valid_to="morgen").message is None


def test_what_is_refused_already_keeps_its_reason() -> None:
    assert "13" in str(judged("31.13.2026", earliest="today").message)
    assert within_limits(accept("kein Datum"), None, None, {}, on=MONDAY, strict=True) == accept("kein Datum")
