"""Cells of dates: day first, never guessed; months, price years and moments of a decision."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from budgettracker.imports.cells.text import clean, kind_of
from budgettracker.imports.files.problems import CellRefused
from budgettracker.periods import MONTHS

LOCAL = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Days outside these years are slips of the keyboard: 0206, 2206."""

_ISO = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})")
_DAY_FIRST = re.compile(r"(?P<d>[0-9]{1,2})(?P<s>[/.-])(?P<m>[0-9]{1,2})(?P=s)(?P<y>[0-9]{4})")
_NAMED = re.compile(r"(?P<d>[0-9]{1,2})[ -](?P<m>[A-Za-z]{3,9})[ -](?P<y>[0-9]{4})")
_TIME = re.compile(r"(?P<h>[0-9]{1,2}):(?P<n>[0-9]{2})(?::(?P<s>[0-9]{2})(?:\.[0-9]{1,6})?)?")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}")
_SERIAL = re.compile(r"(?P<day>[0-9]{5})(?:\.(?P<part>[0-9]{1,15}))?")
# A spreadsheet counts days from 30 December 1899; these serial numbers are 1 January 2000 to 31 December 2099.
_SERIAL_START, _FIRST_SERIAL, _LAST_SERIAL = date(1899, 12, 30), 36_526, 73_050
_MONTH_NAMES = [name.lower() for name in MONTHS]
_HOW = "Write dates like 31/03/2026 or 2026-03-31."


def day(cell: str) -> date:
    """A calendar day: `2026-03-31`, `31/03/2026`, `31 Mar 2026`, or a spreadsheet's date, its time of day left out.

    Days come before months. A month above 12, a year of two figures and a time zone are refused, never guessed.
    """
    return _split(clean(cell))[0]


def moment(cell: str) -> datetime:
    """The moment of a request or decision, in the time of the United Kingdom: a date, or a date and a time.

    A date alone is the start of its day; see `has_time` in the rules that compare moments.
    """
    text = clean(cell)
    zoned = re.fullmatch(r"(.+?)\s*(Z|[+-][0-9]{2}:?[0-9]{2})", text) if ":" in text else None
    if zoned:
        try:
            return datetime.fromisoformat(zoned[1].replace(" ", "T") + zoned[2]).astimezone(LOCAL)
        except (ValueError, OverflowError):
            raise CellRefused(f"is not a date and time. {_HOW[:-1]} 14:05.") from None
    on, hours, minutes, seconds = _split(text)
    return datetime(on.year, on.month, on.day, hours, minutes, seconds, tzinfo=LOCAL)


def _split(text: str) -> tuple[date, int, int, int]:
    """The day and the time of day (hours, minutes, seconds) of a cell, midnight when it has none."""
    serial = _SERIAL.fullmatch(text)
    if serial and text.isascii() and _FIRST_SERIAL <= int(serial["day"]) <= _LAST_SERIAL:
        return _from_serial(serial)
    on, _, rest = text.partition("T") if _ISO.match(text) and "T" in text else _at_time(text)
    parts = _ISO.fullmatch(on) or _DAY_FIRST.fullmatch(on) or _NAMED.fullmatch(on)
    if not parts or not text.isascii():
        raise CellRefused(_why_no_date(text))
    clock = _TIME.fullmatch(rest.strip()) if rest.strip() else None
    if rest.strip() and (clock is None or int(clock["h"]) > 23 or int(clock["n"]) > 59 or int(clock["s"] or 0) > 59):
        raise CellRefused(f"has a time of day that cannot be read. {_HOW[:-1]} 14:05, without a time zone.")
    numbers = (int(clock["h"]), int(clock["n"]), int(clock["s"] or 0)) if clock else (0, 0, 0)
    return _calendar(int(parts["y"]), parts["m"], int(parts["d"])), *numbers


def _at_time(text: str) -> tuple[str, str, str]:
    blank = re.search(r"\s+(?=[0-9]{1,2}:)", text)
    return (text[: blank.start()], " ", text[blank.end() :]) if blank else (text, "", "")


def _from_serial(serial: re.Match[str]) -> tuple[date, int, int, int]:
    part = serial["part"] or "0"
    seconds = min((int(part) * 86_400 * 2 + 10 ** len(part)) // (2 * 10 ** len(part)), 86_399)
    on = _SERIAL_START + timedelta(days=int(serial["day"]))
    return on, seconds // 3600, seconds // 60 % 60, seconds % 60


def _calendar(year: int, month: str, number: int) -> date:
    at = int(month) if month.isdecimal() else month_number(month)
    if at is None:
        raise CellRefused(f"has no month of the name {month}. {_HOW}")
    if at > 12:
        raise CellRefused(f"has {at} where the month stands. The day comes first: 31/03/2026, never 03/31/2026.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellRefused(f"is in the year {year}. Years from {FIRST_YEAR} to {LAST_YEAR} are read.")
    try:
        return date(year, at, number)
    except ValueError:
        raise CellRefused("is a day the calendar does not have.") from None


def _why_no_date(text: str) -> str:
    if _SHORT_YEAR.fullmatch(text):
        return "has a year of two figures. Write the year with four, like 31/03/2026."
    return f"is not a date. {_HOW}"


def month_number(name: str) -> int | None:
    """1 to 12 for an English month's name or its first three letters, else None."""
    small = name.lower()
    if small in _MONTH_NAMES:
        return _MONTH_NAMES.index(small) + 1
    return next((at for at, full in enumerate(_MONTH_NAMES, start=1) if small == full[:3]), None)


def month(cell: str) -> date:
    """The first day of a month from `2014-05`, `05/2014`, `May 2014`, `May-14`, or of a whole date's month.

    Spreadsheets turn 2014-05 into a date, or into May-14 when saved as CSV; only the month is kept.
    A year of two figures is of this century: these are children.
    """
    text = clean(cell)
    numbers = re.fullmatch(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})", text) or re.fullmatch(
        r"(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})", text
    )
    if numbers and text.isascii():
        return _month_of(int(numbers["y"]), int(numbers["m"]))
    named = re.fullmatch(r"(?P<m>[A-Za-z]{3,9})[ -](?P<y>[0-9]{4}|[0-9]{2})", text)
    if named and (at := month_number(named["m"])):
        year = int(named["y"]) + (2000 if len(named["y"]) == 2 else 0)
        return _month_of(year, at)
    try:
        return day(cell).replace(day=1)
    except CellRefused:
        raise CellRefused("is not a month. Write year and month like 2014-05.") from None


def _month_of(year: int, at: int) -> date:
    if not 1 <= at <= 12:
        raise CellRefused(f"has {at} where the month stands. Write year and month like 2014-05.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellRefused(f"is in the year {year}. Write year and month like 2014-05.")
    return date(year, at, 1)


def price_year(cell: str) -> str:
    """A financial year as `2024/25`, from `2024/25`, `2024-25` or `2024/2025`."""
    text = clean(cell)
    if kind_of(cell) == "date":
        # A spreadsheet reads 2011/12 as December 2011.
        on = day(cell)
        text = f"{on.year}/{on.month:02d}"
    years = re.fullmatch(r"([0-9]{4})\s*[/–-]\s*((?:[0-9]{2})?[0-9]{2})", text)
    if years is None or not (first := int(years[1])) or f"{first + 1}"[-len(years[2]) :] != years[2]:
        raise CellRefused("is not a financial year. Write it like 2024/25.")
    if not FIRST_YEAR <= first <= LAST_YEAR:
        raise CellRefused(f"starts in {first}. Write a financial year like 2024/25.")
    return f"{first}/{(first + 1) % 100:02d}"
