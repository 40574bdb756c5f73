"""A finance file's rows, whatever kind of file it is: CSV and text, XLSX, OpenDocument and old Excel."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from budgettracker.collecting import uncollected
from budgettracker.imports.files.csv_files import open_csv
from budgettracker.imports.files.old_workbooks import ENDINGS, open_old_workbook
from budgettracker.imports.files.problems import FileRefused, Problem
from budgettracker.imports.files.xlsx import is_workbook, open_workbook
from budgettracker.ledger.payments.rules.answers import SHEET_KEY, PaymentAnswers, asks
from budgettracker.ledger.payments.rules.columns import meaning, score

Row = tuple[int, list[str]]
MOST_LINES = 100_000
HEADING_WITHIN = 60
FEWEST_POINTS = 5
"""What a row of headings has at least: a day or an amount, and another part of a payment."""


@uncollected()
def open_rows(path: Path, answers: PaymentAnswers) -> tuple[list[Row], list[Problem]]:
    """The rows of a finance file with their numbers as a spreadsheet shows them, and the question which sheet it is.

    Raises FileRefused for files that cannot be read, or are too long.
    """
    try:
        if not is_workbook(path) and path.suffix.lower() not in ENDINGS:
            return _within(open_csv(path, lambda cell: meaning(cell) is not None).rows()), []
        book = open_workbook(path) if is_workbook(path) else open_old_workbook(path)
        sheets = {sheet: book.rows(sheet) for sheet in book.sheets}
        sheet, problems = _sheet(
            path.name, {name: list(islice(rows, HEADING_WITHIN)) for name, rows in sheets.items()}, answers
        )
        return (_within(book.rows(sheet)), problems) if sheet else ([], problems)
    except OSError:
        raise FileRefused("the file cannot be opened. Check who may read it.") from None


def _sheet(file: str, first: dict[str, list[Row]], answers: PaymentAnswers) -> tuple[str | None, list[Problem]]:
    """The sheet that holds the payments; asked where several may."""
    if not first:
        raise FileRefused("it has no sheet with a table.")
    wanted = answers.single(SHEET_KEY)
    if wanted in first:
        return wanted, []
    points = {name: max((score(cells) for _, cells in rows), default=0) for name, rows in first.items()}
    likely = [name for name, count in points.items() if count >= FEWEST_POINTS and len(first[name]) > 1]
    if len(likely) > 1:
        reason = "several of its sheets look like payments. Which one is meant?"
        return None, [Problem(file, None, None, reason, question=asks(SHEET_KEY, *likely))]
    return (likely or [max(points, key=lambda name: points[name])])[0], []


def _within(rows: Iterable[Row]) -> list[Row]:
    kept = list(islice(_filled(rows), MOST_LINES + HEADING_WITHIN))
    if len(kept) >= MOST_LINES + HEADING_WITHIN:
        raise FileRefused(f"it has more than {MOST_LINES:,} lines. Split it by months.")
    return kept


def _filled(rows: Iterable[Row]) -> Iterator[Row]:
    yield from rows
