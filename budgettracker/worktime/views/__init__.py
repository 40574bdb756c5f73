"""The pages of work time: one's week, one entry and the list, and the months of a team."""

from budgettracker.worktime.views import (
    close_month,
    correct_entry,
    entry,
    log_time,
    months,
    quick_entry,
    recent,
    reopen_month,
    week,
    withdraw_entry,
)
from budgettracker.worktime.views.blueprint import bp

__all__ = [
    "bp",
    "close_month",
    "correct_entry",
    "entry",
    "log_time",
    "months",
    "quick_entry",
    "recent",
    "reopen_month",
    "week",
    "withdraw_entry",
]
