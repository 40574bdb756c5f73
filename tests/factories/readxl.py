"""How R's read_excel reads a sheet with its defaults: a column's type is guessed from its first rows, what does not fit is lost.

Written from the package's documentation of `guess_max` and `col_types`: of blank, date, number and text the widest met in
the first 1,000 rows is the column's; a later cell of a wider type becomes NA.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

GUESS_MAX = 1_000
BLANK, DATE, NUMBER, TEXT = "blank", "date", "number", "text"
_WIDTH = (BLANK, DATE, NUMBER, TEXT)


@dataclass(frozen=True)
class Read:
    """A column as R has it: its type, its values (None: NA), and how many cells with something in them were lost."""

    type: str
    values: list[Any]
    lost: int


def read_excel(path: Path, guess_max: int = GUESS_MAX) -> dict[str, dict[str, Read]]:
    """Every sheet's columns by name."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: _columns(sheet, guess_max) for sheet in book if sheet.title not in ("Cover", "Pictures", "Checks")
    }


def _columns(sheet: Any, guess_max: int) -> dict[str, Read]:
    rows = sheet.iter_rows(values_only=True)
    header = next(rows)
    body = [row for row in rows if any(value is not None for value in row)]
    return {name: _read([row[at] for row in body], guess_max) for at, name in enumerate(header)}


def _read(cells: list[Any], guess_max: int) -> Read:
    kinds = [_kind(cell) for cell in cells]
    guessed = max(kinds[:guess_max], key=_WIDTH.index, default=BLANK)
    values = [cell if guessed == TEXT or kind == guessed else None for cell, kind in zip(cells, kinds, strict=True)]
    lost = sum(kind != BLANK and value is None for kind, value in zip(kinds, values, strict=True))
    return Read(guessed, values, lost)


def _kind(cell: Any) -> str:
    if cell is None:
        return BLANK
    if isinstance(cell, datetime):
        return DATE
    return NUMBER if isinstance(cell, int | float) else TEXT
