"""Arrivals: a number at once, no call before the pre-check is done, everything kept."""

from datetime import timedelta

import pytest

from clerk.domain.catalogue import UnknownService
from clerk.domain.queue_rule import Priority
from clerk.domain.visit import Step, VisitState
from clerk.ports import AlreadyServing, Arrival, NewCase, Nobody
from clerk.services.held import Held
from tests.catalogue.shipped import TODAY
from tests.services.front_office import (
    FREE,
    FREE_FORM,
    MORNING,
    PLATES_KEPT,
    ROBIN,
    TRANSFER,
    FrontOffice,
    answer,
    close,
    fill,
    first,
    held,
    next_at,
    present,
)


def booked(office: FrontOffice, minutes: int, service: str = TRANSFER, name: str = "Frau Beispiel") -> int:
    """Enter an appointment so many minutes after the morning began."""
    area = office.catalogue.service(service).area
    arrival = Arrival(area, (NewCase(service, TODAY),), name)
    workplace = office.info_desk.seat.workplace
    return office.queue.book(workplace, ROBIN, arrival, MORNING + timedelta(minutes=minutes))


def checked_in(office: FrontOffice, appointment: int) -> Held:
    """Let somebody with an appointment come to the info desk."""
    rows = office.info_desk.overview.now(on=TODAY).booked
    entry = next(row.entry for row in rows if row.entry.visit == appointment)
    return held(office.info_desk.arrive.check_in(entry))


def test_a_walk_in_has_a_ticket_and_a_case_number_at_once(office: FrontOffice) -> None:
    opened = office.opened(name="Frau Beispiel")
    assert opened.visit.ticket == "K001"
    assert first(opened).number == "2026-000001"
    assert first(opened).as_of == TODAY
    assert opened.visit.name == "Frau Beispiel"
    assert opened.visit.step is Step.DOCUMENTS


def test_who_is_being_pre_checked_cannot_be_called(office: FrontOffice) -> None:
    opened = office.opened()
    assert isinstance(office.counter.call_next.next("press"), Nobody)
    office.info_desk.arrive.let_wait(opened)
    assert next_at(office.counter).claim.visit == opened.claim.visit


def test_letting_wait_notes_when_the_documents_were_looked_at(office: FrontOffice) -> None:
    opened = answer(office.info_desk, office.opened(), PLATES_KEPT)
    opened = present(office.info_desk, opened)
    office.clock.advance(minutes=4)
    office.info_desk.arrive.let_wait(opened)
    visit = office.visit(opened.claim.visit)
    assert visit.state is VisitState.WAITING
    assert visit.prechecked_at == MORNING + timedelta(minutes=4)


def test_the_place_in_the_queue_is_that_of_the_arrival_not_of_the_end_of_the_pre_check(
    office: FrontOffice,
) -> None:
    slow = office.opened()
    office.clock.advance(minutes=1)
    quick = held(office.counter.arrive.walk_in(TRANSFER, on=TODAY))
    office.counter.arrive.let_wait(quick)
    office.clock.advance(minutes=10)
    office.info_desk.arrive.let_wait(slow)
    assert next_at(office.counter).claim.visit == slow.claim.visit


def test_somebody_with_priority_is_called_before_earlier_walk_ins_and_the_reason_is_kept(
    office: FrontOffice,
) -> None:
    office.waiting()
    office.clock.advance(minutes=1)
    with_child = held(
        office.info_desk.arrive.walk_in(
            TRANSFER, on=TODAY, priority=Priority.PRIORITY, priority_reason="kleines Kind"
        )
    )
    office.info_desk.arrive.let_wait(with_child)
    called = next_at(office.counter)
    assert called.claim.visit == with_child.claim.visit
    assert called.visit.priority_reason == "kleines Kind"


def test_checking_in_keeps_the_appointment_its_cases_and_its_name(office: FrontOffice) -> None:
    appointment = booked(office, minutes=20)
    office.clock.advance(minutes=10)
    opened = checked_in(office, appointment)
    assert opened.claim.visit == appointment
    assert opened.visit.ticket == "K001"
    assert opened.visit.name == "Frau Beispiel"
    assert [case.service for case in opened.visit.cases] == [TRANSFER]
    assert opened.visit.z == MORNING + timedelta(minutes=20)


def test_a_person_with_an_appointment_is_called_at_its_time_before_walk_ins(office: FrontOffice) -> None:
    appointment = booked(office, minutes=20)
    office.waiting()
    office.clock.advance(minutes=19)
    office.info_desk.arrive.let_wait(checked_in(office, appointment))
    assert next_at(office.counter).claim.visit == appointment


def test_a_desk_with_a_visit_open_opens_no_second_one(office: FrontOffice) -> None:
    opened = office.opened()
    answer_again = office.info_desk.arrive.walk_in(TRANSFER, on=TODAY)
    assert answer_again == AlreadyServing(opened.claim, "K001")
    assert office.ask("SELECT count(*) FROM visit") == [(1,)]


def test_an_unknown_service_opens_nothing_and_names_similar_ones(office: FrontOffice) -> None:
    with pytest.raises(UnknownService, match="kfz-umschreibung-innerhalb"):
        office.info_desk.arrive.walk_in("kfz-umschreibung-inerhalb", on=TODAY)
    assert office.ask("SELECT count(*) FROM visit") == [(0,)]


def test_a_name_that_is_too_long_opens_nothing_and_says_so(office: FrontOffice) -> None:
    with pytest.raises(ValueError, match="höchstens 200"):
        office.info_desk.arrive.walk_in(TRANSFER, on=TODAY, name="x" * 201)
    assert office.info_desk.call_next.held() is None


def test_a_short_matter_is_finished_at_the_info_desk(office: FrontOffice) -> None:
    opened = fill(office.info_desk, office.opened(FREE), FREE_FORM)
    close(office.info_desk, opened)
    visit = office.visit(opened.claim.visit)
    assert visit.state is VisitState.CLOSED
    assert visit.is_single_visit
