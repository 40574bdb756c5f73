"""OpenDocument and old Excel workbooks: values only, since what their cells show (formats, hidden rows) is not told."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

import python_calamine

from budgettracker.imports.files.problems import FileRefused
from budgettracker.imports.files.sheet_cell import SheetCell
from budgettracker.imports.files.sheet_rows import ABOVE, MOST_COLUMNS, MOST_ROWS
from budgettracker.imports.files.sheet_xml import DAMAGED
from budgettracker.imports.files.xlsx import LARGEST_FILE, require_modest

ENDINGS = frozenset({".ods", ".xls"})
_ERROR, _PERCENTAGE = b'calcext:value-type="error"', b'office:value-type="percentage"'
_AS_SHOWN = Context(prec=15)
_SECOND = timedelta(microseconds=50)
"""What binary arithmetic may leave below a whole second."""


@dataclass(frozen=True, slots=True)
class OldWorkbook:
    """A workbook whose cells are known by value alone: its sheets in order, and which of them are hidden.

    `percentages`: some cells show a percentage, of which the plain number is read.
    """

    path: Path
    sheets: tuple[str, ...]
    unseen: frozenset[str]
    percentages: bool = False

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """Row number and cells of a sheet; empty rows are passed over. Raises FileRefused for damaged files."""
        page = _opened(self.path).get_sheet_by_name(sheet)
        if page.total_height > MOST_ROWS + ABOVE or page.total_width > MOST_COLUMNS:
            raise FileRefused(f"it has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns. Save it as CSV.")
        for number, values in enumerate(page.iter_rows(), start=1):
            cells = [_cell(value) for value in values]
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
    sheets = _opened(path).sheets_metadata
    kinds = _kinds_in(path) if packed else frozenset()
    if _ERROR in kinds:
        raise FileRefused(
            "a cell of it holds an error, such as #N/A, and this kind of file gives nothing for it. Put the formula right, "
            "or save it as XLSX."
        )
    unseen = frozenset(sheet.name for sheet in sheets if sheet.visible != python_calamine.SheetVisibleEnum.Visible)
    return OldWorkbook(path, tuple(sheet.name for sheet in sheets), unseen, _PERCENTAGE in kinds)


def _kinds_in(path: Path) -> frozenset[bytes]:
    """Which of the kinds of cells that are known by their words alone an OpenDocument workbook has."""
    seen: set[bytes] = set()
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
            before = b""
            while chunk := content.read(1 << 20):
                seen |= {kind for kind in (_ERROR, _PERCENTAGE) if kind in before + chunk}
                before = chunk[-len(_PERCENTAGE) :]
    except (KeyError, zipfile.BadZipFile, zlib.error):
        raise FileRefused(DAMAGED) from None
    return frozenset(seen)


def _opened(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.load_workbook(str(path))
    except python_calamine.PasswordError:
        raise FileRefused("it is locked with a password. Save it without one.") from None
    except OSError:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        # The reader panics over some damaged files, and a panic is no Exception.
        raise FileRefused(DAMAGED) from None


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
    text = f"{number:f}" if number.is_finite() and abs(number.adjusted()) < 20 else repr(value)
    return SheetCell(text.rstrip("0").rstrip(".") if "." in text else text, "number")
