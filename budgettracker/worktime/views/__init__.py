"""The pages of work time: one's week, one entry and the list, and the months of a team."""

from budgettracker.worktime.views import (
    ask_for_month,
    close_month,
    confirm_offer,
    correct_entry,
    correct_for,
    entry,
    log_calendar,
    log_group,
    log_time,
    months,
    quick_entry,
    recent,
    reopen_month,
    week,
    withdraw_absence,
    withdraw_entry,
)
from budgettracker.worktime.views.blueprint import bp

__all__ = [
    "ask_for_month",
    "bp",
    "close_month",
    "confirm_offer",
    "correct_entry",
    "correct_for",
    "entry",
    "log_calendar",
    "log_group",
    "log_time",
    "months",
    "quick_entry",
    "recent",
    "reopen_month",
    "week",
    "withdraw_absence",
    "withdraw_entry",
]
