"""One simulated day from beginning to end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clerk.domain.catalogue import Catalogue
from clerk.simulation.day_run import DayRun, Tally
from clerk.simulation.knowledge import observed
from clerk.simulation.measuring import USUAL_VIEWS, Forecaster, Measured, View, average_minutes
from clerk.simulation.office import Ended, SimulatedOffice
from clerk.simulation.office_day import OfficeDay, ServiceKind


@dataclass(frozen=True, slots=True)
class DayResult:
    """What one day came to."""

    tally: Tally
    ended: Ended
    measured: Sequence[Measured]

    @property
    def lost(self) -> int:
        """How many came and are neither closed nor gone."""
        return self.tally.arrived - self.ended.closed - self.ended.gone


def kinds_of(catalogue: Catalogue) -> tuple[ServiceKind, ...]:
    """Return the services as the simulation needs them."""
    return tuple(
        ServiceKind(service.id, service.area, service.minutes.typical, service.two_contacts)
        for service in catalogue.services
    )


def simulate(
    day: OfficeDay,
    kinds: Sequence[ServiceKind],
    office: SimulatedOffice,
    *,
    views: Mapping[str, View] = USUAL_VIEWS,
    every: int = 1,
) -> DayResult:
    """Let *day* happen at *office*; one of *every* arrivals is forecast."""
    forecaster = Forecaster(observed(day, kinds), average_minutes(day.plan, kinds), views, every)
    tally = DayRun(day, office, forecaster).to_the_end()
    return DayResult(tally, office.ended(), forecaster.measured)
