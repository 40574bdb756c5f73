"""Repeated events of a calendar: does one fall on a day? Asked day by day, so that no rule can make the answer long."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MAY_SAY = {
    "DAILY": {"BYDAY"},
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYMONTH", "BYDAY", "BYMONTHDAY"},
}
"""What calendars in use say of each frequency. Anything else is told as not read, not guessed."""
ALWAYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
MOST_PARTS = 35
"""More days than this no month has."""
MOST_COUNTED = 7_500
"""An event with a number of times is counted through this many days (twenty years) at most."""


class NotRead(Exception):
    """A rule that is not among those that are read."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """How an event repeats, from its first day on; days of the week are 0 for Monday, with which one of the month."""

    starts_on: date
    frequency: str
    interval: int = 1
    count: int | None = None
    by_day: tuple[tuple[int, int], ...] = ()
    """Day of the week and its place in the month: 2 is the second, -1 the last, 0 each."""
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_place: tuple[int, ...] = ()
    week_starts: int = 0

    def falls_on(self, day: date) -> bool:
        """Does the event take place on this day?"""
        if not self._matches(day):
            return False
        if self.count is None:
            return True
        days, before = (day - self.starts_on).days, 0
        for number in range(min(days, MOST_COUNTED)):
            before += self._matches(self.starts_on + timedelta(days=number))
            if before == self.count:
                return False
        return days <= MOST_COUNTED

    def _matches(self, day: date) -> bool:
        if day < self.starts_on:
            return False
        return {"DAILY": self._daily, "WEEKLY": self._weekly, "MONTHLY": self._monthly, "YEARLY": self._yearly}[
            self.frequency
        ](day)

    def _daily(self, day: date) -> bool:
        return (day - self.starts_on).days % self.interval == 0 and self._is_day_of_week(day)

    def _is_day_of_week(self, day: date) -> bool:
        return not self.by_day or any(weekday == day.weekday() for weekday, _ in self.by_day)

    def _weekly(self, day: date) -> bool:
        weeks = (self._week_of(day) - self._week_of(self.starts_on)).days // 7
        on_day = self._is_day_of_week(day) if self.by_day else day.weekday() == self.starts_on.weekday()
        return weeks % self.interval == 0 and on_day

    def _week_of(self, day: date) -> date:
        return day - timedelta(days=(day.weekday() - self.week_starts) % 7)

    def _monthly(self, day: date) -> bool:
        months = (day.year - self.starts_on.year) * 12 + day.month - self.starts_on.month
        return months % self.interval == 0 and self._is_in_month(day)

    def _yearly(self, day: date) -> bool:
        months = self.by_month or (self.starts_on.month,)
        in_year = (day.year - self.starts_on.year) % self.interval == 0 and day.month in months
        return in_year and self._is_in_month(day)

    def _is_in_month(self, day: date) -> bool:
        last = calendar.monthrange(day.year, day.month)[1]
        if not self._is_day_of_month(day, last):
            return False
        if not self.by_place:
            return True
        days = [number for number in range(1, last + 1) if self._is_day_of_month(day.replace(day=number), last)]
        place = days.index(day.day)
        return place + 1 in self.by_place or place - len(days) in self.by_place

    def _is_day_of_month(self, day: date, last: int) -> bool:
        if not self.by_day and not self.by_month_day:
            return day.day == self.starts_on.day
        numbers = {number if number > 0 else last + 1 + number for number in self.by_month_day}
        if numbers and day.day not in numbers:
            return False
        first, back = (day.day - 1) // 7 + 1, -((last - day.day) // 7 + 1)
        return not self.by_day or any(
            weekday == day.weekday() and place in (0, first, back) for weekday, place in self.by_day
        )


def repeat_of(rule: Mapping[str, Sequence[Any]], starts_on: date) -> Repeat:
    """How an event repeats, from the parts of its rule; `UNTIL` is the caller's. Raises NotRead.

    >>> every_other = repeat_of({"FREQ": ["WEEKLY"], "INTERVAL": [2], "BYDAY": ["MO", "FR"]}, date(2026, 6, 1))
    >>> [every_other.falls_on(date(2026, 6, day)) for day in (5, 8, 15)]
    [True, False, True]
    """
    parts = {str(name).upper(): [str(value).upper() for value in values[:MOST_PARTS]] for name, values in rule.items()}
    frequency = (parts.get("FREQ") or [""])[0]
    if frequency not in MAY_SAY or set(parts) - MAY_SAY[frequency] - ALWAYS:
        raise NotRead
    by_day = tuple(_day(text) for text in parts.get("BYDAY", ()))
    has_place = any(place for _, place in by_day)
    needs_month = frequency == "YEARLY" and ("BYDAY" in parts or "BYMONTHDAY" in parts) and "BYMONTH" not in parts
    # `MO,1MO` is read by some as either and by some as both: nobody means it.
    is_mixed = has_place and not all(place for _, place in by_day)
    if needs_month or is_mixed or (has_place and frequency in ("DAILY", "WEEKLY")):
        raise NotRead
    return Repeat(
        starts_on,
        frequency,
        interval=_number(parts.get("INTERVAL", ["1"])[0], 1, 1_000),
        count=_number(parts["COUNT"][0], 1, 10_000) if "COUNT" in parts else None,
        by_day=by_day,
        by_month_day=tuple(_number(text, -31, 31) for text in parts.get("BYMONTHDAY", ())),
        by_month=tuple(_number(text, 1, 12) for text in parts.get("BYMONTH", ())),
        by_place=tuple(_number(text, -31, 31) for text in parts.get("BYSETPOS", ())),
        week_starts=_day(parts.get("WKST", ["MO"])[0])[0],
    )


def _day(text: str) -> tuple[int, int]:
    if text[-2:] not in DAYS:
        raise NotRead
    return DAYS.index(text[-2:]), _number(text[:-2], -5, 5) if text[:-2] else 0


def _number(text: str, least: int, most: int) -> int:
    digits = text.lstrip("+-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 6 and len(text) - len(digits) < 2):
        raise NotRead
    number = int(text)
    if not least <= number <= most or number == 0:
        raise NotRead
    return number
