"""What a run's cost would be if one of its assumptions were lower or higher, all others as they are; and break-even."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from budgettracker.costing.results.kinds import Assumption
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up

RANGES = {
    Assumption.HOURS: (-10, 10),
    Assumption.SALARY: (-5, 5),
    Assumption.OVERHEADS: (-20, 20),
    Assumption.CAPITAL: (-20, 20),
    Assumption.RATIO: (-20, 20),
    Assumption.MILES: (-20, 20),
    Assumption.GOODS: (-10, 10),
}
"""Each assumption's low and high, in percent of what the run has."""


class TimeCost(NamedTuple):
    """Cost of time of the families of one arm in one authority at one post, in pence, and what an hour of it is made of.

    Components are pence a year. `ratio_pence` is what a ratio adds for time not logged (mode B).
    """

    pence: int
    ratio_pence: int
    salary_pence: int
    overheads_pence: int
    capital_pence: int
    annual_pence: int


class ArmCost(NamedTuple):
    """One arm in one authority: families, total, and the parts of it that assumptions move, in pence."""

    authority: str
    arm: Arm
    families: int
    total_pence: int
    purchases_pence: int
    mileage_pence: int
    time: tuple[TimeCost, ...]


class Swing(NamedTuple):
    """One assumption: its low and high in percent, and what the mean of a family and the difference come to then, in pence.

    Differences are within authorities, None where no authority has both arms.
    """

    assumption: Assumption
    low_percent: int
    high_percent: int
    mean_low_pence: int
    mean_high_pence: int
    difference_low_pence: int | None
    difference_high_pence: int | None

    @property
    def width_pence(self) -> int:
        """How far the mean moves between low and high."""
        return abs(self.mean_high_pence - self.mean_low_pence)


class Sensitivity(NamedTuple):
    """What the run has: the mean of a family with a budget, the difference; and each assumption, the widest swing first."""

    mean_pence: int
    difference_pence: int | None
    swings: list[Swing]


def sensitivity(arms: Sequence[ArmCost]) -> Sensitivity | None:
    """One-way sensitivity of a run; None without a family with a budget.

    It is reckoned from the run's sums, so that it leaves out that single entries are rounded.
    """
    base = [Fraction(each.total_pence) for each in arms]
    mean, difference = _mean(arms, base), _difference(arms, base)
    if mean is None:
        return None
    swings = []
    for assumption, percents in RANGES.items():
        totals = [
            [Fraction(each.total_pence) + _moved(assumption, each, percent) for each in arms] for percent in percents
        ]
        if totals[0] == totals[1]:
            continue
        means = [_mean(arms, each) or Fraction(0) for each in totals]
        differences = [_difference(arms, each) for each in totals]
        swings.append(Swing(assumption, *percents, *map(_pence, means), *map(_pence_or_none, differences)))
    swings.sort(key=lambda swing: (-swing.width_pence, swing.assumption))
    return Sensitivity(_pence(mean), _pence_or_none(difference), swings)


def _moved(assumption: Assumption, arm: ArmCost, percent: int) -> Fraction:
    """By how many pence an arm's total moves."""
    share = Fraction(percent, 100)
    if assumption is Assumption.MILES:
        return share * arm.mileage_pence
    if assumption is Assumption.GOODS:
        return share * arm.purchases_pence
    return sum((_of_time(assumption, each, share) for each in arm.time), Fraction(0))


def _of_time(assumption: Assumption, cost: TimeCost, share: Fraction) -> Fraction:
    if assumption is Assumption.HOURS:
        # Fewer hours in a year make each of them dearer.
        return cost.pence * (1 / (1 + share) - 1)
    if assumption is Assumption.RATIO:
        return share * cost.ratio_pence
    of = {
        Assumption.SALARY: cost.salary_pence,
        Assumption.OVERHEADS: cost.overheads_pence,
        Assumption.CAPITAL: cost.capital_pence,
    }[assumption]
    return share * cost.pence * Fraction(of, cost.annual_pence) if cost.annual_pence else Fraction(0)


def _mean(arms: Sequence[ArmCost], totals: Iterable[Fraction]) -> Fraction | None:
    """Mean of a family with a budget."""
    of = [(each.families, total) for each, total in zip(arms, totals, strict=True) if each.arm is Arm.BUDGET]
    families = sum(number for number, _ in of)
    return sum((total for _, total in of), Fraction(0)) / families if families else None


def _difference(arms: Sequence[ArmCost], totals: Iterable[Fraction]) -> Fraction | None:
    """Budget less comparison within authorities, each with the weight n1 n0 / (n1 + n0)."""
    of: dict[str, dict[Arm, tuple[int, Fraction]]] = {}
    for each, total in zip(arms, totals, strict=True):
        if each.families:
            of.setdefault(each.authority, {})[each.arm] = (each.families, total)
    whole = weights = Fraction(0)
    for both in of.values():
        if len(both) < len(Arm):
            continue
        (ours, budget), (theirs, comparison) = both[Arm.BUDGET], both[Arm.COMPARISON]
        weight = Fraction(ours * theirs, ours + theirs)
        whole, weights = whole + weight * (budget / ours - comparison / theirs), weights + weight
    return whole / weights if weights else None


def _pence(amount: Fraction) -> int:
    return half_up(amount.numerator, amount.denominator)


def _pence_or_none(amount: Fraction | None) -> int | None:
    return None if amount is None else _pence(amount)


def weeks_tenths(pence: int, week_pence: int) -> int:
    """How many weeks of a placement an amount would buy, in tenths of a week, half up.

    >>> weeks_tenths(5_000_00, 1_200_00)
    42
    """
    return half_up(pence * 10, week_pence)
