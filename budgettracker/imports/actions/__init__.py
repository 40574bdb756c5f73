"""Writing an authority's folder into its books: everything, or only the good rows, or nothing."""

from budgettracker.imports.actions.import_folder import Outcome, import_folder
from budgettracker.imports.actions.reverse_import import ask_to_reverse, reverse_import
from budgettracker.imports.actions.wait_for_release import (
    drop_files,
    expire_imports,
    import_or_wait,
    release_import,
    withdraw_import,
)

__all__ = [
    "Outcome",
    "ask_to_reverse",
    "drop_files",
    "expire_imports",
    "import_folder",
    "import_or_wait",
    "release_import",
    "reverse_import",
    "withdraw_import",
]
