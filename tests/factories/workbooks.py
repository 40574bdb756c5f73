"""Small declared sheets for the tests of the writer, and finished workbooks read back or spoilt."""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from budgettracker.workbooks import Book, Column, Disclosure, Kind, Page, Sheet, write_workbook
from budgettracker.workbooks.cells import column_letter


def column(name: str, kind: Kind = Kind.TEXT, **more: Any) -> Column:
    """A column about no person, described by its name."""
    return Column(name=name, kind=kind, disclosure=Disclosure.REFERENCE, description=f"the {name}", **more)


def sheet(name: str, columns: Sequence[Column], rows: Any, **more: Any) -> Sheet:
    """A data sheet."""
    return Sheet(name=name, columns=tuple(columns), rows=rows, **more)


def written(folder: Path, *sheets: Sheet | Page, **more: Any) -> Path:
    """The sheets as a workbook in a folder."""
    path = folder / "book.xlsx"
    write_workbook(path, sheets, **more)
    return path


def texts(path: Path, name: str) -> list[dict[str, str]]:
    """Data rows as they stand in the file, column name to text, without what says that there is none."""
    with Book(path) as book:
        rows = [{key: cell.text for key, cell in row.items()} for _, row in book.rows(name)]
    return [{key: text for key, text in row.items() if text != "none"} for row in rows]


def with_cell(path: Path, copy: Path, sheet: str, column: str, row: int, text: str | None = None) -> Path:
    """A copy in which one cell's number is another (a penny more, if nothing is said), or its text is `text`."""
    with Book(path) as book:
        part = book.sheets[sheet].part
        letter = column_letter(book.header(sheet).index(column))

    def other(match: re.Match[bytes]) -> bytes:
        if text is not None:
            return match[1] + text.encode() + match[3]
        pounds, _, pence = match[2].partition(b".")
        more = int(pounds) * 100 + int((pence or b"0").ljust(2, b"0")) + 1
        return match[1] + b"%d.%02d" % divmod(more, 100) + match[3]

    cell = re.compile(rb'(<c r="%s%d"[^>]*>(?:<f>[^<]*</f>)?(?:<v>|<is><t[^>]*>))([^<]*)(<)' % (letter.encode(), row))
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                data, number = cell.subn(other, data)
                assert number == 1, (sheet, column, row)
            target.writestr(name, data)
    return copy


def charts_of(path: Path, name: str) -> list[Any]:
    """The charts of a sheet, as openpyxl reads them back."""
    tab: Any = openpyxl.load_workbook(path)[name]
    return list(tab._charts)
