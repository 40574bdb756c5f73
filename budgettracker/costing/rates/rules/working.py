"""A post's build-up written out as the published method writes it: each line with its arithmetic, in words.

Nothing here is a step of a sum: the amounts are those of the rate, the words say where they come from.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from budgettracker.costing.rates.rules.build_up import BASIS_POINTS, THOUSANDTHS, Overhead, PostCost, PostRate, printed
from budgettracker.costing.rates.rules.oncosts import NiRate, PensionRate
from budgettracker.costing.rates.rules.uprating import index_words
from budgettracker.money import pounds, pounds_unrounded
from budgettracker.spend.kinds import VatStatus

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
    of = "S" if cost.agency else "S + O"
    oncosts = AS_ENTERED
    if cost.oncosts_pence is None and ni is not None and pension is not None:
        oncosts = (
            f"{percent(ni.rate_basis_points)} National Insurance on the {pounds(_above(cost, ni))} above "
            f"{pounds(ni.threshold_pence)}, and {percent(pension.rate_basis_points)} pension on {pounds(cost.salary_pence)}"
        )
    overheads = (_overhead(each, of, employed) for each in (cost.overhead_direct, cost.overhead_indirect))
    return Shares(oncosts, *overheads)


def working(rate: PostRate, shares: Shares) -> Working:
    """The lines of a rate, from the salary to the cost of an hour with indirect time.

    Rates are shown unrounded, cut where the dots begin, and then as printed: half up on the unrounded quotient.
    """
    parts = _of_year(rate, shares) if rate.agency_vat is None else _of_agency(rate, rate.agency_vat, shares)
    per_hour, per_client_hour = rate.per_hour, rate.per_client_hour
    lines = [*parts, *_quotient(rate, " + ".join(line.symbol for line in parts))]
    if per_client_hour is not None and rate.ratio_thousandths is not None and rate.ratio_kind is not None:
        ratio = ratio_words(rate.ratio_thousandths)
        lifted = _number(1 + Fraction(rate.ratio_thousandths, THOUSANDTHS))
        how = f"c × (1 + r) = {_unrounded(per_hour)} × {lifted} = {_unrounded(per_client_hour)}"
        lines += [
            WorkingLine("r", "Indirect hours to one hour", rate.ratio_kind.meaning, ratio),
            WorkingLine("c(1+r)", "An hour with indirect time", how, pounds(printed(per_client_hour)), is_result=True),
        ]
    if rate.uprated_by.base != rate.uprated_by.of:
        lines.append(_in_the_runs_prices(rate))
    return Working(rate, tuple(lines), printed(per_hour), None if per_client_hour is None else printed(per_client_hour))


_WITH_FEE = {
    VatStatus.RECOVERABLE: "The agency's charge with its fee, without VAT: the council gets that back",
    VatStatus.NOT_RECOVERABLE: "The agency's charge with its fee and VAT, which does not come back",
    VatStatus.UNKNOWN: "The agency's charge with its fee and VAT: whether that comes back is not known",
}


def _of_year(rate: PostRate, shares: Shares) -> list[WorkingLine]:
    parts = [
        WorkingLine("S", "Salary", "A year, full-time equivalent", pounds(rate.salary_pence)),
        WorkingLine("O", "On-costs", shares.oncosts, pounds(rate.oncosts_pence)),
        WorkingLine("Dd", "Direct overheads", shares.direct, pounds(rate.overhead_direct_pence)),
        WorkingLine("Di", "Indirect overheads", shares.indirect, pounds(rate.overhead_indirect_pence)),
        WorkingLine("K", "Capital overheads", AS_ENTERED, pounds(rate.capital_pence)),
    ]
    if rate.qualifications_pence:
        parts.append(WorkingLine("Q", "Qualifications", AS_ENTERED, pounds(rate.qualifications_pence)))
    return parts


def _of_agency(rate: PostRate, vat: VatStatus, shares: Shares) -> list[WorkingLine]:
    """An agency's worker has no on-costs and takes up no year; managing them costs overheads all the same."""
    return [
        WorkingLine("S", "Charge for an hour", _WITH_FEE[vat], pounds(rate.salary_pence)),
        WorkingLine("Dd", "Direct overheads", shares.direct, pounds(rate.overhead_direct_pence)),
        WorkingLine("Di", "Indirect overheads", shares.indirect, pounds(rate.overhead_indirect_pence)),
    ]


def _quotient(rate: PostRate, summed: str) -> list[WorkingLine]:
    """A, H and c, of a year or of the one hour that an agency charges for."""
    annual, hours = pounds(rate.annual_cost_pence), _number(Fraction(rate.minutes_per_year, 60))
    by_year = rate.agency_vat is None
    return [
        WorkingLine("A", "Cost of a year" if by_year else "Cost of the hour", summed, annual, is_result=True),
        WorkingLine("H", "Hours of a year", "Paid and worked", f"{hours} hours")
        if by_year
        else WorkingLine("H", "Hours", "The charge is for one", "1 hour"),
        WorkingLine(
            "c",
            "Cost of an hour",
            f"A ÷ H = {annual} ÷ {hours} = {_unrounded(rate.per_hour)}",
            pounds(printed(rate.per_hour)),
            is_result=True,
        ),
    ]


def _in_the_runs_prices(rate: PostRate) -> WorkingLine:
    """The cost of an hour that a run in the prices of one year multiplies minutes by, as its lines show it."""
    uprated = Fraction(rate.priced_pence * 60, rate.priced_minutes)
    indices = " ÷ ".join(map(index_words, rate.uprated_by))
    how = f"c × {indices}, the indices of pay = {_unrounded(uprated)}"
    return WorkingLine("c", "In the run's prices", how, pounds(printed(uprated)), is_result=True)


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


def hours_words(minutes: int) -> str:
    """Minutes of a year in hours, as people write them: `1,608` for 96,480."""
    return _number(Fraction(minutes, 60))


def _above(cost: PostCost, ni: NiRate) -> int:
    return max(0, cost.salary_pence - ni.threshold_pence)


def _overhead(overhead: Overhead, of: str, employed_pence: int) -> str:
    if overhead.basis_points is None:
        return AS_ENTERED
    return f"{percent(overhead.basis_points)} of {of} = {pounds(employed_pence)}"


def _unrounded(pence: Fraction) -> str:
    return pounds_unrounded(pence.numerator, pence.denominator)


def _number(value: Fraction, places: int = 4) -> str:
    """A number with at most four figures after the point, dots where more follow."""
    whole, rest = divmod(value.numerator * 10**places, value.denominator)
    figures = f"{whole % 10**places:0{places}d}".rstrip("0")
    text = f"{whole // 10**places:,}" + (f".{figures}" if figures else "")
    return f"{text}…" if rest else text
