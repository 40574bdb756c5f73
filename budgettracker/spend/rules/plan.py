"""A plan of regular payments: the days they are due, what they come to, and what a plan must say."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.periods import long_date
from budgettracker.spend.kinds import Rhythm

MOST_PAYMENTS = 156
"""Three years of weeks: what goes on for longer is asked for again."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """What somebody asks for: each payment in pence, how often, from which day until which, and when it is looked at."""

    rhythm: Rhythm
    payment_pence: int
    first_on: date
    last_on: date
    review_on: date
    afterwards: str

    @property
    def days(self) -> list[date]:
        """The days on which a payment is due; a month without the day has it on its last.

        >>> Schedule(Rhythm.MONTHLY, 1, date(2027, 1, 31), date(2027, 3, 31), date(2027, 2, 1), "").days[1]
        datetime.date(2027, 2, 28)
        """
        days: list[date] = []
        day = self.first_on
        while day <= self.last_on and len(days) <= MOST_PAYMENTS:
            days.append(day)
            day = _next(self.rhythm, self.first_on, len(days))
        return days

    @property
    def total_pence(self) -> int:
        """What all payments come to, in pence."""
        return self.payment_pence * len(self.days)


def _next(rhythm: Rhythm, first_on: date, number: int) -> date:
    if rhythm.weeks:
        return first_on + timedelta(weeks=rhythm.weeks * number)
    month = first_on.month - 1 + number
    year, month = first_on.year + month // 12, month % 12 + 1
    return date(year, month, min(first_on.day, calendar.monthrange(year, month)[1]))


def require_schedule(schedule: Schedule, on: date) -> None:
    """Refuse a plan that has begun already, ends before it begins, goes on for ever, or is never looked at."""
    if schedule.first_on < on:
        raise Refusal("first_on", "Regular payments are decided before they begin. Enter today or a later day.")
    if schedule.last_on < schedule.first_on:
        raise Refusal("last_on", "The payments end before they begin. Check the two dates.")
    if len(schedule.days) > MOST_PAYMENTS:
        raise Refusal("last_on", f"These are more than {MOST_PAYMENTS} payments. End sooner, and ask again by then.")
    if schedule.review_on < on or schedule.review_on > schedule.last_on:
        raise Refusal(
            "review_on", f"Choose a day from today to the last payment on {long_date(schedule.last_on)}, to look at it."
        )
    if not schedule.afterwards:
        raise Refusal("afterwards", "Say what comes when the payments end, so that the family is not left with a gap.")


def require_next_look(before: date | None, review_on: date, on: date, last_on: date | None) -> None:
    """Refuse a next day to look at a plan that is no later than today, or after its last payment."""
    if review_on <= on:
        raise Refusal("review_on", "Enter a day after today, or end the plan.")
    if last_on is not None and review_on > last_on:
        raise Refusal("review_on", f"The last payment is on {long_date(last_on)}. Choose that day or an earlier one.")
    if before is not None and review_on == before:
        raise Refusal("review_on", f"It is looked at on {long_date(before)} already. Choose another day.")


def what_it_comes_to(schedule: Schedule) -> str:
    """The payments and their sum, as refusals and pages say it.

    >>> what_it_comes_to(Schedule(Rhythm.WEEKLY, 1200, date(2027, 1, 4), date(2027, 1, 18), date(2027, 1, 11), "x"))
    '3 payments of £12.00 come to £36.00'
    """
    number = len(schedule.days)
    if number == 1:
        return f"1 payment of {pounds(schedule.payment_pence)}"
    return f"{number} payments of {pounds(schedule.payment_pence)} come to {pounds(schedule.total_pence)}"
