"""A person's day and month: may time be written on it, and how much of it fits."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from budgettracker.errors import Refusal
from budgettracker.periods import Period, long_date
from budgettracker.wording import minutes_in_words

DAY_MINUTES = 24 * 60
"""Nobody works more than this in a day, over all their entries."""
LONG_DAY_MINUTES = 14 * 60
"""Above this the person is asked whether the day really was that long."""


class DayState(StrEnum):
    """May time be written on a day of a person's week, and if not, why."""

    OPEN = "open"
    CLOSED = "closed"
    TO_COME = "to_come"
    NOT_HERE = "not_here"


class LongDay(Refusal):
    """The day comes to more than 14 hours: asked once, and accepted when the person confirms these `minutes`."""

    def __init__(self, minutes: int, worked_on: date) -> None:
        words = f"That makes {minutes_in_words(minutes)} on {long_date(worked_on)}. Tick the box if that is right."
        super().__init__("long_day", words)
        self.minutes = minutes


class DayFull(Refusal):
    """The day would come to more than its 24 hours."""

    def __init__(self, minutes: int, worked_on: date) -> None:
        words = (
            f"That makes {minutes_in_words(minutes)} on {long_date(worked_on)} with what is already logged: "
            "a day has 24 hours."
        )
        super().__init__("contact", words)


def days_in_words(within: Period) -> str:
    """A period's days as people say them: `9 to 15 November 2026`, `28 September to 4 October 2026`."""
    first, last = within.start, within.last_day
    if first.year != last.year:
        return f"{long_date(first)} to {long_date(last)}"
    begins = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"{begins} to {long_date(last)}"


def require_day(before: int, after: int, worked_on: date, confirmed: int | None) -> None:
    """A person's day may hold 24 hours; above 14 they are asked.

    `before` and `after` are the minutes of all the person's entries of that day without and with this deed. Raises
    DayFull above 24 hours, and LongDay above 14 unless the person confirmed exactly `after` minutes or the deed
    makes the day no longer.
    """
    if after > DAY_MINUTES:
        raise DayFull(after, worked_on)
    if after > LONG_DAY_MINUTES and after > before and confirmed != after:
        raise LongDay(after, worked_on)


def require_worked_day(worked_on: date, on: date, active_from: date, active_to: date | None) -> None:
    """Work is logged on days that have come and on which the person worked here. Raises Refusal."""
    if worked_on > on:
        raise Refusal("worked_on", "The day must be today or earlier: time is logged once it was worked.")
    if worked_on < active_from:
        raise Refusal("worked_on", f"The day must be {long_date(active_from)} or later: the first day of work here.")
    if active_to is not None and worked_on > active_to:
        raise Refusal("worked_on", f"The day must be {long_date(active_to)} or earlier: the last day of work here.")


def day_state(
    worked_on: date, on: date, active_from: date, active_to: date | None, closed_for: Sequence[str]
) -> DayState:
    """Whether a day takes time: it is over or under way, the person worked here, and no team of theirs closed it."""
    if worked_on > on:
        return DayState.TO_COME
    if worked_on < active_from or (active_to is not None and worked_on > active_to):
        return DayState.NOT_HERE
    return DayState.CLOSED if closed_for else DayState.OPEN


def is_thin(minutes: int, weekly_minutes: int | None) -> bool:
    """Is a week's time under half of the hours somebody works, so that something was probably forgotten?"""
    return weekly_minutes is not None and minutes * 2 < weekly_minutes


def require_open_month(worked_on: date, closed_for: Sequence[str]) -> None:
    """No entry is dated in a month closed for a team the person was in that day: `closed_for` names them.

    Raises Refusal, naming month and team and saying who can help.
    """
    if closed_for:
        words = f"{worked_on:%B %Y} is closed for {' and '.join(closed_for)}. Ask the team's manager to reopen it."
        raise Refusal("worked_on", words)


def require_absent_minutes(minutes: int) -> None:
    """Time away on a day is more than nothing and at most its 24 hours. Raises Refusal(minutes)."""
    if not 0 < minutes <= DAY_MINUTES:
        raise Refusal("minutes", f"Time away is more than nothing and at most 24 hours a day: not {minutes} minutes.")


def require_absent_once(absent_on: date, by_entry: bool | None) -> None:
    """A day's time away is told once: `by_entry` says what tells it already (None: nothing). Raises Refusal."""
    if by_entry is None:
        return
    where = "was logged as an entry" if by_entry else "came in a file"
    words = f"Time away on {long_date(absent_on)} is known already: it {where}. It would count twice."
    raise Refusal("worked_on", words)
