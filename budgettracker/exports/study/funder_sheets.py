"""The tables that funders ask for as sheets, with the values their pages have and the columns the evaluator chose."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from budgettracker.exports.study.columns import Declared, money, number, reference
from budgettracker.exports.study.study_data import StudyData
from budgettracker.funders.kinds import Cell
from budgettracker.funders.queries.facts import run_facts
from budgettracker.funders.queries.settings import settings_of, signed_of
from budgettracker.funders.rules.table import Table, TableColumn, Value
from budgettracker.funders.rules.tables import offered_tables, shaped_table
from budgettracker.workbooks import Column, Kind, Sheet

MINUTES_AN_HOUR = 60
WIDEST = 70
"""Characters of the widest column: what is longer stands in several lines."""


def funder_sheets(data: StudyData) -> tuple[Sheet, ...]:
    """A sheet for each table of the study's profile, in the order its page lists them."""
    facts = run_facts(data.session, data.study, data.run)
    settings, signed = settings_of(data.session, data.study.id), signed_of(data.session, data.run.id)
    tables = (shaped_table(of, facts, settings, signed) for of in offered_tables(data.study.disclosure))
    return tuple(_sheet(table) for table in tables)


def _sheet(table: Table) -> Sheet:
    cells = [column.cell for column in table.columns]
    return Sheet(
        name=table.of.value,
        columns=tuple(_column(column, [row[at] for row in table.rows]) for at, column in enumerate(table.columns)),
        rows=[tuple(_value(value, cell) for value, cell in zip(row, cells, strict=True)) for row in table.rows],
        description=" ".join(filter(None, (f"{table.of.words} ({table.of.layout}).", *table.notes))),
    )


def _column(column: TableColumn, values: Sequence[Value]) -> Column:
    """A column as wide as its longest words; figures have the width of their kind."""
    declared: dict[Cell, Callable[..., Declared]] = {
        Cell.TEXT: reference,
        Cell.MONEY: money,
        Cell.NUMBER: partial(number, source=""),
        Cell.HOURS: partial(reference, kind=Kind.DECIMAL, places=2, unit="hours"),
    }
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    width = min(WIDEST, max(longest, len(column.shown) + 2) + 2) if column.cell is Cell.TEXT else None
    return declared[column.cell](column.meaning, width=width, wraps=longest > WIDEST - 2)(name=column.shown)


def _value(value: Value, cell: Cell) -> Any:
    """Hours are written as minutes over sixty; everything else as it is."""
    return (value, MINUTES_AN_HOUR) if cell is Cell.HOURS and value is not None else value
