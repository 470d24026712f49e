"""What the date of birth says about a case is suggested, never answered by itself."""

from dataclasses import replace
from datetime import date

import pytest

from clerk.domain.catalogue import Service
from clerk.domain.facts import Answer
from clerk.domain.suggestions import full_years, suggestions
from clerk.domain.visit import Case
from tests.catalogue.shipped import TODAY, shipped

LICENCE = "fe-ersterteilung"
TRANSFER = "kfz-umschreibung-innerhalb"


def about_a_person(service_id: str) -> Service:
    service = shipped().service(service_id)
    return replace(
        service,
        fields=tuple(
            replace(field, repeats=field.id in {"birth", "holder_birth"}) for field in service.fields
        ),
    )


def suggested(service: str, form: dict[str, str], **answers: Answer) -> dict[str, Answer]:
    case = Case(1, "2026-000001", service, TODAY, answers=answers, form=form)
    found = suggestions(about_a_person(service), shipped(), case, on=TODAY)
    return {one.fact.id: one.answer for one in found}


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2008, 11, 23), date(2026, 11, 22), 17),
        (date(2008, 11, 23), date(2026, 11, 23), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 11, 23), date(2026, 11, 23), 0),
    ],
)
def test_a_year_is_full_on_the_birthday(born: date, on: date, years: int) -> None:
    assert full_years(born, on) == years


def test_the_age_is_suggested_where_it_is_asked() -> None:
    assert suggested(LICENCE, {"birth": "03.05.2000"}) == {"age": 26}


def test_an_age_that_fits_is_not_asked_about() -> None:
    assert suggested(LICENCE, {"birth": "03.05.2000"}, age=26) == {}
    assert suggested(LICENCE, {"birth": "03.05.2000"}, age=35) == {"age": 26}


def test_where_no_age_is_asked_what_is_derived_from_it_is_suggested() -> None:
    assert suggested(TRANSFER, {"holder_birth": "03.05.2012"}) == {"minor": True}
    assert suggested(TRANSFER, {"holder_birth": "03.05.2012"}, minor=True) == {}
    assert suggested(TRANSFER, {"holder_birth": "03.05.1980"}) == {}


@pytest.mark.parametrize("entry", ["", "00.00.1980", "morgen", "31.02.2000", "03.05.2099"])
def test_without_a_whole_date_nothing_is_suggested(entry: str) -> None:
    assert suggested(LICENCE, {"birth": entry}) == {}


def test_the_birth_date_of_somebody_else_says_nothing() -> None:
    assert suggested("meld-auskunft", {"sought_birth": "03.05.2012"}) == {}
