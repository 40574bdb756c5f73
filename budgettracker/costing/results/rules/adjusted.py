"""The difference between the arms adjusted for the strata of the allocation and for how families stood before it.

Least squares of a family's average cost on its arm, its stratum (authority and age band of the index child), that child's
status when the work started (in categories), and how often something dated before the start told of risk. With CR2 between lead
workers, as the difference within authorities.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from budgettracker.costing.results.kinds import Method, NoInterval
from budgettracker.costing.results.rules.observed import Interval, Observed, whole_pence
from budgettracker.costing.results.rules.regression import Numbers, coefficient, half_width
from budgettracker.families.kinds import Arm

PER_FIGURE = 10
"""Families for each figure that is adjusted for: with fewer no interval is supported, since the fit would follow the chance."""


class Adjusted(NamedTuple):
    """Budget less comparison, in pence, among families that stood alike before; `figures` is how many were adjusted for.

    `value_pence` is None where arms cannot be told from what is adjusted for.
    """

    value_pence: int | None
    figures: int
    families: int
    interval: Interval | None
    method: Method
    why_not: NoInterval | None
    coverage_thousandths: int | None = None


def adjusted(families: Sequence[Observed], why_not: NoInterval | None, held: int | None) -> Adjusted | None:
    """The adjusted difference of families of authorities that have both arms; None where nothing is there to adjust for.

    `why_not` and `held` are what stands against an interval between workers of these families, and how often such an interval
    held the truth: the adjusted one is offered where the plain one would be, and only with ten families to each figure.
    """
    before = _columns([each.band for each in families]), _columns([each.status for each in families])
    risks = np.asarray([[float(each.risks_before)] for each in families])
    if not families or (not any(part.shape[1] for part in before) and not np.ptp(risks)):
        return None
    arm = np.asarray([[float(each.arm is Arm.BUDGET)] for each in families])
    strata = _columns([f"{each.authority}\n{each.band}" for each in families], whole=True)
    design = _independent(np.hstack([strata, before[1], risks]))
    figures, number = design.shape[1], len(families)
    whole = np.hstack([arm, design])
    if np.linalg.matrix_rank(whole) <= figures or number <= figures + 1:
        return Adjusted(None, figures, number, None, Method.NONE, NoInterval.NOT_TOLD_APART)
    weights = np.asarray([each.base for each in families], dtype=np.float64)
    values = np.asarray([each.pence for each in families], dtype=np.float64) / weights
    of_arm = coefficient(whole, values, weights, [each.worker for each in families])
    value = whole_pence(of_arm.value)
    if why_not is None and number < PER_FIGURE * figures:
        why_not = NoInterval.MANY_FIGURES
    if why_not is not None or held is None or of_arm.degrees <= 0:
        reason = why_not or NoInterval.COVERS_TOO_LITTLE
        return Adjusted(value, figures, number, None, Method.NONE, reason)
    half = half_width(of_arm)
    interval = Interval(whole_pence(of_arm.value - half), whole_pence(of_arm.value + half))
    return Adjusted(value, figures, number, interval, Method.CLUSTERS, None, held)


def _columns(values: Iterable[str], *, whole: bool = False) -> Numbers:
    """A column for each value but the first (`whole`: for each), 1 where a family has it."""
    listed = list(values)
    names = sorted(set(listed))[0 if whole else 1 :]
    return np.asarray([[float(value == name) for name in names] for value in listed]).reshape(len(listed), len(names))


def _independent(design: Numbers) -> Numbers:
    """The columns that no earlier ones make up, so that each is a figure of its own."""
    kept: list[int] = []
    for at in range(design.shape[1]):
        if np.linalg.matrix_rank(design[:, [*kept, at]]) > len(kept):
            kept.append(at)
    return design[:, kept]
