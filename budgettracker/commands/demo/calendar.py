"""The demo's days: everything it invents is dated relative to today, on working days, and never in the future."""

import functools
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from budgettracker.periods import LONDON, Period, month


def is_working(day: date) -> bool:
    """Monday to Friday, bank holidays of England and Wales left out."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


@functools.cache
def bank_holidays(year: int) -> frozenset[date]:
    """The usual bank holidays of England and Wales in a year; one that falls on a weekend is moved to a weekday."""
    easter = _easter(year)
    fixed = {easter - timedelta(days=2), easter + timedelta(days=1)}
    fixed |= {_monday(date(year, 5, 1)), _monday(date(year, 5, 25)), _monday(date(year, 8, 25))}
    new_year, christmas, boxing = date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)
    fixed.add(_monday(new_year) if new_year.weekday() > 4 else new_year)
    moved = [date(year, 12, 27), date(year, 12, 28)]
    fixed |= {christmas if christmas.weekday() < 5 else moved[0], boxing if boxing.weekday() < 5 else moved[1]}
    if christmas.weekday() == 6:
        fixed = (fixed - {moved[0]}) | {boxing, moved[0]}
    return frozenset(fixed)


def _monday(day: date) -> date:
    """The Monday on or after a day."""
    return day + timedelta(days=-day.weekday() % 7)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the table-free rule published in Nature of 20 April 1876."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    lead = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month_, day = divmod(h + lead - 7 * ((a + 11 * h + 22 * lead) // 451) + 114, 31)
    return date(year, month_, day + 1)


def next_working(day: date) -> date:
    """The day itself when it is a working day, else the next one."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def or_friday(day: date) -> date:
    """The day itself when it is a working day, else the last one before it."""
    while not is_working(day):
        day -= timedelta(days=1)
    return day


def working_days(first: date, last: date) -> list[date]:
    """Every working day from one day to another, both included."""
    days = (first + timedelta(days=passed) for passed in range((last - first).days + 1))
    return [day for day in days if is_working(day)]


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day by the clock on the wall in Britain, in UTC."""
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the invented world begins and ends.

    `begun`: the authorities set themselves up. `start`: the first day of work time, the first of a month. `last`: the
    last working day before today, on which the demo ends.
    """

    today: date
    months: int

    @property
    def start(self) -> date:
        """The first of the month that many months before this one."""
        first = self.today.replace(day=1)
        for _ in range(self.months):
            first = month(first - timedelta(days=1)).start
        return first

    @property
    def begun(self) -> date:
        """Four weeks before the first work time, a Monday."""
        before = self.start - timedelta(days=28)
        return before - timedelta(days=before.weekday())

    @property
    def last(self) -> date:
        """The last working day before today."""
        return self.back(0)

    @property
    def whole_months(self) -> Period:
        """The months that are over: what a finished study can cover."""
        return Period(self.start, self.today.replace(day=1))

    def back(self, days: int) -> date:
        """So many working days before the last one."""
        day = self.today
        for _ in range(days + 1):
            day -= timedelta(days=1)
            while not is_working(day):
                day -= timedelta(days=1)
        return day


def chance(seed: int, topic: str) -> random.Random:
    """Chance for one topic, the same for the same seed whatever the other topics do."""
    return random.Random(f"{seed}:{topic}")  # noqa: S311 - invents a world, keeps no secret


def fives(rng: random.Random, least: int, most: int) -> int:
    """Minutes as people write them down: mostly in fives, now and then odd."""
    minutes = rng.randrange(least // 5, most // 5 + 1) * 5
    return minutes if rng.randrange(14) else max(5, minutes + rng.randrange(-4, 5))
