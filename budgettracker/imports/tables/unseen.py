"""What a workbook hides from whoever looks at it, or strikes through, and what was read all the same."""

from collections.abc import Iterator

from budgettracker.imports.files.csv_files import CsvFile
from budgettracker.imports.files.old_workbooks import OldWorkbook
from budgettracker.imports.files.problems import Note
from budgettracker.imports.files.sheet_rows import Hidden
from budgettracker.imports.tables.find_tables import Table
from budgettracker.imports.tables.headings import Headings

_NAMED = 8


def hidden_notes(table: Table, first: Headings) -> Iterator[Note]:
    """A hidden sheet, and the hidden and struck-through rows and hidden columns of any: they were read like the others."""
    book = table.source
    if isinstance(book, CsvFile):
        return
    if table.sheet in book.unseen:
        yield Note(table.label, None, None, f"the sheet {table.sheet} is hidden. It was read too.")
    if isinstance(book, OldWorkbook):
        words = (
            "of how its numbers are shown, this kind of file tells percentages and other money than pounds, no leading zeros "
            "and no rounding: every number was read as it is stored."
        )
        yield Note(table.label, None, None, words)
        hidden = book.of(table.sheet).hidden
    else:
        hidden = book.hidden.get(table.sheet, Hidden())
    rows = sorted(row for row in hidden.rows if row > first.row)
    if rows:
        yield Note(table.label, None, None, f"{_counted('hidden row', [*map(str, rows)], 'row')} read too.")
    struck = sorted(row for row in hidden.struck if row > first.row)
    if struck:
        yield Note(table.label, None, None, f"{_counted('struck-through row', [*map(str, struck)], 'row')} read too.")
    names = [first.headings[at - 1].strip() for at in sorted(hidden.columns) if at <= len(first.headings)]
    names = [name for name in names if name]
    if names:
        yield Note(table.label, None, None, f"{_counted('hidden column', names, 'column')} read too.")


def _counted(what: str, names: list[str], each: str) -> str:
    """`1 hidden row (row 3) was`, `2 hidden rows (rows 3, 9) were`."""
    named = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
    return f"1 {what} ({each} {named}) was" if len(names) == 1 else f"{len(names):,} {what}s ({each}s {named}) were"
