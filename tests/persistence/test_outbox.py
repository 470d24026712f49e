"""Deliveries: numbered, once, at the right printer, never the next day."""

from datetime import timedelta

from clerk.ports import Delivery
from tests.persistence.office import Office, only_case


def test_receipts_are_numbered_in_the_year_and_wait_for_this_counters_printer(office: Office) -> None:
    counter = office.counter()
    claim = office.serving(counter)
    midnight = office.clock.time - timedelta(hours=7)
    with office.work.write() as work:
        jobs = [work.outbox.add_receipt(claim) for _number in range(2)]
    assert [job.number for job in jobs] == ["2026-000001", "2026-000002"]
    with office.work.read() as work:
        assert work.outbox.pending(counter.counter, Delivery.RECEIPT, midnight) == jobs
        assert work.outbox.pending(counter.counter + 1, Delivery.RECEIPT, midnight) == []
        assert work.outbox.pending(counter.counter, Delivery.HANDOVER, midnight) == []
        assert work.outbox.receipts_of(claim.visit) == jobs[::-1]


def test_what_was_delivered_is_not_pending_and_the_next_one_is_a_copy(office: Office) -> None:
    counter = office.counter()
    claim = office.serving(counter)
    with office.work.write() as work:
        job = work.outbox.add_receipt(claim)
        work.outbox.delivered(job.id)
    with office.work.read() as work:
        assert work.outbox.pending(counter.counter, Delivery.RECEIPT, office.clock.time - timedelta(1)) == []
        assert [job.times for job in work.outbox.receipts_of(claim.visit)] == [1]


def test_nothing_of_yesterday_is_printed_today(office: Office) -> None:
    counter = office.counter()
    claim = office.serving(counter)
    with office.work.write() as work:
        work.outbox.add_receipt(claim)
    with office.work.read() as work:
        assert work.outbox.pending(counter.counter, Delivery.RECEIPT, office.clock.time) == []


def test_a_handover_added_twice_is_one(office: Office) -> None:
    claim = office.serving(office.counter())
    case = only_case(office, claim)
    jobs = []
    for _time in range(2):
        with office.work.write() as work:
            jobs.append(work.outbox.add_handover(claim, case.id))
    assert jobs[0] == jobs[1]
    assert (jobs[0].case, jobs[0].number) == (case.id, case.number)
