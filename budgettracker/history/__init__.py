"""Any record's story in words."""

from flask import Flask


def register(app: Flask) -> None:
    """Hang the pages into the program."""
    from budgettracker.history.views import bp

    app.register_blueprint(bp)
