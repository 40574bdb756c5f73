"""What waits for whom: requests, limits, and money that left outside the rules."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.web import NavigationEntry


def register(app: Flask) -> None:
    """Hang the pages into the program."""
    from budgettracker.decisions.views import bp

    app.register_blueprint(bp)
    app.extensions["navigation"].insert(0, NavigationEntry("Decisions", "decisions.waiting", Permission.DECIDE))
