"""How alike the families of one worker or team are, and what that makes of an average's uncertainty."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from budgettracker.costing.results.kinds import Method, NoInterval
from budgettracker.costing.results.rules.coverage import ENOUGH, LIKELY, SURE, Alike, coverage
from budgettracker.costing.results.rules.observed import Interval, Observed, obstacle, whole_pence
from budgettracker.costing.results.rules.regression import coefficient, half_width

ClusterOf = Callable[[Observed], str]


class Clustered(NamedTuple):
    """An average's interval between clusters, or why there is none; how many clusters; how alike families within one are.

    `alike_thousandths` is the intra-class correlation in thousandths, None where no cluster has two families or there is
    one cluster. `coverage_thousandths` is how often such an interval held the truth in invented worlds of this shape.
    """

    clusters: int
    alike_thousandths: int | None
    interval: Interval | None
    why_not: NoInterval | None
    coverage_thousandths: int | None = None


def clustered(families: Sequence[Observed], cluster_of: ClusterOf) -> Clustered:
    """The average of some families with its interval between clusters (CR2)."""
    names = [cluster_of(family) for family in families]
    count = len(set(names))
    alike = correlation(families, cluster_of)
    why_not = obstacle(families, count)
    if why_not:
        return Clustered(count, alike, None, why_not)
    held = covers(Method.CLUSTERS, families, cluster_of)
    if held is None:
        return Clustered(count, alike, None, NoInterval.COVERS_TOO_LITTLE)
    interval = between(families, names)
    return Clustered(count, alike, interval, None, held)


def between(families: Sequence[Observed], names: Sequence[str]) -> Interval:
    """The interval of an average between clusters (CR2), `names` telling which family is in which."""
    weights = np.asarray([family.base for family in families], dtype=np.float64)
    values = np.asarray([family.pence for family in families], dtype=np.float64) / weights
    mean = coefficient(np.ones((len(families), 1)), values, weights, names)
    half = half_width(mean)
    return Interval(whole_pence(mean.value - half), whole_pence(mean.value + half))


def covers(method: Method, families: Sequence[Observed], cluster_of: ClusterOf) -> int | None:
    """How often an interval of this method held the truth for such families, in thousandths; None where not often enough.

    Families are resampled only where an interval between workers is offered too: it bears more.
    """
    values = [family.pence / family.base for family in families]
    clusters, alike = len({cluster_of(family) for family in families}), limits(families, cluster_of)
    shares = {each: coverage(each, clusters, values, alike) for each in (Method.CLUSTERS, method)}
    enough = all(share is not None and share >= ENOUGH[each] for each, share in shares.items())
    return shares[method] if enough else None


class _Variances(NamedTuple):
    """One-way analysis of variance: mean squares between and within clusters, their degrees, and the clusters' size.

    The size is corrected for unequal clusters.
    """

    between: float
    within: float
    degrees_between: int
    degrees_within: int
    size: float


def _variances(families: Sequence[Observed], cluster_of: ClusterOf) -> _Variances | None:
    """None where there is one cluster, or no cluster has two families."""
    groups: dict[str, list[float]] = {}
    for family in families:
        groups.setdefault(cluster_of(family), []).append(family.pence / family.base)
    number, count = len(families), len(groups)
    if count < 2 or number == count:
        return None
    mean = sum(sum(group) for group in groups.values()) / number
    means = {name: sum(group) / len(group) for name, group in groups.items()}
    between = sum(len(group) * (means[name] - mean) ** 2 for name, group in groups.items()) / (count - 1)
    within = sum((each - means[name]) ** 2 for name, group in groups.items() for each in group) / (number - count)
    size = (number - sum(len(group) ** 2 for group in groups.values()) / number) / (count - 1)
    return _Variances(between, within, count - 1, number - count, size)


def correlation(families: Sequence[Observed], cluster_of: ClusterOf) -> int | None:
    """The intra-class correlation by one-way analysis of variance, in thousandths; below 0 it says nothing is shared.

    (between - within) / (between + (size - 1) within), of mean squares, the size corrected for unequal clusters.
    """
    of = _variances(families, cluster_of)
    whole = of.between + (of.size - 1) * of.within if of else 0
    return whole_pence(1_000 * (of.between - of.within) / whole) if of and whole > 0 else None


def limits(families: Sequence[Observed], cluster_of: ClusterOf) -> Alike:
    """Between which limits the correlation lies, by the F of the analysis of variance (Searle 1971, Linear Models, chapter 9).

    Where each family has a worker of its own, nothing is shared.
    """
    of = _variances(families, cluster_of)
    if of is None:
        return Alike(0, 0)
    if not of.within:
        return Alike(1, 1) if of.between else Alike(0, 0)
    # scipy takes a second to load: only who asks for an interval waits for it.
    from scipy.stats import f

    ratio, degrees = of.between / of.within, (of.degrees_between, of.degrees_within)
    low, high = (ratio / float(f.ppf(tail, *degrees)) for tail in (SURE, 1 - LIKELY))
    return Alike((low - 1) / (low + of.size - 1), (high - 1) / (high + of.size - 1))
