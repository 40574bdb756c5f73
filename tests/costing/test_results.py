"""Statistics of a run against sums done by hand, formulas written out plainly, and scipy asked directly."""

import math
import statistics

import numpy as np
import pytest
import scipy

from budgettracker.costing.results.kinds import Method, NoInterval
from budgettracker.costing.results.rules.bootstrap import REPLICATES, bca
from budgettracker.costing.results.rules.clusters import between as between_workers
from budgettracker.costing.results.rules.clusters import clustered, correlation, limits
from budgettracker.costing.results.rules.coverage import (
    ENOUGH,
    SIMULATED,
    Alike,
    coverage,
    log_deviation,
    widest_spread,
)
from budgettracker.costing.results.rules.difference import difference
from budgettracker.costing.results.rules.estimate import by_worker, estimate, means
from budgettracker.costing.results.rules.observed import Interval, Observed, whole_pence
from budgettracker.families.kinds import Arm

BUDGET, COMPARISON = Arm.BUDGET, Arm.COMPARISON


def family(pence: int, worker: object = 1, arm: Arm = BUDGET, authority: str = "Westmoor", base: int = 1) -> Observed:
    return Observed(arm, authority, f"{authority} {worker}", f"{authority} team", pence, base)


def spread(families: int, workers: int, arm: Arm = BUDGET, seed: int = 5) -> list[Observed]:
    """Families of skewed costs, dealt to workers so that each has dear and cheap ones: nothing says that they are alike."""
    drawn = np.sort(np.random.default_rng(seed).lognormal(11, 0.15, families))
    paired = families >= 2 * workers
    dealt = [min(at, families - 1 - at) if paired else at for at in range(families)]
    return [family(int(pence), at % workers, arm) for at, pence in zip(dealt, drawn, strict=True)]


def test_intraclass_correlation_by_hand() -> None:
    """Means 2 and 6: between 16 (1 degree), within 4/2 = 2, clusters of 2: (16 - 2) / (16 + 2) = 0.778."""
    families = [family(1, "a"), family(3, "a"), family(5, "b"), family(7, "b")]
    assert correlation(families, by_worker) == 778
    assert correlation([family(1, "a"), family(5, "a")], by_worker) is None
    assert correlation([family(1, "a"), family(5, "b")], by_worker) is None
    assert correlation([family(1, "a"), family(7, "a"), family(1, "b"), family(7, "b")], by_worker) == -1_000


def test_an_error_between_workers_and_correlation_are_those_of_statsmodels() -> None:
    """With a worker to each family CR2 is HC2; the correlation is that of the mean squares of an analysis of variance."""
    import pandas as pd
    import statsmodels.api as models
    from statsmodels.formula.api import ols

    families = spread(60, 60)
    pence = np.asarray([each.pence for each in families], dtype=float)
    error = float(models.OLS(pence, np.ones((60, 1))).fit().HC2_se[0])
    half = scipy.stats.t.ppf(0.975, 59) * error
    ends = Interval(whole_pence(pence.mean() - half), whole_pence(pence.mean() + half))
    assert between_workers(families, [each.worker for each in families]) == ends
    shared = spread(60, 10)
    table = pd.DataFrame({"pence": [each.pence for each in shared], "worker": [each.worker for each in shared]})
    squares = models.stats.anova_lm(ols("pence ~ C(worker)", table).fit())["mean_sq"]
    between, within = float(squares["C(worker)"]), float(squares["Residual"])
    assert correlation(shared, by_worker) == whole_pence(1_000 * (between - within) / (between + 5 * within))


def test_with_clusters_of_one_size_the_interval_is_the_t_of_their_means() -> None:
    """Five workers of eight families: the t table has 2.776445 for 4 degrees."""
    costs = [(100_00, 140_00), (80_00, 130_00), (130_00, 100_00), (90_00, 120_00), (150_00, 110_00)]
    families = [family(pence, worker) for worker, pair in enumerate(costs) for pence in pair * 4]
    centres = [statistics.mean(pair) for pair in costs]
    mean, half = statistics.mean(centres), 2.776445 * statistics.stdev(centres) / math.sqrt(5)
    result = clustered(families, by_worker)
    assert result.interval == Interval(whole_pence(mean - half), whole_pence(mean + half))
    assert result.clusters == 5


def test_unequal_clusters_follow_the_written_formula() -> None:
    """CR2 of a mean: sum of squares of a cluster's residuals over (1 - its share), over n squared; Satterthwaite's degrees."""
    sizes = (2, 4, 6, 9, 15, 6)
    drawn = iter(np.random.default_rng(8).lognormal(11, 0.2, sum(sizes)))
    groups = [[int(next(drawn)) for _ in range(size)] for size in sizes]
    families = [family(pence, worker) for worker, group in enumerate(groups) for pence in group]
    n = len(families)
    mean = sum(map(sum, groups)) / n
    scale = [1 / (1 - len(group) / n) for group in groups]
    variance = sum((sum(group) - len(group) * mean) ** 2 * a for group, a in zip(groups, scale, strict=True)) / n**2
    same = sum(size**2 for size in sizes) / n**4
    cross = sum(
        (sizes[g] * sizes[h]) ** 2 * scale[g] * scale[h] / n**6
        for g in range(len(sizes))
        for h in range(len(sizes))
        if g != h
    )
    degrees = (1 / n) ** 2 / (same + cross)
    half = scipy.stats.t.ppf(0.975, degrees) * math.sqrt(variance)
    assert clustered(families, by_worker).interval == Interval(whole_pence(mean - half), whole_pence(mean + half))
    assert 1 < degrees < 5


@pytest.mark.parametrize(
    "families, workers, method, why_not",
    [
        (39, 20, Method.NONE, NoInterval.FEW_FAMILIES),
        (40, 4, Method.NONE, NoInterval.FEW_CLUSTERS),
        (40, 5, Method.CLUSTERS, None),
        (40, 19, Method.CLUSTERS, None),
        (40, 20, Method.BCA, None),
    ],
)
def test_intervals_begin_exactly_at_the_borders(
    families: int, workers: int, method: Method, why_not: NoInterval | None
) -> None:
    estimated = estimate(spread(families, workers), 1)
    assert (estimated.method, estimated.why_not) == (method, why_not)
    assert (estimated.interval is None) == (method is Method.NONE)
    assert estimated.workers.clusters == workers
    other = difference([*spread(families, workers), *spread(40, 20, COMPARISON, 6)], 1)
    assert (other.method, other.why_not) == (method, why_not)
    assert other.adjusted_pence == other.pooled_pence is not None


def test_limits_of_spread_and_correlation_by_published_formulas() -> None:
    """Logarithms 1 to 5 have 1.5811; chi-squared of 4 degrees has 0.0908 at 0.1%: 1.5811 x sqrt(4 / 0.0908) = 10.494.

    Means 2 and 6, between 16 over within 2 is 8; F of 1 and 2 degrees has 18.513 at 95% and 0.0833 at 20%.
    """
    assert log_deviation([math.e**power for power in range(1, 6)]) == pytest.approx(1.5811, abs=1e-4)
    assert widest_spread(1.5811, 5) == pytest.approx(10.494, abs=1e-2)
    result = limits([family(1, "a"), family(3, "a"), family(5, "b"), family(7, "b")], by_worker)
    assert result.low == pytest.approx((8 / 18.513 - 1) / (8 / 18.513 + 1), abs=1e-4)
    assert result.high == pytest.approx((8 / 0.0833 - 1) / (8 / 0.0833 + 1), abs=1e-3)
    assert limits([family(1, "a"), family(7, "b")], by_worker) == Alike(0, 0)
    assert limits([family(1, "a"), family(1, "a"), family(7, "b"), family(7, "b")], by_worker) == Alike(1, 1)


def test_nothing_to_tell_is_told_as_such() -> None:
    zeros, alike = [family(0, at) for at in range(40)], [family(500, at) for at in range(40)]
    assert estimate(zeros, 1).why_not is NoInterval.ALL_ZERO
    assert estimate(zeros, 1).mean_pence == 0
    assert estimate(alike, 1).why_not is NoInterval.ALL_EQUAL
    assert estimate([], 1).why_not is NoInterval.NOTHING
    # A single family of an authority cannot be resampled within it: the interval is made between workers.
    alone = [*spread(40, 20), family(550_00, authority="Eastfield")]
    assert (estimate(alone, 1).method, estimate(alone, 1).why_not) == (Method.CLUSTERS, None)
    without_child = [*spread(40, 20), family(9_00, base=0)]
    assert estimate(without_child, 1).families == 40
    split = difference([*spread(40, 20), family(9_00, arm=COMPARISON, authority="Eastfield")], 1)
    assert (split.adjusted_pence, split.why_not) == (None, NoInterval.NO_COMMON_AUTHORITY)
    assert split.pooled_pence is not None


def test_the_bootstrap_is_scipys_and_stays_within_authorities() -> None:
    families = spread(60, 30)
    estimated = estimate(families, 77)
    values = np.asarray([each.pence for each in families], dtype=float)
    answer = scipy.stats.bootstrap(
        (values,), np.mean, n_resamples=REPLICATES, method="BCa", rng=np.random.default_rng(77)
    ).confidence_interval
    assert estimated.interval == Interval(whole_pence(answer.low), whole_pence(answer.high))
    assert REPLICATES >= 5_000
    assert estimate(families, 77) == estimated
    assert estimate(families, 78).interval != estimated.interval
    # All spread lies between the authorities: families drawn from their own one always have the same mean.
    apart = [family(100_00 if at < 20 else 300_00, at, authority="A" if at < 20 else "B") for at in range(40)]
    assert bca(apart, lambda sums: sum(pence for pence, _ in sums) / 40, 1) is None
    mixed = [each._replace(authority="A") for each in apart]
    assert bca(mixed, lambda sums: sum(pence for pence, _ in sums) / 40, 1) is not None


def test_an_average_of_unequal_bases_is_all_pence_over_all_bases() -> None:
    families = [family((400_00 + at * 5_00) * (1 + at % 3), at % 10, base=1 + at % 3) for at in range(45)]
    estimated = estimate(families, 3)
    total = sum(each.pence for each in families) / sum(each.base for each in families)
    assert estimated.mean_pence == whole_pence(total)
    assert estimated.interval is not None
    assert estimated.interval.low_pence < total < estimated.interval.high_pence


def test_the_difference_is_made_within_authorities_by_hand() -> None:
    """A: 15 - 6 = 9 at weight 2*3/5 = 1.2; B: 100 - 20 = 80 at 1*4/5 = 0.8; together 74.8 / 2 = 37.40. All: 43.33 - 14."""
    families = [family(1_000, authority="A"), family(2_000, authority="A"), family(10_000, authority="B")]
    families += [family(pence, arm=COMPARISON, authority="A") for pence in (500, 500, 800)]
    families += [family(2_000, arm=COMPARISON, authority="B") for _ in range(4)]
    families += [family(9_000, authority="C")]
    result = difference(families, 1)
    assert (result.adjusted_pence, result.authorities) == (3_740, ("A", "B"))
    assert difference(families[:-1], 1).pooled_pence == 2_933
    assert result.why_not is NoInterval.FEW_FAMILIES


def test_an_exact_half_penny_of_the_difference_is_rounded_up() -> None:
    """Westmoor: nothing in either arm, weight 1/2. Eastfield: 3 - 3/5 = 12/5, weight 5/6. Together 2 / (4/3) = 1.5 pence."""
    sizes = ((0, BUDGET, "Westmoor", 1), (0, COMPARISON, "Westmoor", 1))
    others = ((3, BUDGET, "Eastfield", 1), (3, COMPARISON, "Eastfield", 5))
    families = [family(pence, arm=arm, authority=name, base=base) for pence, arm, name, base in (*sizes, *others)]
    assert difference(families, 1).adjusted_pence == 2


def test_between_workers_of_one_family_the_difference_is_welchs(monkeypatch: pytest.MonkeyPatch) -> None:
    """With clusters of one family CR2 is HC2: Welch's variance; degrees as Welch's with equal variances. Nothing is resampled."""
    monkeypatch.setitem(ENOUGH, Method.BCA, 1_001)
    budget, compared = spread(40, 40, seed=1), spread(45, 45, COMPARISON, seed=2)
    renamed = [each._replace(worker=f"other {at}") for at, each in enumerate(compared)]
    result = difference([*budget, *renamed], 1)
    ours, theirs = ([each.pence for each in arm] for arm in (budget, compared))
    error = math.sqrt(statistics.variance(ours) / 40 + statistics.variance(theirs) / 45)
    degrees = (1 / 40 + 1 / 45) ** 2 / (1 / (40**2 * 39) + 1 / (45**2 * 44))
    half = scipy.stats.t.ppf(0.975, degrees) * error
    middle = statistics.mean(ours) - statistics.mean(theirs)
    assert result.interval == Interval(whole_pence(middle - half), whole_pence(middle + half))
    assert result.method is Method.CLUSTERS


def test_pooled_mean_and_mean_of_authority_means_by_hand() -> None:
    result = means([family(100, authority="A"), *(family(400, authority="B") for _ in range(3))])
    assert result is not None
    assert (result.pooled_pence, result.of_authorities_pence) == (325, 250)
    assert result.within == [("A", 1, 100), ("B", 3, 400)]
    assert means([]) is None


def test_an_interval_is_offered_only_where_its_like_held_the_truth() -> None:
    """(40, 10) between workers: 94.2% at little spread and 0.2 alike, which is always reckoned with; with a spread of 2 none."""
    narrow, unlike = [100, 101, 102, 103] * 10, Alike(-0.1, 0.0)
    assert coverage(Method.CLUSTERS, 10, narrow, unlike) == 942
    assert coverage(Method.CLUSTERS, 9, narrow, unlike) == 945, "of five workers: the next that is known"
    assert coverage(Method.CLUSTERS, 10, [100, 101, 102, 0] * 10, unlike) == 934
    assert coverage(Method.CLUSTERS, 10, [*[1] * 39, 1_000_000], unlike) is None
    assert coverage(Method.CLUSTERS, 10, narrow, Alike(0.401, 0.9)) is None, "surely more alike than any that was made"
    assert coverage(Method.CLUSTERS, 10, narrow, Alike(0.1, 0.9)) == 942, "not surely more than what is reckoned with"
    assert coverage(Method.CLUSTERS, 10, [0] * 40, unlike) is None
    assert coverage(Method.CLUSTERS, 10, [*narrow, -1], unlike) is None, "more came back than was bought"
    assert coverage(Method.BCA, 19, narrow, unlike) is None, "resampling is for many workers"
    assert coverage(Method.BCA, 20, narrow, Alike(0.0, 0.1)) == 912, "by the upper limit of what is alike"
    skewed = [family(pence, at % 10) for at, pence in enumerate([1_00, 2_00, 3_00, 30_00] * 10)]
    assert (estimate(skewed, 1).interval, estimate(skewed, 1).why_not) == (None, NoInterval.COVERS_TOO_LITTLE)
    # Families of one worker alike: the bootstrap of families claims too much, the interval between workers does not.
    numbers = np.random.default_rng(3)
    own, of_worker = numbers.normal(0, 20_00, 100), numbers.normal(0, 8_00, 20)
    shared = [family(int(100_00 + own[at] + of_worker[at % 20]), at % 20) for at in range(100)]
    alike = estimate(shared, 1).workers.alike_thousandths
    assert alike is not None
    assert 50 < alike < 200
    assert estimate(shared, 1).method is Method.CLUSTERS
    assert estimate([family(int(100_00 + own[at]), at % 20) for at in range(100)], 1).method is Method.BCA
    assert all(len(shares.split()) == 60 for table in SIMULATED.values() for shares in table.values())
