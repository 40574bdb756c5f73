"""The dated line about the children's wishes: its days, and how records say it."""

from datetime import date

from budgettracker.errors import Refusal
from budgettracker.people.kinds import Nation
from budgettracker.periods import long_date
from budgettracker.voice.kinds import Wishes

LAW: dict[str, str] = {
    Nation.ENGLAND: (
        "Section 17(4A) of the Children Act 1989: before help is given, the children's wishes and feelings are heard as far "
        "as that is reasonably practicable and good for them."
    ),
    Nation.WALES: (
        "Part 4 of the Social Services and Well-being (Wales) Act 2014: the children's views, wishes and feelings are heard "
        "and given regard, as far as that is reasonably practicable."
    ),
}
"""Why the line is asked for, by the authority's nation."""
LONGEST_DAYS = 366
"""The children are heard again within a year at the latest."""


def require_asked_on(field: str, asked_on: date, opened_on: date, on: date) -> None:
    """A day on which a family was asked lies within the work with it and not in the future; raises Refusal on `field`."""
    if asked_on > on:
        raise Refusal(field, "The day is in the future. Enter the day it happened.")
    if asked_on < opened_on:
        raise Refusal(field, f"Work with the family started on {long_date(opened_on)}. Enter that day or a later one.")


def require_wishes(happened_on: date, next_on: date, opened_on: date, on: date) -> None:
    """The days of a line about wishes; raises Refusal on `happened_on` or `next_on`.

    They are heard next after that day and within a year.
    """
    require_asked_on("happened_on", happened_on, opened_on, on)
    if next_on <= max(happened_on, on):
        raise Refusal("next_on", "Choose a day to come: by then the children are asked again.")
    if (next_on - happened_on).days > LONGEST_DAYS:
        raise Refusal("next_on", "That is more than a year later. Children are asked again within a year.")


def wishes_in_words(wishes: str, happened_on: date, next_on: date, on: date) -> str:
    """The line as every record of the family prints it.

    >>> wishes_in_words("heard", date(2026, 6, 1), date(2026, 9, 1), date(2026, 6, 15))
    'Heard on 1 June 2026, next by 1 September 2026'
    >>> wishes_in_words("unsafe", date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 15))
    'It was not safe to ask on 1 June 2026, next was due by 8 June 2026'
    """
    due = "next was due by" if next_on < on else "next by"
    return f"{Wishes(wishes).words} on {long_date(happened_on)}, {due} {long_date(next_on)}"
