"""The pages of limits, one module a deed."""

from budgettracker.budgets.views import (
    ask_and_answer,
    change_cap,
    confirm_limit,
    decide_limit,
    decide_limits_of_cohort,
    one_hand_limits,
    opening_balances,
    propose_limit,
    propose_limits_for_cohort,
    show_limits,
    withdraw_limit,
)
from budgettracker.budgets.views.blueprint import bp

__all__ = [
    "ask_and_answer",
    "bp",
    "change_cap",
    "confirm_limit",
    "decide_limit",
    "decide_limits_of_cohort",
    "one_hand_limits",
    "opening_balances",
    "propose_limit",
    "propose_limits_for_cohort",
    "show_limits",
    "withdraw_limit",
]
