"""A funder's table as it is shown, beside its sheet of the workbook: cell by cell."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from budgettracker.funders.kinds import FunderTable
from budgettracker.workbooks import Book
from budgettracker.workbooks.readback import Seen as Cell


def differing(book: Book, of: FunderTable, shown: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Cells of a sheet that are not what is shown, each with what is; the first row shown is that of headings."""
    heading, *rows = shown
    header = book.header(of.value)
    assert [name.replace("_", " ").lower() for name in header] == [each.lower() for each in heading]
    cells = [[_as_shown(row[name]) for name in header] for _, row in book.rows(of.value)]
    assert len(cells) == len(rows), of
    return [
        (str(cell), text)
        for row, texts in zip(cells, rows, strict=True)
        for cell, text in zip(row, texts, strict=True)
        if not _same(cell, text)
    ]


def _same(cell: Decimal | str, text: str) -> bool:
    """Does a cell of the workbook say what is shown? Where nothing is shown, a workbook has 0 or none."""
    return cell == _figure(text) if text else cell in (Decimal(0), "none")


def _figure(text: str) -> Decimal | str:
    """A cell's figure, or its words."""
    bare = text.replace("£", "").replace(",", "")
    try:
        return Decimal(bare)
    except InvalidOperation:
        return text


def _as_shown(cell: Cell) -> Decimal | str:
    """A cell of the workbook: hours to the places that a page shows."""
    if cell.type == "n":
        return round(Decimal(cell.text), 2)
    return _figure(cell.text)
