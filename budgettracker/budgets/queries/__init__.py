"""Reading budgets: positions, limits and their history, who may decide, and the ledger."""

from budgettracker.budgets.queries.books import faults, ledger_of
from budgettracker.budgets.queries.deciding import unresolved_of, unresolved_people
from budgettracker.budgets.queries.limits import (
    cohort_of,
    families_without_limit,
    limit_change_for,
    limit_change_to_decide,
    limit_changes,
    limit_changes_of,
    limits_to_decide,
)
from budgettracker.budgets.queries.positions import (
    period_holding,
    period_on,
    periods_of,
    position_of,
    positions_of,
    scheme_and_period,
    scheme_of,
)
from budgettracker.people.queries.deciders import deciders_of, names_of, people_who_decide, with_roles
from budgettracker.questions.queries import Asked, question_to_answer, questions_about

__all__ = [
    "Asked",
    "cohort_of",
    "deciders_of",
    "families_without_limit",
    "faults",
    "ledger_of",
    "limit_change_for",
    "limit_change_to_decide",
    "limit_changes",
    "limit_changes_of",
    "limits_to_decide",
    "names_of",
    "people_who_decide",
    "period_holding",
    "period_on",
    "periods_of",
    "position_of",
    "positions_of",
    "question_to_answer",
    "questions_about",
    "scheme_and_period",
    "scheme_of",
    "unresolved_of",
    "unresolved_people",
    "with_roles",
]
