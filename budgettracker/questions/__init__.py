"""Questions asked before deciding, and answered, about whatever waits: a purchase or a limit."""

from flask import Flask

from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Say what histories tell of questions."""
    from budgettracker.questions.history import HISTORY

    add_history(app, HISTORY)
