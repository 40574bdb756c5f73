"""Invented worlds of known mean, many at a time: how often what a run would offer there holds the truth.

A world has families and lead workers, log-normal costs of a spread, a share of families at nothing, and an intra-class
correlation: a worker's factor multiplies the cost of all their families, so that the correlation holds on the scale of the
costs. Everything is reckoned for all worlds of a shape together, by the closed forms that the program's own statistics come
to with clusters known beforehand; the test beside this file sets some worlds against the program itself.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, f, norm, t

from budgettracker.costing.results.kinds import Method
from budgettracker.costing.results.rules.bootstrap import REPLICATES
from budgettracker.costing.results.rules.coverage import (
    ENOUGH,
    LIKELY,
    SURE,
    SURE_OF_SPREAD,
    Alike,
    share,
)
from budgettracker.costing.results.rules.observed import FEWEST_CLUSTERS, FEWEST_FAMILIES, MANY_CLUSTERS, Observed
from budgettracker.families.kinds import Arm

Numbers = NDArray[np.float64]
TOGETHER = 250
"""Worlds that are resampled by the same draws: a quarter of a thousand intervals lean on one set of them, the next on another."""


class Shape(NamedTuple):
    """A world: log-costs spread by `spread`, a share of families at nothing, families of one worker alike by `alike`."""

    families: int
    workers: int
    spread: float
    zeros: float
    alike: float

    @property
    def mean(self) -> float:
        """The true mean cost in pence."""
        return 100_000 * math.exp(self.spread**2 / 2) * (1 - self.zeros)

    @property
    def possible(self) -> bool:
        """Is there such a world? Few are alike whose costs are mostly their own."""
        return self.alike * math.exp(self.spread**2) / (1 - self.zeros) < 1 and self.workers <= self.families

    def drawn(self, worlds: int, numbers: np.random.Generator) -> Numbers:
        """Costs in whole pence, a row for each world, families dealt to workers in turn."""
        second = math.exp(self.spread**2) / (1 - self.zeros)
        # The correlation of products with a shared factor u of mean 1: var(u) / (second moment * E[u^2] - 1).
        log_variance = math.log1p(self.alike * (second - 1) / (1 - self.alike * second))
        shared = np.exp(numbers.normal(-log_variance / 2, math.sqrt(log_variance), (worlds, self.workers)))
        costs = np.exp(numbers.normal(0, self.spread, (worlds, self.families))) * 100_000
        costs *= numbers.random(costs.shape) >= self.zeros
        whole: Numbers = np.floor(costs * shared[:, np.arange(self.families) % self.workers])
        return whole


def observed(costs: Numbers, workers: int) -> list[Observed]:
    """One world as the program sees it."""
    return [Observed(Arm.BUDGET, "Westmoor", str(at % workers), "team", int(cost)) for at, cost in enumerate(costs)]


def intervals(costs: Numbers, workers: int, method: Method, numbers: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Both ends of every world's interval, whether it would be offered or not."""
    if method is Method.BCA:
        parts = [_resampled(costs[at : at + TOGETHER], numbers) for at in range(0, len(costs), TOGETHER)]
        return np.concatenate([low for low, _ in parts]), np.concatenate([high for _, high in parts])
    return _between(costs, workers)


def _sums(costs: Numbers, workers: int) -> tuple[Numbers, Numbers]:
    """Of each worker the sum of their families in every world, and how many they are."""
    places = np.arange(costs.shape[1]) % workers
    sums = np.stack([costs[:, places == worker].sum(axis=1) for worker in range(workers)], axis=1)
    return sums, np.bincount(places).astype(float)


def _between(costs: Numbers, workers: int) -> tuple[Numbers, Numbers]:
    """CR2 of a mean: each cluster's residuals' square over (1 - its share); Satterthwaite's degrees know the sizes alone."""
    sums, sizes = _sums(costs, workers)
    n, mean = costs.shape[1], costs.mean(axis=1)
    scale = 1 / (1 - sizes / n)
    error = np.sqrt(((sums - sizes * mean[:, None]) ** 2 * scale).sum(axis=1)) / n
    crossed = np.outer(sizes * np.sqrt(scale), sizes * np.sqrt(scale)) ** 2 / n**6
    degrees = n**-2 / ((sizes**2).sum() / n**4 + crossed.sum() - np.trace(crossed))
    half = t.ppf(0.975, degrees) * error
    return mean - half, mean + half


def _resampled(costs: Numbers, numbers: np.random.Generator) -> tuple[Numbers, Numbers]:
    """BCa of a mean: the draws as counts, so that all replicates of many worlds are one product of matrices."""
    n, mean = costs.shape[1], costs.mean(axis=1)
    counts = numbers.multinomial(n, np.full(n, 1 / n), REPLICATES).astype(float)
    replicates = np.sort(costs @ counts.T / n, axis=1)
    left = costs - mean[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        acceleration = (left**3).sum(axis=1) / (6 * (left**2).sum(axis=1) ** 1.5)
        below = (replicates < mean[:, None]).sum(axis=1) + (replicates <= mean[:, None]).sum(axis=1)
        bias = norm.ppf(below / (2 * REPLICATES))
        ends = []
        for tail in (0.025, 0.975):
            moved = bias + norm.ppf(tail)
            ends.append(_quantiles(replicates, norm.cdf(bias + moved / (1 - acceleration * moved))))
    return ends[0], ends[1]


def _quantiles(ordered: Numbers, shares: Numbers) -> Numbers:
    """Of each row the quantile of its own share, in proportion between two replicates; nothing where there is none."""
    place = np.nan_to_num(shares) * (ordered.shape[1] - 1)
    under = np.floor(place).astype(int)
    over = np.minimum(under + 1, ordered.shape[1] - 1)
    rows = np.arange(len(ordered))
    between = ordered[rows, under] + (place - under) * (ordered[rows, over] - ordered[rows, under])
    return np.where(np.isfinite(shares), between, np.nan)


def limits(costs: Numbers, workers: int) -> list[Alike]:
    """Between which limits the intra-class correlation of every world lies."""
    sums, sizes = _sums(costs, workers)
    n = costs.shape[1]
    if n == workers:
        return [Alike(0, 0)] * len(costs)
    mean, means = costs.mean(axis=1), sums / sizes
    between = (sizes * (means - mean[:, None]) ** 2).sum(axis=1) / (workers - 1)
    within = ((costs - means[:, np.arange(n) % workers]) ** 2).sum(axis=1) / (n - workers)
    size = (n - (sizes**2).sum() / n) / (workers - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = (between / within / f.ppf(tail, workers - 1, n - workers) for tail in (SURE, 1 - LIKELY))
        ends = [(each - 1) / (each + size - 1) for each in (low, high)]
    return [Alike(*pair) for pair in zip(*(each.tolist() for each in ends), strict=True)]


def widest_spreads(costs: Numbers) -> tuple[Numbers, Numbers]:
    """Of every world the upper limit of the spread of its logarithms above nothing, and its share at nothing."""
    above = costs > 0
    count = above.sum(axis=1)
    logs = np.where(above, np.log(np.maximum(costs, 1)), 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        left = np.where(above, logs - (logs.sum(axis=1) / count)[:, None], 0)
        return np.sqrt((left**2).sum(axis=1) / chi2.ppf(1 - SURE_OF_SPREAD, count - 1)), 1 - count / costs.shape[1]


class Offered(NamedTuple):
    """What runs of a shape were offered: in which worlds an interval, in which of them by resampling, and which held."""

    some: NDArray[np.bool_]
    resampled: NDArray[np.bool_]
    held: NDArray[np.bool_]

    @property
    def share(self) -> float:
        """The share of those offered that held the truth; 1 where none was."""
        return float(self.held[self.some].mean()) if self.some.any() else 1.0

    @property
    def missed(self) -> float:
        """The share of all worlds in which an interval was offered and missed."""
        return float((self.some & ~self.held).mean())


def offered(shape: Shape, costs: Numbers, numbers: np.random.Generator) -> Offered:
    """What the program would offer in each world, by its own sieve."""
    some = {method: np.zeros(len(costs), dtype=bool) for method in (Method.CLUSTERS, Method.BCA)}
    enough = shape.families >= FEWEST_FAMILIES and shape.workers >= FEWEST_CLUSTERS
    # Ends of intervals that nobody is offered are not reckoned.
    ends = _ends(shape, costs, numbers) if enough else {Method.CLUSTERS: _between(costs, shape.workers)}
    if enough:
        worlds = list(zip(*map(np.ndarray.tolist, widest_spreads(costs)), limits(costs, shape.workers), strict=True))
        for method in ends:
            shares = (share(method, shape.families, shape.workers, *world) or 0 for world in worlds)
            some[method] = np.fromiter((each >= ENOUGH[method] for each in shares), dtype=bool)
    between, resampled = some[Method.CLUSTERS], some[Method.CLUSTERS] & some[Method.BCA]
    held = {method: (low <= shape.mean) & (shape.mean <= high) for method, (low, high) in ends.items()}
    return Offered(between, resampled, np.where(resampled, held.get(Method.BCA, False), held[Method.CLUSTERS]))


def _ends(shape: Shape, costs: Numbers, numbers: np.random.Generator) -> dict[Method, tuple[Numbers, Numbers]]:
    methods = (Method.CLUSTERS, Method.BCA) if shape.workers >= MANY_CLUSTERS else (Method.CLUSTERS,)
    return {method: intervals(costs, shape.workers, method, numbers) for method in methods}
