"""What waits for a second hand: asked for by one person, carried out once another has confirmed it."""

from flask import Flask

from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Hang the pages into the program, and say what histories tell of confirmations."""
    from budgettracker.confirmations.history import HISTORY
    from budgettracker.confirmations.views import bp

    app.register_blueprint(bp)
    add_history(app, HISTORY)
