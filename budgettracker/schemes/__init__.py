"""An authority's rules: cap, bands, categories."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.histories import add_history
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages of schemes into the program."""
    from budgettracker.schemes.history import HISTORY
    from budgettracker.schemes.views import bp

    app.register_blueprint(bp)
    app.extensions["navigation"].append(NavigationEntry("Schemes", "schemes.index", Permission.MANAGE_SCHEMES))
    add_history(app, HISTORY)
