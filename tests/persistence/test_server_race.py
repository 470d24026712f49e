"""Many workstations press at once on one server: nobody is called twice, nobody is skipped, the queue rule holds."""

import os
import threading

import pytest

from clerk.domain.people import Workplace
from clerk.persistence import audit_trail
from clerk.persistence.change_feed import feed_of
from clerk.persistence.opening import open_store
from tests.persistence.office import Office
from tests.persistence.race import AREAS, fill
from tests.persistence.server_race import MUTANTS, SYMPTOMS, drain, judge
from tests.postgres import Server, temporary

SOAK = bool(os.environ.get("CLERK_SOAK"))
COUNTERS, WAITING, LISTENERS = (64, 5_000, 10) if SOAK else (8, 120, 3)
ROUNDS_UNTIL_FOUND = 10
_SKILLS = [AREAS, AREAS[:1], AREAS[:2], AREAS[1:], AREAS[2:], AREAS[:3], AREAS, AREAS[3:]]


def _workplaces(office: Office, count: int) -> list[Workplace]:
    """Counters with different skills; together they serve every area."""
    return [office.counter(str(number), _SKILLS[number % len(_SKILLS)]) for number in range(count)]


@pytest.mark.soak
def test_nobody_is_called_twice_or_passed_over_while_screens_listen(shared: Office) -> None:
    print(f"{COUNTERS} processes, {WAITING} waiting, {LISTENERS} screens")
    workplaces = _workplaces(shared, COUNTERS)
    before = fill(shared, WAITING)
    stores = [open_store(shared.store.address) for _screen in range(LISTENERS)]
    feeds = [feed_of(store) for store in stores]
    heard = [threading.Event() for _screen in feeds]
    for feed, event in zip(feeds, heard, strict=True):
        feed.watch(event.set)
    reports = drain(shared, workplaces)
    assert judge(before, workplaces, reports) == []
    assert sum(len(report.calls) for report in reports) == WAITING
    assert audit_trail.verify(shared.store) == []
    assert all(event.wait(20) for event in heard)
    for feed, store in zip(feeds, stores, strict=True):
        feed.close()
        store.close()


@pytest.mark.soak
@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_race_finds_a_broken_way_of_claiming(postgres: Server, mutant: str) -> None:
    """A test of the test above: with these mutants its checks must fail."""
    for round_number in range(1, ROUNDS_UNTIL_FOUND + 1):
        with temporary(postgres, postgres.new_database()) as address:
            office = Office.on(address)
            workplaces = _workplaces(office, 8)
            before = fill(office, 120, seed=round_number)
            MUTANTS[mutant](office)
            found = judge(before, workplaces, drain(office, workplaces, patience=0))
            office.store.close()
        if any(SYMPTOMS[mutant] in fault for fault in found):
            print(f"{mutant}: {len(found)} faults in round {round_number}")
            return
    pytest.fail(f"{mutant} was not found in {ROUNDS_UNTIL_FOUND} rounds")
