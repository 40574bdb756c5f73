"""Who may stand in for whom, and for how long, on plain values."""

from collections.abc import Collection
from datetime import date, timedelta

from budgettracker.access import DECIDERS, Role
from budgettracker.errors import Refusal

LONGEST_DAYS = 92
"""Cover is for a time: whoever is away for longer is replaced by a person with the role."""


def level_of(roles: Collection[Role]) -> Role | None:
    """The highest deciding role among these; None where there is none."""
    return next((role for role in reversed(DECIDERS) if role in roles), None)


def require_level(level: Role | None, of_cover: Role | None, *, other_senior_managers: bool) -> Role:
    """The level that is covered. `of_cover` is the level of who stands in, in their own right.

    Cover goes to the same level or above. A manager covers a senior manager only where the authority has no other.
    Raises Refusal on `covers`.

    >>> require_level(Role.SENIOR_MANAGER, Role.MANAGER, other_senior_managers=False)
    <Role.SENIOR_MANAGER: 'senior_manager'>
    """
    if level is None:
        raise Refusal("covers", "Cover is given for managers and senior managers: nobody else decides.")
    if of_cover is None:
        raise Refusal("covers", f"Cover for a {level.words} goes to somebody of the same level or above.")
    if DECIDERS.index(of_cover) < DECIDERS.index(level) and other_senior_managers:
        raise Refusal("covers", "There is another senior manager, so a manager cannot cover for this one.")
    return level


def require_days(starts_on: date, ends_on: date, on: date) -> None:
    """Cover begins today or later, ends on a day, and does not last for ever. Raises Refusal on the day."""
    if starts_on < on:
        raise Refusal("starts_on", "Cover can begin today or later.")
    if ends_on < starts_on:
        raise Refusal("ends_on", "The last day cannot be before the first.")
    if ends_on > starts_on + timedelta(days=LONGEST_DAYS - 1):
        raise Refusal("ends_on", f"Cover lasts {LONGEST_DAYS} days at most. Give it anew when it ends.")
