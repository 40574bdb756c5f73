"""What may be written down as the yearly cost of a post."""

from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates.rules.build_up import Overhead
from budgettracker.errors import Refusal

MINUTES_IN_A_YEAR = 366 * 24 * 60


def require_year(salary_pence: int, minutes_per_year: int) -> None:
    """A year has a salary and hours, and no more hours than a leap year; raises Refusal on `salary`, `hours_per_year`."""
    if salary_pence <= 0:
        raise Refusal("salary", "Enter the salary for a year: more than £0.00.")
    if not 0 < minutes_per_year <= MINUTES_IN_A_YEAR:
        raise Refusal("hours_per_year", "Give the hours paid and worked in a year: above 0, at most 8,784.")


def require_no_minus(
    oncosts_pence: int | None, qualifications_pence: int, capital_pence: int, *overheads: Overhead
) -> None:
    """Nothing that is added to the salary is below zero; raises Refusal."""
    parts = [part for each in overheads for part in (each.pence, each.basis_points)]
    if min(oncosts_pence or 0, qualifications_pence, capital_pence, *(part or 0 for part in parts)) < 0:
        raise Refusal(None, "Costs of a post are written without a minus sign.")


def require_ratio(ratio_thousandths: int | None, ratio_kind: RatioKind | None) -> None:
    """A ratio of direct to other work says for which kind of hour; raises Refusal on `ratio_kind` or `ratio`."""
    if (ratio_thousandths is None) != (ratio_kind is None):
        raise Refusal("ratio_kind", "Give the ratio together with the kind of hour it is for, or neither.")
    if ratio_thousandths is not None and ratio_thousandths < 0:
        raise Refusal("ratio", "Write the ratio without a minus sign.")
