"""The pages of imports."""

from budgettracker.imports.views import import_files, looked_at, reverse_import, templates, waiting
from budgettracker.imports.views.blueprint import bp

__all__ = ["bp", "import_files", "looked_at", "reverse_import", "templates", "waiting"]
