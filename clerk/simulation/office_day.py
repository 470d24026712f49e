"""One simulated day, made from a plan and a seed: everything that will happen to it, hidden from the office."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from clerk.domain.learned_minutes import Closings
from clerk.simulation.day_plan import DayPlan

EARLIER_DAYS = 20
"""As many working days taught the office what its services take: about a month."""
_APPOINTMENT_GRID = 10
_FIRST_LUNCH, _LAST_LUNCH = 690, 780
LUNCH_MINUTES = 30
NOON = 720
_SHORT_BREAK = (5.0, 10.0)
_ABSENCE = (15.0, 45.0)
_FIRST_CONTACT = (0.6, 0.8)


@dataclass(frozen=True, slots=True)
class ServiceKind:
    """What the simulation needs of a service of the catalogue."""

    id: str
    area: str
    minutes: float
    two_contacts: bool


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person of the day. Times in minutes after midnight, all hidden until they happen but the appointment.

    ``arrives`` is ``None`` for somebody who does not come. ``contacts`` are the minutes at the counter: two where the
    visit is parked between them, for ``absence`` minutes. Whoever has waited ``patience`` minutes goes silently.
    """

    number: int
    service: ServiceKind
    appointment: int | None
    arrives: float | None
    contacts: tuple[float, ...]
    absence: float
    patience: float


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """A day as it will be.

    ``lunches`` is the planned beginning of the lunch of each counter, ``breaks`` the minutes of break each counter
    takes after its first, second ... visit. ``factors`` are the true minutes of the services over those of the
    catalogue, today; ``earlier`` is what the office has seen of its own closings.
    """

    plan: DayPlan
    seed: int
    visitors: tuple[Visitor, ...]
    lunches: tuple[int, ...]
    breaks: tuple[tuple[float, ...], ...]
    factors: Mapping[str, float]
    earlier: tuple[Closings, ...]


def make_day(plan: DayPlan, services: Sequence[ServiceKind], seed: int) -> OfficeDay:
    """Return the day of *plan* with *seed*: the same for the same arguments, an office of its own for every seed."""
    rng = Random(f"{plan.id} {seed}")  # noqa: S311 - nothing here is a secret
    office = {service.id: _lognormal(rng, 1, plan.bias) for service in services}
    today = _lognormal(rng, 1, plan.day)
    factors = {service: factor * today for service, factor in office.items()}
    return OfficeDay(
        plan=plan,
        seed=seed,
        visitors=_visitors(plan, services, factors, rng),
        lunches=tuple(rng.randrange(_FIRST_LUNCH, _LAST_LUNCH + 1, 5) for _counter in plan.counters),
        breaks=tuple(_breaks(plan, rng) for _counter in plan.counters),
        factors=factors,
        earlier=_earlier(plan, services, office, rng),
    )


def _visitors(
    plan: DayPlan, services: Sequence[ServiceKind], factors: Mapping[str, float], rng: Random
) -> tuple[Visitor, ...]:
    by_area = _by_area(services)
    return tuple(
        _visitor(number, plan, _service(plan, by_area, rng), factors, rng) for number in range(plan.visits)
    )


def _visitor(
    number: int, plan: DayPlan, service: ServiceKind, factors: Mapping[str, float], rng: Random
) -> Visitor:
    booked = rng.random() < plan.appointments
    appointment = rng.randrange(plan.opens, plan.last_arrival + 1, _APPOINTMENT_GRID) if booked else None
    if appointment is None:
        arrives: float | None = _walk_in(plan, rng)
    else:
        arrives = None if rng.random() < plan.no_show else appointment + rng.gauss(*plan.punctuality)
    minutes = _lognormal(rng, service.minutes * factors[service.id], plan.cv)
    parked = service.two_contacts and rng.random() < plan.parked_share
    first = rng.uniform(*_FIRST_CONTACT)
    return Visitor(
        number=number,
        service=service,
        appointment=appointment,
        arrives=arrives,
        contacts=(minutes * first, minutes * (1 - first)) if parked else (minutes,),
        absence=rng.uniform(*_ABSENCE),
        patience=plan.patience,
    )


def _walk_in(plan: DayPlan, rng: Random) -> float:
    while True:
        hour = rng.choices(range(len(plan.walk_in_weights)), plan.walk_in_weights)[0]
        arrives = plan.opens + 60 * (hour + rng.random())
        if arrives <= plan.last_arrival:
            return arrives


def _by_area(services: Sequence[ServiceKind]) -> dict[str, list[ServiceKind]]:
    by_area: defaultdict[str, list[ServiceKind]] = defaultdict(list)
    for service in services:
        by_area[service.area].append(service)
    return by_area


def _service(plan: DayPlan, by_area: Mapping[str, Sequence[ServiceKind]], rng: Random) -> ServiceKind:
    area = rng.choices(list(plan.area_weights), list(plan.area_weights.values()))[0]
    return rng.choice(by_area[area])


def _breaks(plan: DayPlan, rng: Random) -> tuple[float, ...]:
    return tuple(
        rng.uniform(*_SHORT_BREAK) if rng.random() < plan.break_share else 0.0
        for _visit in range(plan.visits)
    )


def _earlier(
    plan: DayPlan, services: Sequence[ServiceKind], office: Mapping[str, float], rng: Random
) -> tuple[Closings, ...]:
    count: defaultdict[tuple[str, int], int] = defaultdict(int)
    minutes: defaultdict[tuple[str, int], float] = defaultdict(float)
    by_area = _by_area(services)
    for _day in range(EARLIER_DAYS):
        factor = _lognormal(rng, 1, plan.day)
        for _visit in range(plan.visits):
            service = _service(plan, by_area, rng)
            cell = (service.id, rng.randrange(plan.opens, plan.last_arrival) // 60)
            count[cell] += 1
            minutes[cell] += _lognormal(rng, service.minutes * office[service.id] * factor, plan.cv)
    able = {service.id: counters_for(plan, service.area) for service in services}
    return tuple(
        Closings(service, hour, number, minutes[service, hour], min(number, able[service]))
        for (service, hour), number in count.items()
    )


def counters_for(plan: DayPlan, area: str) -> int:
    """Return how many counters of *plan* serve *area*."""
    return sum(area in skills for skills in plan.counters)


def _lognormal(rng: Random, mean: float, variation: float) -> float:
    variance = math.log(1 + variation**2)
    return mean * math.exp(rng.gauss(-variance / 2, math.sqrt(variance)))
