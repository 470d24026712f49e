"""Appointments and paper lists in the store, in the words both engines understand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clerk.domain.appointment import Booking, Change
from clerk.domain.paper_series import PaperNumber, PaperOutcome
from clerk.domain.visit import VisitState
from clerk.persistence import audit_trail
from clerk.persistence.appointments import StoredAppointments
from clerk.persistence.paper_series import StoredPaperSeries
from clerk.ports import Arrival, NewCase, NumberTaken, PaperArrival
from tests.persistence.office import CLERK, TODAY, Office


@pytest.mark.both_engines
def test_lists_are_entered_once_followed_and_never_give_a_number_twice(office: Office) -> None:
    desk = office.counter("I")
    book = StoredAppointments(office.store, office.clock)
    booking = Booking(
        "key", office.clock.time + timedelta(minutes=30), "kfz_a", "kfz", "Kim", cancelled=False
    )
    assert book.enter(desk, 0, [booking, booking]) == (Change.BOOKED, Change.UNCHANGED)
    moved = replace(booking, starts_at=booking.starts_at + timedelta(minutes=5))
    assert book.enter(desk, 0, [moved]) == (Change.CHANGED,)
    (booked,) = office.queue.snapshot(desk).booked
    claim = office.serving(desk)
    book.join(desk, claim, booked.visit)
    assert office.visit(claim.visit).appointment_at == moved.starts_at
    assert office.state(booked.visit) is VisitState.CANCELLED

    paper = StoredPaperSeries(office.store, office.clock)
    arrival = Arrival(area="kfz", cases=(NewCase("kfz_a", TODAY),))
    line = PaperArrival(
        PaperNumber("N", 17), office.clock.time - timedelta(minutes=9), arrival, PaperOutcome.DONE
    )
    assert office.state(paper.enter(desk, CLERK, line)) is VisitState.CLOSED
    with pytest.raises(NumberTaken):
        paper.enter(desk, CLERK, line)
    assert audit_trail.verify(office.store) == []
