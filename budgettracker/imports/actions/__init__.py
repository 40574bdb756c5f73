"""Writing an authority's folder into its books: everything, or only the good rows, or nothing."""

from budgettracker.imports.actions.import_folder import Outcome, import_folder

__all__ = ["Outcome", "import_folder"]
