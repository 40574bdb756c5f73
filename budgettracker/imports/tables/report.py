"""The report of an import: as text to read, and as files of the refused rows with their reasons, to put right."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from budgettracker.csv_text import csv_text
from budgettracker.imports.files.problems import FileRefused, Problem
from budgettracker.imports.tables.contract import CONTRACTS, reason_column
from budgettracker.imports.tables.find_tables import Table
from budgettracker.imports.tables.read_folder import ReadFolder
from budgettracker.imports.tables.read_table import find_heading


def text_report(folder: ReadFolder) -> str:
    """The whole report, to print: what was read, what is wrong, what is worth knowing; one line each."""
    lines = [f"Read from {folder.path}:"]
    lines += [
        f"  {table.label}: {_rows(len(folder.rows[name]))} good, {len(refused_rows(folder, table)):,} refused"
        for name, table in folder.tables.items()
    ]
    if folder.problems:
        lines += ["", f"{len(folder.problems):,} to put right:"]
        lines += [f"  {problem}" for problem in folder.problems]
    else:
        lines += ["", "Every row is good."]
    if folder.notes:
        lines += ["", "Worth knowing:"]
        lines += [f"  {note}" for note in folder.notes]
    return "\n".join(lines) + "\n"


def refused_rows(folder: ReadFolder, table: Table) -> dict[int, list[Problem]]:
    """The problems of a table by row number."""
    by_row: dict[int, list[Problem]] = defaultdict(list)
    for problem in folder.problems:
        if problem.file == table.label and problem.row is not None:
            by_row[problem.row].append(problem)
    return dict(by_row)


def write_refused_rows(folder: ReadFolder, into: Path) -> list[Path]:
    """Write the refused rows of each table as `<table>.csv` in a folder of their own: the same columns and a reason.

    The files can be put right and imported as they are: the column of reasons is then passed over. Reads the tables
    again, so that a good import holds no second copy of its rows in memory. Returns the files written.
    """
    into.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in folder.tables.items():
        refused = refused_rows(folder, table)
        if not refused:
            continue
        target = into / f"{name}.csv"
        # With the mark of UTF-8: without it Excel would read é and £ as two letters each.
        with target.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
            csv.writer(file).writerows(_lines(table, refused))
        written.append(target)
    return written


def _lines(table: Table, refused: dict[int, list[Problem]]) -> Iterator[list[str]]:
    """The headings and the refused rows, each with its reasons below the last heading."""
    try:
        headings = find_heading(CONTRACTS[table.name], iter(table.rows()))
        if headings is None:
            return
        width = len(headings.headings)
        yield [*map(csv_text, headings.headings), reason_column(table.name)]
        for number, cells in headings.below:
            if number in refused:
                row = [csv_text(cell) for cell in cells] + [""] * (width - len(cells))
                yield [*row[:width], csv_text(_reasons(refused[number])), *row[width:]]
    except (FileRefused, OSError):
        # The file broke off when it was read the first time too: the report says so.
        return


def _reasons(problems: list[Problem]) -> str:
    return " ".join(f"{problem.column}: {problem.words}" if problem.column else problem.words for problem in problems)


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
