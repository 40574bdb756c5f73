"""The tables that funders ask for, from any run: to copy, to print, and as sheets of the workbook."""

from flask import Flask

from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Hang the pages of the tables into the program."""
    from budgettracker.funders.history import HISTORY
    from budgettracker.funders.views import bp

    app.register_blueprint(bp)
    add_history(app, HISTORY)
