"""What was bought for a family, on a page that a worker makes for one named reader; silent about what is kept off it."""

from flask import Flask

from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Hang the pages of statements into the program."""
    from budgettracker.statements.history import HISTORY
    from budgettracker.statements.views import bp

    app.register_blueprint(bp)
    add_history(app, HISTORY)
