"""The blueprint that every page of work time hangs on, and a day in an address."""

from datetime import date

from flask import Blueprint
from werkzeug.wrappers import Response

from budgettracker.errors import NotTheirs

bp = Blueprint("worktime", __name__)
Page = str | Response | tuple[str, int]


def day_in_address(text: str) -> date:
    """A day as an address holds it, `2026-11-16`; raises NotTheirs for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotTheirs from None
    if not 2000 <= day.year <= 2100:
        raise NotTheirs
    return day
