"""The sheet Dates: the days that some rows lack, as real dates, one row each."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, NamedTuple

from budgettracker.exports.study.budgets import budgets_sheet
from budgettracker.exports.study.children import children_sheet
from budgettracker.exports.study.columns import circumstance, day, pseudonym
from budgettracker.exports.study.families import families_sheet
from budgettracker.exports.study.prices import PricesSheet
from budgettracker.exports.study.spend import spend_sheet
from budgettracker.exports.study.study_data import StudyData
from budgettracker.workbooks import Kind, Sheet, columns_of


class DateRow(NamedTuple):
    """A day on which something happened to a family, a child, a limit or a purchase."""

    family: Annotated[str, pseudonym("The family", "family.id")]
    sheet: Annotated[
        str,
        circumstance("The sheet whose row has it as text", "", width=12),
    ]
    row: Annotated[str, pseudonym("Which row of that sheet: its family, child, change or purchase", "")]
    what: Annotated[str, circumstance("What happened: the column there", "", width=20)]
    on: Annotated[date, day("The day", "")]


def dates_sheet(data: StudyData, prices: PricesSheet) -> Sheet:
    """Every day of Families, Children, Budgets and Spend that some of their rows lack, in their order."""
    return Sheet(
        name="Dates",
        columns=columns_of(DateRow),
        rows=list(_rows(data, prices)),
        description="Days that some rows of Families, Children, Budgets and Spend lack, as dates: there they are text or "
        "none, so that every reader finds the same type in a column's first rows",
    )


def _rows(data: StudyData, prices: PricesSheet) -> Iterator[DateRow]:
    spend = spend_sheet(data, prices).sheet
    sheets = (
        (families_sheet(data), "family"),
        (children_sheet(data), "child"),
        (budgets_sheet(data), "change"),
        (spend, "spend"),
    )
    for sheet, key in sheets:
        names = [column.name for column in sheet.columns if column.kind is Kind.DAY_IN_TEXT]
        for row in sheet.rows:
            fields = row._asdict()  # type: ignore[attr-defined]
            for name in names:
                if fields[name] is not None:
                    yield DateRow(fields["family"], sheet.name, fields[key], name, fields[name])
