"""The report of an import: as text to read, and as files of the refused rows with their reasons, to put right."""

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from budgettracker.csv_text import csv_text
from budgettracker.imports.cells.dates import day, is_serial
from budgettracker.imports.cells.text import AS_WRITTEN
from budgettracker.imports.files.problems import FileRefused, Note, Problem, place
from budgettracker.imports.files.sheet_cell import SheetCell
from budgettracker.imports.tables.answers import COLUMN
from budgettracker.imports.tables.contract import CONTRACTS, heading, reason_column
from budgettracker.imports.tables.find_tables import Table
from budgettracker.imports.tables.headings import find_heading
from budgettracker.imports.tables.read_folder import ReadFolder

MOST_ALIKE = 20
"""Lines of the text report for one mistake in one column; the files of refused rows have them all."""


def text_report(folder: ReadFolder) -> str:
    """The whole report, to print: what was read, what is wrong, what is worth knowing; one line each."""
    lines = [f"Read from {folder.path}:"]
    lines += [
        f"  {table.label}: {_rows(len(folder.rows[name]))} good, {len(refused_rows(folder, table)):,} refused"
        for name, table in folder.tables.items()
    ]
    if folder.problems:
        lines += ["", f"{len(folder.problems):,} to put right:"]
        lines += _lines_of(folder.problems)
    else:
        lines += ["", "Every row is good."]
    if folder.notes:
        lines += ["", "Worth knowing:"]
        lines += [f"  {note}" for note in folder.notes]
    if answers := to_answer(folder):
        lines += ["", "To let through what is right as it is, keep of this what is true, as the file of --mapping:"]
        lines += [f"  {line}" for line in json.dumps(answers, indent=2, ensure_ascii=False).splitlines()]
    return "\n".join(lines) + "\n"


def to_answer(folder: ReadFolder) -> dict[str, str | list[str]]:
    """The questions of a report as a mapping that could be their answer: each key with its first answer.

    What is asked of single cells gets all of those cells; which of several headings a column is, nobody can say for them.
    """
    answers: dict[str, str | list[str]] = {}
    for problem in folder.problems:
        if problem.question is None:
            continue
        key, (first, *others) = problem.question.key, problem.question.answers
        if others and key.endswith(f".{COLUMN}"):
            continue
        cells = answers.get(key, [])
        if not key.endswith(f".{AS_WRITTEN}"):
            answers[key] = first
        elif isinstance(cells, list) and first not in cells:
            answers[key] = [*cells, first]
    return answers


def _lines_of(problems: Iterable[Problem | Note]) -> Iterator[str]:
    """The lines of a report; what is the same in many rows of a column is said for the first of them."""
    counts: Counter[tuple[str, str | None, str]] = Counter()
    for problem in problems:
        alike = (problem.file, problem.column, problem.reason if isinstance(problem, Problem) else problem.words)
        counts[alike] += 1
        if counts[alike] <= MOST_ALIKE:
            yield f"  {problem}"
    for (file, column, reason), times in counts.items():
        if times > MOST_ALIKE:
            yield f"  {place(file, None, column)}: {times - MOST_ALIKE:,} more cells like these: {reason}"


def refused_rows(folder: ReadFolder, table: Table) -> dict[int, list[Problem]]:
    """The problems of a table by row number."""
    by_row: dict[int, list[Problem]] = defaultdict(list)
    for problem in folder.problems:
        if problem.file == table.label and problem.row is not None:
            by_row[problem.row].append(problem)
    return dict(by_row)


def write_refused_rows(folder: ReadFolder, into: Path) -> list[Path]:
    """Write the refused rows of each table as `<table>.csv` in a folder of their own: the same columns and a reason.

    The files can be put right and imported as they are: the column of reasons is then passed over. What stands there
    from an earlier import may have been worked on: other rows go beside it, into a folder with a number. Reads the
    tables again, so that a good import holds no second copy of its rows in memory. Returns the files written.
    """
    contents = {}
    for name, table in folder.tables.items():
        refused = refused_rows(folder, table)
        if refused:
            text = io.StringIO(newline="")
            csv.writer(text).writerows([csv_text(cell) for cell in row] for row in _lines(table, refused))
            # With the mark of UTF-8: without it Excel would read é and £ as two letters each.
            contents[f"{name}.csv"] = text.getvalue().encode("utf-8-sig", errors="replace")
    if not contents:
        return []
    place_of = _free_folder(into, contents)
    place_of.mkdir(parents=True, exist_ok=True)
    for file_name, content in contents.items():
        (place_of / file_name).write_bytes(content)
    return [place_of / file_name for file_name in contents]


def _free_folder(into: Path, contents: dict[str, bytes]) -> Path:
    """The first of `rejected`, `rejected-2`, ... in which nothing else would be overwritten."""
    number = 1
    while True:
        folder = into if number == 1 else into.with_name(f"{into.name}-{number}")
        # Only the files of tables count: somebody's notes beside them are no matter.
        standing = {file.name for file in folder.glob("*.csv")} if folder.is_dir() else set()
        same = standing == set(contents) and all((folder / each).read_bytes() == contents[each] for each in standing)
        if (same or not standing) and (folder.is_dir() or not folder.exists()):
            return folder
        number += 1


def refused_tables(folder: ReadFolder) -> dict[str, Iterator[list[str]]]:
    """The refused rows of each table with their headings and reasons, as texts."""
    refused = {name: refused_rows(folder, table) for name, table in folder.tables.items()}
    return {str(name): _lines(folder.tables[name], rows) for name, rows in refused.items() if rows}


def _lines(table: Table, refused: dict[int, list[Problem]]) -> Iterator[list[str]]:
    """The headings and the refused rows, each with its reasons below the last heading."""
    try:
        headings = find_heading(CONTRACTS[table.name], iter(table.rows()))
        if headings is None:
            return
        width = len(headings.headings)
        yield [*headings.headings, reason_column(table.name)]
        known = CONTRACTS[table.name].by_name
        dated = {
            at for at, name in enumerate(headings.headings) if (column := known.get(heading(name))) and column.dated
        }
        for number, cells in headings.below:
            if number in refused:
                row = [_as_seen(cell, dated=at in dated) for at, cell in enumerate(cells)] + [""] * (width - len(cells))
                yield [*row[:width], _reasons(refused[number]), *row[width:]]
    except (FileRefused, OSError):
        # The file broke off when it was read the first time too: the report says so.
        return


def _as_seen(cell: str, *, dated: bool) -> str:
    """A cell as text that reads the same in another file: a number as its sheet shows it, a bare number of a day as a day."""
    if not isinstance(cell, SheetCell):
        return cell
    if dated and is_serial(cell):
        return f"{day(cell):%Y-%m-%d}"
    return cell.seen if cell.seen is not None else str(cell)


def _reasons(problems: list[Problem]) -> str:
    return " ".join(f"{problem.column}: {problem.words}" if problem.column else problem.words for problem in problems)


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
