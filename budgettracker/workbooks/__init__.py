"""Write a workbook of any length in bounded memory, and prove from its bytes what it holds.

It knows no table of this program: of the rest it uses `money` alone. Eight lines make a workbook of two sheets:

    >>> class Visit(NamedTuple):
    ...     family: Annotated[str, column(Kind.TEXT, Disclosure.PSEUDONYM, "The family")]
    ...     minutes: Annotated[int, column(Kind.WHOLE, Disclosure.AMOUNT, "Time with it", unit="minutes")]
    ...     cost: Annotated[int, column(Kind.MONEY, Disclosure.AMOUNT, "What it cost", formula="{minutes}*0.75")]
    >>> rows = [Visit("F7K2", 60, 45_00), Visit("F9QX", 90, 67_50)]
    >>> visits = Sheet(name="Visits", columns=columns_of(Visit), rows=rows)
    >>> total = [words("All visits"), Cell(Kind.MONEY, 112_50, formula=f"SUM({visits.whole('cost')})")]
    >>> tally = write_workbook(path, [Page(name="Cover", rows=[total]), visits])

and read back it holds

    >>> with Book(path) as book:
    ...     book.sums("Visits", ["cost"]), [cell.formula for _, cells in book.cells("Cover") for cell in cells]
    ({'cost': 11250}, [None, 'SUM(Visits!$C$2:$C$3)'])
    >>> findings(path)
    []

How to use it
-------------
- A data sheet is made of rows of one NamedTuple. Each field is annotated with its column: kind of value, why it may
  leave, what it means. Header, cells and the dictionary (`dictionary(sheets, tally)`) all come from that declaration.
  What is only known with the rows is added by `columns_of(Visit, cost={"formula": ...})`.
- Values in rows: str, date, int pence (MONEY, shown in pounds), int (WHOLE), (numerator, denominator) (DECIMAL),
  bool (YES_NO); None and "" are empty cells. Anything else raises RowsWrong.
- Formulas: a text with `{column}` for a cell of the same row, or a function of (row number, row) that gives the text,
  or None for a plain value. `posts.ref("a_pence", 3)`, `time.span("contact_cost", 0, 15)` and `time.whole(...)` name
  cells of other sheets by data row counted from 0, and run on over continuation sheets; `sheet.letter(column)` gives
  the letter. The value in the row is carried as the formula's result.
- A page (Cover, Checks) is given cell by cell.
- Rows are read once, as they are written. Sheets come in the order given; written first are the data sheets, then
  pages, then sheets declared `late`, so generators of the last two may use what `tally` has counted by then.

What it promises
----------------
Text is always an inline string: never a formula, link, error or number. The same input gives the same bytes: times
in the archive are fixed and no part tells the time. Every formula carries its value, for viewers and statistics
programs that do not calculate; and the workbook asks Excel to calculate everything when it opens it
(`fullCalcOnLoad`), so that what a person sees there comes from the formulas and not from the carried values.
The file appears under its name only when it is complete.

Where what is
-------------
`layout` declares columns, sheets, pages and charts; `charts` draws those; `cells` says what a value looks like in a file;
`rows` makes the XML of many rows; `style` has the looks and lets openpyxl make the empty workbook; `stream` puts the rows
into it; `dictionary` says what columns mean; `archive` finds the parts of a file; `plain_rows` reads rows of our own form,
`readback` rows and sums from any file's bytes; `nothing_hidden` looks for what must not leave.
"""

from budgettracker.workbooks.archive import NotAWorkbook
from budgettracker.workbooks.cells import Kind
from budgettracker.workbooks.dictionary import dictionary
from budgettracker.workbooks.layout import (
    Cell,
    Chart,
    Column,
    Disclosure,
    Drawn,
    Page,
    Sheet,
    column,
    columns_of,
    words,
)
from budgettracker.workbooks.nothing_hidden import findings
from budgettracker.workbooks.readback import Book, ReadBackWrong
from budgettracker.workbooks.rows import RowsWrong
from budgettracker.workbooks.stream import MEDIA_TYPE, Tally, write_workbook

__all__ = [
    "MEDIA_TYPE",
    "Book",
    "Cell",
    "Chart",
    "Column",
    "Disclosure",
    "Drawn",
    "Kind",
    "NotAWorkbook",
    "Page",
    "ReadBackWrong",
    "RowsWrong",
    "Sheet",
    "Tally",
    "column",
    "columns_of",
    "dictionary",
    "findings",
    "words",
    "write_workbook",
]
