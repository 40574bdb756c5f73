"""The headings of a table: the row they stand in, which column stands where, and what each text was read as."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from budgettracker.imports.cells.dates import ORDER, ORDERS
from budgettracker.imports.cells.numbers import UNIT, UNITS
from budgettracker.imports.cells.text import AS_WRITTEN
from budgettracker.imports.files.letters import ungarbled
from budgettracker.imports.files.problems import CellRefused, Note, Problem
from budgettracker.imports.files.sheet_cell import SheetCell
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.answers import COLUMN, Answers, question
from budgettracker.imports.tables.column import Column, Reader
from budgettracker.imports.tables.contract import Contract, heading, reason_column
from budgettracker.imports.tables.near_names import almost
from budgettracker.imports.tables.synonyms import has_month_first, may_be, money_in, named_column, unit_in

_HEADING_WITHIN = 60
_LONGEST_HEADING = 80
_REMEMBERED = 20_000
_MOST_ASKED = 20
"""How many unknown headings may be offered for a column that none of them looks like."""

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
    garbled: tuple[str, int] | None = None
    """The first text whose letters another program misread, with its row."""

    texts: dict[str, int] = field(default_factory=dict)
    nothing: dict[str, list[int]] = field(default_factory=dict)
    _memory: dict[str, Any] = field(default_factory=dict)

    def value(self, text: str, row: int) -> Any:
        """What a cell reads as; Nothing for one that says it is empty. Raises CellRefused."""
        key = f"{text.kind} {text.seen} {text.currency} {text}" if isinstance(text, SheetCell) else text
        value = self._memory.get(key, self)
        if value is self:
            if self.watched:
                self.texts.setdefault(text, row)
            if self.garbled is None and not text.isascii() and ungarbled(text):
                self.garbled = text, row
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
    """The row of headings, the rows below it, and the first and last row above it, such as a title."""

    row: int
    headings: list[str]
    below: Rows
    above: tuple[int, int] | None


def find_heading(contract: Contract, rows: Rows) -> Headings | None:
    """The row among the first sixty that has most of the table's headings, or None for an empty table.

    Headings that may mean a column count half: a row of the contract's own is preferred.
    """
    first = [(number, cells) for number, cells in islice(rows, _HEADING_WITHIN) if not is_blank(cells)]
    if not first:
        return None
    counts = [sum(_weight(contract, cell) for cell in cells) for _, cells in first]
    at = counts.index(max(counts)) if max(counts) > 3 else 0
    number, cells = first[at]
    return Headings(number, cells, chain(first[at + 1 :], rows), (first[0][0], first[at - 1][0]) if at else None)


def _weight(contract: Contract, cell: str) -> int:
    if not cell or cell.isspace() or len(cell) > _LONGEST_HEADING:
        return 0
    if named_column(contract.name, cell):
        return 2
    return int(any(column in contract.by_name for column in may_be(cell)))


def plan_of(
    label: str, contract: Contract, first: Headings, answers: Answers, problems: list[Problem], notes: list[Note]
) -> Plan:
    """Where each column stands; headings that are unknown are noted, those that are twice or missing are problems.

    A heading that may mean a column is never taken as that column before somebody confirms it.
    """
    places: dict[str, int] = {}
    unknown: list[str] = []
    unheaded = set()
    for index, cell in enumerate(first.headings):
        name = _column_of(contract, cell, answers)
        if not heading(cell):
            unheaded.add(index)
        elif name is None:
            # The report's own column comes back with the rows somebody has put right.
            if heading(cell) != reason_column(contract.name):
                unknown.append(cell.strip())
        elif name in places:
            reason = "is the heading of two columns. Keep one of them."
            problems.append(Problem(label, first.row, name, reason, cell.strip()))
        else:
            places[name] = index
    missing = [name for name in contract.required if name not in places]
    likely = _likely(contract, unknown, places)
    unread = [cell for cell in unknown if cell not in likely]
    notes.extend(Note(label, first.row, None, f"the column “{cell}” is not known and was not read.") for cell in unread)
    notes.extend(_optional(label, first.row, contract, likely))
    problems.extend(_lacking(label, first.row, contract, missing, likely, unread, nothing=not places))
    units = list(_other_units(label, first, contract, places, answers))
    problems.extend(units)
    return Plan(
        [_place(index, contract.by_name[name], contract.name, answers) for name, index in places.items()],
        {column.fills: column.empty for column in contract.columns if column.name not in missing},
        # No row is read whole while a column of it is in a unit that nobody has confirmed.
        missing + [problem.column for problem in units if problem.column],
        len(first.headings),
        unheaded,
    )


def _column_of(contract: Contract, cell: str, answers: Answers) -> str | None:
    """The column of a heading: the one it is confirmed for, else the one it names."""
    text = cell.strip()
    for column in contract.by_name:
        if answers.heading_of(contract.name, column) == text:
            return column
    named = named_column(contract.name, cell)
    return named if named and answers.heading_of(contract.name, named) is None else None


def _likely(contract: Contract, unknown: list[str], places: dict[str, int]) -> dict[str, str]:
    """The columns that unknown headings may mean, each once: those that every row needs first."""
    likely: dict[str, str] = {}
    for column in sorted(contract.by_name.values(), key=lambda column: not column.required):
        candidates = [cell for cell in unknown if cell not in likely and column.name in may_be(cell)]
        near = [cell for cell in unknown if cell not in likely and almost(heading(cell), [column.name])]
        if column.name not in places and (nearest := candidates or near):
            likely[nearest[0]] = column.name
    return likely


def _optional(label: str, row: int, contract: Contract, likely: dict[str, str]) -> Iterator[Note]:
    for cell, column in likely.items():
        if not contract.by_name[column].required:
            open_question = question(contract.name, column, COLUMN, (cell,))
            words = f"the column “{cell}” is not known and was not read. Is it {column}?"
            yield Note(label, row, None, words, open_question)


def _lacking(
    label: str,
    row: int,
    contract: Contract,
    missing: list[str],
    likely: dict[str, str],
    unread: list[str],
    *,
    nothing: bool,
) -> Iterator[Problem]:
    """A problem for each column that every row needs and that is not there, with the heading that may mean it.

    Where none of them looks like it, each heading that nobody knows may be it.
    """
    meant = {column: cell for cell, column in likely.items()}
    if nothing and not meant:
        reason = "none of its headings is known. They are " + ", ".join(contract.by_name) + "."
        yield Problem(label, row, None, reason)
        return
    for name in missing:
        reason = f"the column {name} is missing. Every row of {contract.name} needs it."
        if name in meant:
            open_question = question(contract.name, name, COLUMN, (meant[name],))
            yield Problem(label, row, name, f"{reason} Is it “{meant[name]}”?", question=open_question)
        elif unread:
            open_question = question(contract.name, name, COLUMN, tuple(unread[:_MOST_ASKED]))
            yield Problem(label, row, name, f"{reason} Is it one of the headings not known?", question=open_question)
        else:
            yield Problem(label, row, name, reason)


def _other_units(
    label: str, first: Headings, contract: Contract, places: dict[str, int], answers: Answers
) -> Iterator[Problem]:
    """Columns whose heading says another unit, money or order than the contract's: confirmed once, they are read as such."""
    for name, index in places.items():
        cell, column = first.headings[index].strip(), contract.by_name[name]
        unit = unit_in(cell) if column.timed else None
        other_money = money_in(cell) if column.is_money else None
        if unit and answers.unit(contract.name, name) is None:
            open_question = question(contract.name, name, UNIT, (unit, *(other for other in UNITS if other != unit)))
            yield Problem(label, first.row, name, f"is in {unit} by its heading.", cell, open_question)
        elif other_money and answers.unit(contract.name, name) is None:
            open_question = question(contract.name, name, UNIT, other_money[1])
            yield Problem(label, first.row, name, other_money[0], cell, open_question)
        elif column.dated and has_month_first(cell) and answers.order(contract.name, name) is None:
            open_question = question(contract.name, name, ORDER, ORDERS[::-1])
            yield Problem(label, first.row, name, "has its month first by its heading.", cell, open_question)


def _place(index: int, column: Column, table: TableName, answers: Answers) -> Place:
    read = column.reader(answers.dates(table, column.name), answers.unit(table, column.name))
    watched = column.dated or column.timed or column.name == "weekly_hours"
    return Place(index, column, table, answers, read, watched)


def is_blank(cells: list[str]) -> bool:
    """Has a row nothing in it?"""
    return not any(cell and not cell.isspace() for cell in cells)
