"""What a run's cost would be if one of its assumptions were lower or higher, all others as they are; and break-even."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from budgettracker.costing.results.kinds import Assumption
from budgettracker.costing.results.rules.discount import BASIS_POINTS, rates_by_step
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up

RANGES = {
    Assumption.HOURS: (-10, 10),
    Assumption.SALARY: (-5, 5),
    Assumption.OVERHEADS: (-20, 20),
    Assumption.CAPITAL: (-20, 20),
    Assumption.RATIO: (-20, 20),
    Assumption.MILES: (-20, 20),
    Assumption.ATTENDANCE: (-20, 20),
    Assumption.GOODS: (-10, 10),
    Assumption.QUALIFICATIONS: (-100, 0),
    Assumption.PRICE_INDEX: (-50, 50),
    Assumption.DISCOUNT_RATE: (-50, 50),
}
"""Each assumption's low and high, in percent of what the run has; of qualifications, of what posts state.

The rise of prices is what indices add to or take from costs as they were logged. The discount rate moves discounted costs,
which stand beside the run's own: its swing is about their mean. With attendance what a session costs stays and falls to fewer
families or more; shares of time for nobody stay as they are.
"""


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
    qualifications_pence: int = 0
    """What of a year is qualifications; 0 unless the run counts them ..."""
    stated_qualifications_pence: int = 0
    """... and what the post states of them."""
    by_the_hour: bool = False
    """An agency charges for each hour: how many of them a year has changes nothing."""


class OfYear(NamedTuple):
    """What families cost in one completed year since their start, in pence."""

    years: int
    pence: int


class ArmCost(NamedTuple):
    """One arm in one authority: families, total, and the parts of it that assumptions move, in pence."""

    authority: str
    arm: Arm
    families: int
    total_pence: int
    purchases_pence: int
    mileage_pence: int
    time: tuple[TimeCost, ...]
    risen_pence: int = 0
    """What uprating added to costs as they were logged."""
    discounted_pence: int = 0
    """The total as the run's rate discounts it; nothing where there is no rate."""
    discount_basis_points: int = 0
    by_year: tuple[OfYear, ...] = ()
    sessions_pence: int = 0
    """What fell to these families of sessions of a group: leaders' time, miles and materials."""


class Swing(NamedTuple):
    """One assumption: its low and high in percent, and what the mean of a family and the difference come to then, in pence.

    Differences are within authorities, None where no authority has both arms. `mean_pence` and `difference_pence` are what
    the run has: its own, or its discounted ones where the discount rate is varied.
    """

    assumption: Assumption
    low_percent: int
    high_percent: int
    mean_low_pence: int
    mean_high_pence: int
    difference_low_pence: int | None
    difference_high_pence: int | None
    mean_pence: int
    difference_pence: int | None

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
        own = base
        if assumption is Assumption.DISCOUNT_RATE:
            own = [Fraction(each.discounted_pence) for each in arms]
        totals = [
            [of + _moved(assumption, each, percent) for each, of in zip(arms, own, strict=True)] for percent in percents
        ]
        if totals[0] == totals[1]:
            continue
        means = [_mean(arms, each) or Fraction(0) for each in (*totals, own)]
        differences = [_difference(arms, each) for each in (*totals, own)]
        (low, high, as_is), (under, over, between) = map(_pence, means), map(_pence_or_none, differences)
        swings.append(Swing(assumption, *percents, low, high, under, over, as_is, between))
    swings.sort(key=lambda swing: (-swing.width_pence, swing.assumption))
    return Sensitivity(_pence(mean), _pence_or_none(difference), swings)


def _moved(assumption: Assumption, arm: ArmCost, percent: int) -> Fraction:
    """By how many pence an arm's total moves."""
    share = Fraction(percent, 100)
    if assumption is Assumption.MILES:
        return share * arm.mileage_pence
    if assumption is Assumption.GOODS:
        return share * arm.purchases_pence
    if assumption is Assumption.ATTENDANCE:
        # Fewer families at a session make each one's part of it larger.
        return arm.sessions_pence * (1 / (1 + share) - 1)
    if assumption is Assumption.PRICE_INDEX:
        return share * arm.risen_pence
    if assumption is Assumption.DISCOUNT_RATE:
        other, own = (
            _present(arm, rate) for rate in ((1 + share) * arm.discount_basis_points, arm.discount_basis_points)
        )
        return other - own
    return sum((_of_time(assumption, each, share) for each in arm.time), Fraction(0))


def _of_time(assumption: Assumption, cost: TimeCost, share: Fraction) -> Fraction:
    if assumption is Assumption.HOURS:
        # Fewer hours in a year make each of them dearer.
        return Fraction(0) if cost.by_the_hour else cost.pence * (1 / (1 + share) - 1)
    if assumption is Assumption.RATIO:
        return share * cost.ratio_pence
    if assumption is Assumption.QUALIFICATIONS:
        counted = (1 + share) * cost.stated_qualifications_pence
        return (
            cost.pence * (counted - cost.qualifications_pence) / cost.annual_pence if cost.annual_pence else Fraction(0)
        )
    of = {
        Assumption.SALARY: cost.salary_pence,
        Assumption.OVERHEADS: cost.overheads_pence,
        Assumption.CAPITAL: cost.capital_pence,
    }[assumption]
    return share * cost.pence * Fraction(of, cost.annual_pence) if cost.annual_pence else Fraction(0)


def _present(arm: ArmCost, basis_points: Fraction | int) -> Fraction:
    """What the arm's costs count for by a discount rate, later years by the lower steps of the Green Book."""
    whole = Fraction(0)
    for of in arm.by_year:
        growth = Fraction(1)
        for years, rate in rates_by_step(of.years, half_up(*Fraction(basis_points).as_integer_ratio())):
            growth *= Fraction(BASIS_POINTS + rate, BASIS_POINTS) ** years
        whole += of.pence / growth
    return whole


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
