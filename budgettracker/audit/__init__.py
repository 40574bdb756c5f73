"""Who did what, when, from what to what; only added to."""

from flask import Flask


def register(app: Flask) -> None:
    """Record what is read."""
    from budgettracker.audit import reading

    reading.register(app)
