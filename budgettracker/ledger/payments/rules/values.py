"""Single cells of a finance file: amounts with binary noise or a minus behind them, days, and months without a day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from budgettracker.imports.cells.dates import Dates
from budgettracker.imports.cells.months import month
from budgettracker.imports.cells.numbers import signed_pounds
from budgettracker.imports.cells.text import kind_of, says_nothing
from budgettracker.imports.files.problems import CellRefused
from budgettracker.imports.files.sheet_cell import SheetCell
from budgettracker.periods import long_date

_MONTH_ALONE = re.compile(r"[0-9]{4}-[0-9]{1,2}|[0-9]{1,2}/[0-9]{4}|[A-Za-z]{3,9}[ -](?:[0-9]{4}|[0-9]{2})")
_SHORT_YEAR = re.compile(r"(?P<day>[0-9]{1,2}[/.-][0-9]{1,2}[/.-])(?P<year>[0-9]{2})(?P<time>\s+[0-9:]+)?")
_NEAR_YEARS = 2
"""So far from the days a file covers may a year of two figures lead; farther it is another century's or a slip."""


@dataclass(frozen=True, slots=True)
class When:
    """When a payment was made: a day, or a month of which no day is known."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        """Is the very day known?"""
        return self.first == self.last

    @property
    def words(self) -> str:
        """The day as pages print it, or the month: 3 March 2026, March 2026."""
        return long_date(self.first) if self.is_day else f"{self.first:%B %Y}"

    def __str__(self) -> str:
        """The day in ISO, or the month as `2011-10`."""
        return self.first.isoformat() if self.is_day else f"{self.first:%Y-%m}"


def pence_of(cell: str) -> int | None:
    """Pence of an amount as finance systems write it; None for an empty cell, nothing for `Nil`.

    Raises CellRefused for what is no amount.

    >>> pence_of(" 4,615.75 "), pence_of("934.1999999999999"), pence_of("83.33-"), pence_of("Nil"), pence_of("")
    (461575, 93420, -8333, 0, None)
    """
    text = cell.strip()
    if not text:
        return None
    if text.casefold() in ("nil", "-", "–", "£-", "£ -", "zero"):
        return 0
    if kind_of(cell) != "text":
        return signed_pounds(cell)
    if says_nothing(text):
        return None
    text = re.sub(r"^([-(]?)\s*(?:gbp|£)\s*", r"\1", text.replace("−", "-"), flags=re.IGNORECASE)
    behind = re.fullmatch(r"(?P<figures>[^-]*?)\s*(?P<sign>-|cr|dr)", text, re.IGNORECASE)
    if behind:
        text = behind["figures"] if behind["sign"].casefold() == "dr" else f"-{behind['figures']}"
    if re.fullmatch(r"-?[0-9]*\.[0-9]{3,}", text):
        # A program wrote a binary fraction as it was: 533.9999999999999 is 534.00.
        return signed_pounds(SheetCell(text, "number"))
    return signed_pounds(text.replace(" ", ""))


def when_of(cell: str, dates: Dates, first: date | None = None, last: date | None = None) -> When:
    """The day or month of a payment; a year of two figures only near the days the file covers, where they are known.

    Raises CellRefused for what is neither.

    >>> str(when_of("2011-10", Dates())), str(when_of("05-Dec-24", Dates())), str(when_of("09/03/26", Dates()))
    ('2011-10', '2024-12-05', '2026-03-09')
    """
    text = cell.strip()
    if kind_of(cell) == "text" and _MONTH_ALONE.fullmatch(text):
        start = month(text)
        return When(start, start.replace(day=calendar.monthrange(start.year, start.month)[1]))
    short = _SHORT_YEAR.fullmatch(text) if kind_of(cell) == "text" else None
    day = dates.day(f"{short['day']}20{short['year']}" if short else cell)
    two_figures = short is not None or re.search(r"[A-Za-z][ /.-]?'?[0-9]{2}$", text) is not None
    if two_figures and first and last and not first.year - _NEAR_YEARS <= day.year <= last.year + _NEAR_YEARS:
        raise CellRefused("has a year of two figures that is not near the days of the file.")
    return When(day, day)
