"""The pages that look across: My families with the family's page, and Decisions waiting."""

from budgettracker.overview.views import decisions, families
from budgettracker.overview.views.blueprint import bp

__all__ = ["bp", "decisions", "families"]
