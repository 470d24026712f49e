"""The queue rule: one total order, explainable, and nobody starves."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk.domain.queue_rule import (
    Priority,
    Waiting,
    is_eligible,
    next_visit,
    opens_from,
    order_key,
    target_time,
)

NOON = datetime(2026, 5, 11, 12, 0, tzinfo=UTC)
OFFSET = timedelta(minutes=60)
SKILLS = frozenset({"kfz", "pass"})


def minutes(count: float) -> timedelta:
    """Return so many minutes."""
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("late_by", "expected"),
    [(-30, 0), (0, 0), (1, 1), (15, 15), (15.1, 75.1), (60, 120)],
    ids=["early", "by its time", "a minute late", "15 minutes late", "later than that", "an hour late"],
)
def test_an_appointment_keeps_its_time_until_15_minutes_late(late_by: float, expected: float) -> None:
    z = target_time(NOON + minutes(late_by), walk_in_offset=OFFSET, appointment_at=NOON)
    assert z == NOON + minutes(expected)


@pytest.mark.parametrize(
    ("priority", "expected"),
    [(Priority.NORMAL, 60), (Priority.PRIORITY, 0), (Priority.EMERGENCY, -480)],
)
def test_a_walk_in_waits_from_arrival_by_its_priority(priority: Priority, expected: int) -> None:
    assert target_time(NOON, walk_in_offset=OFFSET, priority=priority) == NOON + minutes(expected)


def test_an_emergency_with_an_appointment_is_an_emergency() -> None:
    z = target_time(
        NOON, walk_in_offset=OFFSET, appointment_at=NOON + minutes(90), priority=Priority.EMERGENCY
    )
    assert z == NOON - minutes(480)


def test_an_appointment_opens_two_minutes_before_its_time_and_a_walk_in_at_once() -> None:
    assert opens_from(NOON) == NOON - minutes(2)
    assert opens_from(None) is None


def waiting(visit: int = 1, **key: object) -> Waiting:
    """Return somebody who waits for kfz at site 1 with z at noon, unless *key* says otherwise."""
    usual = {"visit": visit, "site": 1, "area": "kfz", "z": NOON, "sequence": visit}
    return Waiting(**(usual | key))  # type: ignore[arg-type]


def test_only_visits_of_the_site_and_the_skills_are_eligible() -> None:
    assert is_eligible(waiting(), site=1, skills=SKILLS, at=NOON)
    assert not is_eligible(waiting(site=2), site=1, skills=SKILLS, at=NOON)
    assert not is_eligible(waiting(area="melde"), site=1, skills=SKILLS, at=NOON)


def test_a_no_show_is_eligible_again_when_the_pause_is_over_to_the_second() -> None:
    paused = waiting(blocked_until=NOON)
    assert not is_eligible(paused, site=1, skills=SKILLS, at=NOON - timedelta(seconds=1))
    assert is_eligible(paused, site=1, skills=SKILLS, at=NOON)


def test_who_is_not_due_yet_stands_back_until_the_appointment_opens() -> None:
    early = waiting(1, z=NOON, open_from=NOON - minutes(2))
    walk_in = waiting(2, z=NOON + minutes(40))
    before, opened = NOON - minutes(3), NOON - minutes(2)
    assert next_visit([early, walk_in], site=1, skills=SKILLS, at=before) == walk_in
    assert next_visit([early, walk_in], site=1, skills=SKILLS, at=opened) == early
    assert next_visit([early], site=1, skills=SKILLS, at=before) == early


def test_of_equal_times_who_checked_in_first_is_next() -> None:
    assert next_visit([waiting(2), waiting(1)], site=1, skills=SKILLS, at=NOON) == waiting(1)


def test_nobody_is_next_where_nobody_is_eligible() -> None:
    assert next_visit([], site=1, skills=SKILLS, at=NOON) is None
    assert next_visit([waiting(area="melde")], site=1, skills=SKILLS, at=NOON) is None


moments = st.integers(-600, 600).map(lambda count: NOON + minutes(count))
people = st.lists(
    st.builds(
        Waiting,
        visit=st.just(0),
        site=st.just(1),
        area=st.sampled_from(["kfz", "pass", "melde"]),
        z=moments,
        sequence=st.integers(1, 10_000),
        open_from=st.none() | moments,
        blocked_until=st.none() | moments,
    ),
    unique_by=lambda person: person.sequence,
)


@given(people, moments)
def test_no_two_visits_ever_have_the_same_place(queue: list[Waiting], at: datetime) -> None:
    assert len({order_key(person, at) for person in queue}) == len(queue)


@given(people, moments, moments)
def test_time_alone_never_turns_round_two_who_are_both_due(
    queue: list[Waiting], at: datetime, later: datetime
) -> None:
    at, later = min(at, later), max(at, later)
    due = [person for person in queue if person.open_from is None or person.open_from <= at]

    def order(moment: datetime) -> list[Waiting]:
        return sorted(due, key=lambda person: order_key(person, moment))

    assert order(at) == order(later)


@given(people, st.integers(481, 2000), st.sampled_from(Priority))
def test_nobody_due_is_overtaken_by_who_comes_more_than_8_hours_after_their_time(
    queue: list[Waiting], minutes_later: int, priority: Priority
) -> None:
    """No starvation: whatever priority somebody has who arrives that late, they stand behind."""
    for person in queue:
        arrival = person.z + minutes(minutes_later)
        newcomer = waiting(
            99, z=target_time(arrival, walk_in_offset=OFFSET, priority=priority), sequence=99_999
        )
        due = Waiting(1, 1, "kfz", person.z, person.sequence)
        assert next_visit([newcomer, due], site=1, skills=SKILLS, at=arrival) == due


@given(people, st.integers(1, 480), st.none() | st.integers(-60, 60), st.sampled_from(["normal", "priority"]))
def test_without_emergencies_who_comes_after_the_time_of_somebody_due_overtakes_nobody(
    queue: list[Waiting], minutes_later: int, appointment: int | None, priority: str
) -> None:
    for person in queue:
        arrival = person.z + minutes(minutes_later)
        appointment_at = None if appointment is None else arrival + minutes(appointment)
        z = target_time(
            arrival, walk_in_offset=OFFSET, appointment_at=appointment_at, priority=Priority(priority)
        )
        newcomer = waiting(99, z=z, sequence=99_999, open_from=opens_from(appointment_at))
        due = Waiting(1, 1, "kfz", person.z, person.sequence)
        assert next_visit([newcomer, due], site=1, skills=SKILLS, at=arrival) == due
