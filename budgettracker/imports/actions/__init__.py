"""Writing a council's folder into an authority's books: everything, or only the good rows, or nothing."""

from budgettracker.imports.actions.folder import Outcome, import_folder

__all__ = ["Outcome", "import_folder"]
