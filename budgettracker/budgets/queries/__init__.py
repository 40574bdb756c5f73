"""Reading budgets: positions, limits and their history, who may decide, and the ledger."""

from budgettracker.budgets.queries.books import faults, ledger_of
from budgettracker.budgets.queries.deciders import (
    require_decider,
    unresolved_of,
    unresolved_people,
    why_not_decide,
)
from budgettracker.budgets.queries.limits import (
    cohort_of,
    families_without_limit,
    limit_change_for,
    limit_change_to_decide,
    limit_changes,
    limit_changes_of,
    limits_to_decide,
    one_hand_limits,
    unconfirmed_limits,
)
from budgettracker.budgets.queries.openings import (
    Opening,
    OpeningSums,
    opening_changes,
    openings_by_team,
    openings_named,
    openings_that_wait,
    require_confirmer,
    sums_of_openings,
    sums_sign,
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

__all__ = [
    "Opening",
    "OpeningSums",
    "cohort_of",
    "families_without_limit",
    "faults",
    "ledger_of",
    "limit_change_for",
    "limit_change_to_decide",
    "limit_changes",
    "limit_changes_of",
    "limits_to_decide",
    "one_hand_limits",
    "opening_changes",
    "openings_by_team",
    "openings_named",
    "openings_that_wait",
    "period_holding",
    "period_on",
    "periods_of",
    "position_of",
    "positions_of",
    "require_confirmer",
    "require_decider",
    "scheme_and_period",
    "scheme_of",
    "sums_of_openings",
    "sums_sign",
    "unconfirmed_limits",
    "unresolved_of",
    "unresolved_people",
    "why_not_decide",
]
