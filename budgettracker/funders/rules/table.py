"""A table as it is handed in: columns, rows of plain values, and what must be known to read it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from budgettracker.errors import Refusal
from budgettracker.funders.kinds import Cell, FunderTable
from budgettracker.money import half_up, pounds

Value = str | int | None
MOST_COLUMNS = 30
_HEADING = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")


class TableColumn(NamedTuple):
    """A column: its name in the layout, what stands in it, and what it means."""

    name: str
    cell: Cell
    meaning: str
    heading: str = ""

    @property
    def shown(self) -> str:
        """What stands at the head of the column: the evaluator's heading, else the layout's name."""
        return self.heading or self.name

    @property
    def words(self) -> str:
        """The heading as a page prints it."""
        text = self.shown.replace("_", " ")
        return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Table:
    """A table for a funder. Values are words, whole pence, counts, or whole minutes, as the column says."""

    of: FunderTable
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    has_total: bool = False

    def shaped(self, choices: Sequence[tuple[str, str]]) -> "Table":
        """The same table with the columns an evaluator chose, in their order and under their headings; none: as it is."""
        if not choices:
            return self
        at = {column.name: number for number, column in enumerate(self.columns)}
        chosen = [(at[name], heading) for name, heading in choices if name in at]
        return Table(
            self.of,
            tuple(self.columns[number]._replace(heading=heading) for number, heading in chosen),
            tuple(tuple(row[number] for number, _ in chosen) for row in self.rows),
            self.notes,
            self.has_total,
        )

    def column(self, name: str) -> list[Value]:
        """The values of a column by its name in the layout."""
        number = [column.name for column in self.columns].index(name)
        return [row[number] for row in self.rows]


def parse_columns(text: str, table: Table) -> tuple[tuple[str, str], ...]:
    """Which columns of a table are handed in: one a line, `name`, or `name = heading`; nothing typed: all of them.

    Raises Refusal for a name the table does not have, a column or a heading that stands twice, and a heading that a
    spreadsheet's column cannot have.
    """
    known = [column.name for column in table.columns]
    chosen: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, heading = (part.strip() for part in line.partition("="))
        if name not in known:
            raise Refusal("columns", f"“{name}” is not a column of this table. It has: {', '.join(known)}.")
        if heading and not _HEADING.fullmatch(heading):
            raise Refusal("columns", f"“{heading}” cannot head a column. Use letters, figures and underscores.")
        chosen.append((name, "" if heading == name else heading))
    for what, texts in (
        ("column", [name for name, _ in chosen]),
        ("heading", [(heading or name).lower() for name, heading in chosen]),
    ):
        twice = next((each for each in texts if texts.count(each) > 1), None)
        if twice:
            raise Refusal("columns", f"The {what} “{twice}” stands twice. Keep one.")
    return () if chosen == [(name, "") for name in known] else tuple(chosen)


def columns_in_words(table: Table) -> str:
    """The columns of a table as a form shows them: one a line."""
    return "\n".join(f"{column.name} = {column.heading}" if column.heading else column.name for column in table.columns)


def in_words(value: Value, cell: Cell) -> str:
    """A value as pages and paper print it: £1,234.50, 12.50 (hours), 1,204."""
    if value is None or isinstance(value, str):
        return value or ""
    if cell is Cell.MONEY:
        return pounds(value)
    if cell is Cell.HOURS:
        hundredths = half_up(value * 100, 60)
        return f"{hundredths // 100:,}.{hundredths % 100:02d}"
    return f"{value:,}"


def nearest(exact: Fraction) -> int:
    """The nearest whole number (pence, minutes), halves away from zero."""
    return half_up(exact.numerator, exact.denominator)


def in_steps(exact: Sequence[Fraction]) -> list[int]:
    """Exact amounts as whole pence that add up to their rounded sum: the running total is rounded, in the order given."""
    ends = [nearest(end) for end in accumulate(exact)]
    return [end - before for before, end in zip([0, *ends], ends, strict=False)]
