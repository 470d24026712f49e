"""What all benchmarks share: a result beside its baseline of the same run, percentiles, table and JSON."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Result:
    """One measured action beside the floor measured in the same run (milliseconds).

    ``ratio`` is ours to the baseline (median of rounds where measured in pairs), ``limit`` the ratio it must
    not exceed, if there is one. ``budget_ms`` is what the p95 may be on the machine of the floor table.
    """

    name: str
    ours_ms_median: float
    ours_ms_p95: float
    baseline_name: str
    baseline_ms_median: float
    baseline_ms_p95: float
    ratio: float
    limit: float | None = None
    budget_ms: float | None = None
    notes: str = ""

    @property
    def met(self) -> bool:
        """Whether the limit, if any, is kept."""
        return self.limit is None or self.ratio <= self.limit


def beside(
    name: str,
    ours: Sequence[float],
    baseline_name: str,
    baseline: Sequence[float],
    *,
    limit: float | None = None,
    budget_ms: float | None = None,
    notes: str = "",
) -> Result:
    """Return the result of *ours* beside *baseline*, both in seconds; the ratio is that of the medians."""
    return Result(
        name=name,
        ours_ms_median=median(ours) * 1000,
        ours_ms_p95=percentile(ours, 95) * 1000,
        baseline_name=baseline_name,
        baseline_ms_median=median(baseline) * 1000,
        baseline_ms_p95=percentile(baseline, 95) * 1000,
        ratio=median(ours) / median(baseline),
        limit=limit,
        budget_ms=budget_ms,
        notes=notes,
    )


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that is at least as large as *share* percent of *values*."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def table(results: Sequence[Result]) -> str:
    """Return *results* as a table for people."""
    head = (
        f"{'action':<44} {'median':>8} {'p95':>8} {'budget':>7}  {'baseline':<40} {'median':>8} {'p95':>8} "
        f"{'ratio':>6} {'limit':>6}"
    )
    lines = [head, "-" * len(head)]
    for result in results:
        limit = "" if result.limit is None else f"{result.limit:.2f}"
        budget = "" if result.budget_ms is None else f"{result.budget_ms:.0f}"
        lines.append(
            f"{result.name:<44} {result.ours_ms_median:>8.2f} {result.ours_ms_p95:>8.2f} {budget:>7}  "
            f"{result.baseline_name:<40} {result.baseline_ms_median:>8.2f} {result.baseline_ms_p95:>8.2f} "
            f"{result.ratio:>6.2f} {limit:>6}"
            f"{'' if result.met else '  MISSED'}{'  ' + result.notes if result.notes else ''}"
        )
    return "\n".join(lines)


def as_json(results: Sequence[Result]) -> str:
    """Return *results* for machines."""
    return json.dumps(
        [asdict(result) | {"met": result.met} for result in results], indent=2, ensure_ascii=False
    )
