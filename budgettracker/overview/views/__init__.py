"""The pages that look across: My families with the family's page, Decisions waiting, and the history of any record."""

from budgettracker.overview.views import decisions, families, history
from budgettracker.overview.views.blueprint import bp

__all__ = ["bp", "decisions", "families", "history"]
