"""Writing a council's folder into an authority's books: everything, or only the good rows, or nothing."""

from budgettracker.imports.actions.import_folder import Outcome, import_folder

__all__ = ["Outcome", "import_folder"]
