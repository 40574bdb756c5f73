"""What finance may state: days in order, a figure, and no days that overlap others stated for the same."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from budgettracker.errors import Refusal
from budgettracker.periods import inclusive, long_date

LONGEST = 366
"""Days of one statement at most: a year is the coarsest that can be set beside months."""
MOST_PENCE = 10**12
MOST_PEOPLE = 100_000
FULL_WEEKS = range(20 * 60, 48 * 60 + 1)
"""Minutes that a full-time week can have."""


class Days(NamedTuple):
    """The days of a statement, both included."""

    starts_on: date
    ends_on: date


def require_days(days: Days, standing: Iterable[Days]) -> None:
    """Refuse days out of order, more than a year, and days that overlap others which are stated already.

    The same days again are fine: they restate. Raises Refusal on `ends_on` or `starts_on`.
    """
    if days.ends_on < days.starts_on:
        raise Refusal("ends_on", "The last day is before the first.")
    if (days.ends_on - days.starts_on).days >= LONGEST:
        raise Refusal("ends_on", "State at most a year at a time: months say more.")
    for other in sorted(standing):
        if other != days and inclusive(*other).overlap(inclusive(*days)):
            words = f"{long_date(other.starts_on)} to {long_date(other.ends_on)} is stated already"
            raise Refusal("starts_on", f"{words}. State the same days again, or days that lie apart from them.")


def require_amounts(pay_pence: int, oncosts_pence: int, people: int | None, full_week_minutes: int | None) -> None:
    """Refuse amounts, people or a full-time week that cannot be. Raises Refusal on the field."""
    if not 0 <= pay_pence <= MOST_PENCE:
        raise Refusal("pay", "Enter what was paid, 0 or more.")
    if not 0 <= oncosts_pence <= MOST_PENCE:
        raise Refusal("oncosts", "On-costs are an amount of 0 or more.")
    if people is not None and not 0 <= people <= MOST_PEOPLE:
        raise Refusal("people", "Enter how many people were paid, like 4.")
    if full_week_minutes is not None and full_week_minutes not in FULL_WEEKS:
        raise Refusal("full_week", "A full-time week has from 20 to 48 hours.")


def called(post: str, starts_on: date, ends_on: date) -> str:
    """What a statement is called on pages: the post (none: purchases) and the days.

    >>> called("Assistant", date(2026, 4, 1), date(2026, 4, 30))
    'Assistant, 1 April 2026 to 30 April 2026'
    """
    return f"{post or 'Purchases for families'}, {long_date(starts_on)} to {long_date(ends_on)}"
