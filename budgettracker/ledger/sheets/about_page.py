"""The first page of finance's workbooks, and the columns of pounds that they share."""

from collections.abc import Sequence
from functools import partial

from budgettracker.workbooks import Cell, Column, Disclosure, Kind, Page, Sheet, column, words


def pounds_column(description: str) -> partial[Column]:
    """A column of pence that is shown in pounds."""
    return column(Kind.MONEY, Disclosure.AMOUNT, description, unit="pounds")


def sum_cell(table: Sheet, name: str, pence: int) -> Cell:
    """What a column adds up to: the formula, and the pence that it comes to."""
    return Cell(Kind.MONEY, pence, f"SUM({table.whole(name)})")


def about_page(
    title: str,
    facts: Sequence[tuple[str, str]],
    sums: Sequence[tuple[str, Sequence[tuple[str, Cell]]]],
    tables: Sequence[Sheet],
) -> Page:
    """What a workbook is and holds: `facts`, `sums` under their headings, and what each column of the `tables` means."""
    rows: list[list[Cell | None]] = [[words(title, "title")], []]
    rows += [[words(name, "label"), words(text)] for name, text in facts]
    for heading, cells in sums:
        rows += [[], [words(heading, "heading")]]
        rows += [[words(name, "label"), cell] for name, cell in cells]
    for table in tables:
        rows += [[], [words(f"Columns of {table.name}", "heading")]]
        rows += [[words(each.name, "label"), words(each.description)] for each in table.columns]
    return Page(name="About", rows=rows, widths=(24, 80))
