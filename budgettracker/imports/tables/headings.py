"""The headings of a table: the row they stand in, which column stands where, and what each text was read as."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from budgettracker.imports.cells.text import AS_WRITTEN
from budgettracker.imports.files.problems import CellRefused, Note, Problem
from budgettracker.imports.files.sheet_cell import SheetCell
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.answers import Answers
from budgettracker.imports.tables.contract import Column, Contract, Reader, heading, reason_column

_HEADING_WITHIN = 10
_REMEMBERED = 20_000

Rows = Iterator[tuple[int, list[str]]]


class Nothing:
    """What a cell reads as that only says it is empty: `N/A`."""


@dataclass(slots=True)
class Place:
    """Where a column stands in a file, how its cells are read, and what each text of it was read as.

    Dates, people and activities repeat thousands of times and are read once. `texts` has the texts of columns that are
    looked at as a whole, with the row of each one's first; `nothing` those that say they are empty, with their number.
    """

    index: int
    column: Column
    table: TableName
    answers: Answers
    read: Reader
    watched: bool
    texts: dict[str, int] = field(default_factory=dict)
    nothing: dict[str, list[int]] = field(default_factory=dict)
    _memory: dict[str, Any] = field(default_factory=dict)

    def value(self, text: str, row: int) -> Any:
        """What a cell reads as; Nothing for one that says it is empty. Raises CellRefused."""
        key = f"{text.kind} {text.seen} {text}" if isinstance(text, SheetCell) else text
        value = self._memory.get(key, self)
        if value is self:
            if self.watched:
                self.texts.setdefault(text, row)
            value = self._read(text) if self.column.required or not self.column.says_nothing(text) else Nothing
            if self.column.required and self.column.says_nothing(text):
                raise CellRefused("says that the cell is empty. Every row needs it.")
            if len(self._memory) < _REMEMBERED:
                self._memory[key] = value
        if value is Nothing:
            self.nothing.setdefault(text.strip(), []).append(row)
        return value

    def _read(self, text: str) -> Any:
        try:
            return self.read(text)
        except CellRefused as doubt:
            if doubt.asks == AS_WRITTEN and self.answers.as_written(self.table, self.column.name, text):
                return doubt.value
            raise


@dataclass(slots=True)
class Plan:
    """Where each column stands in this file, what its cells are when they are empty, and what is missing."""

    places: list[Place]
    empty: dict[str, Any]
    missing: list[str]
    width: int
    unheaded: set[int]


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
    first = [(number, cells) for number, cells in islice(rows, _HEADING_WITHIN) if not is_blank(cells)]
    if not first:
        return None
    counts = [sum(heading(cell) in known for cell in cells) for _, cells in first]
    at = counts.index(max(counts)) if max(counts) > 1 else 0
    number, cells = first[at]
    return Headings(number, cells, chain(first[at + 1 :], rows), first[0][0] if at else None)


def plan_of(
    label: str, contract: Contract, first: Headings, answers: Answers, problems: list[Problem], notes: list[Note]
) -> Plan:
    """Where each column stands; headings that are unknown are noted, those that are twice or missing are problems."""
    known = contract.by_name
    places: dict[str, int] = {}
    unheaded = set()
    for index, cell in enumerate(first.headings):
        name = heading(cell)
        if not name:
            unheaded.add(index)
        elif name not in known:
            # The report's own column comes back with the rows somebody has put right.
            if name != reason_column(contract.name):
                words = f"the column “{cell.strip()}” is not known and was not read."
                notes.append(Note(label, first.row, None, words))
        elif name in places:
            reason = "is the heading of two columns. Keep one of them."
            problems.append(Problem(label, first.row, name, reason, cell.strip()))
        else:
            places[name] = index
    missing = [name for name in contract.required if name not in places]
    if not places:
        reason = "none of its headings is known. They are " + ", ".join(known) + "."
        problems.append(Problem(label, first.row, None, reason))
    else:
        for name in missing:
            reason = f"the column {name} is missing. Every row of {contract.name} needs it."
            problems.append(Problem(label, first.row, name, reason))
    return Plan(
        [_place(index, known[name], contract.name, answers) for name, index in places.items()],
        {column.fills: column.empty for column in contract.columns if column.name not in missing},
        missing,
        len(first.headings),
        unheaded,
    )


def _place(index: int, column: Column, table: TableName, answers: Answers) -> Place:
    read = column.reader(answers.dates(table, column.name), answers.unit(table, column.name))
    watched = column.dated or column.timed or column.name == "weekly_hours"
    return Place(index, column, table, answers, read, watched)


def is_blank(cells: list[str]) -> bool:
    """Has a row nothing in it?"""
    return not any(cell and not cell.isspace() for cell in cells)
