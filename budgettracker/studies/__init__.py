"""An evaluator's question: scope, pseudonyms, disclosure."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.histories import add_history
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages of studies into the program; later features append to `study_panels` what a study's page shows."""
    from budgettracker.studies.history import HISTORY
    from budgettracker.studies.views import bp

    app.extensions["study_panels"] = []
    app.register_blueprint(bp)
    app.extensions["navigation"].append(NavigationEntry("Studies", "studies.index", Permission.RUN_STUDIES))
    app.extensions["navigation"].append(
        NavigationEntry("Agreements", "studies.agreements", Permission.AGREE_TO_STUDIES)
    )
    add_history(app, HISTORY)
