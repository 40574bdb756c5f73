"""Writing work time: entries, the lists they choose from, and months closed for a team."""

from budgettracker.worktime.actions.entries import Part, Work, correct_entry, log_time, withdraw_entry
from budgettracker.worktime.actions.lists import add_activity, add_default_activities, add_intervention
from budgettracker.worktime.actions.months import close_month, reopen_month
from budgettracker.worktime.actions.weeks import CellChange, Problem, WeekRefused, save_week

__all__ = [
    "CellChange",
    "Part",
    "Problem",
    "WeekRefused",
    "Work",
    "add_activity",
    "add_default_activities",
    "add_intervention",
    "close_month",
    "correct_entry",
    "log_time",
    "reopen_month",
    "save_week",
    "withdraw_entry",
]
