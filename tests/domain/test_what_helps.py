"""What would change the wait, as the team lead asks."""

from datetime import UTC, datetime, timedelta

from clerk.domain.learned_minutes import LearnedMinutes
from clerk.domain.office_now import CounterNow, Habits, Matter, OfficeNow, Serving, WaitingVisit
from clerk.domain.queue_rule import Waiting
from clerk.domain.what_helps import Help, what_helps

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
BUSY = Serving(Matter("kfz", ("a",)), timedelta(minutes=2))
KFZ, WASTE = frozenset({"kfz"}), frozenset({"abfall"})


def office(*counters: CounterNow, waiting: int = 8) -> OfficeNow:
    """So many wait for vehicles."""
    queue = tuple(
        WaitingVisit(
            Waiting(number, 1, "kfz", NOW + timedelta(minutes=number), number), Matter("kfz", ("a",))
        )
        for number in range(waiting)
    )
    return OfficeNow(NOW, 10, NOW - HOUR, HOUR, LearnedMinutes({"a": 12.0}), Habits(), counters, queue)


def test_another_counter_or_help_from_another_area_shortens_the_wait_and_one_less_lengthens_it() -> None:
    made = what_helps(
        office(CounterNow(KFZ, BUSY), CounterNow(KFZ, BUSY), CounterNow(WASTE)), "kfz", HOUR, ("a",)
    )
    assert made.now is not None
    more, less, helped = made.helps
    assert [(each.counters, each.by) for each in made.helps] == [(1, None), (-1, None), (0, "abfall")]
    assert more.expected is not None
    assert less.expected is not None
    assert helped.expected is not None
    assert more.expected.median < made.now.median < less.expected.median
    assert helped.expected.median < made.now.median
    assert made.now.median < made.now.bound


def test_where_the_last_counter_would_close_nobody_would_call() -> None:
    made = what_helps(office(CounterNow(KFZ, BUSY)), "kfz", HOUR, ("a",))
    assert made.helps[1] == Help(-1, None, None)
