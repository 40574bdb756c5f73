"""Small declared sheets for the tests of the writer."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from budgettracker.workbooks.readback import Book
from budgettracker.workbooks.stream import Column, Disclosure, Kind, Page, Sheet, write_workbook


def column(name: str, kind: Kind = Kind.TEXT, **more: Any) -> Column:
    return Column(name=name, kind=kind, disclosure=Disclosure.REFERENCE, description=f"the {name}", **more)


def sheet(name: str, columns: Sequence[Column], rows: Any, **more: Any) -> Sheet:
    return Sheet(name=name, columns=tuple(columns), rows=rows, **more)


def written(folder: Path, *sheets: Sheet | Page, **more: Any) -> Path:
    path = folder / "book.xlsx"
    write_workbook(path, sheets, **more)
    return path


def texts(path: Path, name: str) -> list[dict[str, str]]:
    """Data rows as they stand in the file: column name to text."""
    with Book(path) as book:
        return [{key: cell.text for key, cell in row.items()} for _, row in book.rows(name)]
