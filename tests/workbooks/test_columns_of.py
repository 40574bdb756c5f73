"""A sheet's columns are declared with the fields of its rows: header, cells and dictionary come from one place."""

from pathlib import Path
from typing import Annotated, NamedTuple

import pytest

from budgettracker.workbooks import Disclosure, Kind, Sheet, Tally, column, columns_of, dictionary
from tests.factories.workbooks import texts, written


class VisitRow(NamedTuple):
    """A visit."""

    family: Annotated[str, column(Kind.TEXT, Disclosure.PSEUDONYM, "The family", source="visit.family_id")]
    minutes: Annotated[int, column(Kind.WHOLE, Disclosure.AMOUNT, "Time with it", unit="minutes")]
    cost: Annotated[int, column(Kind.MONEY, Disclosure.AMOUNT, "What it cost")]


class RememberingRow(VisitRow):
    """A visit that remembers its rate, which is in no column."""

    rate: int


def test_header_cells_and_dictionary_come_from_the_fields(tmp_path: Path) -> None:
    def cost(number: int, row: RememberingRow) -> str:
        return f"B{number}*{row.rate}/100"

    row = RememberingRow(family="F1", minutes=60, cost=45_00)
    row.rate = 75
    visits = Sheet(name="Visits", columns=columns_of(VisitRow, cost={"formula": cost}), rows=[row])
    tally = Tally()
    path = written(tmp_path, visits, dictionary([visits], tally), tally=tally)
    assert texts(path, "Visits") == [{"family": "F1", "minutes": "60", "cost": "45.00"}]
    described = {
        row["column"]: row for row in texts(path, "Dictionary") if row["sheet"] == "Visits" and "column" in row
    }
    assert list(described) == ["family", "minutes", "cost"]
    assert described["family"]["source"] == "visit.family_id"
    assert described["minutes"]["unit"] == "minutes"
    assert (described["minutes"]["live"], described["cost"]["live"]) == ("no", "yes")


def test_a_field_without_a_column_is_refused() -> None:
    class Careless(NamedTuple):
        family: Annotated[str, column(Kind.TEXT, Disclosure.PSEUDONYM, "The family")]
        name: str

    with pytest.raises(ValueError, match=r"Careless\.name is not declared as a column"):
        columns_of(Careless)


def test_a_change_of_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="VisitRow has no column costs"):
        columns_of(VisitRow, costs={"formula": "{minutes}"})


def test_a_span_over_several_columns_runs_on_over_sheets() -> None:
    rows = [VisitRow("F1", 60, 45_00)] * 5
    visits = Sheet(name="Visits", columns=columns_of(VisitRow), rows=rows, rows_per_sheet=3)
    assert visits.span("minutes", 1, 4, to="cost") == "Visits!$B$3:$C$4,Visits_2!$B$2:$C$3"
    assert visits.whole_block("minutes", "cost") == "Visits!$B$2:$C$4,Visits_2!$B$2:$C$3"
    with pytest.raises(ValueError, match=r"an empty span of Visits\.minutes"):
        visits.span("minutes", 1, 0)
