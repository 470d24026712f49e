"""Until when people may arrive, as the office writes it and as the desk asks."""

from datetime import datetime, time

import pytest

from clerk.domain.arrival_hours import (
    NO_END,
    arrivals_ended,
    last_arrivals_text,
    parse_last_arrivals,
)

FRIDAY = datetime(2026, 11, 27, 11, 30)  # noqa: DTZ001 - the time at the site


def test_days_and_ranges_of_days_have_their_times_and_a_later_part_changes_an_earlier_one() -> None:
    times = parse_last_arrivals("Mo-Fr 15:30, fr 11:30")
    assert times == (time(15, 30),) * 4 + (time(11, 30), None, None)
    assert parse_last_arrivals(last_arrivals_text(times)) == times
    assert parse_last_arrivals("") == NO_END


def test_from_the_minute_of_the_last_arrival_on_the_day_is_over() -> None:
    times = parse_last_arrivals("Fr 11:30")
    assert arrivals_ended(times, FRIDAY) == time(11, 30)
    assert arrivals_ended(times, FRIDAY.replace(minute=29)) is None
    assert arrivals_ended(times, FRIDAY.replace(day=28)) is None


@pytest.mark.parametrize("text", ["Fr 25:00", "Freitag 11:30", "Fr-Mo 11:30", "11:30", "Fr 11.30"])
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="Mo-Do 15:30"):
        parse_last_arrivals(text)
