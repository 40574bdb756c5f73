"""OpenDocument and old Excel workbooks: their values, and of how their cells show these errors, percentages and money."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

import python_calamine

from budgettracker.imports.files.cell_marks import Marks, Place
from budgettracker.imports.files.ods_marks import ods_marks
from budgettracker.imports.files.problems import FileRefused
from budgettracker.imports.files.sheet_cell import SheetCell
from budgettracker.imports.files.sheet_rows import ABOVE, MOST_COLUMNS, MOST_ROWS
from budgettracker.imports.files.sheet_xml import DAMAGED, LOCKED
from budgettracker.imports.files.xls_marks import xls_marks
from budgettracker.imports.files.xlsx import LARGEST_FILE, require_modest

ENDINGS = frozenset({".ods", ".xls"})
_AS_SHOWN = Context(prec=15)
_SECOND = timedelta(microseconds=50)
"""What binary arithmetic may leave below a whole second."""


@dataclass(frozen=True, slots=True)
class OldWorkbook:
    """A workbook whose cells are known by value: its sheets in order, which of them are hidden, and what each marks."""

    path: Path
    sheets: tuple[str, ...]
    unseen: frozenset[str]
    marks: Mapping[str, Marks] = field(default_factory=dict)

    def of(self, sheet: str) -> Marks:
        """What a sheet says of its cells beside their values."""
        return self.marks.get(sheet) or Marks()

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """Row number and cells of a sheet; empty rows are passed over. Raises FileRefused for damaged files."""
        page = _opened(self.path).get_sheet_by_name(sheet)
        if page.total_height > MOST_ROWS + ABOVE or page.total_width > MOST_COLUMNS:
            raise FileRefused(f"it has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns. Save it as CSV.")
        marks = self.of(sheet)
        marked = {row for row, _ in marks.errors.keys() | marks.percentages | marks.monies.keys()}
        for number, values in enumerate(page.iter_rows(), start=1):
            cells = [_cell(value) for value in values]
            if number in marked or marks.from_1904:
                cells = [_marked(cell, marks, (number, column)) for column, cell in enumerate(cells, start=1)]
            if any(cell and not cell.isspace() for cell in cells):
                yield number, cells

    def longer_than(self, sheet: str, rows: int, below: int) -> bool:
        """Has a sheet more rows than so many below a row?"""
        return _opened(self.path).get_sheet_by_name(sheet).total_height - below > rows


def open_old_workbook(path: Path) -> OldWorkbook:
    """An OpenDocument or old Excel workbook's sheets.

    Raises FileRefused, in words, for other formats, passwords, damage and zip bombs.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise FileRefused(f"it is larger than {LARGEST_FILE // (1024 * 1024)} MiB. Split it or save it as CSV.")
    with path.open("rb") as file:
        packed = file.read(2) == b"PK"
    if packed:
        require_modest(path)
    # Before the reader of values opens it, which would follow damaged chains of an old workbook for ever.
    of_sheets = [] if packed else xls_marks(path)
    sheets = _opened(path).sheets_metadata
    unseen = frozenset(sheet.name for sheet in sheets if sheet.visible != python_calamine.SheetVisibleEnum.Visible)
    names = tuple(sheet.name for sheet in sheets)
    marks = ods_marks(path) if packed else dict(zip(names, of_sheets, strict=False))
    return OldWorkbook(path, names, unseen, marks)


def _opened(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.load_workbook(str(path))
    except python_calamine.PasswordError:
        raise FileRefused(LOCKED) from None
    except OSError:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        # The reader panics over some damaged files, and a panic is no Exception.
        raise FileRefused(DAMAGED) from None


def _marked(cell: str, marks: Marks, place: Place) -> str:
    """A cell as its marks have it: the error it holds, 20% for 0.2, or a number that knows in which money it is shown."""
    if place in marks.errors:
        return SheetCell(marks.errors[place], "error")
    if not isinstance(cell, SheetCell) or cell.kind != "number":
        return cell
    if place in marks.percentages:
        return SheetCell(f"{_written(Decimal(cell) * 100)}%", "number")
    return SheetCell(cell, "number", from_1904=marks.from_1904, currency=marks.monies.get(place, ""))


def _cell(value: Any) -> str:
    """A value as text that knows its kind; of a number nobody can say how its cell shows it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return SheetCell("TRUE" if value else "FALSE", "boolean")
    if isinstance(value, datetime):
        at = value + _SECOND
        return SheetCell(
            f"{at:%Y-%m-%d}" if at.time().replace(microsecond=0) == time() else f"{at:%Y-%m-%d %H:%M:%S}", "date"
        )
    if isinstance(value, date):
        return SheetCell(f"{value:%Y-%m-%d}", "date")
    if isinstance(value, time):
        return SheetCell(f"{value.hour}:{value.minute:02d}", "time")
    if isinstance(value, timedelta):
        minutes = round(value / timedelta(minutes=1))
        return SheetCell(f"{minutes // 60}:{minutes % 60:02d}", "time")
    number = _AS_SHOWN.create_decimal(Decimal(repr(value)))
    return SheetCell(_written(number) if number.is_finite() and abs(number.adjusted()) < 20 else repr(value), "number")


def _written(number: Decimal) -> str:
    """A number without exponent and without idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
