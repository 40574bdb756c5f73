"""Where each person starts: My families, and one family with its money and time."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages into the program."""
    from budgettracker.home.views import bp

    app.register_blueprint(bp)
    app.extensions["navigation"].insert(0, NavigationEntry("My families", "home.my_families", Permission.LOG_SPEND))
