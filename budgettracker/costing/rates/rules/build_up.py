"""What a post costs a year and an hour: pence a year, over the minutes paid and worked in a year.

A = S + O + Dd + Di + K (+ Q), c = A / H, c_r = c * (1 + r), as in the Unit Costs of Health and Social Care
manuals (PSSRU/CHE, 2022 to 2024). A and H are whole numbers and the rate is their ratio, so nothing is
rounded on the way.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates.rules.agency import AgencyCharge
from budgettracker.costing.rates.rules.uprating import UNCHANGED, Ratio
from budgettracker.money import half_up
from budgettracker.spend.kinds import VatStatus

BASIS_POINTS = 10_000
"""Hundredths of a percent in a whole."""

THOUSANDTHS = 1_000
"""A ratio is kept in thousandths, so that a spreadsheet can reckon the uplift in whole numbers too."""


@dataclass(frozen=True, slots=True)
class Overhead:
    """An overhead as the post states it: pence a year, or basis points of salary and on-costs."""

    pence: int | None = None
    basis_points: int | None = None

    def __post_init__(self) -> None:
        if (self.pence is None) == (self.basis_points is None):
            raise ValueError("an overhead is an amount or a percentage: give exactly one")

    def of(self, salary_and_oncosts_pence: int) -> int:
        """Pence a year; a percentage is rounded half up to the penny, once.

        >>> Overhead(basis_points=2900).of(46_306_00)  # the manuals' 29%: £13,428.74, printed as 13,429
        1342874
        """
        if self.pence is not None:
            return self.pence
        return half_up(salary_and_oncosts_pence * (self.basis_points or 0), BASIS_POINTS)


NO_OVERHEAD = Overhead(pence=0)


@dataclass(frozen=True, slots=True)
class PostCost:
    """A post's yearly cost from a date, as entered or imported.

    Amounts are pence a year for a full-time equivalent; `oncosts_pence` None means: computed from dated
    National Insurance and pension rates. `minutes_per_year` is H, the minutes paid and worked. The ratio
    needs its kind, and the kind its ratio.
    """

    post: str
    starts_on: date
    price_year: str
    salary_pence: int
    oncosts_pence: int | None
    minutes_per_year: int
    qualifications_pence: int = 0
    overhead_direct: Overhead = NO_OVERHEAD
    overhead_indirect: Overhead = NO_OVERHEAD
    capital_pence: int = 0
    ratio_thousandths: int | None = None
    ratio_kind: RatioKind | None = None
    source: str = ""
    agency: AgencyCharge | None = None
    """What an agency charges for an hour; then `salary_pence` is that hour's cost and `minutes_per_year` sixty."""


class RateInputs(NamedTuple):
    """What a rate's computed components were computed from, in basis points and pence; None where one was entered."""

    ni_basis_points: int | None = None
    ni_threshold_pence: int | None = None
    pension_basis_points: int | None = None
    overhead_direct_basis_points: int | None = None
    overhead_indirect_basis_points: int | None = None


ALL_ENTERED = RateInputs()
"""A rate whose components were all entered."""


@dataclass(frozen=True, slots=True)
class PostRate:
    """A post's cost worked out, in force from a date: components in whole pence a year, and H in minutes."""

    post: str
    starts_on: date
    price_year: str
    salary_pence: int
    oncosts_pence: int
    qualifications_pence: int
    """0 unless the run counts qualifications."""
    overhead_direct_pence: int
    overhead_indirect_pence: int
    capital_pence: int
    minutes_per_year: int
    ratio_thousandths: int | None
    ratio_kind: RatioKind | None
    source: str
    oncosts_source: str
    inputs: RateInputs = ALL_ENTERED
    agency_vat: VatStatus | None = None
    """Of a post that an agency charges for: whether its VAT comes back. Its components and minutes are of one hour."""
    uprated_by: Ratio = UNCHANGED
    """From the prices of its own year to those of the run; nothing of the rate itself is rounded by it."""
    stated_qualifications_pence: int = 0
    """What the post states of qualifications, whether the run counts it or not."""
    annual_cost_pence: int = field(init=False)
    """A: pence a year, the sum of the components, in the prices of its own year."""
    priced_pence: int = field(init=False)
    """What minutes are priced by: A times the index of the price year ..."""
    priced_minutes: int = field(init=False)
    """... over H times the index of its own year; A over H where nothing is uprated."""

    def __post_init__(self) -> None:
        annual = self.salary_pence + self.oncosts_pence + self.qualifications_pence
        annual += self.overhead_direct_pence + self.overhead_indirect_pence + self.capital_pence
        object.__setattr__(self, "annual_cost_pence", annual)
        object.__setattr__(self, "priced_pence", annual * self.uprated_by.base)
        object.__setattr__(self, "priced_minutes", self.minutes_per_year * self.uprated_by.of)

    @property
    def per_hour(self) -> Fraction:
        """c: pence an hour, unrounded."""
        return Fraction(self.annual_cost_pence * 60, self.minutes_per_year)

    @property
    def per_client_hour(self) -> Fraction | None:
        """c_r: pence an hour of the ratio's kind, indirect time included, unrounded; None without a ratio."""
        if self.ratio_thousandths is None:
            return None
        return self.per_hour * Fraction(THOUSANDTHS + self.ratio_thousandths, THOUSANDTHS)


def build_up(
    cost: PostCost,
    oncosts_pence: int,
    *,
    starts_on: date,
    oncosts_source: str,
    with_qualifications: bool = False,
    inputs: RateInputs = ALL_ENTERED,
) -> PostRate:
    """The post's rate, given its on-costs in pence a year; qualifications count only where the run asks.

    `inputs` say what computed on-costs came from; the percentages of overheads are added to them.
    """
    employed = cost.salary_pence + oncosts_pence
    return PostRate(
        post=cost.post,
        starts_on=starts_on,
        price_year=cost.price_year,
        salary_pence=cost.salary_pence,
        oncosts_pence=oncosts_pence,
        qualifications_pence=cost.qualifications_pence if with_qualifications else 0,
        overhead_direct_pence=cost.overhead_direct.of(employed),
        overhead_indirect_pence=cost.overhead_indirect.of(employed),
        capital_pence=cost.capital_pence,
        minutes_per_year=cost.minutes_per_year,
        ratio_thousandths=cost.ratio_thousandths,
        ratio_kind=cost.ratio_kind,
        source=cost.source,
        oncosts_source=oncosts_source,
        stated_qualifications_pence=cost.qualifications_pence,
        inputs=inputs._replace(
            overhead_direct_basis_points=cost.overhead_direct.basis_points,
            overhead_indirect_basis_points=cost.overhead_indirect.basis_points,
        ),
        agency_vat=cost.agency.vat if cost.agency else None,
    )


def printed(ratio: Fraction) -> int:
    """A rate in whole pence for print, half up on the unrounded quotient. Never a step of a sum."""
    return half_up(ratio.numerator, ratio.denominator)
