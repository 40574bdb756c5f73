"""In which month of finance's books a line of money is posted."""

from datetime import date, timedelta

from budgettracker.errors import Refusal
from budgettracker.periods import month


def posted_on(event_on: date, closed_until: date | None) -> date:
    """The first day of the month a line is posted in: its own, or the first open one where its own is closed.

    >>> posted_on(date(2026, 3, 30), None)
    datetime.date(2026, 3, 1)
    >>> posted_on(date(2026, 3, 30), date(2026, 4, 30))
    datetime.date(2026, 5, 1)
    """
    if closed_until is None or event_on > closed_until:
        return month(event_on).start
    return closed_until + timedelta(days=1)


def require_closing(until_on: date, closed_until: date | None, on: date) -> None:
    """Refuse to close a month that is not over yet, or is closed already. `until_on` is its last day."""
    if until_on >= on:
        raise Refusal("until", f"{until_on:%B %Y} is not over yet. Close it from the day after it ends.")
    if closed_until is not None and until_on <= closed_until:
        raise Refusal("until", f"{until_on:%B %Y} is closed already.")
