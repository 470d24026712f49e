"""The names a visit is known by."""

from datetime import UTC, date, datetime

from clerk.domain.person_fields import name_asked_for, person_names
from clerk.domain.visit import Case, Visit, VisitState

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def visit(name: str, *forms: dict[str, str]) -> Visit:
    cases = tuple(
        Case(place, f"2026-00000{place}", "kfz-neuzulassung", date(2026, 11, 23), form=form)
        for place, form in enumerate(forms, 1)
    )
    return Visit(1, "K001", 1, VisitState.WAITING, "kfz", cases, MORNING, MORNING, 1, name=name)


def test_a_visit_is_known_by_the_name_of_the_arrival_and_those_typed_each_once() -> None:
    forms: tuple[dict[str, str], ...] = (
        {"holder_name": "Muster GmbH "},
        {"name": "Muster GmbH", "applicant_name": " "},
        {},
    )
    assert person_names(visit("Frau Beispiel", *forms)) == ("Frau Beispiel", "Muster GmbH")
    assert person_names(visit("", {"holder_name": "Frau Beispiel", "evb": "A123456"})) == ("Frau Beispiel",)
    assert person_names(visit("")) == ()


def test_of_several_names_the_one_asked_for_is_shown() -> None:
    found = visit("Frau Beispiel", {"holder_name": "Müller Söhne"})
    assert name_asked_for(found, " mueller  s") == "Müller Söhne"
    assert name_asked_for(found, "bei") == "Frau Beispiel"
    assert name_asked_for(found, "K001") == "Frau Beispiel"
    assert name_asked_for(visit(""), "K001") == ""
