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


def test_a_ticket_of_today_whose_visit_is_closed_says_so_with_the_time_at_the_office(
    office: FrontOffice,
) -> None:
    confirmed = office.confirmed(name="Frau Beispiel")
    assert office.info_desk.find.ended_today("K001") is None
    office.clock.advance(minutes=162)
    close(office.counter, settle_all(office.counter, confirmed))
    for place in (office.info_desk, office.counter, office.kfz_counter):
        assert place.find.ended_today(" k001 ") == "K001 ist abgeschlossen (10:42)."
    for text in ("K00", "K002", "Beispiel", "2026-000001", ""):
        assert office.info_desk.find.ended_today(text) is None


def test_a_ticket_of_somebody_who_has_gone_says_so(office: FrontOffice) -> None:
    office.counter.set_aside.gone(office.waiting())
    assert office.counter.find.ended_today("K001") == "K001 ist gegangen (08:00)."


def test_a_ticket_of_another_day_or_of_other_areas_says_nothing(office: FrontOffice) -> None:
    office.counter.set_aside.gone(office.waiting(FREE))
    [row] = office.ask("SELECT ticket FROM visit")
    assert office.counter.find.ended_today(str(row[0])) is not None
    assert office.kfz_counter.find.ended_today(str(row[0])) is None
    office.clock.advance(minutes=24 * 60)
    assert office.counter.find.ended_today(str(row[0])) is None
