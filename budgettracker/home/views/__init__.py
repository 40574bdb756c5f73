"""My families, one family, and Team."""

from budgettracker.home.views import supervision, team, team_money
from budgettracker.home.views.blueprint import bp
from budgettracker.home.views.families import told_by_the_clock, why_absent

__all__ = ["bp", "supervision", "team", "team_money", "told_by_the_clock", "why_absent"]
