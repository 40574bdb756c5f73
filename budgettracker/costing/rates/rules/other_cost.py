"""Other costs of a service, which no post, purchase or entry holds: what of them falls on a study's days.

What serves for years is spread over them as an annuity, `V r / (1 - (1 + r)^-n)` (HM Treasury, Green Book; Unit Costs of Health
and Social Care, on capital), so that a year bears its share with what the money would have earned; by the day, a year having
365.25 of them. What serves for no stated life counts whole on its day. Amounts are pence, rates basis points.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from budgettracker.costing.kinds import OtherClass
from budgettracker.errors import Refusal
from budgettracker.money import half_up
from budgettracker.periods import Period

BASIS_POINTS = 10_000
LONGEST_LIFE = 60
LARGEST_RATE = 2_000
DAYS_OF_4_YEARS = 1_461


@dataclass(frozen=True, slots=True)
class OtherCost:
    """A cost as finance states it: what, of which class, from which day on, how much, and for how many years it serves.

    `life_years` 0 counts it whole on its day; `rate_basis_points` is then 0. Without an intervention it is any study's.
    """

    what: str
    cost_class: OtherClass
    used_from: date
    pence: int
    life_years: int
    rate_basis_points: int
    intervention: str | None
    source: str


def annuity(pence: int, years: int, basis_points: int) -> Fraction:
    """What a year bears of an amount that serves for some years, in pence, unrounded.

    >>> round(annuity(12_000_00, 5, 350)), round(annuity(1_000_000_00, 60, 350))
    (265778, 4008862)
    """
    if basis_points == 0:
        return Fraction(pence, years)
    rate = Fraction(basis_points, BASIS_POINTS)
    growth = (1 + rate) ** years
    return pence * rate * growth / (growth - 1)


def yearly_pence(pence: int, years: int, basis_points: int) -> int:
    """The same in whole pence; the amount itself where it has no life."""
    return _whole(annuity(pence, years, basis_points)) if years else pence


def days_of(cost: OtherCost, dates: Period) -> int:
    """The days of a study on which a cost serves; of one without a life its own day."""
    first = cost.used_from
    if not cost.life_years:
        return int(first in dates)
    try:
        end = first.replace(year=first.year + cost.life_years)
    except ValueError:  # 29 February
        end = date(first.year + cost.life_years, 3, 1)
    used = Period(first, end).overlap(dates)
    return used.days if used else 0


def counted_pence(pence: int, cost: OtherCost, days: int) -> int:
    """What of an amount falls on so many days of a study, rounded half up once. `pence` may have been uprated before."""
    if not cost.life_years:
        return pence if days else 0
    yearly = annuity(pence, cost.life_years, cost.rate_basis_points)
    return _whole(yearly * days * 4 / DAYS_OF_4_YEARS)


def _whole(pence: Fraction) -> int:
    return half_up(pence.numerator, pence.denominator)


def require_other_cost(cost: OtherCost) -> None:
    """A name, an amount, a life of at most 60 years, a rate only with a life, a source. Raises Refusal for the field."""
    if not cost.what or len(cost.what) > 200:
        raise Refusal("what", "Say what it is, in at most 200 characters.")
    if cost.pence <= 0:
        raise Refusal("amount", "Enter an amount above nothing.")
    if not 0 <= cost.life_years <= LONGEST_LIFE:
        raise Refusal("life", f"Enter whole years, at most {LONGEST_LIFE}; empty where it counts whole on its day.")
    if not 0 <= cost.rate_basis_points <= LARGEST_RATE:
        raise Refusal("rate", "Give the rate in percent a year, at most 20.")
    if cost.rate_basis_points and not cost.life_years:
        raise Refusal("rate", "A rate spreads a cost over its years: say how many years it serves, or leave it empty.")
    if not cost.source:
        raise Refusal("source", "Say where the figure is from.")
