"""Quotation marks that swallow cells or rows: a mark opened in one row and closed, by another mark, rows below."""

import re
from collections.abc import Sequence

OPEN = 'the quotation mark (") opened in row {row} is never closed, so the cells after it cannot be told apart.'
_SWALLOWS = (
    'the quotation mark (") opened in row {row} closes only in row {last}, so rows {row} to {last} would be one. '
    "Take the mark out, or write it twice inside a cell in quotation marks."
)
_INSIDE = (
    'row {row} has a quotation mark (") inside a cell that is in quotation marks, so its cells cannot be told apart. '
    "Write it twice there, or take it out."
)


def broken(row: int, lines: Sequence[str], *, ended: bool) -> str:
    """What is wrong with a row whose quotation marks no reader can pair; `lines` are those it took, `ended` at the end."""
    if ended:
        return OPEN.format(row=row)
    return (_SWALLOWS if len(lines) > 1 else _INSIDE).format(row=row, last=row + len(lines) - 1)


def swallowed(row: int, lines: Sequence[str], cells: int, delimiter: str) -> str | None:
    """Why a row of several lines is several rows: a line inside it has the cells of a row, where the first has them.

    A cell may go over lines, with commas in them; dates, amounts and addresses in the same places as in the line
    above are rows.
    """
    first = lines[0].split(delimiter)
    for line in lines[1:]:
        parts = line.split(delimiter)
        alike = sum(_typed(part) and _shape(part) == _shape(other) for part, other in zip(parts, first, strict=False))
        if alike >= 2 or (alike and len(parts) >= cells):
            return _SWALLOWS.format(row=row, last=row + len(lines) - 1)
    return None


def _shape(cell: str) -> str:
    """A cell with every run of figures as 9 and every run of letters as a: a date is 9-9-9."""
    return re.sub("[A-Za-z]+", "a", re.sub("[0-9]+", "9", cell.strip().strip('"')))


def _typed(cell: str) -> bool:
    """Is it a reference, a date, an amount or an address rather than words?"""
    bare = cell.strip()
    return " " not in bare and any(sign.isdecimal() or sign == "@" for sign in bare)
