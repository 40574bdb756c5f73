"""The pages of limits, one module a deed."""

from budgettracker.budgets.views import (
    ask_and_answer,
    decide_limit,
    propose_limit,
    set_limits_for_cohort,
    show_limits,
    withdraw_limit,
)
from budgettracker.budgets.views.blueprint import bp

__all__ = [
    "ask_and_answer",
    "bp",
    "decide_limit",
    "propose_limit",
    "set_limits_for_cohort",
    "show_limits",
    "withdraw_limit",
]
