"""The days of ``tests/data/office-days.json``, and days run in memory."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from clerk.catalogue.loader import load_catalogue
from clerk.simulation.day_plan import DayPlan, read_plans
from clerk.simulation.measuring import USUAL_VIEWS, View
from clerk.simulation.office_day import OfficeDay, ServiceKind, make_day
from clerk.simulation.office_in_memory import OfficeInMemory
from clerk.simulation.simulate import DayResult, kinds_of, simulate

DAYS_FILE = Path(__file__).parent.parent / "data" / "office-days.json"


@cache
def plans() -> Mapping[str, DayPlan]:
    """Return the days, by id."""
    return read_plans(DAYS_FILE.read_text(encoding="utf-8"))


@cache
def kinds() -> tuple[ServiceKind, ...]:
    """Return the services of the shipped catalogue."""
    return kinds_of(load_catalogue())


def day(plan: str, seed: int = 1) -> OfficeDay:
    """Return one day."""
    return make_day(plans()[plan], kinds(), seed)


def result_of(of: OfficeDay, *, views: Mapping[str, View] = USUAL_VIEWS, every: int = 1) -> DayResult:
    """Run a day in memory."""
    return simulate(of, kinds(), OfficeInMemory(of.plan), views=views, every=every)
