"""What children and families say: their wishes, their language, and what became of it."""

from flask import Flask

from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Hang the pages about what families say into the program."""
    from budgettracker.voice.history import HISTORY
    from budgettracker.voice.views import bp

    app.register_blueprint(bp)
    add_history(app, HISTORY)
