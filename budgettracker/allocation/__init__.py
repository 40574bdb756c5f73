"""A fair draw: who comes into which arm of a study, by a list that nobody sees before everybody is in."""

from flask import Flask

from budgettracker.draws import tell_of_draws
from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Hang the pages of draws into the program, and a study's draw into the study's page."""
    from budgettracker.allocation.history import HISTORY
    from budgettracker.allocation.queries import open_draw_in
    from budgettracker.allocation.views import bp, panel

    app.register_blueprint(bp)
    app.extensions["study_panels"].append(panel)
    tell_of_draws(app, lambda authority_id: open_draw_in(authority_id) is not None)
    add_history(app, HISTORY)
