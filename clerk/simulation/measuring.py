"""How well waits are forecast at arrival: beside a rule of thumb, and beside somebody who knows the truth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean

from clerk.domain.forecast import Newcomer, Wait, forecast_arrival
from clerk.domain.office_now import Matter, OfficeNow
from clerk.domain.queue_rule import Waiting, opens_from, order_key, target_time
from clerk.simulation.day_plan import DayPlan
from clerk.simulation.day_run import DayRun
from clerk.simulation.knowledge import Observed, office_now, with_the_truth
from clerk.simulation.office import time_of
from clerk.simulation.office_day import ServiceKind, Visitor

OFFICE, ORACLE = "office", "oracle"
View = Callable[[OfficeNow, DayRun, Observed], OfficeNow]
"""What one of several forecasters makes of what the office knows."""

USUAL_VIEWS: Mapping[str, View] = {OFFICE: lambda office, _run, _known: office, ORACLE: with_the_truth}


@dataclass(frozen=True, slots=True)
class Measured:
    """One arrival: what each view forecast, what the rule of thumb says, and how many seconds the person waited."""

    forecasts: Mapping[str, Wait]
    rule_of_thumb: float
    wait: float = 0.0


@dataclass(slots=True)
class Forecaster:
    """Forecasts every arrival of a day, or one of ``every``, and is told how long the person waited."""

    known: Observed
    average_minutes: float
    views: Mapping[str, View] = field(default_factory=lambda: USUAL_VIEWS)
    every: int = 1
    measured: list[Measured] = field(default_factory=list)
    forecast: dict[int, Measured] = field(default_factory=dict)

    def arriving(self, run: DayRun, visitor: Visitor, minute: float) -> None:
        """Forecast the wait of somebody at the door."""
        if visitor.number % self.every:
            return
        seen = run.office.look(time_of(minute))
        awaited = tuple(booked for booked in seen.booked if booked.visit != visitor.number)
        office = replace(office_now(run, minute, seen, self.known), booked=awaited)
        newcomer = _newcomer(visitor)
        seed = run.day.seed * 1000 + visitor.number
        waits = {
            name: forecast_arrival(view(office, run, self.known), newcomer, seed)
            for name, view in self.views.items()
        }
        self.forecast[visitor.number] = Measured(
            {name: wait for name, wait in waits.items() if wait is not None},
            rule_of_thumb(office, newcomer, self.average_minutes),
        )

    def called(self, visitor: Visitor, waited: float) -> None:
        """Compare what was forecast with what came."""
        if visitor.number in self.forecast:
            self.measured.append(replace(self.forecast[visitor.number], wait=waited * 60))


@dataclass(frozen=True, slots=True)
class Quality:
    """How good forecasts were: mean absolute errors in seconds, and how often the wait stayed within the bound."""

    mae: float
    baseline_mae: float
    coverage: float
    coverage_of_waiting: float

    @property
    def ratio(self) -> float:
        """The error as a share of that of the rule of thumb."""
        return self.mae / self.baseline_mae


def quality(measured: Sequence[Measured], view: str = OFFICE) -> Quality:
    """Return how good the forecasts of *view* were; those it could not make are left out.

    Raises ``StatisticsError`` where none is left.
    """
    known = [(entry, entry.forecasts[view]) for entry in measured if view in entry.forecasts]
    held = [entry.wait <= wait.bound + 1 for entry, wait in known if entry.wait > 0]
    return Quality(
        mae=fmean(abs(wait.median - entry.wait) for entry, wait in known),
        baseline_mae=fmean(abs(entry.rule_of_thumb - entry.wait) for entry, _wait in known),
        coverage=fmean(entry.wait <= wait.bound + 1 for entry, wait in known),
        coverage_of_waiting=fmean(held) if held else 1.0,
    )


def average_minutes(plan: DayPlan, services: Sequence[ServiceKind]) -> float:
    """Return the minutes of the catalogue, averaged over what people come for."""
    return sum(
        weight * fmean(service.minutes for service in services if service.area == area)
        for area, weight in plan.area_weights.items()
    ) / sum(plan.area_weights.values())


def rule_of_thumb(office: OfficeNow, newcomer: Newcomer, average_minutes: float) -> float:
    """Return the seconds until opening, and for everybody ahead the average minutes over the open counters."""
    booked = newcomer.appointment_at
    z = target_time(office.at, walk_in_offset=office.walk_in_offset, appointment_at=booked)
    key = order_key(Waiting(-1, 0, "", z, 2**62, opens_from(booked)), office.at)
    ahead = sum(order_key(visit.key, office.at) < key for visit in office.waiting)
    open_counters = sum(not counter.away for counter in office.counters)
    early = max((office.opens_at - office.at).total_seconds(), 0.0)
    return early + average_minutes * 60 * ahead / max(open_counters, 1)


def _newcomer(visitor: Visitor) -> Newcomer:
    booked = None if visitor.appointment is None else time_of(visitor.appointment)
    return Newcomer(Matter(visitor.service.area, (visitor.service.id,)), booked)
