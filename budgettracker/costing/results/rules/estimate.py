"""An average cost with what is known of its uncertainty: the interval that its families and workers support, or why none."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from budgettracker.costing.results.kinds import Method, NoInterval
from budgettracker.costing.results.rules.bootstrap import Sums, bca
from budgettracker.costing.results.rules.clusters import Clustered, clustered, covers
from budgettracker.costing.results.rules.observed import MANY_CLUSTERS, Interval, Observed, obstacle, strata
from budgettracker.money import half_up

by_worker, by_team = attrgetter("worker"), attrgetter("team")


class Estimate(NamedTuple):
    """An average of families: `mean_pence` is all their pence over all that these stand over, None without anything.

    `interval` is the one to quote and `method` how it was made; `workers` and `teams` are what clusters make of it.
    """

    families: int
    mean_pence: int | None
    interval: Interval | None
    method: Method
    why_not: NoInterval | None
    coverage_thousandths: int | None
    workers: Clustered
    teams: Clustered


def estimate(families: Iterable[Observed], seed: int) -> Estimate:
    """The average of some families; those that have nothing to average over (no child in scope, no day open) are left out.

    Below 40 families or 5 lead workers there is no interval. From 20 workers on it is the bootstrap of families, if that
    held the truth often enough in worlds of this shape; else it is made between workers, if that did.
    """
    counted = [family for family in families if family.base > 0]
    workers, teams = clustered(counted, by_worker), clustered(counted, by_team)
    interval, why_not, held = workers.interval, workers.why_not, workers.coverage_thousandths
    method = Method.CLUSTERS if interval else Method.NONE
    if obstacle(counted, workers.clusters) is None and workers.clusters >= MANY_CLUSTERS:
        bootstrap = covers(Method.BCA, counted, by_worker)
        drawn, lone = resampled(counted, seed) if bootstrap else (None, why_not)
        if drawn:
            interval, method, why_not, held = drawn, Method.BCA, None, bootstrap
        elif interval is None:
            why_not = lone
    return Estimate(len(counted), average(counted), interval, method, why_not, held, workers, teams)


def average(families: Iterable[Observed]) -> int | None:
    """All pence over all that they stand over, half up; None where there is nothing to average over."""
    pence = base = 0
    for family in families:
        if family.base > 0:
            pence, base = pence + family.pence, base + family.base
    return half_up(pence, base) if base else None


def resampled(families: Sequence[Observed], seed: int) -> tuple[Interval | None, NoInterval | None]:
    """The bootstrap interval of an average, or why there is none: a single family cannot be resampled."""
    if any(len(group) < 2 for group in strata(families)):
        return None, NoInterval.LONE_FAMILY
    interval = bca(families, _ratio, seed)
    return interval, None if interval else NoInterval.ALL_EQUAL


def _ratio(sums: Sums) -> object:
    return sum(pence for pence, _ in sums) / sum(base for _, base in sums)


class Means(NamedTuple):
    """Three averages that are not the same number, in pence: all families together, and every authority counted once."""

    pooled_pence: int
    of_authorities_pence: int
    within: list[tuple[str, int, int]]
    """Of each authority its name, its families and their mean."""


def means(families: Iterable[Observed]) -> Means | None:
    """Means of some families within their authorities and over all; None without a family."""
    groups: dict[str, list[int]] = {}
    for family in families:
        groups.setdefault(family.authority, []).append(family.pence)
    if not groups:
        return None
    sums = [(name, len(group), sum(group)) for name, group in sorted(groups.items())]
    together = sum(pence for _, _, pence in sums)
    # The exact mean of fractions, so that nothing is rounded twice.
    whole = 1
    for _, number, _ in sums:
        whole *= number
    of_authorities = half_up(sum(pence * (whole // number) for _, number, pence in sums), whole * len(sums))
    return Means(
        pooled_pence=half_up(together, sum(number for _, number, _ in sums)),
        of_authorities_pence=of_authorities,
        within=[(name, number, half_up(pence, number)) for name, number, pence in sums],
    )
