"""The pages of statements."""

from budgettracker.statements.views import statements, tick_items
from budgettracker.statements.views.blueprint import bp

__all__ = ["bp", "statements", "tick_items"]
