"""What waits for whom: requests, limits, and money that left outside the rules."""

from flask import Flask

from budgettracker.access import Permission
from budgettracker.web import NavigationEntry, Waits


def register(app: Flask) -> None:
    """Hang the pages into the program."""
    from budgettracker.confirmations.queries import how_many_to_confirm, others_asked
    from budgettracker.decisions.queries.waiting import how_many_wait
    from budgettracker.decisions.views import bp

    app.register_blueprint(bp)
    counts = (Waits(how_many_wait), Waits(others_asked, how_many_to_confirm))
    app.extensions["navigation"].insert(0, NavigationEntry("Decisions", "decisions.waiting", Permission.DECIDE, counts))
