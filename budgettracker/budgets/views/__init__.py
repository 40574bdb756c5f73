"""The pages of limits: each one's story, questions about it, and one decision for a cohort."""

from budgettracker.budgets.views import cohort, limits, questions
from budgettracker.budgets.views.blueprint import bp

__all__ = ["bp", "cohort", "limits", "questions"]
