"""An incomplete case goes on in one new visit: never in two, whoever presses at the same moment."""

from dataclasses import replace
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from clerk.domain.people import Workplace
from clerk.domain.visit import Outcome, VisitState
from clerk.persistence import audit_trail
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.opening import open_store
from clerk.persistence.tables import CaseHistoryRow
from clerk.ports import Arrival, Called, NotTakenUp
from tests.forked import CONTEXT
from tests.persistence.office import CLERK, MORNING, Office, SteppedClock, claim_of, only_case

COUNTERS, ROUNDS = 4, 8


def left_incomplete(office: Office, workplace: Workplace) -> int:
    """Let somebody be sent home; return the id of the case."""
    claim = office.serving(workplace, name="Frau Beispiel")
    case = only_case(office, claim)
    with office.work.write() as work:
        work.visits.save_case(claim, replace(case, outcome=Outcome.INCOMPLETE))
    office.queue.finish(claim)
    return case.id


_barrier: Barrier


def _meet_at(barrier: Barrier) -> None:
    global _barrier  # noqa: PLW0603 - the way a pool hands a barrier to its processes
    _barrier = barrier


def _take_up(path: Path, workplace: Workplace, cases: list[int]) -> list[str]:
    """Take up each case and close it again; return what came of it, one word for each round."""
    store = open_store(path)
    queue = BuiltInQueue(store, SteppedClock(MORNING))
    seen = []
    for case in cases:
        _barrier.wait(60)
        try:
            answer = queue.accept_directly(workplace, CLERK, Arrival("kfz", (), continues=(case,)))
        except NotTakenUp as refusal:
            seen.append(str(refusal))
            continue
        assert isinstance(answer, Called), answer
        seen.append("taken")
        queue.finish(answer.claim)
    store.close()
    return seen


def test_of_counters_that_press_at_once_one_gets_the_case_and_the_others_a_sentence(office: Office) -> None:
    workplaces = [office.counter(str(number)) for number in range(COUNTERS)]
    cases = [left_incomplete(office, workplaces[0]) for _round in range(ROUNDS)]
    with CONTEXT.Pool(COUNTERS, _meet_at, (CONTEXT.Barrier(COUNTERS),)) as pool:
        jobs = [(office.store.address, workplace, cases) for workplace in workplaces]
        outcomes = pool.starmap(_take_up, jobs, chunksize=1)
    for answers in zip(*outcomes, strict=True):
        assert sorted(answer == "taken" for answer in answers) == [False] * (COUNTERS - 1) + [True]
        assert all("schon wieder aufgenommen" in answer for answer in answers if answer != "taken")
    with office.store.read() as session:
        assert len(session.exec(select(CaseHistoryRow)).all()) == ROUNDS
    assert audit_trail.verify(office.store) == []


def test_it_can_wait_in_the_queue_as_well(office: Office) -> None:
    counter = office.counter()
    case = left_incomplete(office, counter)
    office.clock.advance(minutes=5)
    visit = office.queue.arrive(counter, CLERK, Arrival("kfz", (), name="Frau Beispiel", continues=(case,)))
    assert office.state(visit) is VisitState.WAITING
    assert [each.id for each in office.visit(visit).cases] == [case]
    taken = claim_of(office.queue.take(counter, CLERK, visit))
    assert only_case(office, taken).outcome is None


def test_a_case_of_an_open_visit_is_not_taken_up(office: Office) -> None:
    counter, other = office.counter("1"), office.counter("2")
    claim = office.serving(counter)
    case = only_case(office, claim)
    with office.work.write() as work:
        work.visits.save_case(claim, replace(case, outcome=Outcome.INCOMPLETE))
    with pytest.raises(NotTakenUp):
        office.queue.accept_directly(other, CLERK, Arrival("kfz", (), continues=(case.id,)))
    assert only_case(office, claim).id == case.id


def test_an_unknown_case_opens_no_visit(office: Office) -> None:
    counter = office.counter()
    with pytest.raises(KeyError):
        office.queue.accept_directly(counter, CLERK, Arrival("kfz", (), continues=(4711,)))
    assert office.queue.held_by(counter, CLERK) is None


def test_the_store_itself_knows_a_stay_of_a_case_once(office: Office) -> None:
    counter = office.counter()
    case = left_incomplete(office, counter)
    claim = claim_of(office.queue.accept_directly(counter, CLERK, Arrival("kfz", (), continues=(case,))))
    with office.store.read() as session:
        [stay] = session.exec(select(CaseHistoryRow)).all()
        earlier = stay.visit
    with pytest.raises(IntegrityError), office.store.write() as session:
        session.add(CaseHistoryRow(case=case, visit=earlier, left_at=MORNING, continued_by=claim.visit))
