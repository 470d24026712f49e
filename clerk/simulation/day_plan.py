"""The plans of simulated days: who comes when and for what, as shares and weights."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

EVERY_AREA = "all"


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day of an office. Times in minutes after midnight at the office, shares between 0 and 1.

    ``counters`` are the areas of each counter. ``bias`` is how far the services of an office lie from the catalogue's
    minutes, ``day`` how far a day lies from its office, ``cv`` the coefficient of variation of one service's minutes.
    Counters in ``close_at_noon`` call nobody after 12:00, which is planned if ``closing_known``.
    """

    id: str
    opens: int
    last_arrival: int
    visits: int
    counters: tuple[frozenset[str], ...]
    area_weights: Mapping[str, float]
    walk_in_weights: tuple[float, ...]
    bias: float
    cv: float
    day: float
    appointments: float
    no_show: float
    punctuality: tuple[float, float]
    parked_share: float
    break_share: float
    patience: float
    walk_in_offset: int
    close_at_noon: frozenset[int]
    closing_known: bool


def resized(plan: DayPlan, *, visits: int | None, counters: int | None) -> DayPlan:
    """Return *plan* with so many visits and counters; these take their areas from all of the plan's counters evenly.

    Raises ``ValueError`` with the names of the areas that no counter would serve.
    """
    number = counters or len(plan.counters)
    chosen = tuple(plan.counters[place * len(plan.counters) // number] for place in range(number))
    unserved = set(plan.area_weights).difference(*chosen)
    if unserved:
        raise ValueError(", ".join(sorted(unserved)))
    return replace(plan, visits=visits or plan.visits, counters=chosen)


def shipped_plans() -> Mapping[str, DayPlan]:
    """Return the days the forecast is measured on, by id."""
    return read_plans((files("clerk.simulation") / "office-days.json").read_text(encoding="utf-8"))


def read_plans(text: str) -> Mapping[str, DayPlan]:
    """Return the plans of a JSON file, by id; its ``note`` explains them. Raises ``ValueError``."""
    file = _File.model_validate_json(text)
    return {day.id: _plan(file, day) for day in file.days}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Default(_Strict):
    bias: float
    cv: float
    day: float
    appointments: float
    no_show: float
    punctuality: tuple[float, float]
    parked_share_of_two_contact: float
    pause: float
    patience_minutes: float


class _Day(_Strict):
    id: str
    visits: int
    skills: str
    closing_at_noon: tuple[int, ...] = ()
    known: bool = True


class _Rule(_Strict):
    offset: int = Field(alias="L")
    open_before_min: int
    late_grace_min: int


class _File(_Strict):
    note: str
    open: int
    last_arrival: int
    close: int
    counters: int
    area_weights: dict[str, float]
    hourly_walk_in_weights: tuple[float, ...]
    skills: dict[str, tuple[str, ...]]
    default: _Default
    days: tuple[_Day, ...]
    rule: _Rule


def _plan(file: _File, day: _Day) -> DayPlan:
    default = file.default
    return DayPlan(
        id=day.id,
        opens=file.open,
        last_arrival=file.last_arrival,
        visits=day.visits,
        counters=tuple(_areas(skills, file.area_weights) for skills in file.skills[day.skills]),
        area_weights=file.area_weights,
        walk_in_weights=file.hourly_walk_in_weights,
        bias=default.bias,
        cv=default.cv,
        day=default.day,
        appointments=default.appointments,
        no_show=default.no_show,
        punctuality=default.punctuality,
        parked_share=default.parked_share_of_two_contact,
        break_share=default.pause,
        patience=default.patience_minutes,
        walk_in_offset=file.rule.offset,
        close_at_noon=frozenset(day.closing_at_noon),
        closing_known=day.known,
    )


def _areas(skills: str, every: Mapping[str, float]) -> frozenset[str]:
    return frozenset(every) if skills == EVERY_AREA else frozenset(skills.split("+"))
