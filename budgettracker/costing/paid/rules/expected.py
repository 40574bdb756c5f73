"""What a post's holders would be paid by their contracts and the post's rate, month by month, and what finance states of it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from budgettracker.costing.paid.rules.facts import FULL_WEEK, Holding, PaidFact, PayRate
from budgettracker.money import half_up, share_out
from budgettracker.periods import Period, inclusive, month, months

MONTHS_OF_YEAR = 12
ByMonth = dict[date, int]
"""Whole pence by the first day of a month."""


def weekdays(within: Period) -> int:
    """Mondays to Fridays of some days.

    >>> weekdays(Period(date(2026, 3, 2), date(2026, 3, 9)))
    5
    """
    return sum(1 for passed in range(within.days) if (within.start + timedelta(days=passed)).weekday() < 5)


def pay_of(holding: Holding, dates: Period, rates: Sequence[PayRate], full_week: int = FULL_WEEK) -> ByMonth:
    """What a contract comes to in each month of some days: a twelfth of the year's salary and on-costs for a full month.

    Part-time by minutes of the week, parts of a month by its Mondays to Fridays; each month is rounded half up once.
    Days before the first known rate are paid by that rate.
    """
    within = holding.held.overlap(dates)
    ordered = sorted((rate for rate in rates if rate.post == holding.post), key=lambda rate: rate.starts_on)
    if within is None or not ordered:
        return {}
    by_month: ByMonth = {}
    for part in months(within):
        whole = weekdays(month(part.start))
        exact = Fraction(0)
        for place, rate in enumerate(ordered):
            start = part.start if place == 0 else rate.starts_on
            end = ordered[place + 1].starts_on if place + 1 < len(ordered) else part.end
            at_rate = Period(start, end).overlap(part) if start < end else None
            if at_rate is not None:
                exact += Fraction(rate.yearly_pence * weekdays(at_rate), MONTHS_OF_YEAR * whole)
        exact *= Fraction(holding.weekly_minutes, full_week)
        first = part.start.replace(day=1)
        by_month[first] = by_month.get(first, 0) + half_up(exact.numerator, exact.denominator)
    return by_month


class Stated(NamedTuple):
    """What finance states, month by month: on the days of a run, and on days around them. The two add up to the line."""

    within: ByMonth
    around: ByMonth


def paid_by_month(line: PaidFact, dates: Period) -> Stated:
    """What finance states of some days, shared out over their days to calendar months, on the run's days and around them.

    >>> line = PaidFact("Assistant", date(2026, 3, 31), date(2026, 4, 30), 310_00)
    >>> paid_by_month(line, Period(date(2026, 4, 1), date(2026, 5, 1)))
    Stated(within={datetime.date(2026, 4, 1): 30000}, around={datetime.date(2026, 3, 1): 1000})
    """
    stated = inclusive(line.starts_on, line.ends_on)
    cuts = sorted({stated.start, stated.end, *(day for day in (dates.start, dates.end) if day in stated)})
    parts = [part for start, end in pairwise(cuts) for part in months(Period(start, end))]
    shares = share_out(abs(line.pence), [part.days for part in parts])
    split = Stated({}, {})
    for part, pence in zip(parts, shares, strict=True):
        side = split.within if part.start in dates else split.around
        first = part.start.replace(day=1)
        side[first] = side.get(first, 0) + (pence if line.pence >= 0 else -pence)
    return split


def together(series: Iterable[ByMonth]) -> ByMonth:
    """Several series added up month by month."""
    total: ByMonth = {}
    for each in series:
        for first, pence in each.items():
            total[first] = total.get(first, 0) + pence
    return total


def full_weeks(paid: Iterable[PaidFact]) -> dict[str, int]:
    """Minutes of a full-time week of each post, as finance stated them last."""
    return {line.post: line.full_week for line in sorted(paid, key=lambda line: line.starts_on)}
