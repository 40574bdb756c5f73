"""What became of families and children, in the words councils return."""

from flask import Flask

from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Hang the pages of outcomes into the program."""
    from budgettracker.outcomes.history import HISTORY
    from budgettracker.outcomes.views import bp

    app.register_blueprint(bp)
    add_history(app, HISTORY)
