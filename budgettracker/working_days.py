"""Working days: Monday to Friday without the bank holidays of England and Wales."""

import functools
from datetime import date, timedelta

MONDAY, SATURDAY = 0, 5
DAY = timedelta(days=1)
ONCE = frozenset(
    {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}  # the Platinum Jubilee, a state funeral, a coronation
)
"""Bank holidays by proclamation, which no rule gives."""
MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}
"""Bank holidays that were kept on another day in one year."""


def working_days(since: date, on: date) -> int:
    """Whole working days that have passed since a day, that day apart.

    >>> working_days(date(2026, 6, 12), date(2026, 6, 15))
    1
    >>> working_days(date(2026, 12, 24), date(2026, 12, 29))
    1
    """
    weeks, rest = divmod((on - since).days, 7)
    weekdays = 5 * weeks + sum((since.weekday() + day) % 7 < SATURDAY for day in range(1, rest + 1))
    years = range(since.year, on.year + 1)
    return weekdays - sum(since < holiday <= on for year in years for holiday in bank_holidays(year))


def day_before(working: int, on: date) -> date:
    """The last day since which more than so many working days have passed.

    >>> day_before(2, date(2026, 6, 15))
    datetime.date(2026, 6, 10)
    """
    day = on
    while working_days(day, on) <= working:
        day -= DAY
    return day


@functools.cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of a year, each on the weekday on which it is kept.

    Banking and Financial Dealings Act 1971, schedule 1, with the days that are proclaimed every year.

    >>> sorted(day.isoformat() for day in bank_holidays(2027))[-2:]
    ['2027-12-27', '2027-12-28']
    """
    easter = _easter(year)
    by_rule = {easter - 2 * DAY, easter + DAY, _first_monday(year, 5), _last_monday(year, 5), _last_monday(year, 8)}
    kept = {MOVED.get(day, day) for day in by_rule} | {day for day in ONCE if day.year == year}
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        # One that falls on a weekend is kept on the next day that is free.
        free = (day + more * DAY for more in range(7))
        kept.add(next(each for each in free if each.weekday() < SATURDAY and each not in kept))
    return frozenset(kept)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + ((MONDAY - first.weekday()) % 7) * DAY


def _last_monday(year: int, month: int) -> date:
    last = date(year, month + 1, 1) - DAY
    return last - last.weekday() * DAY


def _easter(year: int) -> date:
    """Easter Sunday by the Gregorian reckoning (Meeus, Jones and Butcher)."""
    century, of_century = divmod(year, 100)
    leap_centuries, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    golden = (19 * (year % 19) + century - leap_centuries - correction + 15) % 30
    leaps, years = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * leaps - golden - years) % 7
    late = (year % 19 + 11 * golden + 22 * weekday) // 451
    month, day = divmod(golden + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
