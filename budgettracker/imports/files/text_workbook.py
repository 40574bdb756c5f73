"""Workbooks of texts: every cell is kept as it is typed, so that no spreadsheet program takes one for anything else."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_TEXT = "@"
_EMPTY_ROWS = 200
"""Rows below the headings of a template that are text before anything is typed into them."""
_ILLEGAL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd")


def write_texts(into: Path | IO[bytes], sheets: Mapping[str, Iterable[list[str]]], *, empty_rows: bool = False) -> None:
    """Write sheets of rows, headings first, all of them text; `empty_rows` adds text cells to type into."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        page.freeze_panes = "A2"
        width = 0
        for row in rows:
            width = max(width, len(row))
            page.append([_cell(page, text) for text in row])
        for _ in range(_EMPTY_ROWS if empty_rows else 0):
            page.append([_cell(page, "") for _ in range(width)])
    book.save(into)


def _cell(page: WriteOnlyWorksheet, text: str) -> Cell:
    cell: Cell = WriteOnlyCell(page, value=text.translate(_ILLEGAL) or None)
    cell.number_format = _TEXT
    if text:
        # A text that begins with = would be kept as a formula.
        cell.data_type = "s"
    return cell
