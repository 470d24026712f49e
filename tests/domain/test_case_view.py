"""One case as a screen shows it: all of it follows from the catalogue and what is stored."""

from dataclasses import replace
from datetime import UTC, datetime

from clerk.domain.case_view import CaseView, view_case, view_visit
from clerk.domain.facts import Answer
from clerk.domain.fixed_amounts import REASON_FIELD
from clerk.domain.settlement import ChargedLine, Settlement, Way
from clerk.domain.visit import Case, Visit, VisitState
from tests.catalogue.shipped import TODAY, shipped

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TRANSFER = "kfz-umschreibung-innerhalb"
KEPT: dict[str, Answer] = {
    "vehicle_deregistered": False,
    "legal_status": "natural_person",
    "proxy": False,
    "plate_keep": True,
    "vehicle_financed": False,
}


def view(service: str, answers: dict[str, Answer] | None = None, **form: str) -> CaseView:
    case = Case(1, "2026-000001", service, TODAY, answers=answers or {}, form=form)
    return view_case(shipped(), case, on=TODAY)


def test_while_a_deciding_fact_is_open_there_is_no_total_and_nothing_is_complete() -> None:
    seen = view(TRANSFER)
    assert seen.open_cents is None
    assert not seen.checklist.complete
    assert seen.questions[0].fact.id == "vehicle_deregistered"


def test_before_the_confirmation_the_fee_sheet_counts_and_after_it_what_was_charged() -> None:
    seen = view(TRANSFER, KEPT)
    assert seen.open_cents == 2740
    line = ChargedLine(1, "g221.8", "Umschreibung", "GebOSt 221.8", 2000, "authority", TODAY)
    confirmed = replace(seen.case, confirmed_at=NOON, lines=(line,))
    assert view_case(shipped(), confirmed, on=TODAY).open_cents == 2000


def test_what_is_settled_is_not_asked_for_again_while_the_application_is_open() -> None:
    seen = view(TRANSFER, KEPT)
    paid = ChargedLine(
        1,
        "g221.8",
        "Umschreibung",
        "GebOSt 221.8",
        2420,
        "authority",
        TODAY,
        settlement=Settlement(Way.CARD, NOON),
    )
    assert view_case(shipped(), replace(seen.case, lines=(paid,)), on=TODAY).open_cents == 320


def test_open_entries_count_fields_amounts_and_their_reason() -> None:
    assert view(TRANSFER, KEPT).open_entries == 4
    assert view("fe-international", {"proxy": False}, holder_name="Frau Beispiel").open_entries >= 2
    without_reason = view("fe-international", {"proxy": False}, **{"amount:f207": "12,00"})
    with_reason = view(
        "fe-international", {"proxy": False}, **{"amount:f207": "12,00", REASON_FIELD: "Aufwand"}
    )
    assert without_reason.lacks_reason
    assert with_reason.open_entries == without_reason.open_entries - 1


def test_a_service_without_ranges_wants_no_reason() -> None:
    assert not view(TRANSFER, KEPT).lacks_reason


def test_facts_that_decide_fields_are_open_until_they_are_answered() -> None:
    assert view("kfz-kurzzeit").open_form_facts == ("no_hu_trip_only",)
    assert view("kfz-kurzzeit", {"no_hu_trip_only": False}).open_form_facts == ()


def test_a_fact_shows_that_another_service_is_the_right_one() -> None:
    assert view(TRANSFER, {"vehicle_deregistered": True}).leads_to == "kfz-wiederzulassung"
    assert view(TRANSFER, {"vehicle_deregistered": False}).leads_to is None


def test_the_cases_of_a_visit_keep_their_order() -> None:
    cases = tuple(
        Case(number, f"2026-00000{number}", service, TODAY)
        for number, service in enumerate((TRANSFER, "info-beglaubigung"), 1)
    )
    visit = Visit(1, "K001", 1, VisitState.SERVING, "kfz", cases, NOON, NOON, 1)
    assert [seen.case.id for seen in view_visit(shipped(), visit, on=TODAY)] == [1, 2]
