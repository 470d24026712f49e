"""The forecast plays the queue by its own rule, and knows what the office knows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk.domain.chances import RUNS
from clerk.domain.forecast import Newcomer, Wait, forecast_arrival, forecast_waiting
from clerk.domain.learned_minutes import LearnedMinutes
from clerk.domain.office_now import (
    Appointment,
    CounterNow,
    Habits,
    Matter,
    OfficeNow,
    Parked,
    Serving,
    WaitingVisit,
    WalkIns,
)
from clerk.domain.queue_rule import Waiting, next_visit
from clerk.domain.queue_run import ALWAYS, Contact, Desk, Entry, Model, Rule, play

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
KFZ, PASS = Matter("kfz", ("zulassung",)), Matter("pass", ("ausweis",))
EVERYTHING = frozenset({"kfz", "pass"})


def minutes(count: float) -> timedelta:
    """Return so many minutes."""
    return timedelta(minutes=count)


def waits(
    visit: int, matter: Matter = KFZ, *, z: datetime = NOW, open_from: datetime | None = None
) -> WaitingVisit:
    """Return somebody who waits."""
    return WaitingVisit(Waiting(visit, 1, matter.area, z, visit, open_from), matter)


def serving(served: float = 0, matter: Matter = KFZ) -> CounterNow:
    """Return a counter that serves for so many minutes already."""
    return CounterNow(EVERYTHING, Serving(matter, minutes(served)))


OFFICE = OfficeNow(
    at=NOW,
    hour=10,
    opens_at=NOW - HOUR,
    walk_in_offset=HOUR,
    minutes=LearnedMinutes({"zulassung": 15.0, "ausweis": 10.0}),
    habits=Habits(),
    counters=(serving(5), serving(5)),
    waiting=tuple(waits(visit, z=NOW + minutes(visit)) for visit in range(6)),
)


def wait(office: OfficeNow, matter: Matter = KFZ, appointment: datetime | None = None) -> Wait:
    """Return the wait of somebody arriving now; fails if there is none."""
    found = forecast_arrival(office, Newcomer(matter, appointment), seed=1)
    assert found is not None
    return found


# ------------------------------------------------------------ the rule

_AREAS = ("kfz", "pass", "info")
_QUEUES = st.lists(
    st.tuples(
        st.integers(-30, 60), st.none() | st.integers(-20, 40), st.sampled_from(_AREAS), st.integers(1, 25)
    ),
    min_size=1,
    max_size=14,
)
_DESKS = st.lists(
    st.tuples(st.sets(st.sampled_from(_AREAS), min_size=1), st.integers(0, 20)), min_size=1, max_size=4
)


def called_by_the_rule(
    queue: Sequence[Waiting], lasts: Sequence[int], desks: Sequence[tuple[set[str], int]]
) -> dict[int, float]:
    """Return when everybody is called if each counter asks the queue rule as soon as it is free."""
    left, free = list(queue), {number: at for number, (_skills, at) in enumerate(desks)}
    called: dict[int, float] = {}
    while left and free:
        number = min(free, key=lambda desk: (free[desk], desk))
        at = free[number]
        chosen = next_visit(left, site=1, skills=frozenset(desks[number][0]), at=NOW + minutes(at))
        if chosen is None:
            del free[number]
            continue
        left.remove(chosen)
        called[chosen.visit] = at * 60.0
        free[number] = at + lasts[chosen.visit]
    return called


@given(queue=_QUEUES, desks=_DESKS)
def test_a_run_calls_by_the_queue_rule(
    queue: list[tuple[int, int | None, str, int]], desks: list[tuple[set[str], int]]
) -> None:
    keys = [
        Waiting(visit, 1, area, NOW + minutes(z), visit, None if opens is None else NOW + minutes(opens))
        for visit, (z, opens, area, _lasts) in enumerate(queue)
    ]
    entries: list[Entry] = [
        (z * 60.0, visit, ALWAYS if opens is None else opens * 60.0, 1 << _AREAS.index(area), visit)
        for visit, (z, opens, area, _lasts) in enumerate(queue)
    ]
    model = Model(
        rule=Rule(opens_before=120, late_after=900, late_offset=3600, lunch=1800),
        waiting=sorted(entries),
        coming=(),
        desks=[Desk(sum(1 << _AREAS.index(area) for area in skills), [at * 60.0]) for skills, at in desks],
        contacts=[
            Contact(entry[3], [lasts * 60.0]) for entry, (*_key, lasts) in zip(entries, queue, strict=True)
        ],
        breaks=[0.0],
    )
    expected = called_by_the_rule(keys, [lasts for *_key, lasts in queue], desks)
    assert play(model, 0, frozenset(range(len(queue)))) == expected


# ------------------------------------------------------------ what it knows


def test_nobody_waits_where_a_counter_is_free() -> None:
    free = replace(OFFICE, waiting=(), counters=(serving(), CounterNow(EVERYTHING)))
    assert wait(free) == Wait(0, 0)


def test_the_same_seed_gives_the_same_forecast() -> None:
    assert wait(OFFICE) == wait(OFFICE)
    assert forecast_waiting(OFFICE, 3) == forecast_waiting(OFFICE, 3)


def test_the_bound_lies_above_the_median() -> None:
    assert 0 < wait(OFFICE).median < wait(OFFICE).bound


def test_whom_no_counter_can_serve_gets_no_forecast() -> None:
    assert forecast_arrival(OFFICE, Newcomer(Matter("abfall", ("tonne",))), seed=1) is None


def test_who_is_ahead_is_called_before() -> None:
    forecasts = forecast_waiting(OFFICE, 1)
    medians = [forecasts[visit].median for visit in range(6)]
    assert medians == sorted(medians)
    assert wait(OFFICE).median > medians[-1]


@pytest.mark.parametrize(
    ("longer", "shorter"),
    [
        (replace(OFFICE, counters=OFFICE.counters[:1]), OFFICE),
        (OFFICE, replace(OFFICE, counters=(serving(14), serving(14)))),
        (replace(OFFICE, minutes=replace(OFFICE.minutes, day=1.3)), OFFICE),
        (replace(OFFICE, counters=(*OFFICE.counters[:1], CounterNow(EVERYTHING, away=True, lunch=NOW))), OFFICE),
        (
            replace(OFFICE, counters=tuple(replace(counter, lunch=NOW + minutes(5)) for counter in OFFICE.counters)),
            OFFICE,
        ),
        (
            replace(OFFICE, counters=(OFFICE.counters[0], replace(OFFICE.counters[1], closes_at=NOW + minutes(20)))),
            OFFICE,
        ),
        (replace(OFFICE, opens_at=NOW + minutes(30), counters=(CounterNow(EVERYTHING),) * 2), OFFICE),
        (replace(OFFICE, booked=tuple(Appointment(9, KFZ, NOW + minutes(m)) for m in range(10, 40, 5))), OFFICE),
        (replace(OFFICE, parked=tuple(Parked(KFZ, NOW - minutes(m)) for m in range(10, 40, 5))), OFFICE),
        (replace(OFFICE, counters=(CounterNow(frozenset({"pass"})), OFFICE.counters[1])), OFFICE),
    ],
    ids=[
        "one counter less", "work nearly done", "a slow day", "a counter at lunch", "lunch soon",
        "a counter closes soon", "not open yet", "appointments to come", "parked visits coming back",
        "a counter that cannot serve them",
    ],
)  # fmt: skip
def test_what_the_office_knows_changes_the_forecast(longer: OfficeNow, shorter: OfficeNow) -> None:
    assert wait(longer).median > wait(shorter).median + 60


def test_walk_ins_to_come_occupy_the_counters_that_would_take_appointments() -> None:
    """Who comes for a passport keeps the passport counter busy: appointments go to the one for everything."""
    quiet = replace(
        OFFICE,
        counters=(serving(5), CounterNow(frozenset({"pass"}))),
        booked=tuple(Appointment(9, PASS, NOW + minutes(time)) for time in (20, 35, 50)),
        minutes=LearnedMinutes({**OFFICE.minutes.services, "umzug": 90.0}),
    )
    busy = replace(quiet, habits=Habits(walk_ins={"pass": WalkIns(6.0, ("umzug",))}))
    assert wait(busy).median > wait(quiet).median + 300


def test_an_appointment_is_called_before_walk_ins_who_came_earlier() -> None:
    queue = replace(OFFICE, waiting=tuple(waits(visit, z=NOW + HOUR) for visit in range(6)))
    assert wait(queue, appointment=NOW).median < wait(queue).median / 2


def test_one_more_counter_helps_only_with_the_skill() -> None:
    able = replace(OFFICE, counters=(*OFFICE.counters, serving(5)))
    other = replace(
        OFFICE, counters=(*OFFICE.counters, CounterNow(frozenset({"pass"}), Serving(PASS, minutes(5))))
    )
    assert wait(able).median < wait(OFFICE).median
    assert wait(other).median == pytest.approx(wait(OFFICE).median, rel=0.1)


def test_a_queue_of_40_is_forecast_within_150_ms() -> None:
    office = replace(
        OFFICE,
        waiting=tuple(waits(visit, (KFZ, PASS)[visit % 2], z=NOW + minutes(visit)) for visit in range(40)),
        booked=tuple(Appointment(100 + visit, KFZ, NOW + minutes(visit)) for visit in range(0, 60, 3)),
        counters=tuple(serving(count) for count in range(8)),
        habits=Habits(parked={"zulassung": 0.6}, walk_ins={"kfz": WalkIns(12.0, ("zulassung",))}),
    )
    taken = []
    for _try in range(3):
        begun = process_time()
        assert len(forecast_waiting(office, 1)) == 40
        taken.append(process_time() - begun)
    assert min(taken) <= 0.150


def test_median_and_bound_are_the_40th_and_72nd_of_79() -> None:
    assert RUNS == 79
