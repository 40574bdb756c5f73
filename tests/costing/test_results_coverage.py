"""How often an interval holds the truth in invented worlds of known mean: the table by which it is offered, made again.

A world has a number of families and workers, a skew, a share of zeros, and an intra-class correlation. A worker's effect
multiplies the cost of all their families, so that the correlation holds on the scale of the costs. At night every shape
is made 1,000 times (`NIGHTLY_ROUNDS` for a try); by day a single one.
"""

import itertools
import math
import os
from dataclasses import dataclass

import numpy as np
import pytest

from budgettracker.costing.results.kinds import Method
from budgettracker.costing.results.rules.clusters import between
from budgettracker.costing.results.rules.coverage import ALIKE, SIMULATED, SPREADS, ZEROS
from budgettracker.costing.results.rules.estimate import resampled
from budgettracker.costing.results.rules.observed import Interval, Observed
from budgettracker.families.kinds import Arm

ROUNDS = int(os.environ.get("NIGHTLY_ROUNDS", "1000"))


@dataclass(frozen=True)
class Shape:
    """A world: log-costs spread by `sigma`, a share of families at nothing, families of one worker alike by `icc`."""

    families: int
    workers: int
    sigma: float
    zeros: float
    icc: float

    @property
    def mean(self) -> float:
        """The true mean cost in pence."""
        return 100_000 * math.exp(self.sigma**2 / 2) * (1 - self.zeros)

    def drawn(self, numbers: np.random.Generator) -> list[Observed]:
        """One world of this shape."""
        second = math.exp(self.sigma**2) / (1 - self.zeros)
        # The correlation of products with a shared factor u of mean 1: var(u) / (second moment * E[u^2] - 1).
        spread = self.icc * (second - 1) / (1 - self.icc * second)
        log_variance = math.log1p(spread)
        shared = np.exp(numbers.normal(-log_variance / 2, math.sqrt(log_variance), self.workers))
        costs = np.exp(numbers.normal(0, self.sigma, self.families)) * 100_000
        costs *= numbers.random(self.families) >= self.zeros
        return [
            Observed(Arm.BUDGET, "Westmoor", str(at % self.workers), "team", int(cost * shared[at % self.workers]))
            for at, cost in enumerate(costs)
        ]


def held(shape: Shape, rounds: int, method: Method) -> float:
    """The share of worlds in which an interval made this way holds the mean."""
    numbers = np.random.default_rng(20_260_601)
    holds = 0
    for seed in range(rounds):
        interval = interval_of(shape.drawn(numbers), method, seed)
        holds += interval.low_pence <= shape.mean <= interval.high_pence
    return holds / rounds


def interval_of(families: list[Observed], method: Method, seed: int) -> Interval:
    """The interval, whether it would be offered or not."""
    if method is Method.BCA:
        interval, why_not = resampled(families, seed)
        assert interval is not None, why_not
        return interval
    return between(families, [family.worker for family in families])


def test_a_small_world_by_day() -> None:
    shape = Shape(families=40, workers=10, sigma=0.5, zeros=0, icc=0.2)
    numbers = np.random.default_rng(3)
    worlds = [shape.drawn(numbers) for _ in range(400)]
    middle = np.mean([each.pence for world in worlds for each in world])
    assert abs(middle / shape.mean - 1) < 0.02, "the world has the mean it says"
    share = held(shape, 300, Method.CLUSTERS)
    known = told(Method.CLUSTERS, (40, 10), 0.5, 0.0, 0.2)
    assert abs(share - known) <= 3 * math.sqrt(known * (1 - known) / 300)


@pytest.mark.nightly
@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("method", [Method.CLUSTERS, Method.BCA])
def test_the_shares_that_are_known_are_what_worlds_give(method: Method) -> None:
    """Every shape of the table, within four standard errors of what it has; fewer worlds of the bootstrap, which takes long."""
    rounds = ROUNDS if method is Method.CLUSTERS else ROUNDS // 5 + 50
    for size in SIMULATED[method]:
        for spread, zeros, alike in itertools.product(SPREADS[:3], ZEROS[:2], ALIKE[:3]):
            known = told(method, size, spread, zeros, alike)
            share = held(Shape(*size, spread, zeros, alike), rounds, method)
            error = math.sqrt(known * (1 - known) * (1 / rounds + 1 / 2_000))
            assert abs(share - known) <= max(4 * error, 0.01), (size, spread, zeros, alike, share, known)


def told(method: Method, size: tuple[int, int], spread: float, zeros: float, alike: float) -> float:
    """What the table has for a shape."""
    shares = SIMULATED[method][size].split()
    place = (SPREADS.index(spread) * len(ZEROS) + ZEROS.index(zeros)) * len(ALIKE) + ALIKE.index(alike)
    return int(shares[place]) / 1_000
