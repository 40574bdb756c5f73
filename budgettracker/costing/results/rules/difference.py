"""The difference between the arms, within authorities: budget less comparison."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from budgettracker.costing.results.kinds import Method, NoInterval
from budgettracker.costing.results.rules.adjusted import Adjusted, adjusted
from budgettracker.costing.results.rules.bootstrap import Sums, bca
from budgettracker.costing.results.rules.clusters import covers
from budgettracker.costing.results.rules.observed import (
    MANY_CLUSTERS,
    Interval,
    Observed,
    obstacle,
    strata,
    whole_pence,
)
from budgettracker.costing.results.rules.regression import coefficient, half_width
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up


class Difference(NamedTuple):
    """What a budget family cost more than a comparison family, in pence; below 0 it cost less.

    `adjusted_pence` compares within authorities that have both arms, and is None without one; `pooled_pence` compares all
    families whatever their authority, and is another number. `authorities` are those the adjusted one rests on.
    """

    adjusted_pence: int | None
    pooled_pence: int | None
    interval: Interval | None
    method: Method
    why_not: NoInterval | None
    authorities: tuple[str, ...]
    coverage_thousandths: int | None = None
    adjusted: Adjusted | None = None
    """Adjusted for strata and baseline too; None where none is recorded."""


def difference(families: Iterable[Observed], seed: int) -> Difference:
    """The difference between arms with the interval that the smaller arm supports.

    Each authority with both arms has the weight n1 n0 / (n1 + n0) of its arms' sizes (for averages: of what they stand
    over), as in a regression on arm and authority.
    """
    counted = [family for family in families if family.base > 0]
    pooled = _pooled(counted)
    both = tuple(sorted({a.authority for a in counted if a.arm is Arm.BUDGET} & _compared(counted)))
    within = [family for family in counted if family.authority in both]
    if not within:
        return Difference(None, pooled, None, Method.NONE, NoInterval.NO_COMMON_AUTHORITY, both)
    why_not, _ = _obstacle(within)
    baseline = adjusted(within, why_not, None if why_not else _held(Method.CLUSTERS, within))
    return _within(within, pooled, both, seed)._replace(adjusted=baseline)


def _within(within: Sequence[Observed], pooled: int | None, both: tuple[str, ...], seed: int) -> Difference:
    """The difference within authorities that have both arms, with its interval."""
    value = whole_pence(_weighted(_sums(within)))
    why_not, workers = _obstacle(within)
    if why_not:
        return Difference(value, pooled, None, Method.NONE, why_not, both)
    held = _held(Method.BCA, within) if workers >= MANY_CLUSTERS else None
    if held and (interval := _resampled(within, seed)):
        return Difference(value, pooled, interval, Method.BCA, None, both, held)
    if held := _held(Method.CLUSTERS, within):
        return Difference(value, pooled, _between_workers(within, both), Method.CLUSTERS, None, both, held)
    return Difference(value, pooled, None, Method.NONE, NoInterval.COVERS_TOO_LITTLE, both)


def _held(method: Method, families: Sequence[Observed]) -> int | None:
    """How often such an interval of one arm's mean held the truth, of the arm where it did so less; None: too seldom."""
    shares = [covers(method, [each for each in families if each.arm is arm], attrgetter("worker")) for arm in Arm]
    known = [share for share in shares if share is not None]
    return min(known) if len(known) == len(shares) else None


def _compared(families: Iterable[Observed]) -> set[str]:
    return {family.authority for family in families if family.arm is Arm.COMPARISON}


def _pooled(families: Sequence[Observed]) -> int | None:
    sums = {arm: [0, 0] for arm in Arm}
    for family in families:
        sums[family.arm][0] += family.pence
        sums[family.arm][1] += family.base
    (pence, base), (other_pence, other_base) = sums[Arm.BUDGET], sums[Arm.COMPARISON]
    if not base or not other_base:
        return None
    return half_up(pence * other_base - other_pence * base, base * other_base)


def _obstacle(families: Sequence[Observed]) -> tuple[NoInterval | None, int]:
    """What stands against an interval in either arm, and the number of workers of the arm that has fewer."""
    fewest, reasons = [], []
    for arm in Arm:
        of_arm = [family for family in families if family.arm is arm]
        fewest.append(len({family.worker for family in of_arm}))
        reasons.append(obstacle(of_arm, fewest[-1]))
    limits = (NoInterval.FEW_FAMILIES, NoInterval.FEW_CLUSTERS)
    few = next((limit for limit in limits if limit in reasons), None)
    # One arm may cost nothing and the other something: only where both are without spread there is nothing to say.
    return few or (reasons[0] if all(reasons) else None), min(fewest)


def _sums(families: Sequence[Observed]) -> Sums:
    """Fractions, so that the difference is exact to the penny."""
    groups = strata(families)
    return [
        (Fraction(sum(each.pence for each in group)), Fraction(sum(each.base for each in group))) for group in groups
    ]


def _weighted(sums: Sums) -> Any:
    """The difference from the sums of the strata: first every authority's budget arm, then in that order the others."""
    half = len(sums) // 2
    total: Any = 0
    weights: Any = 0
    for (pence, base), (other_pence, other_base) in zip(sums[:half], sums[half:], strict=True):
        weight = base * other_base / (base + other_base)
        total = total + weight * (pence / base - other_pence / other_base)
        weights = weights + weight
    return total / weights


def _resampled(families: Sequence[Observed], seed: int) -> Interval | None:
    """None where an authority has a single family in an arm, which cannot be resampled within it."""
    if any(len(group) < 2 for group in strata(families)):
        return None
    return bca(families, _weighted, seed)


def _between_workers(families: Sequence[Observed], authorities: Sequence[str]) -> Interval:
    weights = np.asarray([family.base for family in families], dtype=np.float64)
    values = np.asarray([family.pence for family in families], dtype=np.float64) / weights
    arm = [[float(family.arm is Arm.BUDGET)] for family in families]
    sites = [[float(family.authority == each) for each in authorities] for family in families]
    design = np.hstack([np.asarray(arm), np.asarray(sites)])
    of_arm = coefficient(design, values, weights, [family.worker for family in families])
    half = half_width(of_arm)
    return Interval(whole_pence(of_arm.value - half), whole_pence(of_arm.value + half))
