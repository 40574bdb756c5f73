"""The pages of draws: the evaluators' of a study's draw, the workers' of one family."""

from budgettracker.allocation.views import draw, one_family
from budgettracker.allocation.views.blueprint import bp
from budgettracker.allocation.views.draw import panel

__all__ = ["bp", "draw", "one_family", "panel"]
