"""The pages of work time: one's week, one entry and the list, and the months of a team."""

from budgettracker.worktime.views import entries, months, quick, week
from budgettracker.worktime.views.blueprint import bp

__all__ = ["bp", "entries", "months", "quick", "week"]
