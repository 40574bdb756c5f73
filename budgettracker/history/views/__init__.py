"""The history of any record, in words."""

from budgettracker.history.views import history
from budgettracker.history.views.blueprint import bp

__all__ = ["bp", "history"]
