"""Discounting: what a cost that lies years after a family's start counts for, as HM Treasury's Green Book has it.

By a stated rate for 30 years, half a percentage point less for years 31 to 75, a point less after; the Green Book's own are
3.5%, 3.0% and 2.5%. Years are completed years since the family's start; what lies before it, or in its first year, is whole.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from budgettracker.costing.kinds import Destination
from budgettracker.costing.results.rules.costed import Costed
from budgettracker.money import half_up
from budgettracker.periods import completed_years
from budgettracker.spend.kinds import SpendKind

BASIS_POINTS = 10_000
STEPS = ((30, 0), (45, 50), (None, 100))
"""How many years a step lasts, and how many basis points less than the stated rate it has."""
DISCOUNTED: Mapping[str, str] = {
    "total": Destination.FAMILY,
    "other_help": SpendKind.OTHER_HELP,
    "deciding": Destination.DECIDING,
}
"""The columns of a family's cost that are discounted. Setting up is spread over its life instead; evaluation is no cost of it."""


def rates_by_step(years: int, basis_points: int) -> list[tuple[int, int]]:
    """How many years are discounted by which rate, in basis points.

    >>> rates_by_step(31, 350)
    [(30, 350), (1, 300)]
    """
    steps = []
    for length, less in STEPS:
        some = years if length is None else min(years, length)
        if some > 0:
            steps.append((some, max(0, basis_points - less)))
        years -= some
    return steps


def present_pence(pence: int, years: int, basis_points: int) -> int:
    """What an amount counts for after some completed years, in whole pence, rounded half up once.

    >>> [present_pence(1_000_00, years, 350) for years in (0, 1, 2, 31)]
    [100000, 96618, 93351, 34590]
    """
    over = under = 1
    for some, rate in rates_by_step(years, basis_points):
        over, under = over * BASIS_POINTS**some, under * (BASIS_POINTS + rate) ** some
    return half_up(pence * over, under)


def years_since(start: date, on: date) -> int:
    """Completed years from a family's start to a day; 0 before it."""
    return max(0, completed_years(start, on))


class DiscountedYear(NamedTuple):
    """What a family cost in one year since its start, and what that counts for: pence by column."""

    years: int
    pence: dict[str, int]
    present: dict[str, int]


def discounted(family: Costed, basis_points: int) -> list[DiscountedYear]:
    """A family's costs by completed years since its start, each year's sum discounted and rounded once."""
    by_year: dict[int, dict[str, int]] = {}
    for column, costs in DISCOUNTED.items():
        for on, pence in family.costs.get(costs, {}).items():
            of_year = by_year.setdefault(years_since(family.start, on), dict.fromkeys(DISCOUNTED, 0))
            of_year[column] += pence
    return [
        DiscountedYear(
            years, pence, {column: present_pence(some, years, basis_points) for column, some in pence.items()}
        )
        for years, pence in sorted(by_year.items())
    ]
