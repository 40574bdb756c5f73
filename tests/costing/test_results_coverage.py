"""How often an interval holds the truth in invented worlds of known mean: the table it is offered by, and what is offered.

By day a few shapes; at night every shape, 1,000 worlds each (`NIGHTLY_ROUNDS` for a try). What is printed at night stands in
`docs/statistics.md`.
"""

import itertools
import math
import os

import numpy as np
import pytest
from scipy.stats import binom

from budgettracker.costing.results.kinds import Method
from budgettracker.costing.results.rules.clusters import between
from budgettracker.costing.results.rules.coverage import ALIKE, SIMULATED, SPREADS, ZEROS
from budgettracker.costing.results.rules.estimate import estimate, resampled
from tests.costing.invented_worlds import Offered, Shape, intervals, observed, offered

ROUNDS = int(os.environ.get("NIGHTLY_ROUNDS", "1000"))
SIZES = [(families, workers) for families in (6, 10, 20, 40, 100, 400) for workers in (3, 5, 10, 20, 60)]
SHAPES = [
    shape
    for (families, workers), spread, zeros, alike in itertools.product(SIZES, SPREADS[:4], ZEROS, (0.0, 0.05, 0.1, 0.2))
    if (shape := Shape(families, workers, spread, zeros, alike)).possible
]
TWO_ERRORS = 0.02275
"""How likely a normal figure lies two standard errors or more below what it should be."""


def require_covered(shape: Shape, of: Offered) -> None:
    """What is offered holds in 92% of the worlds in which it is, two standard errors allowed: however few worlds those are.

    Of few the error is the binomial's own: one interval that misses proves nothing, two of two do.
    """
    some, missed = int(of.some.sum()), int((of.some & ~of.held).sum())
    assert binom.sf(missed - 1, some, 0.08) >= TWO_ERRORS, (shape, some, missed)


def require_the_programs(shape: Shape, costs: np.ndarray, of: Offered) -> None:
    """The worlds reckoned together are what the program makes of each."""
    for at, world in enumerate(costs):
        families = observed(world, shape.workers)
        of_program = estimate(families, at)
        method = Method.BCA if of.resampled[at] else Method.CLUSTERS if of.some[at] else Method.NONE
        assert of_program.method is method, (shape, at)
        ends = intervals(world[None], shape.workers, Method.CLUSTERS, np.random.default_rng(at))
        own = between(families, [family.worker for family in families])
        assert np.allclose([end[0] for end in ends], own, atol=0.51), (shape, at)


def test_worlds_are_as_they_say_and_as_the_program_sees_them() -> None:
    """The mean of a shape; and of each kind of shape some worlds, one by one through the program itself."""
    numbers = np.random.default_rng(3)
    wide = Shape(families=40, workers=10, spread=0.5, zeros=0, alike=0.2)
    assert abs(wide.drawn(400, numbers).mean() / wide.mean - 1) < 0.02
    for size in ((6, 3), (10, 5), (41, 10), (60, 20), (100, 60), (30, 30)):
        for spread, zeros, alike in ((0.25, 0.0, 0.0), (0.5, 0.3, 0.1)):
            shape = Shape(*size, spread, zeros, alike)
            costs = shape.drawn(3, numbers)
            require_the_programs(shape, costs, offered(shape, costs, numbers))


def test_resampling_many_worlds_together_gives_scipys_ends() -> None:
    """Two sets of 5,000 draws differ by chance: by less than a fifteenth of the interval's width."""
    shape = Shape(families=60, workers=30, spread=0.5, zeros=0, alike=0)
    costs = shape.drawn(4, np.random.default_rng(9))
    lows, highs = intervals(costs, 30, Method.BCA, np.random.default_rng(9))
    for world, low, high in zip(costs, lows, highs, strict=True):
        own, _ = resampled(observed(world, 30), 9)
        assert own is not None
        width = (own.high_pence - own.low_pence) / 15
        assert abs(own.low_pence - low) < width > abs(own.high_pence - high)


def test_what_is_offered_by_day() -> None:
    """A shape that has its interval, one that must not, and one that an estimate of its correlation would have let through."""
    numbers = np.random.default_rng(1)
    shares = {}
    for shape in (Shape(100, 10, 0.25, 0, 0.2), Shape(40, 5, 1.0, 0.3, 0.2), Shape(40, 10, 0.5, 0.3, 0.2)):
        of = offered(shape, shape.drawn(1_000, numbers), numbers)
        require_covered(shape, of)
        shares[shape] = of.some.mean()
    assert list(shares.values())[:2] == [1.0, 0.0]


@pytest.mark.nightly
@pytest.mark.timeout(7_200)
def test_whatever_is_offered_covers() -> None:
    """Every stated world. Prints for each size what was offered, and the least of what held."""
    numbers = np.random.default_rng(20_260_601)
    wrong = []
    for shape in SHAPES:
        costs = shape.drawn(ROUNDS, numbers)
        of = offered(shape, costs, numbers)
        print(*shape, f"{of.some.mean():.3f} {of.resampled.mean():.3f} {of.share:.3f} {of.missed:.3f}", flush=True)
        try:
            require_covered(shape, of)
            require_the_programs(shape, costs[:2], Offered(of.some[:2], of.resampled[:2], of.held[:2]))
        except AssertionError as problem:
            wrong.append(str(problem))
    assert not wrong, "\n".join(wrong)


@pytest.mark.nightly
@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("method", [Method.CLUSTERS, Method.BCA])
def test_the_shares_that_are_known_are_what_worlds_give(method: Method) -> None:
    """Every world of the table that can be, within four standard errors of what it has."""
    numbers = np.random.default_rng(20_260_602)
    for size in SIMULATED[method]:
        for spread, zeros, alike in itertools.product(SPREADS, ZEROS, ALIKE):
            shape = Shape(*size, spread, zeros, alike)
            known = simulated_share(method, size, spread, zeros, alike)
            assert shape.possible or not known, shape
            if known:
                low, high = intervals(shape.drawn(ROUNDS, numbers), shape.workers, method, numbers)
                share = float(((low <= shape.mean) & (shape.mean <= high)).mean())
                error = math.sqrt(known * (1 - known) * (1 / ROUNDS + 1 / 2_000))
                assert abs(share - known) <= max(4 * error, 0.01), (shape, share, known)


def simulated_share(method: Method, size: tuple[int, int], spread: float, zeros: float, alike: float) -> float:
    """What the table has for a shape."""
    shares = SIMULATED[method][size].split()
    place = (SPREADS.index(spread) * len(ZEROS) + ZEROS.index(zeros)) * len(ALIKE) + ALIKE.index(alike)
    return int(shares[place]) / 1_000
