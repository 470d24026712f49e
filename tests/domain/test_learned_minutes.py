"""The office's own closings correct the catalogue's minutes, and never tell about one person."""

import pytest

from clerk.domain.learned_minutes import Closings, learn

CATALOGUE = {"zulassung": 15.0, "ausweis": 10.0}


def closed(
    count: int, minutes_each: float, *, service: str = "zulassung", hour: int = 10, counters: int = 3
) -> Closings:
    """Return so many closings of one hour."""
    return Closings(service, hour, count, count * minutes_each, counters)


def test_without_closings_the_catalogue_counts() -> None:
    assert learn(CATALOGUE, []).of(["zulassung"], 10) == 15
    assert learn(CATALOGUE, []).of(["zulassung", "ausweis"], 10) == 25


def test_many_closings_outweigh_the_catalogue_and_few_hardly_move_it() -> None:
    assert learn(CATALOGUE, [closed(500, 20)]).services["zulassung"] == pytest.approx(20, abs=0.1)
    assert 15 < learn(CATALOGUE, [closed(5, 20)]).services["zulassung"] < 18


def test_what_one_service_teaches_leaves_the_others_alone() -> None:
    assert learn(CATALOGUE, [closed(500, 20)]).services["ausweis"] == 10


def test_an_hour_that_takes_longer_is_known() -> None:
    learned = learn(CATALOGUE, [closed(400, 15, hour=9), closed(400, 18, hour=12)])
    assert learned.of(["zulassung"], 12) > 1.1 * learned.of(["zulassung"], 9)


def test_a_slow_day_shows_in_all_services_and_makes_it_surer() -> None:
    before = learn(CATALOGUE, [closed(500, 15)])
    today = before.with_today([closed(200, 18)])
    assert today.of(["ausweis"], 10) == pytest.approx(10 * 1.16, abs=0.1)
    assert today.day_spread < before.day_spread / 2


@pytest.mark.parametrize(
    "too_few",
    [closed(4, 40), closed(500, 40, counters=2)],
    ids=["fewer than 5 cases", "fewer than 3 counters"],
)
def test_what_could_be_one_persons_work_teaches_nothing(too_few: Closings) -> None:
    learned = learn(CATALOGUE, [too_few]).with_today([too_few])
    assert (learned.services, set(learned.hours.values()), learned.day) == (CATALOGUE, {1.0}, 1.0)
    assert learned.day_spread == learn(CATALOGUE, []).day_spread
