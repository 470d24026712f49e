"""Two acts on the same visit at the same moment: one of them holds, the other is told, and nothing is in between.

Everything here goes through the ports, so that it says the same of any store.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest

from clerk.domain.people import Workplace
from clerk.domain.visit import IllegalTransition, ParkReason, VisitState
from clerk.persistence import audit_trail
from clerk.persistence.queue_lead import StoredQueueLead
from clerk.ports import AlreadyServing, Called, Claim, ClaimLost, CounterTaken, DayEnd, TakenBack
from tests.persistence.office import CLERK, Office, claim_of, press

pytestmark = pytest.mark.both_engines

ROUNDS = 60 if os.environ.get("CLERK_SOAK") else 5
REFUSALS = (IllegalTransition, ClaimLost, CounterTaken)
Act = Callable[[], object]


def at_once(*acts: Act) -> list[object]:
    """Do *acts* in threads that meet at a barrier; return what each gave, or how it was refused."""
    barrier = Barrier(len(acts))

    def one(act: Act) -> object:
        barrier.wait(20)
        try:
            return act()
        except REFUSALS as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result(60) for future in [threads.submit(one, act) for act in acts]]


def refused(answer: object) -> bool:
    """Tell whether an act was refused."""
    return isinstance(answer, REFUSALS)


@pytest.fixture(name="counters")
def _counters(office: Office) -> tuple[Workplace, Workplace]:
    return office.counter("1"), office.counter("2")


def lead(office: Office) -> StoredQueueLead:
    """Return what looks after the whole queue."""
    return StoredQueueLead(office.store, office.clock)


# ---------------------------------------------------------------- a press that comes again


def _release(office: Office, counter: Workplace, claim: Claim) -> None:
    office.queue.begin(claim)
    office.queue.release(claim)


def _no_show(office: Office, counter: Workplace, claim: Claim) -> None:
    office.queue.no_show(claim, counter)


def _close(office: Office, counter: Workplace, claim: Claim) -> None:
    office.queue.begin(claim)
    office.queue.finish(claim)


def _released_for(office: Office, counter: Workplace, claim: Claim) -> None:
    lead(office).release_for(counter, CLERK, claim.visit, "Schalter verlassen")


@pytest.mark.parametrize("ends", [_release, _no_show, _close, _released_for])
def test_a_press_sent_again_after_its_visit_has_gone_on_calls_nobody(
    office: Office, counters: tuple[Workplace, Workplace], ends: Callable[[Office, Workplace, Claim], None]
) -> None:
    counter, _other = counters
    office.arrive(counter)
    bystander = office.arrive(counter)
    request = str(uuid4())
    claim = claim_of(office.queue.call_next(counter, CLERK, request))
    ends(office, counter, claim)
    office.clock.advance(minutes=10)
    for _again in range(2):
        assert office.queue.call_next(counter, CLERK, request) == TakenBack()
    assert office.state(bystander) is VisitState.WAITING
    assert office.queue.held_by(counter, CLERK) is None


def test_two_presses_of_one_counter_at_once_never_hold_two_visits(
    office: Office, counters: tuple[Workplace, Workplace]
) -> None:
    counter, _other = counters
    for _round in range(ROUNDS):
        waiting = [office.arrive(counter), office.arrive(counter)]
        answers = at_once(lambda: press(office, counter), lambda: press(office, counter))
        assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyServing", "Called"]
        claims = {answer.claim for answer in answers if isinstance(answer, Called | AlreadyServing)}
        assert len(claims) == 1
        assert [office.state(visit) for visit in waiting].count(VisitState.CALLED) == 1
        lead(office).release_for(counter, CLERK, claims.pop().visit, "Test")
        lead(office).end_day(counter, CLERK)


# ---------------------------------------------------------------- two acts at a barrier


def test_of_releasing_and_closing_at_once_one_holds(
    office: Office, counters: tuple[Workplace, Workplace]
) -> None:
    counter, _other = counters
    for _round in range(ROUNDS):
        claim = office.serving(counter)
        released, closed = at_once(
            partial(lead(office).release_for, counter, CLERK, claim.visit, "Test"),
            partial(office.queue.finish, claim),
        )
        assert refused(released) != refused(closed)
        expected = VisitState.WAITING if refused(closed) else VisitState.CLOSED
        assert office.state(claim.visit) is expected
        assert office.queue.held_by(counter, CLERK) is None


def test_what_is_parked_and_taken_up_at_once_is_at_one_place(
    office: Office, counters: tuple[Workplace, Workplace]
) -> None:
    first, second = counters
    for _round in range(ROUNDS):
        claim = office.serving(first)
        parked, taken = at_once(
            partial(office.queue.park, claim, ParkReason.FORMS),
            partial(office.queue.take, second, CLERK, claim.visit),
        )
        assert not refused(parked)
        expected = VisitState.PARKED if refused(taken) else VisitState.SERVING
        assert office.state(claim.visit) is expected
        assert office.queue.held_by(first, CLERK) is None
        _close_all(office, counters)


def test_a_parked_visit_taken_up_by_two_counters_at_once_goes_to_one(
    office: Office, counters: tuple[Workplace, Workplace]
) -> None:
    for _round in range(ROUNDS):
        claim = office.serving(counters[0])
        office.queue.park(claim, ParkReason.FORMS)
        answers = at_once(*(partial(office.queue.take, counter, CLERK, claim.visit) for counter in counters))
        assert [refused(answer) for answer in answers].count(True) == 1
        held = [office.queue.held_by(counter, CLERK) for counter in counters]
        assert [one.visit for one in held if one is not None] == [claim.visit]
        _close_all(office, counters)


def test_who_is_found_and_has_left_at_once_is_served_or_gone(
    office: Office, counters: tuple[Workplace, Workplace]
) -> None:
    counter, desk = counters
    for _round in range(ROUNDS):
        visit = office.arrive(counter)
        found, left = at_once(
            partial(office.queue.take, counter, CLERK, visit), partial(office.queue.leave, desk, CLERK, visit)
        )
        assert refused(found) != refused(left)
        expected = VisitState.LEFT if refused(found) else VisitState.SERVING
        assert office.state(visit) is expected
        _close_all(office, counters)


def test_what_an_old_claim_writes_while_it_is_taken_over_is_whole_or_refused(
    office: Office, counters: tuple[Workplace, Workplace]
) -> None:
    counter, _other = counters
    for _round in range(ROUNDS):
        old = office.serving(counter)
        taken, parked = at_once(
            lambda: office.queue.take_over(counter, CLERK),
            partial(office.queue.park, old, ParkReason.FORMS),
        )
        assert (taken is None) != refused(parked)
        expected = VisitState.PARKED if taken is None else VisitState.SERVING
        assert office.state(old.visit) is expected
        _close_all(office, counters)


def test_a_counter_that_calls_while_it_is_given_a_visit_holds_one(
    office: Office, counters: tuple[Workplace, Workplace]
) -> None:
    first, second = counters
    for _round in range(ROUNDS):
        stuck, waiting = office.serving(first), office.arrive(first)
        given, called = at_once(
            partial(lead(office).reassign, first, CLERK, stuck.visit, second.counter, "Test"),
            lambda: press(office, second),
        )
        held = office.queue.held_by(second, CLERK)
        assert held is not None
        assert held.visit == (waiting if refused(given) else stuck.visit)
        assert isinstance(called, Called if refused(given) else AlreadyServing)
        _close_all(office, counters)


def test_at_the_end_of_the_day_everybody_is_called_or_gone(
    office: Office, counters: tuple[Workplace, Workplace]
) -> None:
    first, second = counters
    for _round in range(ROUNDS):
        visits = {office.arrive(first) for _person in range(3)}
        answers = at_once(
            lambda: press(office, first),
            lambda: lead(office).end_day(first, CLERK),
            lambda: press(office, second),
        )
        called = {answer.claim.visit for answer in answers if isinstance(answer, Called)}
        [ended] = [answer for answer in answers if isinstance(answer, DayEnd)]
        left = {entry.visit for entry in ended.left}
        assert called | left == visits
        assert not called & left
        _close_all(office, counters)
    assert audit_trail.verify(office.store) == []


def _close_all(office: Office, counters: Sequence[Workplace]) -> None:
    """Let everybody go, so that the next round begins empty."""
    for counter in counters:
        held = office.queue.held_by(counter, CLERK)
        if held is not None:
            lead(office).release_for(counter, CLERK, held.visit, "Test")
    for entry in lead(office).end_day(counters[0], CLERK).parked:
        office.queue.leave(counters[0], CLERK, entry.visit)
