"""A column of a table: the field it fills, how its cells are read, and what an empty cell means."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from budgettracker.imports.cells import dates as cell_dates
from budgettracker.imports.cells import months as cell_months
from budgettracker.imports.cells import numbers as cell_numbers
from budgettracker.imports.cells import text as cells
from budgettracker.imports.files.problems import CellRefused
from budgettracker.imports.kinds import Referent

Reader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the file names it, the field it fills, how its cells are read, and what an empty cell means.

    `refers_to` says that the cell names a row of another file or of the authority's records; `says_empty` is
    what the report says of an empty cell.
    """

    name: str
    read: Reader
    required: bool = False
    field: str = ""
    empty: Any = None
    refers_to: Referent | None = None
    says_empty: str = ""

    @property
    def fills(self) -> str:
        """The field of the row that the cell fills."""
        return self.field or self.name

    @property
    def dated(self) -> bool:
        """Does it hold days, moments or months?"""
        return self.read in (cell_dates.day, cell_dates.moment, cell_months.month)

    @property
    def timed(self) -> bool:
        """Does it hold minutes of work?"""
        return self.read is cell_numbers.minutes

    @property
    def is_money(self) -> bool:
        """Does it hold pounds and pence?"""
        return self.fills.endswith("_pence")

    def says_nothing(self, text: str) -> bool:
        """Does a cell of it only say that it is empty, as `N/A` does? Free text is kept as it is."""
        if self.read in (cells.free_text, cells.yes_no):
            return False
        return cells.says_nothing(text, is_name=self.name == "name")

    def reader(self, dates: cell_dates.Dates, unit: str | None) -> Reader:
        """How its cells are read once the order of its dates or the unit of its times is confirmed."""
        if self.read is cell_dates.day:
            return dates.day
        if self.read is cell_dates.moment:
            return dates.moment
        if self.read is cell_months.month:
            return partial(cell_months.month, dates=dates)
        if self.is_money and unit == "pence":
            return partial(_in_pence, self.read)
        return partial(cell_numbers.minutes, unit=unit) if self.timed and unit else self.read


def _in_pence(read: Reader, cell: str) -> Any:
    """Pence from a cell of a column whose amounts are pence: 1250 is £12.50."""
    pence, rest = divmod(read(cell), 100)
    if rest:
        raise CellRefused("is no whole number of pence, as its heading says.")
    return pence
