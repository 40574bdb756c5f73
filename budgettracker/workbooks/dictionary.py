"""The sheet that says what every other sheet and column means."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from budgettracker.workbooks.cells import Kind
from budgettracker.workbooks.layout import Column, Disclosure, Page, Sheet
from budgettracker.workbooks.stream import Tally


def _column(name: str, description: str, kind: Kind = Kind.TEXT, **more: Any) -> Column:
    return Column(name=name, kind=kind, disclosure=Disclosure.REFERENCE, description=description, **more)


COLUMNS = (
    _column("sheet", "The sheet described"),
    _column("column", "The column described; empty where the line is about the whole sheet", width=22),
    _column("type", "What its cells are", values=tuple(kind.value for kind in Kind), width=14),
    _column("unit", "What its numbers count", width=16),
    _column("values", "The values it may have, where they are a list", width=30),
    _column("description", "What it means", width=80),
    _column("live", "Whether its cells are formulas that recalculate", Kind.YES_NO),
    _column("disclosure_class", "Why it may leave", values=tuple(kind.value for kind in Disclosure), width=18),
    _column("source", "Where it comes from", width=30),
    _column("missing_percent", "Cells that are empty, of all rows", Kind.DECIMAL, places=1, unit="percent"),
)

_UNITS = {Kind.MONEY: "pounds", Kind.DATE: "day"}


def dictionary(
    sheets: Sequence[Sheet | Page], tally: Tally, name: str = "Dictionary", units: Mapping[str, str] | None = None
) -> Sheet:
    """The dictionary of `sheets` and of itself: a line for each sheet, then one for each of its columns.

    `units` says what a declared unit is called in this workbook, where that is not settled before there is one.

    It is written last, so that `tally`, given to write_workbook too, has counted the empty cells by then.
    """
    described = [(sheet.name, sheet.columns if isinstance(sheet, Sheet) else ()) for sheet in sheets]
    count = sum(1 + len(columns) for _, columns in [*described, (name, COLUMNS)])
    own = Sheet(name=name, columns=COLUMNS, rows=(), description="What every sheet and column means")
    rows = (line for sheet in [*sheets, own] for line in _lines(sheet, tally, units or {}))
    return Sheet(name=name, columns=COLUMNS, rows=rows, count=count, late=True, description=own.description)


def _lines(sheet: Sheet | Page, tally: Tally, units: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    names = sheet.names if isinstance(sheet, Sheet) else [sheet.name]
    further = f"Continues on {', '.join(names[1:])}." if len(names) > 1 else ""
    description = " ".join(part for part in (sheet.description, further) if part)
    yield (sheet.name, None, None, None, None, description, None, None, None, None)
    if isinstance(sheet, Page):
        return
    rows, missing = tally.rows.get(sheet.name, 0), tally.missing.get(sheet.name, {})
    for column in sheet.columns:
        yield (
            sheet.name,
            column.name,
            column.kind.value,
            units.get(column.unit, column.unit) or _UNITS.get(column.kind),
            "; ".join(column.values),
            column.description,
            column.formula is not None,
            column.disclosure.value,
            column.source,
            (100 * missing[column.name], rows) if rows else None,
        )
