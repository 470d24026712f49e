"""What a forecaster is told at one moment of a simulated day: only what an office knows, or, to compare, the truth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from clerk.domain.learned_minutes import LearnedMinutes, learn
from clerk.domain.office_now import CounterNow, Habits, OfficeNow, WalkIns
from clerk.simulation.day_plan import DayPlan
from clerk.simulation.day_run import CounterState, DayRun
from clerk.simulation.office import QueueNow, time_of
from clerk.simulation.office_day import NOON, OfficeDay, ServiceKind


@dataclass(frozen=True, slots=True)
class Observed:
    """What the office has seen on earlier days, beside the minutes of its catalogue."""

    catalogue: Mapping[str, float]
    minutes: LearnedMinutes
    habits: Habits
    services: Mapping[str, tuple[str, ...]]


def observed(day: OfficeDay, services: Sequence[ServiceKind]) -> Observed:
    """Return what the office has observed before *day*."""
    plan = day.plan
    catalogue = {service.id: service.minutes for service in services}
    return Observed(
        catalogue,
        learn(catalogue, day.earlier),
        Habits(
            no_show=plan.no_show,
            punctuality=(timedelta(minutes=plan.punctuality[0]), timedelta(minutes=plan.punctuality[1])),
            break_share=plan.break_share,
            parked={service.id: plan.parked_share for service in services if service.two_contacts},
        ),
        {
            area: tuple(service.id for service in services if service.area == area)
            for area in plan.area_weights
        },
    )


def office_now(run: DayRun, minute: float, seen: QueueNow, known: Observed) -> OfficeNow:
    """Return what the office knows at *minute*."""
    plan = run.day.plan
    return OfficeNow(
        at=time_of(minute),
        hour=int(minute // 60),
        opens_at=time_of(plan.opens),
        walk_in_offset=timedelta(minutes=plan.walk_in_offset),
        minutes=known.minutes.with_today(seen.closed),
        habits=replace(known.habits, walk_ins=_walk_ins(plan, minute, known)),
        counters=_counters(run, seen, closings=plan.closing_known or minute >= NOON),
        waiting=tuple(sorted(seen.waiting, key=lambda visit: (visit.key.z, visit.key.sequence))),
        booked=tuple(sorted(seen.booked, key=lambda booked: (booked.at, booked.visit))),
        parked=tuple(sorted(seen.parked, key=lambda parked: parked.since)),
    )


def with_the_truth(office: OfficeNow, run: DayRun, known: Observed) -> OfficeNow:
    """Return the same moment for somebody who knows the hidden figures: how long everything takes here and today."""
    true = {service: minutes * run.day.factors[service] for service, minutes in known.catalogue.items()}
    return replace(
        office,
        minutes=LearnedMinutes(true, day_spread=0.0),
    )


def _walk_ins(plan: DayPlan, minute: float, known: Observed) -> dict[str, WalkIns]:
    hour = min(max(int(minute - plan.opens) // 60, 0), len(plan.walk_in_weights) - 1)
    if minute > plan.last_arrival:
        return {}
    every = plan.visits * (1 - plan.appointments) * plan.walk_in_weights[hour] / sum(plan.walk_in_weights)
    return {area: WalkIns(every * weight, known.services[area]) for area, weight in plan.area_weights.items()}


def _counters(run: DayRun, seen: QueueNow, *, closings: bool) -> tuple[CounterNow, ...]:
    plan = run.day.plan
    return tuple(
        CounterNow(
            skills=skills,
            serving=seen.serving.get(number),
            away=run.state(number) is CounterState.AWAY,
            lunch=time_of(run.day.lunches[number]),
            closes_at=time_of(NOON) if closings and number in plan.close_at_noon else None,
        )
        for number, skills in enumerate(plan.counters)
        if run.state(number) is not CounterState.CLOSED
    )
