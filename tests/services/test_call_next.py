"""Calling: the next one, a chosen one, back again, and what the counter holds after a restart."""

from datetime import timedelta
from uuid import uuid4

import pytest

from clerk.domain.visit import IllegalTransition, Step, VisitState
from clerk.ports import ClaimLost, Nobody, TakenBack
from tests.services.front_office import FREE, KIM, MORNING, TRANSFER, FrontOffice, held, next_at


def test_nobody_waits_and_the_counter_hears_it(office: FrontOffice) -> None:
    assert isinstance(office.counter.call_next.next("press"), Nobody)


def test_the_next_one_comes_with_the_whole_visit(office: FrontOffice) -> None:
    visit = office.waiting(answers={"plate_keep": True}, name="Frau Beispiel")
    called = next_at(office.counter)
    assert called.visit.id == visit
    assert called.visit.state is VisitState.CALLED
    assert called.visit.name == "Frau Beispiel"
    assert called.visit.cases[0].answers == {"plate_keep": True}


def test_pressing_again_with_the_same_request_gives_the_same_visit(office: FrontOffice) -> None:
    office.waiting()
    office.waiting()
    first_answer = office.counter.call_next.next("press")
    assert office.counter.call_next.next("press") == first_answer


def test_a_counter_is_not_offered_what_its_clerk_is_not_trained_for(office: FrontOffice) -> None:
    office.waiting(FREE)
    office.clock.advance(minutes=1)
    for_kfz = office.waiting(TRANSFER)
    assert next_at(office.kfz_counter).claim.visit == for_kfz


def test_a_chosen_visit_is_called_out_of_order_and_the_reason_is_kept(office: FrontOffice) -> None:
    office.waiting()
    chosen = office.waiting()
    called = held(office.counter.call_next.chosen(chosen, "dringend"))
    assert called.claim.visit == chosen
    assert (KIM.account, "called_by_choice", "dringend") in office.audit()


def test_a_call_taken_back_keeps_its_place(office: FrontOffice) -> None:
    visit = office.waiting()
    office.clock.advance(minutes=1)
    office.waiting()
    called = next_at(office.counter)
    office.counter.call_next.take_back(called)
    assert office.counter.call_next.held() is None
    assert next_at(office.kfz_counter).claim.visit == visit


def test_a_repeated_press_after_taking_back_calls_nobody(office: FrontOffice) -> None:
    office.waiting()
    called = held(office.counter.call_next.next("press"))
    office.counter.call_next.take_back(called)
    assert isinstance(office.counter.call_next.next("press"), TakenBack)


def test_a_number_can_be_announced_again_until_the_person_is_here(office: FrontOffice) -> None:
    office.waiting()
    called = next_at(office.counter)
    office.clock.advance(minutes=2)
    office.counter.call_next.again(called)
    assert office.visit(called.claim.visit).called_at == MORNING + timedelta(minutes=2)
    begun = office.counter.call_next.begin(called)
    with pytest.raises(IllegalTransition):
        office.counter.call_next.again(begun)


def test_serving_begins_when_the_person_is_here(office: FrontOffice) -> None:
    office.waiting()
    called = next_at(office.counter)
    office.clock.advance(minutes=1)
    begun = office.counter.call_next.begin(called)
    assert begun.visit.state is VisitState.SERVING
    assert begun.visit.serving_since == MORNING + timedelta(minutes=1)


def test_who_does_not_come_waits_a_while_and_is_missed_after_the_set_number_of_calls(
    office: FrontOffice,
) -> None:
    visit = office.waiting()
    workplace = office.counter.seat.workplace
    for call in range(1, workplace.calls_until_missed + 1):
        called = next_at(office.counter)
        state = office.counter.call_next.no_show(called)
        is_last = call == workplace.calls_until_missed
        assert state is (VisitState.MISSED if is_last else VisitState.WAITING)
        assert isinstance(office.counter.call_next.next(str(uuid4())), Nobody)
        office.clock.advance(minutes=workplace.no_show_minutes)
    assert office.state(visit) is VisitState.MISSED


def test_the_visit_a_counter_holds_is_offered_after_a_restart_where_it_was(office: FrontOffice) -> None:
    serving = office.serving()
    office.counter.procedure.go_to(serving, Step.APPLICATION)
    restarted = FrontOffice.reopen(office.store.address)
    offered = restarted.counter.call_next.held()
    assert offered is not None
    assert offered.claim.visit == serving.claim.visit
    assert offered.visit.state is VisitState.SERVING
    assert offered.visit.step is Step.APPLICATION
    assert restarted.kfz_counter.call_next.held() is None
    restarted.store.close()


def test_a_parked_visit_is_taken_up_at_another_counter(office: FrontOffice) -> None:
    serving = office.serving()
    office.queue.release(serving.claim)
    taken = held(office.kfz_counter.call_next.take(serving.claim.visit))
    assert taken.visit.state is VisitState.SERVING
    with pytest.raises(ClaimLost):
        office.counter.call_next.again(serving)


def test_reloading_shows_what_others_have_stored_and_keeps_the_claim(office: FrontOffice) -> None:
    serving = office.serving()
    office.counter.procedure.go_to(serving, Step.PAYMENT)
    seen = office.counter.call_next.reload(serving)
    assert seen.visit.step is Step.PAYMENT
    assert seen.claim == serving.claim
