"""Days that follow from other days, and what the form says of them."""

from dataclasses import replace
from datetime import date

import pytest

from clerk.domain.catalogue import DocumentRule, Fact, FactType, FormField, Use
from clerk.domain.deadlines import licence_exchange_by, months_before, short_term_plate_valid_to
from clerk.domain.document_rules import age_problem, oldest_issue
from clerk.domain.form_hints import hint, with_document_age
from clerk.domain.procedure import BLOCKED_PLATES, form_state
from clerk.domain.validators import Level, validate
from tests.catalogue.shipped import shipped

TODAY = date(2026, 11, 23)


def field(field_id: str, validator: str = "date") -> FormField:
    return FormField(field_id, field_id, validator, required=False, use=(Use.CHECK,))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 23), 24, date(2024, 11, 23)),
        (date(2026, 11, 23), 12, date(2025, 11, 23)),
        (date(2026, 1, 31), 3, date(2025, 10, 31)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2028, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_months_are_counted_back_by_the_calendar(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_a_short_term_plate_is_valid_to_the_end_of_the_fifth_day() -> None:
    assert short_term_plate_valid_to(date(2026, 11, 23)) == date(2026, 11, 27)
    assert short_term_plate_valid_to(date(2026, 12, 30)) == date(2027, 1, 3)


@pytest.mark.parametrize(
    ("born", "issued", "by"),
    [
        (1952, date(1990, 1, 1), date(2033, 1, 19)),
        (1952, date(2005, 1, 1), date(2033, 1, 19)),
        (1953, date(1975, 1, 1), date(2022, 7, 19)),
        (1958, date(1998, 12, 31), date(2022, 7, 19)),
        (1959, date(1980, 1, 1), date(2023, 1, 19)),
        (1964, date(1985, 1, 1), date(2023, 1, 19)),
        (1965, date(1985, 1, 1), date(2024, 1, 19)),
        (1970, date(1990, 1, 1), date(2024, 1, 19)),
        (1971, date(1990, 1, 1), date(2025, 1, 19)),
        (1980, date(1998, 12, 31), date(2025, 1, 19)),
        (1980, date(1999, 1, 1), date(2026, 1, 19)),
        (1980, date(2001, 12, 31), date(2026, 1, 19)),
        (1953, date(2002, 1, 1), date(2027, 1, 19)),
        (1980, date(2005, 6, 1), date(2028, 1, 19)),
        (1980, date(2008, 6, 1), date(2029, 1, 19)),
        (1980, date(2009, 6, 1), date(2030, 1, 19)),
        (1980, date(2010, 6, 1), date(2031, 1, 19)),
        (1980, date(2011, 6, 1), date(2032, 1, 19)),
        (1980, date(2012, 6, 1), date(2033, 1, 19)),
        (1980, date(2013, 1, 18), date(2033, 1, 19)),
        (1980, date(2013, 1, 19), None),
        (1950, date(2020, 1, 1), None),
    ],
)
def test_a_licence_is_exchanged_by_the_table_of_the_ordinance(
    born: int, issued: date, by: date | None
) -> None:
    assert licence_exchange_by(born, issued) == by


EYES = DocumentRule("max_age", months=24, basis="FeV § 12 Abs. 7")
PHOTO = DocumentRule("max_age", months=12, basis="örtliche Praxis")


def test_a_paper_older_than_the_law_allows_is_refused_and_by_local_practice_warned_of() -> None:
    by_law = age_problem(EYES, "2024-11-22", date(2024, 11, 22), on=TODAY)
    assert by_law is not None
    assert by_law.level is Level.HARD
    assert by_law.message == (
        "Vom 22.11.2024 und damit älter als 24 Monate (FeV § 12 Abs. 7): nötig ist eine Ausstellung ab 23.11.2024."
    )
    local = age_problem(PHOTO, "2025-01-01", date(2025, 1, 1), on=TODAY)
    assert local is not None
    assert (local.valid, local.level) == (True, Level.SOFT)


def test_a_paper_of_the_last_allowed_day_is_recent_enough_and_one_of_tomorrow_is_not_issued_yet() -> None:
    assert age_problem(EYES, "2024-11-23", date(2024, 11, 23), on=TODAY) is None
    assert oldest_issue(EYES, on=TODAY) == date(2024, 11, 23)
    tomorrow = age_problem(EYES, "2026-11-24", date(2026, 11, 24), on=TODAY)
    assert tomorrow is not None
    assert "liegt in der Zukunft" in str(tomorrow.message)


def test_rules_that_are_not_about_age_say_nothing_of_a_date() -> None:
    assert oldest_issue(DocumentRule("not_expired"), on=TODAY) is None
    assert age_problem(DocumentRule("not_expired"), "2000-01-01", date(2000, 1, 1), on=TODAY) is None


def judged(field_id: str, value: str) -> str | None:
    one = field(field_id)
    return with_document_age(one, validate("date", value, on=TODAY), shipped(), TODAY).message


def test_the_day_of_an_eye_test_is_held_against_the_age_of_the_document() -> None:
    assert "älter als 24 Monate" in str(judged("sehtest_date", "01.10.2024"))
    assert judged("sehtest_date", "01.10.2025") is None
    assert judged("event_date", "01.10.1999") is None
    assert "gibt es nicht" in str(judged("sehtest_date", "31.02.2025"))


def test_an_old_eye_test_stops_the_application() -> None:
    service = shipped().service("fe-ersterteilung")
    small = {"fe_has_licence": False, "fe_group2": False, "fe_class_d": False}
    state = form_state(service, shipped(), small, {"sehtest_date": "01.10.2024"}, on=TODAY)
    assert "sehtest_date" in state.errors


def hinted(field_id: str, kind: str, value: str, **values: str) -> str | None:
    return hint(field(field_id, kind), validate(kind, value, on=TODAY), values, TODAY)


def test_a_short_term_plate_tells_its_last_day_and_other_special_plates_tell_nothing() -> None:
    assert hinted("plate", "kennzeichen_sonder", "RV-04123") == (
        "Heute zugeteilt gilt es bis 27.11.2026 (5. Tag, FZV § 42)."
    )
    assert hinted("plate", "kennzeichen_sonder", "RV-06123") is None
    assert hinted("plate", "kennzeichen_sonder", "RV-123 A") is None
    assert hinted("plate", "kennzeichen_sonder", "RV-02123") is None


@pytest.mark.parametrize(
    ("issued", "birth", "sentence"),
    [
        ("01.06.2008", "12.08.1980", "Umtausch bis 19.01.2029 (FeV Anlage 8e)."),
        ("01.06.1990", "12.08.1965", "Umtauschfrist war der 19.01.2024 (FeV Anlage 8e)."),
        ("01.06.1990", "00.00.1950", "Umtausch bis 19.01.2033 (FeV Anlage 8e)."),
        ("01.06.2020", "12.08.1980", "Seit 19.01.2013 ausgestellt: kein Pflichtumtausch"),
    ],
)
def test_a_licence_tells_by_when_it_is_to_be_exchanged(issued: str, birth: str, sentence: str) -> None:
    assert str(hinted("issue_date", "date", issued, birth=birth, fs_nr="")).startswith(sentence)


def test_without_a_day_of_birth_nothing_is_said_of_an_exchange() -> None:
    assert hinted("issue_date", "date", "01.06.2008", birth="", fs_nr="") is None
    assert hinted("issue_date", "date", "01.06.2008", birth="12.08.1980") is None


def test_the_office_s_own_list_of_plates_warns_in_the_form() -> None:
    listed = Fact(BLOCKED_PLATES, FactType.ENUM, "nicht vergeben", "nicht vergeben", values=("SS", "88"))
    own = replace(shipped(), facts={**shipped().facts, BLOCKED_PLATES: listed})
    service = own.service("kfz-anschrift-name")
    values = {"plate": "RV-SS 12"}

    assert "plate" in form_state(service, own, {}, values, on=TODAY, full=True).warnings
    assert "plate" not in form_state(service, shipped(), {}, values, on=TODAY, full=True).warnings
