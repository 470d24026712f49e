"""Handovers waiting for delivery: one at a time to one workstation, again after a crash, never lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from clerk.domain.people import Workplace
from clerk.domain.visit import Outcome
from clerk.persistence import migrate
from clerk.persistence.office_admin import Counter, Site
from clerk.persistence.opening import open_store
from clerk.persistence.work import StoredUnitOfWork
from clerk.ports import Claim, HandoverBacklog, HandoverJob
from tests.persistence.office import Office, only_case
from tests.persistence.older import older_copy

LEASE = timedelta(seconds=60)
NOTHING = HandoverBacklog(0, 0)


def queued(office: Office, counter: Workplace, outcome: Outcome = Outcome.DONE) -> Claim:
    """Let a case end at *counter* and its handover be queued; the visit is still being served."""
    claim = office.serving(counter)
    case = only_case(office, claim)
    with office.work.write() as work:
        work.visits.save_case(claim, replace(case, outcome=outcome))
        work.outbox.add_handover(claim, case.id)
    return claim


def closed(office: Office, counter: Workplace) -> Claim:
    """Let a visit be closed with one case done."""
    claim = queued(office, counter)
    office.queue.finish(claim)
    return claim


def lease(office: Office) -> HandoverJob | None:
    with office.work.write() as work:
        return work.handovers.lease(office.site, office.clock.time + LEASE)


def leased(office: Office) -> HandoverJob:
    job = lease(office)
    assert job is not None
    return job


def delivered(office: Office, job: HandoverJob) -> None:
    with office.work.write() as work:
        work.handovers.delivered(job)


def put_back(office: Office, job: HandoverJob) -> None:
    with office.work.write() as work:
        work.handovers.put_back(job, office.clock.time)


def backlog(office: Office, site: int | None = None) -> HandoverBacklog:
    with office.work.read() as work:
        return work.handovers.backlog(site or office.site)


def test_a_closed_visits_handover_is_leased_with_its_case_and_the_moment_of_closing(office: Office) -> None:
    claim = queued(office, office.counter())
    office.clock.advance(minutes=3)
    office.queue.finish(claim)
    case = only_case(office, claim)
    job = leased(office)
    assert (job.visit, job.case, job.number) == (claim.visit, case.id, case.number)
    assert (job.tries, job.closed_at) == (1, office.clock.time)


def test_what_is_leased_nobody_else_gets_until_the_lease_runs_out(office: Office) -> None:
    closed(office, office.counter())
    first = leased(office)
    assert lease(office) is None
    assert backlog(office) == HandoverBacklog(waiting=1, due=0)
    office.clock.advance(seconds=59)
    assert lease(office) is None
    office.clock.advance(seconds=1)
    assert backlog(office) == HandoverBacklog(waiting=1, due=1)
    assert leased(office) == replace(first, tries=2)


def test_the_oldest_is_leased_first(office: Office) -> None:
    counter = office.counter()
    visits = [closed(office, counter).visit for _number in range(3)]
    assert [leased(office).visit for _number in range(3)] == visits


def test_what_was_delivered_is_done_however_often_it_is_said(office: Office) -> None:
    closed(office, office.counter())
    job = leased(office)
    for _time in range(2):
        delivered(office, job)
    office.clock.advance(minutes=10)
    assert lease(office) is None
    assert backlog(office) == NOTHING
    assert times_delivered(office) == [1]


def test_what_was_put_back_rests_and_is_leased_again_after_that(office: Office) -> None:
    closed(office, office.counter())
    job = leased(office)
    with office.work.write() as work:
        work.handovers.put_back(job, office.clock.time + timedelta(seconds=5))
    office.clock.advance(seconds=4)
    assert lease(office) is None
    office.clock.advance(seconds=1)
    assert leased(office).tries == 2


@pytest.mark.parametrize("late", [delivered, put_back], ids=["done", "back"])
def test_a_workstation_that_was_frozen_changes_nothing_when_its_lease_is_gone(
    office: Office, late: Callable[[Office, HandoverJob], None]
) -> None:
    closed(office, office.counter())
    frozen = leased(office)
    office.clock.advance(seconds=60)
    other = leased(office)
    late(office, frozen)
    assert backlog(office) == HandoverBacklog(waiting=1, due=0)
    delivered(office, other)
    late(office, frozen)
    assert backlog(office) == NOTHING
    assert times_delivered(office) == [1]


def times_delivered(office: Office) -> list[int]:
    with office.store.read_connection() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT times FROM outbox ORDER BY id")]


def test_a_visit_that_is_still_being_served_is_not_handed_over(office: Office) -> None:
    """The outcome is stored a moment before the visit is closed: in between somebody may still change it."""
    claim = queued(office, office.counter())
    assert lease(office) is None
    assert backlog(office) == NOTHING
    office.queue.finish(claim)
    assert leased(office).visit == claim.visit


def test_a_case_whose_outcome_was_changed_after_a_crash_is_not_handed_over(office: Office) -> None:
    claim = queued(office, office.counter())
    with office.work.write() as work:
        work.visits.save_case(claim, replace(only_case(office, claim), outcome=Outcome.INCOMPLETE))
    office.queue.finish(claim)
    assert lease(office) is None
    assert backlog(office) == NOTHING


def test_a_receipt_is_no_handover(office: Office) -> None:
    claim = office.serving(office.counter())
    with office.work.write() as work:
        work.outbox.add_receipt(claim)
        work.visits.save_case(claim, replace(only_case(office, claim), outcome=Outcome.DONE))
    office.queue.finish(claim)
    assert backlog(office) == NOTHING


def test_any_counter_of_the_site_may_deliver_and_no_other_site(office: Office) -> None:
    closed(office, office.counter("1"))
    elsewhere = office.admin.add_site(Site(0, "Außenstelle", "Landratsamt Musterkreis")).id
    office.admin.add_counter(Counter(0, elsewhere, "1", frozenset({"kfz"})))
    assert backlog(office, elsewhere) == NOTHING
    with office.work.write() as work:
        assert work.handovers.lease(elsewhere, office.clock.time + LEASE) is None
    assert backlog(office) == HandoverBacklog(waiting=1, due=1)


def test_workstations_that_race_for_the_handovers_never_get_the_same_one(office: Office) -> None:
    """Each has connections of its own to the file, as processes have."""
    counter = office.counter()
    visits = {closed(office, counter).visit for _number in range(12)}
    racers = 4
    barrier = Barrier(racers)

    def drain(_number: int) -> list[int]:
        store = open_store(office.store.address)
        own = StoredUnitOfWork(store, office.clock)
        taken: list[int] = []
        barrier.wait(timeout=30)
        while True:
            with own.write() as work:
                job = work.handovers.lease(office.site, office.clock.time + LEASE)
            if job is None:
                store.close()
                return taken
            taken.append(job.visit)

    with ThreadPoolExecutor(racers) as pool:
        taken = [visit for share in pool.map(drain, range(racers)) for visit in share]
    assert len(taken) == len(visits)
    assert set(taken) == visits


@pytest.mark.embedded_only
def test_looking_for_handovers_does_not_read_the_deliveries_of_past_years(office: Office) -> None:
    """Every workstation looks every few seconds, and rows stay: only the index of the open ones may be read."""
    statement = (
        "SELECT outbox.id FROM outbox JOIN visit ON visit.id = outbox.visit "
        "WHERE kind = 'handover' AND times = 0 AND visit.site = 1 ORDER BY outbox.id"
    )
    with office.store.read_connection() as connection:
        plan = [str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
    assert "ix_outbox_handover_open" in plan[0]


@pytest.mark.embedded_only
def test_a_handover_queued_before_the_upgrade_is_delivered_after_it(office: Office, tmp_path: Path) -> None:
    claim = closed(office, office.counter())
    newer = office.store
    office.store = older_copy(newer, tmp_path / "older.db", "0001")
    newer.close()
    migrate.upgrade(office.store)
    assert migrate.check(office.store) == []
    job = leased(office)
    assert (job.visit, job.tries) == (claim.visit, 1)
