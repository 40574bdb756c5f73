"""Who uses it: authorities, teams, people, their dated roles, and signing in."""

from flask import Flask


def register(app: Flask) -> None:
    """Know who is asking before every request, protect every form, and add the pages."""
    from budgettracker.people.views import bp, guard

    guard.register(app)
    app.register_blueprint(bp)
