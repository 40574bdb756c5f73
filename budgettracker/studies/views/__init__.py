"""The pages of studies: the evaluator's list, a study, its costing runs and what stands behind each number."""

from budgettracker.studies.views import lines, runs, studies
from budgettracker.studies.views.blueprint import bp

__all__ = ["bp", "lines", "runs", "studies"]
