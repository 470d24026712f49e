"""``kill -9`` at every step and a restart: the program offers exactly where it was, nothing acknowledged is lost.

What the terminal does meanwhile, and how recovery clears it up, is tested with the terminal.
"""

import os
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from clerk.domain.closing import Obstacle
from clerk.domain.settlement import Way, open_cents
from clerk.domain.visit import Step, Visit, VisitState
from clerk.persistence import audit_trail
from clerk.ports import LineLocked
from clerk.services.close_visit import NotClosable
from clerk.services.workstation import Workstation
from tests.catalogue.shipped import TODAY
from tests.services.card import TOLD
from tests.services.front_office import TRANSFER_CENTS, FrontOffice, close, first, settle_all
from tests.services.killed import (
    STEPS,
    Victim,
    do_steps,
    open_at,
    pay_by_card,
    stop_before_the_queue,
    type_on,
)

ROUNDS = 60 if os.environ.get("CLERK_SOAK") == "1" else 4
NAMES = list(STEPS)
OF_TWO_PARTS = ("the pre-check is completed", "the visit is closed")
"""Steps that change the visit first and the queue then; until the second part the visit stays where it is."""


@contextmanager
def restarted(path: Path) -> Iterator[FrontOffice]:
    """Open the office again after a process was killed; the file and the audit trail have to be whole."""
    office = FrontOffice.reopen(path)
    with closing(office.store), closing(office.journal):
        assert office.ask("PRAGMA integrity_check") == [("ok",)]
        assert office.ask("PRAGMA foreign_key_check") == []
        assert audit_trail.verify(office.store) == []
        yield office


def offered(place: Workstation) -> Visit | None:
    """Return what a place offers when the program starts there."""
    found = place.call_next.held()
    return None if found is None else _whoever_holds_it(found.visit)


def _whoever_holds_it(visit: Visit) -> Visit:
    """Return *visit* without how often it has had a new holder: every start of the program takes it over."""
    return replace(visit, epoch=0)


def assert_exactly_there(office: FrontOffice, acknowledged: Visit) -> None:
    """The visit is offered where it was, as it was, and nowhere else."""
    places = (office.info_desk, office.counter, office.kfz_counter)
    at_its_counter = {place.seat.workplace.counter: offered(place) for place in places}
    if acknowledged.counter is not None:
        assert at_its_counter.pop(acknowledged.counter) == _whoever_holds_it(acknowledged)
    assert set(at_its_counter.values()) == {None}
    assert _whoever_holds_it(office.visit(acknowledged.id)) == _whoever_holds_it(acknowledged)


def last_of(acknowledged: list[Visit | None]) -> Visit:
    visit = acknowledged[-1]
    assert visit is not None
    return visit


@pytest.fixture(name="before", scope="session")
def _before(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The store as it is before each step."""
    folder = tmp_path_factory.mktemp("stages")
    now = Path(shutil.copyfile(furnished, folder / "now.db"))
    stages = {}
    for place, (step, act) in enumerate(STEPS.items()):
        stages[step] = Path(shutil.copyfile(now, folder / f"{place}.db"))
        office = FrontOffice.reopen(now)
        with closing(office.store), closing(office.journal):
            act(office)
    return stages


@pytest.fixture(name="store_before")
def _store_before(before: Mapping[str, Path], tmp_path: Path) -> Callable[[str], Path]:
    """Give a store of one's own as it is before a step."""
    return lambda step: Path(shutil.copyfile(before[step], tmp_path / "buergerbuero.db"))


@pytest.mark.parametrize("step", NAMES)
def test_a_process_killed_right_after_a_step_has_lost_nothing_of_it(
    store_before: Callable[[str], Path], step: str
) -> None:
    path, place = store_before(step), NAMES.index(step)
    victim = Victim(path, do_steps, place, place + 1)
    assert victim.wait_for(1)
    acknowledged = last_of(victim.kill())
    with restarted(path) as office:
        assert_exactly_there(office, acknowledged)


def test_a_visit_gets_from_arrival_to_closed_though_its_program_is_killed_after_every_step(
    furnished_copy: Path,
) -> None:
    for place in range(len(STEPS)):
        victim = Victim(furnished_copy, do_steps, place, place + 1)
        assert victim.wait_for(1), NAMES[place]
        acknowledged = last_of(victim.kill())
        with restarted(furnished_copy) as office:
            assert_exactly_there(office, acknowledged)
    assert acknowledged.state is VisitState.CLOSED
    assert acknowledged.is_single_visit


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_process_killed_at_any_moment_leaves_a_step_done_or_not_begun(
    furnished_copy: Path, seed: int
) -> None:
    chance = random.Random(seed)
    known = chance.randrange(1, len(STEPS))
    victim = Victim(furnished_copy, do_steps, 0, len(STEPS))
    assert victim.wait_for(known)
    victim.wait_for(known + 1, seconds=chance.uniform(0, 0.02))
    acknowledged = victim.kill()
    with restarted(furnished_copy) as office:
        stored = _whoever_holds_it(office.visit(last_of(acknowledged).id))
    done = len(acknowledged)
    if stored != _whoever_holds_it(last_of(acknowledged)) and not (
        NAMES[done] in OF_TWO_PARTS and stored.counter is not None
    ):
        done += 1
    rest = Victim(furnished_copy, do_steps, done, len(STEPS))
    assert rest.wait_for(len(STEPS) - done)
    rest.kill()
    with restarted(furnished_copy) as office:
        assert office.state(stored.id) is VisitState.CLOSED


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_what_was_typed_and_stored_is_there_and_at_most_the_last_save_is_missing(
    store_before: Callable[[str], Path], seed: int
) -> None:
    path = store_before("something is typed")
    typist = Victim(path, type_on, 1, 150)
    signs = random.Random(seed).randrange(3, 25)
    assert typist.wait_for(signs)
    acknowledged = typist.kill()
    with restarted(path) as office:
        stored = first(open_at(office.counter)).form["holder_name"]
        assert len(stored) in {len(acknowledged), len(acknowledged) + 1}
        assert stored == "x" * len(stored)


@pytest.mark.parametrize("step", OF_TWO_PARTS)
def test_a_process_killed_in_the_middle_of_a_step_can_do_it_again(
    store_before: Callable[[str], Path], step: str
) -> None:
    path, place = store_before(step), NAMES.index(step)
    halfway = Victim(path, stop_before_the_queue, place, place + 1)
    assert halfway.wait_for(1)
    halfway.kill()
    with restarted(path) as office:
        (open_still,) = [visit for visit in map(offered, (office.info_desk, office.counter)) if visit]
        assert open_still.state is VisitState.SERVING

    again = Victim(path, do_steps, place, place + 1)
    assert again.wait_for(1)
    finished = last_of(again.kill())
    with restarted(path) as office:
        assert_exactly_there(office, finished)
        assert finished.counter is None
        deliveries = office.ask("SELECT count(*) FROM outbox WHERE kind = 'handover'")
        assert deliveries == [(1 if finished.state is VisitState.CLOSED else 0,)]
        assert office.counter.overview.now(on=TODAY).waiting_count == (
            1 if finished.state is VisitState.WAITING else 0
        )


@pytest.mark.parametrize("happened", range(len(TOLD) + 1), ids=["the intent is written", *TOLD])
def test_a_process_killed_while_the_card_is_charged_leaves_the_visit_at_its_payment(
    store_before: Callable[[str], Path], happened: int
) -> None:
    path = store_before("the fees are settled by notice")
    victim = Victim(path, pay_by_card, 0, happened)
    assert victim.wait_for(1)
    acknowledged = last_of(victim.kill())
    with restarted(path) as office:
        assert_exactly_there(office, acknowledged)
        at = open_at(office.counter)
        assert at.visit.step is Step.PAYMENT
        if happened == len(TOLD):
            assert {line.settlement and line.settlement.way for line in at.visit.lines} == {Way.CARD}
            close(office.counter, at)
            assert office.state(at.claim.visit) is VisitState.CLOSED
            return
        assert open_cents(at.visit.lines) == TRANSFER_CENTS
        with pytest.raises(LineLocked):
            settle_all(office.counter, at)
        with pytest.raises(NotClosable) as refusal:
            close(office.counter, at)
        assert refusal.value.hindrances[0].obstacle is Obstacle.UNCLEAR
