"""Finding: by ticket, case number, name or plate; what was searched for is written nowhere."""

import pytest

from tests.services.front_office import (
    FREE,
    PLATES_KEPT,
    ROBIN,
    TRANSFER_FORM,
    FrontOffice,
    close,
    first,
    settle_all,
)


@pytest.mark.parametrize("text", ["K001", "k001", "2026-000001", "beispiel", "RV-AB 12", "rvab12", " K001 "])
def test_a_visit_is_found_from_any_place_by_what_is_known_of_it(office: FrontOffice, text: str) -> None:
    serving = office.serving(answers=PLATES_KEPT, form=TRANSFER_FORM, name="Frau Beispiel")
    found = office.info_desk.find.search(text)
    assert [visit.id for visit in found] == [serving.claim.visit]
    assert first(serving).number == found[0].cases[0].number


@pytest.mark.parametrize("text", ["", "K", " b "])
def test_less_than_two_signs_find_nobody_and_are_no_search(office: FrontOffice, text: str) -> None:
    office.waiting(name="Frau Beispiel")
    before = office.audit()
    assert office.info_desk.find.search(text) == []
    assert office.audit() == before


def test_a_search_is_noted_without_its_text(office: FrontOffice) -> None:
    office.waiting(name="Frau Beispiel")
    office.info_desk.find.search("Beispiel")
    assert office.audit()[-1] == (ROBIN.account, "searched", "")


def test_a_clerk_finds_only_people_of_the_areas_of_the_counter(office: FrontOffice) -> None:
    office.waiting(FREE, name="Frau Beispiel")
    assert office.kfz_counter.find.search("Beispiel") == []
    assert len(office.counter.find.search("Beispiel")) == 1


def test_who_is_done_is_not_found_any_more(office: FrontOffice) -> None:
    close(office.counter, settle_all(office.counter, office.confirmed(name="Frau Beispiel")))
    assert office.counter.find.search("Beispiel") == []
