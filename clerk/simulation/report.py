"""What simulated days came to, all together."""

from collections.abc import Sequence
from dataclasses import dataclass

from clerk.simulation.measuring import ORACLE, Quality, quality
from clerk.simulation.simulate import DayResult


@dataclass(frozen=True, slots=True)
class Waits:
    """Waits from the arrival to the first call, in seconds."""

    p50: int
    p90: int
    max: int


@dataclass(frozen=True, slots=True)
class Report:
    """The sums of all days; ``lost`` are those who came and are neither closed nor gone."""

    visits: int
    closed: int
    single_visits: int
    called_twice: int
    lost: int
    waits: Waits
    forecast: Quality
    oracle: Quality

    def as_json(self) -> dict[str, object]:
        """Return the shape that ``clerk simulate --json`` prints."""
        return {
            "visits": self.visits,
            "closed": self.closed,
            "single_visit_share": round(self.single_visits / max(self.closed, 1), 4),
            "called_twice": self.called_twice,
            "lost": self.lost,
            "wait_seconds": {"p50": self.waits.p50, "p90": self.waits.p90, "max": self.waits.max},
            "forecast": {
                "mae_seconds": round(self.forecast.mae, 1),
                "baseline_mae_seconds": round(self.forecast.baseline_mae, 1),
                "oracle_mae_seconds": round(self.oracle.mae, 1),
                "coverage_90": round(self.forecast.coverage, 4),
            },
        }


def report_of(results: Sequence[DayResult]) -> Report:
    """Return what *results* came to. Raises ``StatisticsError`` if nobody came."""
    waits = sorted(wait * 60 for result in results for wait in result.tally.waits)
    measured = [entry for result in results for entry in result.measured]
    return Report(
        visits=sum(result.tally.arrived for result in results),
        closed=sum(result.ended.closed for result in results),
        single_visits=sum(result.ended.single_visits for result in results),
        called_twice=sum(result.tally.called_twice for result in results),
        lost=sum(result.lost for result in results),
        waits=Waits(_at(waits, 0.5), _at(waits, 0.9), round(waits[-1])),
        forecast=quality(measured),
        oracle=quality(measured, ORACLE),
    )


def _at(values: Sequence[float], share: float) -> int:
    return round(values[min(int(len(values) * share), len(values) - 1)])
