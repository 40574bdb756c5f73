"""A family's budget: limit, position, the door to the money."""

from flask import Flask

from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Hang the pages of limits into the program."""
    from budgettracker.budgets.history import HISTORY
    from budgettracker.budgets.views import bp

    app.register_blueprint(bp)
    add_history(app, HISTORY)
