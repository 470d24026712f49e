"""Appointments at the info desk: late ones, like names, and one that turns up after the arrival."""

from datetime import UTC, datetime, timedelta

import pytest

from clerk.domain.appointment_of_day import found_later, sounds_like, when
from clerk.domain.queue_rule import OPENS_BEFORE_APPOINTMENT, Priority
from clerk.domain.visit import IllegalTransition, VisitState
from clerk.ports import Arrival, NewCase, QueueEntry
from tests.services.front_office import COPIES, MORNING, TRANSFER, FrontOffice

HOUR = timedelta(minutes=60)
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def _booked(office: FrontOffice, at: datetime, *services: str, name: str = "Müller, Kim") -> QueueEntry:
    desk = office.info_desk.seat
    cases = tuple(NewCase(service, at.date()) for service in services or (TRANSFER,))
    visit = office.queue.book(desk.workplace, desk.identity, Arrival(area="kfz", cases=cases, name=name), at)
    return next(row for row in office.queue.snapshot(desk.workplace).booked if row.visit == visit)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (-90, "Termin"),
        (-12, "in 12 Min."),
        (0, "Termin jetzt"),
        (15, "15 Min. zu spät"),
        (16, "! 16 Min. spät"),
    ],
)
def test_the_list_says_who_is_late_and_who_waits_like_a_walk_in_for_it(minutes: int, said: str) -> None:
    assert when(NOON, NOON + timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Meier, Kim", "Frau Toni Maier", True),
        ("Meyer", "Mayer, Kim", True),
        ("Müller", "Mueller, Kim", True),
        ("Schmidt", "Kim Schmitt", True),
        ("Philipp", "Filip", True),
        ("Meier", "Beier", False),
        ("", "Meier", False),
        (",", ",", False),
    ],
)
def test_names_that_sound_alike_are_told(one: str, other: str, alike: bool) -> None:
    assert sounds_like(one, other) is alike
    assert sounds_like(other, one) is alike


@pytest.mark.parametrize(
    ("appointment", "z", "opens"),
    [
        (NOON + timedelta(minutes=10), NOON + timedelta(minutes=10), True),
        (NOON - timedelta(minutes=10), NOON, True),
        (NOON - timedelta(minutes=30), NOON + HOUR, False),
        (NOON + timedelta(hours=2), NOON + HOUR, False),
    ],
)
def test_an_appointment_found_later_counts_from_the_arrival_and_never_makes_one_wait_longer(
    appointment: datetime, z: datetime, opens: bool
) -> None:
    key = found_later(NOON + HOUR, NOON, appointment, walk_in_offset=HOUR, priority=Priority.NORMAL)
    assert key == (z, appointment - OPENS_BEFORE_APPOINTMENT if opens else None)


def test_a_walk_in_gets_its_appointment_with_name_and_further_concerns(office: FrontOffice) -> None:
    at = MORNING + timedelta(minutes=20)
    booked = _booked(office, at, TRANSFER, COPIES)
    opened = office.opened()
    held = office.info_desk.appointments.belongs_to(opened, booked)
    assert (held.visit.appointment_at, held.visit.z, held.visit.name) == (at, at, "Müller, Kim")
    assert sorted(case.service for case in held.visit.cases) == [COPIES, TRANSFER]
    assert held.visit.case(opened.visit.cases[0].id) == opened.visit.cases[0]
    assert office.state(booked.visit) is VisitState.CANCELLED
    office.info_desk.arrive.let_wait(held)
    assert office.state(held.visit.id) is VisitState.WAITING


def test_an_appointment_somebody_has_checked_in_meanwhile_is_given_to_nobody_else(
    office: FrontOffice,
) -> None:
    booked = _booked(office, MORNING + timedelta(minutes=20))
    office.counter.arrive.check_in(booked)
    opened = office.opened()
    with pytest.raises(IllegalTransition, match="inzwischen aufgenommen"):
        office.info_desk.appointments.belongs_to(opened, booked)
    assert office.visit(opened.visit.id).appointment_at is None
