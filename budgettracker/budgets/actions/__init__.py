"""Deeds on budgets: the door to the money, limits, and questions about a limit."""

from budgettracker.budgets.actions.door import lock, lock_on, move, open_period
from budgettracker.budgets.actions.limits import (
    approve_limit,
    decline_limit,
    propose_limit,
    record_past_limit,
    set_limits_for_cohort,
    withdraw_limit,
)
from budgettracker.budgets.actions.questions import answer_about_limit, ask_about_limit
from budgettracker.questions.actions import add_answer, add_question

__all__ = [
    "add_answer",
    "add_question",
    "answer_about_limit",
    "approve_limit",
    "ask_about_limit",
    "decline_limit",
    "lock",
    "lock_on",
    "move",
    "open_period",
    "propose_limit",
    "record_past_limit",
    "set_limits_for_cohort",
    "withdraw_limit",
]
