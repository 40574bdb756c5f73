"""Authorities' own CSV files and spreadsheets in, with a row-by-row report."""

from flask import Flask

from budgettracker.confirming import Matter, confirming_of
from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Add the page and its link, and read the files sent to it before the transaction begins."""
    from budgettracker.access import Permission
    from budgettracker.imports.actions.reverse_import import confirm_reversal
    from budgettracker.imports.history import HISTORY
    from budgettracker.imports.queries import how_many_to_release, others_imported
    from budgettracker.imports.queries.reversals import REVERSAL, reversal_facts
    from budgettracker.imports.views import bp, sent_files
    from budgettracker.web import NavigationEntry, Waits

    sent_files.register(app)
    app.register_blueprint(bp)
    app.extensions["navigation"] += [
        NavigationEntry("Import", "imports.import_files", Permission.IMPORT),
        NavigationEntry(
            "Imports that wait",
            "imports.waiting_imports",
            Permission.RELEASE_IMPORTS,
            (Waits(others_imported, how_many_to_release),),
        ),
    ]
    add_history(app, HISTORY)
    confirming_of(app).matters[REVERSAL] = Matter(
        REVERSAL, "an import to be taken back", reversal_facts, confirm_reversal
    )
