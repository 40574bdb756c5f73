"""LibreOffice reckons the study workbook from its formulas alone, and what changes on Posts reaches every family."""

import shutil
import subprocess
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates.models import PostCost
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.database import db, transaction
from budgettracker.exports.study import family_costs, pool, pool_lines, spend, work_time
from budgettracker.exports.study.work_costs import PARTS
from budgettracker.studies.actions import add_study, join_study
from budgettracker.workbooks.readback import Book, Seen, pence_of
from budgettracker.workbooks.stream import Sheet
from tests.factories.exports import built, file_of, run_of, study_world
from tests.factories.recalculation import formula_cells, needs_libreoffice, recalculated
from tests.factories.studies import AT, ON
from tests.factories.workbooks import with_cell
from tests.factories.world import World

pytestmark = [pytest.mark.recalculation, pytest.mark.pages, needs_libreoffice]


def _shown(cell: Seen, places: int) -> str | Decimal:
    """What a cell shows: rates to the places they carry, everything else exactly as it stands."""
    return round(Decimal(cell.text), places) if cell.type == "n" else cell.text


def _differences(path: Path, folder: Path) -> list[tuple[Any, str, str]]:
    carried, reckoned = formula_cells(path), recalculated(path, folder)
    assert carried.keys() == reckoned.keys()
    assert len(carried) > 150
    found: list[tuple[Any, str, str]] = []
    for place, cell in carried.items():
        places = 6 if place[0] == "Posts" else 9
        if _shown(cell, places) != _shown(reckoned[place], places):
            found.append((place, cell.text, reckoned[place].text))
    return found


@pytest.mark.parametrize("kind", list(RatioKind))
def test_every_formula_comes_to_the_value_it_carries(app: Flask, world: World, tmp_path: Path, kind: RatioKind) -> None:
    example = study_world(world)
    with transaction():
        db.session.query(PostCost).filter(PostCost.ratio_kind.is_not(None)).update({"ratio_kind": kind})
    assert _differences(file_of(app, built(app, example.study)), tmp_path) == []


def test_so_it_does_when_every_sheet_goes_on_in_others(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = study_world(world)
    for module in (family_costs, pool, pool_lines, spend, work_time):
        monkeypatch.setattr(module, "Sheet", partial(Sheet, rows_per_sheet=3))
    path = file_of(app, built(app, example.study))
    with Book(path) as book:
        assert {"Work_time_9", "Spend_4", "Pool_lines_2", "Family_costs_2"} <= set(book.sheets)
    assert _differences(path, tmp_path) == []


def test_a_study_in_which_nothing_happened_is_a_workbook_too(app: Flask, world: World, tmp_path: Path) -> None:
    example = study_world(world)
    with transaction():
        empty = add_study(
            None, "Before", starts_on=date(2019, 1, 1), ends_on=date(2019, 3, 31), profile="internal", at=AT
        )
        join_study(None, empty, example.world.authority, "A", "", on=ON, at=AT)
    path = file_of(app, built(app, empty))
    with Book(path) as book:
        assert [book.count(name) for name in ("Families", "Spend", "Work_time", "Pool", "Family_costs")] == [0] * 5
    carried, reckoned = formula_cells(path), recalculated(path, tmp_path)
    assert {place: _shown(cell, 6) for place, cell in carried.items()} == {
        place: _shown(cell, 6) for place, cell in reckoned.items()
    }
    assert carried["Checks", 2, 0].text == "Everything adds up."


def test_a_wrong_carried_value_is_noticed(app: Flask, world: World, tmp_path: Path) -> None:
    example = study_world(world)
    path = file_of(app, built(app, example.study))
    wrong = with_cell(path, tmp_path / "wrong.xlsx", "Family_costs", "contact", 2)
    assert [place[0] for place, _, _ in _differences(wrong, tmp_path)] == ["Family_costs"]


def test_a_salary_changed_on_posts_costs_what_a_run_with_that_salary_costs(
    app: Flask, world: World, tmp_path: Path
) -> None:
    """Mode A, mode B, pools and joint visits at once: the sheet's formulas are the method."""
    example = study_world(world)
    changed = tmp_path / "changed.xlsx"
    book = openpyxl.load_workbook(file_of(app, built(app, example.study)))
    header = [cell.value for cell in book["Posts"][1]]
    for row in book["Posts"].iter_rows(min_row=2):
        salary: Any = row[header.index("salary")]
        salary.value += 1_234.56
        row[header.index("overhead_direct")].value = 5_000
        if row[header.index("ratio")].value is not None:
            row[header.index("ratio")].value = 0.789
    book.save(changed)
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "out"),
        str(changed),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=280)
    with transaction():
        for cost in db.session.query(PostCost):
            cost.salary_pence += 1_234_56
            cost.overhead_direct_basis_points, cost.overhead_direct_pence = None, 5_000_00
            if cost.ratio_thousandths is not None:
                cost.ratio_thousandths = 789
    again = built(app, example.study)
    columns = ["purchases", *PARTS, "total"]
    with Book(tmp_path / "out" / changed.name) as reckoned, Book(file_of(app, again)) as run_anew:
        assert reckoned.sums("Family_costs", columns) == run_anew.sums("Family_costs", columns)
        assert _costs(reckoned) == _costs(run_anew)
        entries = sum(
            reckoned.sums(
                "Work_time", ["contact_cost", "preparation_cost", "travel_cost", "mileage_cost", "expenses"]
            ).values()
        )
    assert entries == totals_of(run_of(again)).sums.all_entries_pence
    shutil.rmtree(tmp_path / "profile")


def _costs(book: Book) -> dict[str, int]:
    return {row["family"].text: pence_of(row["total"], str(number)) for number, row in book.rows("Family_costs")}
