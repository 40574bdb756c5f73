"""An authority's rules: cap, bands, categories."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages of schemes into the program."""
    from budgettracker.schemes.views import bp

    app.register_blueprint(bp)
    app.extensions["navigation"].append(NavigationEntry("Schemes", "schemes.index", Permission.MANAGE_SCHEMES))
