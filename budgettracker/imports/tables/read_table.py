"""Reading one table: headings matched, every cell read or refused, rows that are whole made into checked rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from budgettracker.imports.cells.text import OTHER, FamilyRefs
from budgettracker.imports.files.csv_files import CsvFile
from budgettracker.imports.files.problems import CellRefused, FileRefused, Note, Problem, Where
from budgettracker.imports.files.sheet_cell import SheetCell
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.contract import (
    CONTRACTS,
    Column,
    Contract,
    Reference,
    heading,
    reason_column,
    references,
)
from budgettracker.imports.tables.find_tables import Table
from budgettracker.imports.tables.row_rules import row_problems
from budgettracker.imports.tables.rows import Row, WorktimeRow

MOST_ROWS = 300_000
MOST_PROBLEMS = 20_000
"""So many problems are one mistake repeated; the report stops there and says so."""
_HEADING_WITHIN = 10
_REMEMBERED = 20_000

Progress = Callable[[str, int], None]
"""Told the table's label and the rows read so far, every thousand rows."""


@dataclass(slots=True)
class TableRead:
    """What a table held: good rows in the file's order, and what is wrong with or worth saying about the others.

    `other_keys` are keys of rows that could not be read whole: what refers to them waits for their correction.
    `loose` are the references of such rows, which are checked all the same.
    """

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    other_keys: set[tuple[object, ...]] = field(default_factory=set)
    loose: list[Reference] = field(default_factory=list)


@dataclass(slots=True)
class _Plan:
    """Where each column stands in this file; `memory` keeps what a text was read as, for columns that repeat."""

    places: list[tuple[int, Column, dict[str, Any]]]
    empty: dict[str, Any]
    missing: list[str]
    width: int
    unheaded: set[int]


def read_table(table: Table, progress: Progress | None = None) -> TableRead:
    """Every row of a table, all problems in one pass; a file that breaks off is reported with what came before."""
    contract = CONTRACTS[table.name]
    read = TableRead()
    first = find_heading(contract, _to_the_end(table, read))
    if first is None:
        if not read.problems:
            read.problems.append(Problem(table.label, None, None, "the table is empty: it has no headings."))
        return read
    if first.above:
        read.notes.append(Note(table.label, first.above, None, "not read: it stands above the headings."))
    plan = _plan(table.label, first.row, contract, first.headings, read)
    if plan.places:
        _read_rows(table.label, contract, plan, first.below, read, progress)
    _note_garbled(table, read)
    return read


def _to_the_end(table: Table, read: TableRead) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table up to where reading can go on, which is reported as a problem of the file."""
    try:
        yield from table.rows()
    except FileRefused as wrong:
        read.problems.append(Problem(table.label, None, None, str(wrong)))
    except OSError:
        read.problems.append(Problem(table.label, None, None, "the file cannot be read to its end."))


def _note_garbled(table: Table, read: TableRead) -> None:
    row = table.source.garbled_row() if isinstance(table.source, CsvFile) and not read.problems else None
    if row:
        words = "some letters look garbled, like Ã© for é. Save the file as “CSV UTF-8” if names come out wrong."
        read.notes.append(Note(table.label, row, None, words))


Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of headings, the rows below it, and the first row above it, such as a title."""

    row: int
    headings: list[str]
    below: Rows
    above: int | None


def find_heading(contract: Contract, rows: Rows) -> Headings | None:
    """The row among the first ten that has most of the table's headings, or None for an empty table."""
    known = contract.by_name
    first = [(number, cells) for number, cells in islice(rows, _HEADING_WITHIN) if not _blank(cells)]
    if not first:
        return None
    counts = [sum(heading(cell) in known for cell in cells) for _, cells in first]
    at = counts.index(max(counts)) if max(counts) > 1 else 0
    number, cells = first[at]
    return Headings(number, cells, chain(first[at + 1 :], rows), first[0][0] if at else None)


def _plan(label: str, row: int, contract: Contract, headings: list[str], read: TableRead) -> _Plan:
    known = contract.by_name
    places: dict[str, int] = {}
    unheaded = set()
    for index, cell in enumerate(headings):
        name = heading(cell)
        if not name:
            unheaded.add(index)
        elif name not in known:
            # The report's own column comes back with the rows somebody has put right.
            if name != reason_column(contract.name):
                words = f"the column “{cell.strip()}” is not known and was not read."
                read.notes.append(Note(label, row, None, words))
        elif name in places:
            reason = "is the heading of two columns. Keep one of them."
            read.problems.append(Problem(label, row, name, reason, cell.strip()))
        else:
            places[name] = index
    missing = [name for name in contract.required if name not in places]
    if not places:
        reason = "none of its headings is known. They are " + ", ".join(known) + "."
        read.problems.append(Problem(label, row, None, reason))
    else:
        for name in missing:
            reason = f"the column {name} is missing. Every row of {contract.name} needs it."
            read.problems.append(Problem(label, row, name, reason))
    return _Plan(
        [(index, known[name], {}) for name, index in places.items()],
        {column.fills: column.empty for column in contract.columns},
        missing,
        len(headings),
        unheaded,
    )


def _read_rows(
    label: str, contract: Contract, plan: _Plan, rows: Rows, read: TableRead, progress: Progress | None
) -> None:
    for count, (number, cells) in enumerate(rows, start=1):
        if progress and count % 1000 == 0:
            progress(label, count)
        if count > MOST_ROWS:
            _stop(label, read, f"it has more than {MOST_ROWS:,} rows. Split it into several imports.")
            return
        if len(read.problems) > MOST_PROBLEMS:
            words = f"more than {MOST_PROBLEMS:,} cells are wrong. Reading stopped at row {number}: "
            _stop(label, read, words + "put right what repeats and try again.")
            return
        if not _blank(cells):
            _read_row(Where(label, number), contract, plan, cells, read)


def _stop(label: str, read: TableRead, reason: str) -> None:
    read.problems.append(Problem(label, None, None, reason))


def _read_row(where: Where, contract: Contract, plan: _Plan, cells: list[str], read: TableRead) -> None:
    problems: list[Problem] = []
    values = plan.empty.copy()
    for index, column, memory in plan.places:
        text = cells[index] if index < len(cells) else ""
        if not text or text.isspace():
            if column.required:
                values.pop(column.fills)
                problems.append(_problem(where, column.name, "the cell is empty. Every row needs it.", ""))
            elif column.says_empty:
                read.notes.append(Note(where.file, where.row, column.name, column.says_empty))
            continue
        try:
            values[column.fills] = _recall(column, memory, text)
        except CellRefused as wrong:
            values.pop(column.fills)
            problems.append(_problem(where, column.name, str(wrong), text))
    for name, reason in row_problems(contract.name, values):
        text = next((cells[at] for at, column, _ in plan.places if column.name == name and at < len(cells)), "")
        problems.append(_problem(where, name, reason, text))
    problems += _beyond(where, plan, cells, read)
    if problems or plan.missing:
        read.problems += problems
        read.loose += references(contract.name, where, values)
        _keep_key(contract, values, read)
    else:
        read.rows.append(_make(contract, values, where))


def _recall(column: Column, memory: dict[str, Any], text: str) -> Any:
    """What the text reads as; dates, people and activities repeat thousands of times and are read once."""
    key = f"{text.kind} {text}" if isinstance(text, SheetCell) else text
    value = memory.get(key, _recall)
    if value is _recall:
        value = column.read(text)
        if len(memory) < _REMEMBERED:
            memory[key] = value
    return value


def _beyond(where: Where, plan: _Plan, cells: list[str], read: TableRead) -> Iterator[Problem]:
    """Cells without a heading: named once where the heading is empty, refused beyond the last heading."""
    extra = next((cell for cell in cells[plan.width :] if cell and not cell.isspace()), None)
    if extra is not None:
        reason = "stands beyond the last heading. A comma inside a cell needs the cell in quotation marks."
        yield _problem(where, None, reason, extra)
    for index in [index for index in plan.unheaded if index < len(cells) and cells[index].strip()]:
        plan.unheaded.remove(index)
        words = f"column {index + 1} has no heading; its cells were not read."
        read.notes.append(Note(where.file, where.row, None, words))


def _make(contract: Contract, values: dict[str, Any], where: Where) -> Row:
    if contract.row is WorktimeRow:
        _set_other_apart(values)
    return contract.row(where=where, **values)


def _set_other_apart(values: dict[str, Any]) -> None:
    """The families and their minutes side by side, other families and theirs apart."""
    named: FamilyRefs = values["family_refs"]
    weights: tuple[int, ...] | None = values["family_minutes"]
    values["family_refs"] = named.families
    values["other_families"] = OTHER in named.refs
    values["other_minutes"] = None
    if weights is not None:
        by_ref = dict(zip(named.refs, weights, strict=True))
        values["other_minutes"] = by_ref.pop(OTHER, None)
        values["family_minutes"] = tuple(by_ref.values())


def _keep_key(contract: Contract, values: dict[str, Any], read: TableRead) -> None:
    fields = KEY_FIELDS.get(contract.name)
    if fields and all(values.get(name) is not None for name in fields):
        read.other_keys.add(tuple(values[name] for name in fields))


KEY_FIELDS = {
    TableName.PEOPLE: ("email",),
    TableName.SCHEMES: ("scheme",),
    TableName.FAMILIES: ("family_ref",),
    TableName.CHILDREN: ("family_ref", "child_ref"),
    TableName.POSTS: ("post",),
    TableName.SPEND: ("spend_ref",),
}
"""What other rows call a row by: the tables that can be referred to, and the fields that do it."""


def _problem(where: Where, column: str | None, reason: str, value: str) -> Problem:
    return Problem(where.file, where.row, column, reason, value.strip())


def _blank(cells: list[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in cells)
