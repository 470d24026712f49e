"""Many counters press at once: nobody is called twice, nobody is skipped, the queue rule holds."""

from pathlib import Path

import pytest

from clerk.domain.people import Workplace
from clerk.persistence import audit_trail
from tests.persistence.office import Office
from tests.persistence.race import AREAS, COUNTERS, WAITING, fill, judge, race

pytestmark = pytest.mark.embedded_only

ROUNDS_UNTIL_FOUND = 10


def _workplaces(office: Office) -> list[Workplace]:
    """Counters with different skills; together they serve every area."""
    skills = [AREAS, AREAS[:1], AREAS[:2], AREAS[1:], AREAS[2:], AREAS[:3], AREAS, AREAS[3:]]
    return [office.counter(f"{number}", skills[number % len(skills)]) for number in range(COUNTERS)]


@pytest.mark.soak
def test_nobody_is_called_twice_or_skipped_however_many_press_at_once(office: Office) -> None:
    print(f"{COUNTERS} processes, {WAITING} waiting")
    workplaces = _workplaces(office)
    before = fill(office, WAITING)
    reports = race(office, workplaces)
    assert judge(office, before, workplaces, reports) == []
    assert sum(len(report.called) for report in reports) == WAITING
    assert audit_trail.verify(office.store) == []


@pytest.mark.soak
@pytest.mark.parametrize(
    ("mutant", "symptom"), [("select-then-update", "2 times"), ("deferred BEGIN", "locked")]
)
def test_the_race_finds_a_broken_way_of_claiming(tmp_path: Path, mutant: str, symptom: str) -> None:
    """A test of the test above: with these mutants its checks must fail."""
    for round_number in range(1, ROUNDS_UNTIL_FOUND + 1):
        office = Office.found(tmp_path / f"round-{round_number}.db")
        workplaces = _workplaces(office)
        before = fill(office, WAITING, seed=round_number)
        found = judge(office, before, workplaces, race(office, workplaces, mutant))
        office.store.close()
        if any(symptom in fault for fault in found):
            print(f"{mutant}: {len(found)} faults in round {round_number}")
            return
    pytest.fail(f"{mutant} was not found in {ROUNDS_UNTIL_FOUND} rounds")
