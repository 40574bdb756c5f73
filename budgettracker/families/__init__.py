"""Whom it is for: families, children, lead worker, opening, closing."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.histories import add_history
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages of families into the program."""
    from budgettracker.families.history import HISTORY
    from budgettracker.families.views import bp

    app.register_blueprint(bp)
    app.extensions["navigation"].append(NavigationEntry("All families", "families.index", Permission.SEE_FAMILIES))
    add_history(app, HISTORY)
