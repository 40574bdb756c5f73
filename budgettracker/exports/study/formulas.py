"""Formulas that several sheets use, and where the rows stand that they are over."""

from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from budgettracker.workbooks import Sheet

Key = TypeVar("Key", bound=Hashable)
SHARE_COLUMNS = ("share_from", "share_to", "share_of")
"""The columns that say which part of a whole a row has: from, up to, of so many."""


class Span(NamedTuple):
    """The rows of a sheet that belong to one family or pool: the first and the last, counted from 0."""

    first: int
    last: int


def spans(keys: Iterable[Key], sizes: Mapping[Key, int]) -> tuple[dict[Key, Span], int]:
    """Where the rows of each key stand when they follow each other in the order given; and how many rows that makes.

    >>> spans("abc", {"a": 2, "c": 1})
    ({'a': Span(first=0, last=1), 'c': Span(first=2, last=2)}, 3)
    """
    placed: dict[Key, Span] = {}
    rows = 0
    for key in keys:
        if size := sizes.get(key, 0):
            placed[key] = Span(rows, rows + size - 1)
            rows += size
    return placed, rows


def pounds_of(ranges: list[str]) -> str | None:
    """The sum of some ranges, to the penny: sums of pounds and pence gather dust beyond the second place."""
    return f"ROUND(SUM({','.join(ranges)}),2)" if ranges else None


def shared_pounds(whole_pence: str, start: str, to: str, of: str) -> str:
    """One row's part of a whole, in pounds: the step that the rounded running total takes, as money.share_out reckons.

    Each argument is a formula or a cell: the whole in pence, and the share from `start` to `to` of `of`.
    """
    return f"(ROUND({whole_pence}*{to}/{of},0)-ROUND({whole_pence}*{start}/{of},0))/100"


def sum_where(sheet: Sheet, column: str, *conditions: tuple[str, str]) -> str:
    """The sum of a column over the rows where each condition column holds a value: SUMIFS, once a sheet."""
    columns = (sheet.whole(column), *(sheet.whole(name) for name, _ in conditions))
    parts = zip(*(ranges.split(",") for ranges in columns), strict=True)
    values = [text_in_formula(value) for _, value in conditions]
    return "+".join(
        f"SUMIFS({part[0]},{','.join(f'{cells},{value}' for cells, value in zip(part[1:], values, strict=True))})"
        for part in parts
    )


def count_where(sheet: Sheet, *conditions: tuple[str, str]) -> str:
    """The number of rows where each condition column holds a value: COUNTIFS, once a sheet."""
    parts = zip(*(sheet.whole(name).split(",") for name, _ in conditions), strict=True)
    values = [value for _, value in conditions]
    return "+".join(
        f"COUNTIFS({','.join(f'{cells},{text_in_formula(value)}' for cells, value in zip(part, values, strict=True))})"
        for part in parts
    )


def rows_of(sheet: Sheet, column: str) -> str:
    """The number of rows with something in a column."""
    return "+".join(f'COUNTIFS({part},"<>")' for part in sheet.whole(column).split(","))


def where(sheet: Sheet, rows: Span, column: str, value: str, first: str, last: str) -> list[str]:
    """Sums of the cells from column `first` to `last` over those of some rows where a column has a value; one a sheet.

    The value is a formula, such as a text in quotation marks.
    """
    conditions, cells = sheet.span(column, *rows).split(","), sheet.span(first, *rows, to=last).split(",")
    return [f"SUMPRODUCT(({of}={value})*{block})" for of, block in zip(conditions, cells, strict=True)]


def text_in_formula(text: str) -> str:
    """A text as formulas write it: in quotation marks, its own doubled."""
    return '"' + text.replace('"', '""') + '"'
