"""Deeds on budgets: moving money, limits, and questions about a limit."""

from budgettracker.budgets.actions.approve_limit import approve_limit
from budgettracker.budgets.actions.ask_and_answer import answer_about_limit, ask_about_limit
from budgettracker.budgets.actions.change_cap import ask_for_cap, change_cap
from budgettracker.budgets.actions.confirm_limit import confirm_limit
from budgettracker.budgets.actions.confirm_openings import confirm_opening, confirm_openings
from budgettracker.budgets.actions.decide_limits_of_cohort import decide_limits_of_cohort
from budgettracker.budgets.actions.decline_limit import decline_limit
from budgettracker.budgets.actions.move_money import ManyMoves, lock, lock_all, lock_on, move
from budgettracker.budgets.actions.open_period import open_period
from budgettracker.budgets.actions.post import closed_until, post
from budgettracker.budgets.actions.propose_limit import propose_limit
from budgettracker.budgets.actions.propose_limits_for_cohort import propose_limits_for_cohort
from budgettracker.budgets.actions.record_past_limits import PastLimit, PastLimits
from budgettracker.budgets.actions.withdraw_limit import withdraw_limit

__all__ = [
    "ManyMoves",
    "PastLimit",
    "PastLimits",
    "answer_about_limit",
    "approve_limit",
    "ask_about_limit",
    "ask_for_cap",
    "change_cap",
    "closed_until",
    "confirm_limit",
    "confirm_opening",
    "confirm_openings",
    "decide_limits_of_cohort",
    "decline_limit",
    "lock",
    "lock_all",
    "lock_on",
    "move",
    "open_period",
    "post",
    "propose_limit",
    "propose_limits_for_cohort",
    "withdraw_limit",
]
