"""Whom it is for: families, children, lead worker, opening, closing."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages of families into the program."""
    from budgettracker.families.views import bp

    app.register_blueprint(bp)
    app.extensions["navigation"].append(NavigationEntry("All families", "families.index", Permission.SEE_FAMILIES))
