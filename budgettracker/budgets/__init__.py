"""A family's budget: limit, position, the door to the money."""

from flask import Flask


def register(app: Flask) -> None:
    """Hang the pages of limits into the program."""
    from budgettracker.budgets.views import bp

    app.register_blueprint(bp)
