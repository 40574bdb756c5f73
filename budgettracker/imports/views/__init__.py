"""The page of imports."""

from budgettracker.imports.views import import_files
from budgettracker.imports.views.blueprint import bp

__all__ = ["bp", "import_files"]
