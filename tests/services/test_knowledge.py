"""Answers for callers: documents and fees of any service, without anything being opened."""

from datetime import date

import pytest

from clerk.domain.catalogue import UnknownService
from clerk.domain.condition import Truth
from tests.catalogue.shipped import TODAY
from tests.services.front_office import PLATES_KEPT, TRANSFER, TRANSFER_CENTS, FrontOffice


def test_every_service_of_the_day_can_be_found_by_its_name_and_its_keywords(office: FrontOffice) -> None:
    hits = office.info_desk.knowledge.services(on=TODAY)
    assert len(hits) == len(office.catalogue.services) == 43
    assert len({hit.id for hit in hits}) == 43
    transfer = next(hit for hit in hits if hit.id == TRANSFER)
    service = office.catalogue.service(TRANSFER)
    assert service.name in transfer.search_text
    assert all(keyword in transfer.search_text for keyword in service.keywords)
    assert (transfer.area, transfer.can_finish) == ("kfz", "no")


def test_documents_and_fee_follow_from_what_the_caller_says(office: FrontOffice) -> None:
    told = office.info_desk.knowledge.answer(TRANSFER, PLATES_KEPT, on=TODAY)
    assert told.fees.total_cents == TRANSFER_CENTS
    assert "evb" in {line.id for line in told.checklist.lines if line.applies is Truth.YES}


def test_without_the_answers_that_decide_there_is_no_total(office: FrontOffice) -> None:
    told = office.info_desk.knowledge.answer(TRANSFER, {}, on=TODAY)
    assert told.fees.total_cents is None
    assert told.questions
    assert not told.checklist.complete


def test_the_answer_is_that_of_the_day_asked_for(office: FrontOffice) -> None:
    answers = {"age": 30, "id_old_available": True, "id_first": False, "photo_by_authority": False}
    totals = {
        office.info_desk.knowledge.answer("pass-personalausweis", answers, on=day).fees.total_cents
        for day in (date(2025, 12, 30), date(2026, 5, 4))
    }
    assert len(totals - {None}) == 2


def test_an_answer_opens_and_stores_nothing(office: FrontOffice) -> None:
    before = office.audit()
    office.info_desk.knowledge.answer(TRANSFER, PLATES_KEPT, on=TODAY)
    assert office.ask('SELECT count(*) FROM visit, "case"') == [(0,)]
    assert office.audit() == before


def test_an_unknown_service_is_named_with_similar_ones(office: FrontOffice) -> None:
    with pytest.raises(UnknownService, match=TRANSFER):
        office.info_desk.knowledge.answer("kfz-umschreibung-inerhalb", {}, on=TODAY)
