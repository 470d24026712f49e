"""Simulated days are what their plans say, and a forecaster sees nothing of what is still to come."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from statistics import fmean

import pytest

from clerk.domain.forecast import Wait
from clerk.simulation.day_plan import DayPlan, resized, shipped_plans
from clerk.simulation.day_run import DayRun
from clerk.simulation.knowledge import observed
from clerk.simulation.measuring import OFFICE, USUAL_VIEWS, Forecaster, average_minutes
from clerk.simulation.office import minute_of, time_of
from clerk.simulation.office_day import OfficeDay, Visitor
from clerk.simulation.office_in_memory import OfficeInMemory
from clerk.simulation.simulate import simulate
from tests.simulation.days import day, kinds, plans

NOON = time_of(720)


def test_the_days_of_the_program_are_those_of_the_tests() -> None:
    assert shipped_plans() == plans()


def test_the_same_seed_gives_the_same_day_and_another_one_another() -> None:
    assert day("base", 1) == day("base", 1)
    assert day("base", 1) != day("base", 2)


def test_a_day_has_the_shares_of_its_plan() -> None:
    visitors = [visitor for seed in range(1, 6) for visitor in day("base", seed).visitors]
    booked = [visitor for visitor in visitors if visitor.appointment is not None]
    came = [visitor for visitor in booked if visitor.arrives is not None]
    two = [visitor for visitor in visitors if visitor.service.two_contacts]
    assert len(booked) / len(visitors) == pytest.approx(0.45, abs=0.03)
    assert 1 - len(came) / len(booked) == pytest.approx(0.08, abs=0.02)
    early = fmean((visitor.arrives or 0) - (visitor.appointment or 0) for visitor in came)
    assert early == pytest.approx(-6, abs=0.5)
    assert Counter(visitor.service.area for visitor in visitors)["kfz"] / len(visitors) == pytest.approx(
        0.4, abs=0.03
    )
    assert fmean(len(visitor.contacts) == 2 for visitor in two) == pytest.approx(0.6, abs=0.04)
    assert all(len(visitor.contacts) == 1 for visitor in visitors if not visitor.service.two_contacts)


def test_fewer_counters_still_serve_every_area_or_say_which_not() -> None:
    plan = plans()["base"]
    assert len(resized(plan, visits=800, counters=25).counters) == 25
    assert frozenset().union(*resized(plan, visits=None, counters=3).counters) == set(plan.area_weights)
    with pytest.raises(ValueError, match="fahrerlaubnis"):
        resized(plan, visits=None, counters=2)


# ------------------------------------------------------------ would it notice?


class _CallsTwice(OfficeInMemory):
    """An office that lets the queue have back whom it has called."""

    def call_next(self, counter: int, at: datetime) -> int | None:
        """Call, and forget it."""
        called = super().call_next(counter, at)
        if called is not None and counter == 3:
            self._waiting[called] = self._visits[called].key
        return called


class _Loses(OfficeInMemory):
    """An office that forgets one of ten who are parked."""

    def resume(self, visitor: int, at: datetime) -> None:
        """Take up, or not."""
        super().resume(visitor, at)
        if visitor % 10 == 0:
            del self._waiting[visitor]


@pytest.mark.parametrize(
    ("office", "twice", "lost"), [(OfficeInMemory, 0, 0), (_CallsTwice, 1, 1), (_Loses, 0, 1)]
)
def test_a_day_notices_who_is_called_twice_and_who_is_lost(
    office: type[OfficeInMemory], twice: int, lost: int
) -> None:
    today = day("quiet")
    result = simulate(today, kinds(), office(today.plan), every=1000)
    assert min(result.tally.called_twice, 1) == twice
    assert min(result.lost, 1) == lost


# ------------------------------------------------------------ nothing of the future is known


class _Watched(OfficeInMemory):
    """An office that remembers what had happened by noon."""

    def __init__(self, plan: DayPlan) -> None:
        super().__init__(plan)
        self._at_counter: dict[int, int] = {}
        self.served_once: set[int] = set()
        self.back: set[int] = set()
        self.closed: set[int] = set()

    def call_next(self, counter: int, at: datetime) -> int | None:
        """Call, and remember whom."""
        called = super().call_next(counter, at)
        if called is not None:
            self._at_counter[counter] = called
        return called

    def park(self, counter: int, at: datetime) -> None:
        """Set aside, and remember it."""
        self.served_once |= {self._at_counter[counter]} if at <= NOON else set()
        super().park(counter, at)

    def resume(self, visitor: int, at: datetime) -> None:
        """Take up, and remember it."""
        self.back |= {visitor} if at <= NOON else set()
        super().resume(visitor, at)

    def finish(self, counter: int, at: datetime) -> None:
        """Close, and remember it."""
        self.closed |= {self._at_counter[counter]} if at <= NOON else set()
        super().finish(counter, at)


def run(of: OfficeDay) -> tuple[_Watched, dict[int, Wait]]:
    """Run a day; return what had happened by noon, and what was forecast, by visitor."""
    office = _Watched(of.plan)
    views = {OFFICE: USUAL_VIEWS[OFFICE]}
    forecaster = Forecaster(observed(of, kinds()), average_minutes(of.plan, kinds()), views, every=3)
    DayRun(of, office, forecaster).to_the_end()
    return office, {number: entry.forecasts[OFFICE] for number, entry in forecaster.forecast.items()}


def with_another_afternoon(of: OfficeDay, by_noon: _Watched) -> OfficeDay:
    """Return a day that is the same until noon, and then other than any office can know."""
    return replace(
        of,
        plan=replace(of.plan, close_at_noon=frozenset({1, 4})),
        factors=dict.fromkeys(of.factors, 3.0),
        visitors=tuple(_changed(visitor, by_noon) for visitor in of.visitors),
    )


def _changed(visitor: Visitor, by_noon: _Watched) -> Visitor:
    """Return somebody who from noon on takes longer, stays away longer, comes later, or comes after all."""
    number, noon = visitor.number, minute_of(NOON)
    if number in by_noon.closed:
        return visitor
    if number in by_noon.served_once:
        first, second = visitor.contacts
        away = visitor.absence if number in by_noon.back else 2 * visitor.absence
        return replace(visitor, contacts=(first, 2 * second), absence=away)
    visitor = replace(visitor, contacts=(2 * sum(visitor.contacts),))
    if visitor.arrives is None:
        return replace(visitor, arrives=max(noon, visitor.appointment or 0) + 5)
    if visitor.arrives <= noon:
        return visitor
    later = replace(visitor, arrives=visitor.arrives + 17)
    return later if visitor.appointment else replace(later, service=kinds()[number % len(kinds())])


def test_a_forecast_knows_nothing_of_what_is_still_to_come() -> None:
    today = day("noon4-surprise")
    by_noon, forecasts = run(today)
    _same_by_noon, others = run(with_another_afternoon(today, by_noon))
    arrived = {visitor.number: visitor.arrives or 0 for visitor in today.visitors}
    morning = {number for number in forecasts if arrived[number] < minute_of(NOON)}
    assert len(morning) > 40
    assert {number: forecasts[number] for number in morning} == {number: others[number] for number in morning}
    assert {number for number in forecasts if forecasts[number] != others.get(number)}
