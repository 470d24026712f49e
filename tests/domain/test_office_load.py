"""The load of a site as the team lead sees it."""

from datetime import UTC, datetime, timedelta

from clerk.domain.counters import CounterNow, CounterStatus
from clerk.domain.office_load import (
    AreaLoad,
    AreaQueue,
    AreaSetting,
    LoadEvent,
    LoadFacts,
    LoadKind,
    SiteLoad,
    shown_events,
    site_load,
)

MIDNIGHT = datetime(2026, 11, 22, 23, tzinfo=UTC)
COUNTERS = (
    CounterNow(1, "1", frozenset({"kfz"}), CounterStatus.OPEN),
    CounterNow(2, "2", frozenset({"kfz"}), CounterStatus.BREAK),
)
NOON = MIDNIGHT + timedelta(hours=12, minutes=7)


def closed(minutes: float, counter: int, *, waited: float | None = 10, area: str = "kfz") -> LoadEvent:
    """Somebody closed so many minutes after 8 o'clock."""
    at = MIDNIGHT + timedelta(hours=8, minutes=minutes)
    return LoadEvent(
        area, at, LoadKind.CLOSED, counter, None if waited is None else timedelta(minutes=waited)
    )


def load(*events: LoadEvent, at: datetime = NOON, **queue: object) -> SiteLoad:
    facts = LoadFacts(
        at=at,
        day_begins=MIDNIGHT,
        coming_until=at,
        queues={"kfz": AreaQueue(**queue)},  # type: ignore[arg-type]
        settings={"kfz": AreaSetting(target_minutes=15)},
        events=events,
    )
    return site_load(facts, COUNTERS)


def kfz(*events: LoadEvent, at: datetime = NOON, **queue: object) -> AreaLoad:
    return load(*events, at=at, **queue).areas[0]


def test_the_share_in_target_appears_from_five_cases_at_three_counters_on() -> None:
    morning = [closed(5 * number, number % 3, waited=10 if number else 20) for number in range(5)]
    later = [closed(60 + 5 * number, number % 3) for number in range(5)]
    assert kfz(*morning[:4], *later).in_target is None
    assert kfz(*[closed(number, number % 2) for number in range(40)]).in_target is None
    assert kfz(*morning, *later).in_target == 80


def test_the_share_does_not_move_with_a_single_case() -> None:
    """Else whoever looks before and after knows how long that one waited."""
    morning = [closed(5 * number, number % 3, waited=5) for number in range(10)]
    states = {kfz(*morning, closed(70 + number, 1, waited=90)).in_target for number in range(4)}
    assert states == {100}


def test_who_never_waited_does_not_count_as_served_in_time() -> None:
    direct = [closed(number, number % 4, waited=None) for number in range(60)]
    assert kfz(*direct).in_target is None


def test_an_area_is_late_since_somebody_has_waited_for_longer_than_the_target() -> None:
    assert kfz(waiting=3, first_due=NOON - timedelta(minutes=15)).late_since == NOON
    late = kfz(waiting=3, first_due=NOON - timedelta(minutes=18))
    assert (late.longest, late.late_since) == (timedelta(minutes=18), NOON - timedelta(minutes=3))
    assert kfz(waiting=3, first_due=NOON - timedelta(minutes=14)).late_since is None


def test_the_course_of_the_day_shows_served_visits_by_showable_pieces() -> None:
    arrivals = [
        LoadEvent("kfz", MIDNIGHT + timedelta(hours=8, minutes=minutes), LoadKind.ARRIVED, 1)
        for minutes in (1, 2, 40)
    ]
    served = [closed(minutes, minutes % 3) for minutes in (1, 2, 16, 18, 20, 31, 32, 33, 35, 37)]
    course = load(*arrivals, *served, at=MIDNIGHT + timedelta(hours=9, minutes=1)).course
    assert course.begins == MIDNIGHT + timedelta(hours=8)
    assert course.arrivals == (2, 0, 1, 0, 0)
    assert course.served == (2.5, 2.5, None, None)


def test_of_a_day_that_is_over_everything_counts() -> None:
    events = [closed(minutes, minutes % 3) for minutes in range(7)]
    assert shown_events(events, MIDNIGHT, NOON, day_is_over=False) == []
    assert shown_events(events, MIDNIGHT, NOON + timedelta(days=1), day_is_over=True) == events


def test_people_wait_for_an_area_nobody_serves() -> None:
    facts = LoadFacts(NOON, MIDNIGHT, NOON, {"abfall": AreaQueue(waiting=1)}, {}, ())
    assert [
        (area.area, area.open_counters, area.counters, area.is_unserved)
        for area in site_load(facts, COUNTERS).areas
    ] == [("kfz", 1, 2, False), ("abfall", 0, 0, True)]
