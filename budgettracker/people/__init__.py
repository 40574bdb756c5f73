"""Who uses it: authorities, teams, people, their dated roles, and signing in."""

from flask import Flask

from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Know who is asking before every request, protect every form, and add the pages."""
    from budgettracker.access import Permission
    from budgettracker.people.history import HISTORY
    from budgettracker.people.views import bp, guard
    from budgettracker.web import NavigationEntry

    guard.register(app)
    app.register_blueprint(bp)
    app.extensions["navigation"] += [
        NavigationEntry("People", "people.people", Permission.MANAGE_PEOPLE),
        NavigationEntry("Teams", "people.teams", Permission.MANAGE_PEOPLE),
    ]
    add_history(app, HISTORY)
