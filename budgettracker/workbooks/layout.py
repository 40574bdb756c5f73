"""What a workbook is declared to be: data sheets made of columns, and pages of single cells.

A data sheet is one header row and data from row 2, a table with filters, no total row. Beyond ROWS_PER_SHEET rows it
continues on `<name>_2`, `<name>_3` ..., each with its own header and table.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from functools import partial
from typing import Any, get_type_hints

from budgettracker.workbooks.cells import Kind, column_letter

ROWS_PER_SHEET = 1_048_575
"""Data rows below one header row: a sheet ends at row 1,048,576."""

COLUMNS_PER_SHEET = 16_384

_SHEET_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_COLUMN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*")
_OWN_CELL = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")

RowFormula = Callable[[int, Any], str | None]


class Disclosure(Enum):
    """Why a column may leave. There is no default: a column that nobody classified does not exist."""

    PSEUDONYM = "pseudonym"
    """a keyed code, stable within one study"""
    QUASI_IDENTIFIER = "quasi-identifier"
    """could single a family out together with other knowledge: dates, age bands, authority"""
    CIRCUMSTANCE = "circumstance"
    """says something about one family or one worker: arm, category, activity, state"""
    AMOUNT = "amount"
    """pounds and minutes of one family or one worker"""
    REVIEWED_TEXT = "reviewed text"
    """free text that somebody other than the exporter has read"""
    REFERENCE = "reference"
    """about no person: rates, parameters, prices, checks, this dictionary"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a data sheet, and its line in the dictionary.

    `formula` makes its cells live: a text in which `{name}` is the cell of column `name` in the same row
    (`"ROUND({minutes}*{a_pence}/{h_minutes},0)/100"`), or a function of (row number, row) giving the formula, or None
    where this row has a plain value. The row's value at this place is what the formula comes to; None makes the cell
    empty, without a formula. Formulas are written without the equals sign.

    `empty` stands in the cells of a row that has no value here, so that whoever guesses a column's type from its first
    rows guesses right: a word for text, 0 for numbers. The dictionary counts them as missing all the same.

    A column that `wraps` shows whole sentences in several lines: only on sheets of words, where rows may be high.
    """

    name: str
    kind: Kind
    disclosure: Disclosure
    description: str
    unit: str = ""
    values: tuple[str, ...] = ()
    source: str = ""
    places: int = 2
    width: int | None = None
    wraps: bool = False
    formula: str | RowFormula | None = None
    empty: str | int | None = None

    def __post_init__(self) -> None:
        if not _COLUMN_NAME.fullmatch(self.name):
            raise ValueError(f"not a column name: {self.name!r}")
        if not self.description:
            raise ValueError(f"column {self.name} needs a description")
        if not 0 <= self.places <= 12:
            raise ValueError(f"column {self.name}: 0 to 12 places")


def column(kind: Kind, disclosure: Disclosure, description: str, **more: Any) -> partial[Column]:
    """A column that takes its name from the field it is declared at: see columns_of."""
    return partial(Column, kind=kind, disclosure=disclosure, description=description, **more)


def columns_of(row_class: type[tuple[Any, ...]], **changes: Mapping[str, Any]) -> tuple[Column, ...]:
    """The columns of a sheet whose rows are of a NamedTuple: each field is annotated with its column.

    `changes` adds to a column what is known only when there are rows: a formula, or another description.
    Raises ValueError for a field without a column, and for changes of a column that is not there.
    """
    columns = []
    for name, hint in get_type_hints(row_class, include_extras=True).items():
        declared = next(iter(getattr(hint, "__metadata__", ())), None)
        if not isinstance(declared, partial):
            raise ValueError(f"{row_class.__name__}.{name} is not declared as a column")
        columns.append(declared(name=name, **changes.get(name, {})))
    if unknown := set(changes) - {known.name for known in columns}:
        raise ValueError(f"{row_class.__name__} has no column {', '.join(sorted(unknown))}")
    return tuple(columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A data sheet.

    `rows` are sequences with one value per column, read once, in the order in which they will stand. `count` says
    how many there will be where `rows` has no length of its own: it must be exact. A sheet with `late` is written
    after all others, so that its rows may tell what a Tally counted (missing values, rows per sheet).
    """

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Any]]
    count: int | None = None
    description: str = ""
    late: bool = False
    rows_per_sheet: int = ROWS_PER_SHEET
    _positions: dict[str, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        require_sheet_name(self.name)
        folded = [column.name.lower() for column in self.columns]
        if not folded or len(folded) > COLUMNS_PER_SHEET or len(set(folded)) != len(folded):
            raise ValueError(f"sheet {self.name} needs columns with different names, capitals not counting")
        self._positions.update((column.name, at) for at, column in enumerate(self.columns))
        if self.count is None and not hasattr(self.rows, "__len__"):
            raise ValueError(f"sheet {self.name} must say how many rows it will have")

    @property
    def length(self) -> int:
        """Number of data rows, over all continuations."""
        return len(self.rows) if self.count is None else self.count  # type: ignore[arg-type]

    @property
    def names(self) -> list[str]:
        """Names of the sheets it takes: its own and its continuations."""
        sheets = max(1, -(-self.length // self.rows_per_sheet))
        return [self.name] + [f"{self.name}_{number}" for number in range(2, sheets + 1)]

    def letter(self, column: str) -> str:
        """The letters of a column: `P`."""
        return column_letter(self._positions[column])

    def place(self, index: int) -> tuple[str, int]:
        """The sheet name and row number at which data row `index` (from 0) stands."""
        part, within = divmod(index, self.rows_per_sheet)
        return (self.name if part == 0 else f"{self.name}_{part + 1}"), within + 2

    def ref(self, column: str, index: int) -> str:
        """A cell as formulas on other sheets name it: `Posts!$F$7`, for data row `index` counted from 0."""
        name, row = self.place(index)
        return f"{name}!${self.letter(column)}${row}"

    def span(self, column: str, first: int, last: int, *, to: str | None = None) -> str:
        """The cells of a column from data row `first` to `last`, both included and counted from 0.

        `Work_time!$P$2:$P$17`; where they run over the end of a sheet, ranges with commas between, as SUM takes them.
        With `to` they are the cells of all columns from `column` to that one. Raises ValueError for an empty span.
        """
        left, right = self.letter(column), self.letter(to or column)
        ranges: list[str] = []
        while first <= last:
            name, top = self.place(first)
            end = min(last, (first // self.rows_per_sheet + 1) * self.rows_per_sheet - 1)
            ranges.append(f"{name}!${left}${top}:${right}${self.place(end)[1]}")
            first = end + 1
        if not ranges:
            raise ValueError(f"an empty span of {self.name}.{column}")
        return ",".join(ranges)

    def whole(self, column: str) -> str:
        """Every data cell of a column, as span() gives it; of an empty sheet the empty row below its header."""
        return self.whole_block(column, column)

    def whole_block(self, column: str, to: str) -> str:
        """Every data cell of the columns from `column` to `to`."""
        return self.span(column, 0, max(0, self.length - 1), to=to)

    def row_formula(self, column: Column) -> RowFormula | None:
        """The formula of a column as a function of row number and row."""
        if column.formula is None or callable(column.formula):
            return column.formula
        pieces = _OWN_CELL.split(column.formula)
        pieces[1::2] = [self.letter(name) for name in pieces[1::2]]
        around = ["".join(pieces[at : at + 2]) for at in range(0, len(pieces), 2)]
        return lambda number, row: str(number).join(around)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a page: its kind and value as in a column; a formula, if any, without the equals sign."""

    kind: Kind
    value: Any
    formula: str | None = None
    look: str | None = None
    places: int = 2


def words(text: str, look: str = "text") -> Cell:
    """A cell of text; looks are those of `style.LOOKS`: text, title, heading, label, note."""
    return Cell(Kind.TEXT, text, look=look)


class Drawn(StrEnum):
    """How a chart draws its series."""

    BARS = "bars"
    STACKED = "stacked"
    LINES = "lines"
    SIDEWAYS = "sideways"
    """Bars to both sides of nothing, one over the other: a tornado."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart that follows cells of its own page: a block whose first row names the series and whose first column the categories.

    `first_row` is the row of those names; below it stand `categories` rows, beside the first column `series` columns.
    """

    title: str
    drawn: Drawn
    first_row: int
    categories: int
    series: int
    anchor: str
    measure: str
    """What the figures are, written along their axis: `£ a family`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A sheet of single cells (Cover, Checks): `rows` from row 1, None for an empty cell, `[]` for an empty row.

    A page is written after the data sheets, so that a generator may tell what a Tally counted.
    """

    name: str
    rows: Iterable[Sequence[Cell | None]]
    widths: tuple[int, ...] = (30, 90)
    description: str = ""
    charts: tuple[Chart, ...] = ()

    def __post_init__(self) -> None:
        require_sheet_name(self.name)


def require_sheet_name(name: str) -> None:
    """Refuse, as ValueError, a name that formulas would have to quote or that reads like a cell."""
    if not _SHEET_NAME.fullmatch(name) or _LIKE_A_CELL.fullmatch(name):
        raise ValueError(f"not a sheet name: {name!r}")
