"""Writing work time: entries, the lists they choose from, and months closed for a team."""

from budgettracker.worktime.actions.entries import Part, Work, correct_entry, log_time, withdraw_entry
from budgettracker.worktime.actions.lists import add_activity, add_default_activities, add_intervention
from budgettracker.worktime.actions.months import close_month, reopen_month

__all__ = [
    "Part",
    "Work",
    "add_activity",
    "add_default_activities",
    "add_intervention",
    "close_month",
    "correct_entry",
    "log_time",
    "reopen_month",
    "withdraw_entry",
]
