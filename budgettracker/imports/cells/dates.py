"""Cells of dates: day first unless the column's order is confirmed as another, never guessed; days and moments."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from budgettracker.imports.cells.text import clean, kind_of
from budgettracker.imports.files.problems import CellRefused
from budgettracker.imports.files.sheet_cell import SheetCell
from budgettracker.imports.files.sheet_days import DAYS_BETWEEN, FROM_1900, day_and_seconds
from budgettracker.periods import MONTHS

LOCAL = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Days outside these years are slips of the keyboard: 0206, 2206."""
ORDER, YEAR = "order", "year"
"""What questions about a column of dates ask: which comes first, and the year of dates that are written without one."""
Order = Literal["day_first", "month_first"]
ORDERS: tuple[Order, ...] = ("day_first", "month_first")

_ISO = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})")
_NUMBERS = re.compile(r"(?P<d>[0-9]{1,2})(?P<s>[/.-])(?P<m>[0-9]{1,2})(?P=s)(?P<y>[0-9]{4})")
_NAMED = re.compile(
    r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)?[ -/.]? ?(?P<m>[a-z]{3,9})\.?,?(?:[ -/.] ?'?(?P<y>[0-9]{4}|[0-9]{2}))?"
    r"|(?P<m2>[a-z]{3,9})\.? (?P<d2>[0-9]{1,2})(?:st|nd|rd|th)?(?:,? (?P<y2>[0-9]{4}))?"
    r"|(?P<y3>[0-9]{4})[ -](?P<m3>[a-z]{3,9})[ -](?P<d3>[0-9]{1,2})",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?P<w>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"(?P<h>[0-9]{1,2}):(?P<n>[0-9]{2})(?::(?P<s>[0-9]{2})(?:\.[0-9]{1,9})?)?")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]{1,15})?")
# These days since 30 December 1899 are 1 January 2000 to 31 December 2099.
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
_MONTH_NAMES = [name.lower() for name in MONTHS]
_HOW = "Write dates like 31/03/2026 or 2026-03-31."


@dataclass(frozen=True, slots=True)
class Dates:
    """How a column of dates is read: which comes first, and the year of days that are written without one."""

    order: Order = "day_first"
    year: int | None = None

    def day(self, cell: str) -> date:
        """A calendar day, its time of day left out."""
        return self._split(cell)[0]

    def moment(self, cell: str) -> datetime:
        """A moment in the time of the United Kingdom; a date alone is the start of its day."""
        text = clean(cell)
        zoned = re.fullmatch(r"(.+?)\s*(Z|[+-][0-9]{2}:?[0-9]{2})", text) if ":" in text else None
        if zoned:
            try:
                return datetime.fromisoformat(zoned[1].replace(" ", "T") + zoned[2]).astimezone(LOCAL)
            except (ValueError, OverflowError):
                raise CellRefused(f"is not a date and time. {_HOW[:-1]} 14:05.") from None
        on, seconds = self._split(cell)
        return datetime(on.year, on.month, on.day, seconds // 3600, seconds // 60 % 60, seconds % 60, tzinfo=LOCAL)

    def _split(self, cell: str) -> tuple[date, int]:
        """The day and the seconds of the day, none when it has no time."""
        text = clean(cell)
        if not text.isascii():
            raise CellRefused(_why_no_date(text))
        if kind_of(cell) == "time":
            raise CellRefused(f"is a time of day without a date. {_HOW}")
        serial = _serial(cell, text)
        if serial is not None:
            return day_and_seconds(serial, FROM_1900)
        day_text, rest = _at_time(text)
        return self._calendar_day(day_text), _seconds(rest)

    def _calendar_day(self, text: str) -> date:
        weekday = _WEEKDAY.match(text)
        bare = text[weekday.end() :] if weekday else text
        if parts := _ISO.fullmatch(bare):
            on = _calendar(int(parts["y"]), int(parts["m"]), int(parts["d"]))
        elif parts := _NUMBERS.fullmatch(bare):
            first, second = int(parts["d"]), int(parts["m"])
            day, month = (first, second) if self.order == "day_first" else (second, first)
            if month > 12 >= day:
                raise CellRefused(_wrong_order(month, self.order), asks=ORDER, answers=ORDERS[::-1])
            on = _calendar(int(parts["y"]), month, day)
        else:
            on = self._named_day(bare)
        if weekday and _WEEKDAYS[on.weekday()] != weekday["w"].lower():
            raise CellRefused(f"is no {weekday[0].strip(' ,.')}. Put the weekday or the date right.")
        return on

    def _named_day(self, text: str) -> date:
        parts = _NAMED.fullmatch(text)
        if parts is None:
            raise CellRefused(_why_no_date(text))
        day = parts["d"] or parts["d2"] or parts["d3"]
        name = parts["m"] or parts["m2"] or parts["m3"]
        year = parts["y"] or parts["y2"] or parts["y3"]
        at = month_number(name)
        if at is None:
            raise CellRefused(f"has no month of the name {name}. {_HOW}")
        if year is None and self.year is None:
            raise CellRefused(f"is not a date: it has no year. {_HOW}", asks=YEAR, answers=("the year, like 2026",))
        return _calendar(_century(year) if year else self.year or 0, at, int(day))


def day(cell: str) -> date:
    """A calendar day: `2026-03-31`, `31/03/2026`, `31-Mar-26`, `3rd April 2026`, or a spreadsheet's date.

    Days come before months. A month above 12, a year of two figures after a number for the month and a time zone are
    refused, never guessed.
    """
    return Dates().day(cell)


def moment(cell: str) -> datetime:
    """The moment of a request or decision, in the time of the United Kingdom: a date, or a date and a time.

    A date alone is the start of its day; see `has_time` in the rules that compare moments.
    """
    return Dates().moment(cell)


def order_shown(cell: str) -> tuple[str, str] | None:
    """What a date in figures shows of its column: how it is written (`figures` or `iso`), and what comes first in it.

    That is `day_first`, `month_first` or `either`; in an ISO date, which begins with the year, `month_first` is the
    usual. None for other cells, and for 03/03/2026, which is the same day in both orders.
    """
    text = cell.strip()
    if not text.isascii() or kind_of(cell) != "text":
        return None
    iso = _ISO.match(text)
    parts = iso or _NUMBERS.match(text)
    if parts is None or parts["d"] == parts["m"]:
        return None
    first, second = (int(parts["m"]), int(parts["d"])) if iso else (int(parts["d"]), int(parts["m"]))
    if first > 12 and second > 12:
        return None
    shown = "day_first" if first > 12 else "month_first" if second > 12 else "either"
    return "iso" if iso else "figures", shown


def both_ways(cell: str) -> tuple[date, date]:
    """The two days that a date in figures may be: day first, and month first."""
    return Dates("day_first").day(cell), Dates("month_first").day(cell)


def is_serial(cell: str) -> bool:
    """Is it a bare number that is read as a spreadsheet's day?"""
    return _serial(cell, cell.strip()) is not None


def _serial(cell: str, text: str) -> Decimal | None:
    """A spreadsheet's day, counted as from 1900, when the cell is a number of one."""
    if not text.isascii() or not _SERIAL.fullmatch(text):
        return None
    from_1904 = isinstance(cell, SheetCell) and cell.from_1904
    serial = Decimal(text) + (DAYS_BETWEEN if from_1904 else 0)
    return serial if _FIRST_SERIAL <= int(serial) <= _LAST_SERIAL else None


def _at_time(text: str) -> tuple[str, str]:
    """The text of the day and that of the time of day."""
    if _ISO.match(text) and "T" in text:
        on, _, rest = text.partition("T")
        return on, rest
    blank = re.search(r"\s+(?=[0-9]{1,2}:)", text)
    return (text[: blank.start()], text[blank.end() :].strip()) if blank else (text, "")


def _seconds(text: str) -> int:
    if not text:
        return 0
    clock = _TIME.fullmatch(text)
    if clock is None or int(clock["h"]) > 23 or int(clock["n"]) > 59 or int(clock["s"] or 0) > 59:
        raise CellRefused(f"has a time of day that cannot be read. {_HOW[:-1]} 14:05, without a time zone.")
    return int(clock["h"]) * 3600 + int(clock["n"]) * 60 + int(clock["s"] or 0)


def _wrong_order(month: int, order: Order) -> str:
    day_first = order == "day_first"
    how = "The day comes first: 31/03/2026, never 03/31/2026." if day_first else "The month is confirmed to come first."
    return f"has {month} where the month stands. {how}"


def _calendar(year: int, month: int, number: int) -> date:
    if month > 12:
        raise CellRefused(_wrong_order(month, "day_first"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellRefused(f"is in the year {year}. Years from {FIRST_YEAR} to {LAST_YEAR} are read.")
    try:
        return date(year, month, number)
    except ValueError:
        raise CellRefused("is a day the calendar does not have.") from None


def _century(year: str) -> int:
    """The year of two figures after a month's name: 26 is 2026, 95 is 1995."""
    if len(year) == 4:
        return int(year)
    return int(year) + (1900 if int(year) >= FIRST_YEAR % 100 else 2000)


def _why_no_date(text: str) -> str:
    if _SHORT_YEAR.fullmatch(text):
        return "has a year of two figures. Write the year with four, like 31/03/2026."
    return f"is not a date. {_HOW}"


def month_number(name: str) -> int | None:
    """1 to 12 for an English month's name or its first three letters, else None."""
    small = name.lower()
    if small in _MONTH_NAMES:
        return _MONTH_NAMES.index(small) + 1
    if small == "sept":
        return 9
    return next((at for at, full in enumerate(_MONTH_NAMES, start=1) if small == full[:3]), None)
