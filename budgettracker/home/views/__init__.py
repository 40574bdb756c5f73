"""My families, one family, and Team."""

from budgettracker.home.views import team
from budgettracker.home.views.blueprint import bp
from budgettracker.home.views.families import told_by_the_clock, why_absent

__all__ = ["bp", "team", "told_by_the_clock", "why_absent"]
