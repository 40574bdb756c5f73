"""A family's budget: its limit, its position, and the one function that moves money."""

from flask import Flask

from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Hang the pages of limits into the program."""
    from budgettracker.budgets.history import HISTORY
    from budgettracker.budgets.views import bp

    app.register_blueprint(bp)
    add_history(app, HISTORY)
