"""How alike the families of one worker or team are, and what that makes of an average's uncertainty."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from budgettracker.costing.results.kinds import Method, NoInterval
from budgettracker.costing.results.rules.coverage import ENOUGH, coverage
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
    """How often an interval of this method held the truth for such families, in thousandths; None where not often enough."""
    values = [family.pence / family.base for family in families]
    clusters = len({cluster_of(family) for family in families})
    share = coverage(method, clusters, values, correlation(families, cluster_of))
    return share if share is not None and share >= ENOUGH[method] else None


def correlation(families: Sequence[Observed], cluster_of: ClusterOf) -> int | None:
    """The intra-class correlation by one-way analysis of variance, in thousandths; below 0 it says nothing is shared.

    (between - within) / (between + (size - 1) within), of mean squares, the size corrected for unequal clusters.
    """
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
    whole = between + (size - 1) * within
    return whole_pence(1_000 * (between - within) / whole) if whole > 0 else None
