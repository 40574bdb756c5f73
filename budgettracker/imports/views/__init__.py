"""The page of imports."""

from budgettracker.imports.views import pages
from budgettracker.imports.views.blueprint import bp

__all__ = ["bp", "pages"]
