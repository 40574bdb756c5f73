"""What somebody has confirmed about an authority's files: the answers to the questions that a report asks.

A mapping is JSON: `{"worktime.contact_minutes.unit": "seconds", "posts.salary.as_written": ["41.77"]}`.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from budgettracker.imports.cells.dates import ORDER, ORDERS, YEAR, Dates, Order
from budgettracker.imports.cells.numbers import UNIT, UNITS
from budgettracker.imports.cells.text import AS_WRITTEN
from budgettracker.imports.files.problems import Question
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.contract import CONTRACTS

FILE, NO_TABLE = "file", "no_table"
COLUMN = "column"
"""What a question asks whose answer is the heading that a file has for a column of the contract."""
PRESET = "preset"
"""What a question asks whose answer is the program that a file comes from."""
FROM_PROGRAMS = ("toggl", "clockify", "harvest", "kimai", "weekly_grid")
NO_PROGRAM = "none"
MONEY = ("pence", "pounds")
"""The units of a column of money."""
_ASKS = (AS_WRITTEN, UNIT, ORDER, YEAR, COLUMN, PRESET)


Layout = tuple[str, str]
"""A table and the digest of a file's headings."""


def layout_of(headings: Sequence[str]) -> str:
    """The digest of a file's headings: files of the same one are laid out alike."""
    return hashlib.sha256(
        "\x1f".join(cell.strip().casefold() for cell in headings).encode("utf-8", "replace")
    ).hexdigest()


class BadAnswers(ValueError):
    """A mapping that cannot be read, in words that say where."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What is confirmed, by key: `table.column.question`, or `file.` and a file's name.

    `by_layout` is what the authority confirmed before of files with the same headings.
    """

    by_key: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_layout: Mapping[Layout, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    """Addresses by name in small letters, where only one person of the authority has it."""

    def with_layouts(self, by_layout: Mapping[Layout, Mapping[str, tuple[str, ...]]]) -> "Answers":
        """The same answers, beside what was confirmed before."""
        return replace(self, by_layout=by_layout)

    def with_people(self, people: Mapping[str, str]) -> "Answers":
        """The same answers, beside whose addresses are whose."""
        return replace(self, people={**people, **self.people})

    def for_layout(self, table: TableName, layout: str) -> "Answers":
        """The answers that hold for one file: what was confirmed before of its layout, and what is said now over it."""
        return replace(self, by_key={**self.by_layout.get((str(table), layout), {}), **self.by_key}, by_layout={})

    def of_layout(self, table: TableName) -> dict[str, tuple[str, ...]]:
        """What is true of every file of a table laid out alike: columns, units and orders, not single cells."""
        return {
            key: values
            for key, values in self.by_key.items()
            if key.startswith(f"{table}.") and key.rpartition(".")[2] in (COLUMN, UNIT, ORDER, PRESET)
        }

    def as_written(self, table: TableName, column: str, text: str) -> bool:
        """Is this cell confirmed as right, as it is written?"""
        return text.strip() in self.by_key.get(f"{table}.{column}.{AS_WRITTEN}", ())

    def unit(self, table: TableName, column: str) -> str | None:
        """The unit that is confirmed for a column of times or money, or None."""
        return self._single(f"{table}.{column}.{UNIT}")

    def order(self, table: TableName, column: str) -> str | None:
        """What comes first in a column of dates, where that is confirmed."""
        return self._single(f"{table}.{column}.{ORDER}")

    def preset(self, table: TableName) -> str | None:
        """The program that a file is confirmed to come from."""
        return self._single(f"{table}.entry_ref.{PRESET}")

    def heading_of(self, table: TableName, column: str) -> str | None:
        """The heading that is confirmed for a column, or None where it has its own."""
        return self._single(f"{table}.{column}.{COLUMN}")

    def dates(self, table: TableName, column: str) -> Dates:
        """How a column of dates is read."""
        year = self._single(f"{table}.{column}.{YEAR}")
        return Dates(cast(Order, self.order(table, column) or "day_first"), int(year) if year else None)

    def table_of(self, file: str) -> str | None:
        """Which table a file (or a sheet, as `file.xlsx/sheet`) is, `no_table` for none, None where nobody has said."""
        return self._single(f"{FILE}.{file}")

    def _single(self, key: str) -> str | None:
        answers = self.by_key.get(key)
        return answers[0] if answers else None


def question(table: TableName, column: str, asks: str, answers: tuple[str, ...]) -> Question:
    """A question about a column of a table."""
    return Question(f"{table}.{column}.{asks}", answers)


def file_question(file: str, likely: TableName) -> Question:
    """Which table a file is."""
    return Question(f"{FILE}.{file}", (likely, NO_TABLE))


def read_answers(text: str) -> Answers:
    """A mapping from its JSON; raises BadAnswers for what is no JSON, and for keys or answers that mean nothing here."""
    try:
        given = json.loads(text)
    except ValueError as wrong:
        raise BadAnswers(f"The mapping is not JSON: {wrong}.") from None
    if not isinstance(given, dict):
        raise BadAnswers('The mapping is not of the form {"table.column.question": "answer"}.')
    by_key = {}
    for key, value in given.items():
        answers = tuple(map(str, value)) if isinstance(value, list) else (str(value),)
        _require_meaning(key, answers)
        by_key[key] = answers
    return Answers(by_key)


def _require_meaning(key: str, answers: tuple[str, ...]) -> None:
    if key.startswith(f"{FILE}."):
        allowed: tuple[str, ...] | None = (*CONTRACTS, NO_TABLE)
    else:
        table, _, rest = key.partition(".")
        column, _, asks = rest.partition(".")
        meant = table in CONTRACTS and column in CONTRACTS[TableName(table)].by_name and asks in _ASKS
        if not meant or (asks == PRESET and (table, column) != (TableName.WORKTIME, "entry_ref")):
            raise BadAnswers(f"The mapping has “{key}”, which no question asks.")
        units = MONEY if meant and CONTRACTS[TableName(table)].by_name[column].is_money else UNITS
        allowed = {UNIT: units, ORDER: ORDERS, PRESET: (*FROM_PROGRAMS, NO_PROGRAM)}.get(asks)
        if asks == YEAR and not re.fullmatch("[0-9]{4}", answers[0] if answers else ""):
            raise BadAnswers(f"The mapping says “{', '.join(answers)}” for “{key}”. Say a year, like 2026.")
    if allowed and (len(answers) != 1 or answers[0] not in allowed):
        raise BadAnswers(f"The mapping says “{', '.join(answers)}” for “{key}”. Say one of {', '.join(allowed)}.")
