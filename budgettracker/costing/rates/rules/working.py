"""A post's build-up written out as the published method writes it: each line with its arithmetic, in words.

Nothing here is a step of a sum: the amounts are those of the rate, the words say where they come from.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from budgettracker.costing.rates.rules.build_up import BASIS_POINTS, THOUSANDTHS, Overhead, PostCost, PostRate, printed
from budgettracker.costing.rates.rules.oncosts import NiRate, PensionRate
from budgettracker.money import pounds, pounds_unrounded

AS_ENTERED = "As entered"


class WorkingLine(NamedTuple):
    """One line of a build-up: the method's symbol, what it is, how it comes about, and the amount as printed."""

    symbol: str
    what: str
    how: str
    amount: str
    is_result: bool = False


@dataclass(frozen=True, slots=True)
class Shares:
    """How a rate's on-costs and overheads came about, in words."""

    oncosts: str = AS_ENTERED
    direct: str = AS_ENTERED
    indirect: str = AS_ENTERED


@dataclass(frozen=True, slots=True)
class Working:
    """A rate with its lines; `per_hour_pence` and `per_client_hour_pence` are for print, half up."""

    rate: PostRate
    lines: tuple[WorkingLine, ...]
    per_hour_pence: int
    per_client_hour_pence: int | None


def shares_of(cost: PostCost, oncosts_pence: int, ni: NiRate | None, pension: PensionRate | None) -> Shares:
    """The words for what a post states as a percentage; on-costs that were entered have no rates."""
    employed = cost.salary_pence + oncosts_pence
    oncosts = AS_ENTERED
    if cost.oncosts_pence is None and ni is not None and pension is not None:
        oncosts = (
            f"{percent(ni.rate_basis_points)} National Insurance on the {pounds(_above(cost, ni))} above "
            f"{pounds(ni.threshold_pence)}, and {percent(pension.rate_basis_points)} pension on {pounds(cost.salary_pence)}"
        )
    return Shares(oncosts, _overhead(cost.overhead_direct, employed), _overhead(cost.overhead_indirect, employed))


def working(rate: PostRate, shares: Shares) -> Working:
    """The lines of a rate, from the salary to the cost of an hour with indirect time.

    Rates are shown unrounded, cut where the dots begin, and then as printed: half up on the unrounded quotient.
    """
    lines = [
        WorkingLine("S", "Salary", "A year, full-time equivalent", pounds(rate.salary_pence)),
        WorkingLine("O", "On-costs", shares.oncosts, pounds(rate.oncosts_pence)),
        WorkingLine("Dd", "Direct overheads", shares.direct, pounds(rate.overhead_direct_pence)),
        WorkingLine("Di", "Indirect overheads", shares.indirect, pounds(rate.overhead_indirect_pence)),
        WorkingLine("K", "Capital overheads", AS_ENTERED, pounds(rate.capital_pence)),
    ]
    summed = "S + O + Dd + Di + K"
    if rate.qualifications_pence:
        lines.append(WorkingLine("Q", "Qualifications", AS_ENTERED, pounds(rate.qualifications_pence)))
        summed += " + Q"
    per_hour, per_client_hour = rate.per_hour, rate.per_client_hour
    annual, hours = pounds(rate.annual_cost_pence), _number(Fraction(rate.minutes_per_year, 60))
    lines += [
        WorkingLine("A", "Cost of a year", summed, annual, is_result=True),
        WorkingLine("H", "Hours of a year", "Paid and worked", f"{hours} hours"),
        WorkingLine(
            "c",
            "Cost of an hour",
            f"A ÷ H = {annual} ÷ {hours} = {_unrounded(per_hour)}",
            pounds(printed(per_hour)),
            is_result=True,
        ),
    ]
    if per_client_hour is not None and rate.ratio_thousandths is not None and rate.ratio_kind is not None:
        ratio = ratio_words(rate.ratio_thousandths)
        lifted = _number(1 + Fraction(rate.ratio_thousandths, THOUSANDTHS))
        how = f"c × (1 + r) = {_unrounded(per_hour)} × {lifted} = {_unrounded(per_client_hour)}"
        lines += [
            WorkingLine("r", "Indirect hours to one hour", rate.ratio_kind.meaning, ratio),
            WorkingLine("c(1+r)", "An hour with indirect time", how, pounds(printed(per_client_hour)), is_result=True),
        ]
    return Working(rate, tuple(lines), printed(per_hour), None if per_client_hour is None else printed(per_client_hour))


def oncosts_in_words(ni: NiRate, pension: PensionRate) -> str:
    """The rates computed on-costs came about by, each with its source: enough to reckon them again from the salary."""
    return (
        f"{percent(ni.rate_basis_points)} National Insurance above {pounds(ni.threshold_pence)} ({ni.source}); "
        f"{percent(pension.rate_basis_points)} pension ({pension.source})"
    )


def percent(basis_points: int) -> str:
    """Basis points as people write them.

    >>> percent(1380), percent(2900), percent(1505)
    ('13.8%', '29%', '15.05%')
    """
    return f"{_number(Fraction(basis_points * 100, BASIS_POINTS))}%"


def ratio_words(thousandths: int) -> str:
    """A ratio of indirect time as people write it: `0.38` for 380 thousandths."""
    return _number(Fraction(thousandths, THOUSANDTHS))


def _above(cost: PostCost, ni: NiRate) -> int:
    return max(0, cost.salary_pence - ni.threshold_pence)


def _overhead(overhead: Overhead, employed_pence: int) -> str:
    if overhead.basis_points is None:
        return AS_ENTERED
    return f"{percent(overhead.basis_points)} of S + O = {pounds(employed_pence)}"


def _unrounded(pence: Fraction) -> str:
    return pounds_unrounded(pence.numerator, pence.denominator)


def _number(value: Fraction, places: int = 4) -> str:
    """A number with at most four figures after the point, dots where more follow."""
    whole, rest = divmod(value.numerator * 10**places, value.denominator)
    figures = f"{whole % 10**places:0{places}d}".rstrip("0")
    text = f"{whole // 10**places:,}" + (f".{figures}" if figures else "")
    return f"{text}…" if rest else text
