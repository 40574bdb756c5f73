"""Building, checking, releasing and downloading workbooks."""

from flask import Flask

from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Hang the pages of workbooks into the program, and a study's workbooks into the study's page."""
    from budgettracker.exports.history import HISTORY
    from budgettracker.exports.views import bp, panel, start_building

    app.register_blueprint(bp)
    app.extensions["start_workbook"] = start_building
    app.extensions["study_panels"].append(panel)
    add_history(app, HISTORY)
