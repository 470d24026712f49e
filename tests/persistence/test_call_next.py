"""*Call next*: who is called, and that a press sent twice calls nobody twice."""

from datetime import timedelta

import pytest

from clerk.domain.queue_rule import Priority
from clerk.domain.visit import VisitState
from clerk.persistence.opening import open_store
from clerk.ports import (
    AlreadyServing,
    Arrival,
    NewCase,
    Nobody,
    TakenBack,
    Unreachable,
)
from tests.persistence.office import CLERK, MORNING, TODAY, Office, claim_of, press

pytestmark = pytest.mark.both_engines


def test_who_came_first_is_called_first(office: Office) -> None:
    counter = office.counter()
    first = office.arrive(counter)
    office.clock.advance(minutes=1)
    office.arrive(counter)
    assert claim_of(press(office, counter)).visit == first


def test_an_appointment_is_called_by_its_time_before_walk_ins(office: Office) -> None:
    counter = office.counter()
    office.arrive(counter)
    booked = office.queue.book(
        counter, CLERK, Arrival("kfz", (NewCase("kfz_neu", TODAY),)), MORNING + timedelta(minutes=10)
    )
    office.clock.advance(minutes=9)
    office.arrive(counter, appointment=booked)
    assert claim_of(press(office, counter)).visit == booked


def test_an_appointment_that_is_early_stands_back_behind_those_due(office: Office) -> None:
    counter = office.counter()
    booked = office.queue.book(counter, CLERK, Arrival("kfz", ()), MORNING + timedelta(minutes=30))
    office.arrive(counter, appointment=booked)
    walk_in = office.arrive(counter)
    assert claim_of(press(office, counter)).visit == walk_in
    assert claim_of(press(office, office.counter("2"))).visit == booked


def test_somebody_with_priority_goes_before_walk_ins_and_an_emergency_before_all(office: Office) -> None:
    counter = office.counter()
    office.arrive(counter)
    preferred = office.arrive(counter, priority=Priority.PRIORITY)
    emergency = office.arrive(counter, priority=Priority.EMERGENCY)
    assert claim_of(press(office, counter)).visit == emergency
    assert claim_of(press(office, office.counter("2"))).visit == preferred


def test_nobody_is_called_for_an_area_the_counter_does_not_serve(office: Office) -> None:
    office.arrive(office.counter("1"), area="pass")
    assert press(office, office.counter("2", ["kfz"])) == Nobody()


def test_the_same_press_sent_twice_gives_the_same_visit(office: Office) -> None:
    counter = office.counter()
    office.arrive(counter)
    office.arrive(counter)
    first = office.queue.call_next(counter, CLERK, "press")
    assert office.queue.call_next(counter, CLERK, "press") == first
    office.queue.begin(claim_of(first))
    assert office.queue.call_next(counter, CLERK, "press") == first


def test_a_press_whose_visit_was_taken_back_says_so_and_calls_nobody_else(office: Office) -> None:
    counter = office.counter()
    office.arrive(counter)
    office.queue.take_back(claim_of(office.queue.call_next(counter, CLERK, "press")))
    assert office.queue.call_next(counter, CLERK, "press") == TakenBack()
    assert office.queue.held_by(counter, CLERK) is None


def test_a_press_is_not_answered_with_a_later_call_of_the_same_visit(office: Office) -> None:
    counter = office.counter()
    office.arrive(counter)
    office.queue.take_back(claim_of(office.queue.call_next(counter, CLERK, "old")))
    office.queue.call_next(counter, CLERK, "new")
    assert office.queue.call_next(counter, CLERK, "old") == TakenBack()


def test_a_press_answered_with_nobody_never_calls_anybody_later(office: Office) -> None:
    counter = office.counter()
    assert office.queue.call_next(counter, CLERK, "press") == Nobody()
    office.arrive(counter)
    assert office.queue.call_next(counter, CLERK, "press") == Nobody()


def test_a_second_press_while_somebody_is_at_the_counter_changes_nothing(office: Office) -> None:
    counter = office.counter()
    office.arrive(counter)
    other = office.arrive(counter)
    held = claim_of(press(office, counter))
    assert press(office, counter) == AlreadyServing(held, "K001")
    assert office.queue.call(counter, CLERK, other, "reason") == AlreadyServing(held, "K001")
    assert office.queue.take(counter, CLERK, other) == AlreadyServing(held, "K001")
    assert office.queue.accept_directly(counter, CLERK, Arrival("kfz", ())) == AlreadyServing(held, "K001")
    assert office.state(other) is VisitState.WAITING


def test_a_press_refused_because_somebody_was_there_calls_nobody_later(office: Office) -> None:
    counter = office.counter()
    held = office.serving(counter)
    office.arrive(counter)
    assert isinstance(office.queue.call_next(counter, CLERK, "press"), AlreadyServing)
    office.queue.finish(held)
    assert office.queue.call_next(counter, CLERK, "press") == TakenBack()


@pytest.mark.embedded_only
def test_an_unreachable_store_is_an_answer_and_the_press_can_be_repeated(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = office.counter()
    visit = office.arrive(counter)
    other = open_store(office.store.address)
    with monkeypatch.context() as patched:
        patched.setattr("clerk.persistence.sqlite_store.GATE_PATIENCE_SECONDS", 0.05)
        with other.write():
            answer = office.queue.call_next(counter, CLERK, "press")
    other.close()
    assert isinstance(answer, Unreachable)
    assert "nichts geändert" in answer.message
    assert claim_of(office.queue.call_next(counter, CLERK, "press")).visit == visit
