"""The sheet that says what every other sheet and column means."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, NamedTuple

from budgettracker.workbooks.cells import Kind
from budgettracker.workbooks.layout import Column, Disclosure, Page, Sheet, column, columns_of
from budgettracker.workbooks.stream import Tally

_KINDS = tuple(kind.value for kind in Kind)
_CLASSES = tuple(disclosure.value for disclosure in Disclosure)
REFERENCE = Disclosure.REFERENCE


class Line(NamedTuple):
    """A line about a whole sheet, or about one of its columns."""

    sheet: Annotated[str, column(Kind.TEXT, REFERENCE, "The sheet described")]
    column: Annotated[
        str | None,
        column(
            Kind.TEXT,
            REFERENCE,
            "The column described; empty where the line is about the whole sheet",
            width=22,
        ),
    ]
    type: Annotated[str | None, column(Kind.TEXT, REFERENCE, "What its cells are", values=_KINDS, width=14)]
    unit: Annotated[str | None, column(Kind.TEXT, REFERENCE, "What its numbers count", width=16)]
    values: Annotated[
        str | None, column(Kind.TEXT, REFERENCE, "The values it may have, where they are a list", width=30, wraps=True)
    ]
    description: Annotated[str, column(Kind.TEXT, REFERENCE, "What it means", width=80, wraps=True)]
    live: Annotated[bool | None, column(Kind.YES_NO, REFERENCE, "Whether its cells are formulas that recalculate")]
    disclosure_class: Annotated[str | None, column(Kind.TEXT, REFERENCE, "Why it may leave", values=_CLASSES, width=18)]
    source: Annotated[str | None, column(Kind.TEXT, REFERENCE, "Where it comes from", width=30, wraps=True)]
    missing_percent: Annotated[
        tuple[int, int] | None,
        column(Kind.DECIMAL, REFERENCE, "Cells that are empty, of all rows", places=1, unit="percent"),
    ]


COLUMNS = columns_of(Line)
_UNITS = {Kind.MONEY: "pounds", Kind.DATE: "day", Kind.DAY_IN_TEXT: "day"}


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


def _lines(sheet: Sheet | Page, tally: Tally, units: Mapping[str, str]) -> Iterator[Line]:
    names = sheet.names if isinstance(sheet, Sheet) else [sheet.name]
    further = f"Continues on {', '.join(names[1:])}." if len(names) > 1 else ""
    description = " ".join(part for part in (sheet.description, further) if part)
    yield Line(sheet.name, None, None, None, None, description, None, None, None, None)
    if isinstance(sheet, Page):
        return
    rows, missing = tally.rows.get(sheet.name, 0), tally.missing.get(sheet.name, {})
    for described in sheet.columns:
        yield Line(
            sheet=sheet.name,
            column=described.name,
            type=described.kind.value,
            unit=units.get(described.unit, described.unit) or _UNITS.get(described.kind),
            values="; ".join(_values(described)),
            description=described.description,
            live=described.formula is not None,
            disclosure_class=described.disclosure.value,
            source=described.source,
            missing_percent=(100 * missing[described.name], rows) if rows else None,
        )


def _values(described: Column) -> tuple[str, ...]:
    """The values of a list, with the word that stands for none of them."""
    empty = described.empty
    if not described.values or not isinstance(empty, str) or empty in described.values:
        return described.values
    return (*described.values, empty)
