"""Setting aside: parked, back again, forwarded, gone; nothing typed or ticked is lost on the way."""

from datetime import timedelta

import pytest

from clerk.domain.visit import IllegalTransition, ParkReason, Step, VisitState
from clerk.ports import Nobody
from clerk.services.set_aside import park_reason_name
from tests.catalogue.shipped import TODAY
from tests.services.front_office import (
    FREE,
    MORNING,
    PLATES_KEPT,
    ROBIN,
    TRANSFER_FORM,
    FrontOffice,
    held,
    next_at,
)


def test_a_parked_visit_frees_the_counter_and_keeps_everything(office: FrontOffice) -> None:
    serving = office.serving(answers=PLATES_KEPT, form=TRANSFER_FORM, name="Frau Beispiel")
    office.counter.procedure.go_to(serving, Step.APPLICATION)
    office.clock.advance(minutes=3)
    office.counter.set_aside.park(serving, ParkReason.PLATES)
    assert office.counter.call_next.held() is None
    visit = office.visit(serving.claim.visit)
    assert (visit.state, visit.park_reason) == (VisitState.PARKED, ParkReason.PLATES)
    assert visit.parked_at == MORNING + timedelta(minutes=3)
    assert visit.cases == serving.visit.cases

    taken = held(office.kfz_counter.call_next.take(visit.id))
    assert taken.visit.cases == serving.visit.cases
    assert taken.visit.step is Step.APPLICATION
    assert taken.visit.park_reason is None


def test_nobody_is_called_while_parked(office: FrontOffice) -> None:
    office.counter.set_aside.park(office.serving(), ParkReason.PHOTO)
    assert isinstance(office.counter.call_next.next("press"), Nobody)


def test_who_is_back_is_called_before_walk_ins(office: FrontOffice) -> None:
    parked = office.serving()
    office.counter.set_aside.park(parked, ParkReason.FORMS)
    office.waiting()
    office.clock.advance(minutes=40)
    office.info_desk.set_aside.back_again(parked.claim.visit)
    assert next_at(office.counter).claim.visit == parked.claim.visit


def test_only_a_parked_visit_can_be_back_again(office: FrontOffice) -> None:
    waiting = office.waiting()
    with pytest.raises(IllegalTransition):
        office.info_desk.set_aside.back_again(waiting)


def test_a_forwarded_visit_keeps_its_place_its_ticket_and_its_cases(office: FrontOffice) -> None:
    wrong = office.serving(FREE)
    office.clock.advance(minutes=1)
    later = office.waiting()
    office.counter.set_aside.forward(wrong, "kfz", "falsches Gebiet")
    called = next_at(office.kfz_counter)
    assert called.claim.visit == wrong.claim.visit
    assert called.visit.ticket == wrong.visit.ticket
    assert called.visit.cases == wrong.visit.cases
    assert office.state(later) is VisitState.WAITING


def test_who_has_gone_is_not_called_and_the_visit_is_over(office: FrontOffice) -> None:
    waiting = office.waiting()
    office.info_desk.set_aside.gone(waiting)
    assert office.state(waiting) is VisitState.LEFT
    assert isinstance(office.counter.call_next.next("press"), Nobody)
    assert (ROBIN.account, "left", "") in office.audit()
    assert office.info_desk.overview.now(on=TODAY).waiting_count == 0


def test_who_has_gone_while_parked_is_over_too(office: FrontOffice) -> None:
    serving = office.serving()
    office.counter.set_aside.park(serving, ParkReason.CASH_OFFICE)
    office.counter.set_aside.gone(serving.claim.visit)
    assert office.state(serving.claim.visit) is VisitState.LEFT


def test_a_visit_that_is_only_called_cannot_be_parked(office: FrontOffice) -> None:
    office.waiting()
    called = next_at(office.counter)
    with pytest.raises(IllegalTransition):
        office.counter.set_aside.park(called, ParkReason.PLATES)


def test_somebody_being_served_has_not_gone(office: FrontOffice) -> None:
    serving = office.serving()
    with pytest.raises(IllegalTransition):
        office.info_desk.set_aside.gone(serving.claim.visit)
    assert office.state(serving.claim.visit) is VisitState.SERVING


def test_every_reason_for_parking_has_words_of_its_own() -> None:
    assert len({park_reason_name(reason) for reason in ParkReason}) == len(ParkReason)
