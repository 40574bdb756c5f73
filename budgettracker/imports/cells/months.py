"""Cells of months and of financial years."""

import re
from datetime import date

from budgettracker.imports.cells.dates import FIRST_YEAR, LAST_YEAR, Dates, day, month_number
from budgettracker.imports.cells.text import clean, kind_of
from budgettracker.imports.files.problems import CellRefused


def month(cell: str, dates: Dates = Dates()) -> date:
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
        return dates.day(cell).replace(day=1)
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
