"""A fair draw: who comes into which arm of a study, by a list that nobody sees before everybody is in."""

from flask import Flask

from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Hang the pages of draws into the program, and a study's draw into the study's page."""
    from budgettracker.allocation.history import HISTORY
    from budgettracker.allocation.queries import open_draw_in
    from budgettracker.allocation.views import bp, panel

    app.register_blueprint(bp)
    app.extensions["study_panels"].append(panel)
    app.extensions["open_draw"] = open_draw_in
    add_history(app, HISTORY)
