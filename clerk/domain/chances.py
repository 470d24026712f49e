"""Draws for a fixed number of runs, spread evenly: every list of draws holds each quantile once, in its own order."""

from bisect import bisect
from collections.abc import Sequence
from functools import cache
from math import erfc, exp, log, sqrt
from random import Random
from statistics import NormalDist

RUNS = 79
"""Eighty less one: the 40th and the 72nd of so many sorted values are the median and the 90 % quantile."""
_ORDERS, _FINE = 61, 2000
_NEARLY_ONE = 1 - 1e-6
_SQRT_2 = sqrt(2)
_quantile = NormalDist().inv_cdf


class Chances:
    """The chances of one forecast: the same for the same seed. Every list has ``RUNS`` values, one for each run."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)  # noqa: S311 - nothing here is a secret

    def uniforms(self) -> list[float]:
        """Return values between 0 and 1."""
        return self._turned(_uniforms())

    def normals(self) -> list[float]:
        """Return values of the standard normal distribution."""
        return self._turned(_normals())

    def factors(self, variation: float) -> list[float]:
        """Return lognormal factors with mean 1 and this coefficient of variation."""
        return self._turned(_factors(variation))

    def one_of(self, choices: Sequence[str]) -> str:
        """Return one of *choices*, the same in every run."""
        return self._rng.choice(choices)

    def _turned(self, orders: Sequence[list[float]]) -> list[float]:
        values = orders[self._rng.randrange(_ORDERS)]
        cut = self._rng.randrange(RUNS)
        return values[cut:] + values[:cut]


def rests(totals: Sequence[float], variation: float, elapsed: float, chances: Sequence[float]) -> list[float]:
    """Return what is left after *elapsed* of lognormal times with these means, each at a quantile (0 to 1).

    The longer it takes already, the longer it was from the beginning: that is what makes it conditional.
    """
    factors = _sorted_factors(variation)
    left = []
    for total, chance in zip(totals, chances, strict=True):
        gone = bisect(factors, elapsed / total)
        place = min(gone + int((_FINE - gone) * chance), _FINE - 1)
        left.append(max(total * factors[place] - elapsed, 0.0))
    return left


def share_left(total: float, variation: float, elapsed: float) -> float:
    """Return how likely a lognormal time with mean *total* takes longer than *elapsed*."""
    spread = _spread(variation)
    return 1 - _below((log(elapsed / total) + spread**2 / 2) / spread) if elapsed > 0 else 1.0


def normals_after_now(centre: float, spread: float, chances: Sequence[float]) -> list[float]:
    """Return normal times that are known to lie after 0, each at a quantile (0 to 1)."""
    gone = _below(-centre / spread)
    quantiles = [min(gone + (1 - gone) * chance, _NEARLY_ONE) for chance in chances]
    return [max(centre + spread * _quantile(quantile), 0.0) for quantile in quantiles]


def normal_share_left(centre: float, spread: float) -> float:
    """Return how likely a normal time lies after 0."""
    return 1 - _below(-centre / spread)


def _spread(variation: float) -> float:
    return sqrt(log(1 + variation**2))


def _below(value: float) -> float:
    return erfc(-value / _SQRT_2) / 2


@cache
def _uniforms() -> list[list[float]]:
    return _in_orders([(run + 0.5) / RUNS for run in range(RUNS)])


@cache
def _normals() -> list[list[float]]:
    return _in_orders([_quantile((run + 0.5) / RUNS) for run in range(RUNS)])


@cache
def _factors(variation: float) -> list[list[float]]:
    return _in_orders(_quantiles_of_factors(variation, RUNS))


@cache
def _sorted_factors(variation: float) -> list[float]:
    return _quantiles_of_factors(variation, _FINE)


def _quantiles_of_factors(variation: float, number: int) -> list[float]:
    spread = _spread(variation)
    return [exp(spread * _quantile((place + 0.5) / number) - spread**2 / 2) for place in range(number)]


def _in_orders(values: list[float]) -> list[list[float]]:
    rng = Random(RUNS)  # noqa: S311
    return [rng.sample(values, RUNS) for _order in range(_ORDERS)]
