"""LibreOffice reckons the study workbook from its formulas alone, and what changes on Posts reaches every family."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates.actions import add_other_cost, add_pension_rate
from budgettracker.costing.rates.models import LocalPensionRate, PostCost
from budgettracker.costing.results.rules.sensitivity import weeks_tenths
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.database import db, transaction
from budgettracker.exports.study import family_costs, pool, pool_lines, spend, work_time
from budgettracker.exports.study.work_costs import PARTS
from budgettracker.families.kinds import Arm
from budgettracker.studies.actions import add_study, join_study
from budgettracker.workbooks.readback import Book, Seen, pence_of
from budgettracker.workbooks.stream import Sheet
from tests.conftest import NIGHTLY
from tests.factories.events import counted
from tests.factories.exports import built, file_of, run_of, study_world
from tests.factories.prices import DEFLATOR, FITTING_OUT, GREEN_BOOK, PAY, in_prices_of
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
    rows: list[tuple[Any, str, str]] = []
    for place, cell in carried.items():
        places = 6 if place[0] in ("Posts", "Prices", "Parameters") else 9
        if _shown(cell, places) != _shown(reckoned[place], places):
            rows.append((place, cell.text, reckoned[place].text))
    return rows


@pytest.mark.parametrize("kind", list(RatioKind) if NIGHTLY else [RatioKind.CLIENT_RELATED])
def test_every_formula_comes_to_the_value_it_carries(app: Flask, world: World, tmp_path: Path, kind: RatioKind) -> None:
    example = study_world(world)
    with transaction():
        db.session.query(PostCost).filter(PostCost.ratio_kind.is_not(None)).update({"ratio_kind": kind})
        if kind is RatioKind.CLIENT_RELATED:
            # One of the two in the prices of one year, where every cost is a formula over Prices too, and discounted.
            in_prices_of(example.study, "2026/27", discounting=GREEN_BOOK)
            for cost in (FITTING_OUT, replace(FITTING_OUT, rate_basis_points=0, used_from=date(2026, 3, 1))):
                add_other_cost(None, world.authority, cost, at=AT)
            counted(example.study, world.authority.id)
            counted(example.study, world.authority.id, arm=Arm.COMPARISON, number=2, price_year="2026/27")
    assert _differences(file_of(app, built(app, example.study)), tmp_path) == []


@pytest.mark.nightly
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


@pytest.mark.nightly
def test_a_wrong_carried_value_is_noticed(app: Flask, world: World, tmp_path: Path) -> None:
    example = study_world(world)
    path = file_of(app, built(app, example.study))
    wrong = with_cell(path, tmp_path / "wrong.xlsx", "Family_costs", "contact", 2)
    assert [place[0] for place, _, _ in _differences(wrong, tmp_path)] == ["Family_costs"]


SALARY, PENSION, OVERHEAD, MINUTES, RATIO = 1_234_56, 2_145, 3_333, 1_537 * 60, 789
"""What is changed: pence of salary more, basis points of pension and direct overheads, minutes of a year, thousandths."""


def test_what_is_changed_on_posts_costs_what_a_run_with_it_costs(app: Flask, world: World, tmp_path: Path) -> None:
    """Computed on-costs, percentages, hours, ratio, price indices and discount rate, mode A, mode B, pools, joint visits,
    deciding, set-up, evaluation and days outside open periods at once: the sheet's formulas are the method, and Checks say
    what was edited.
    """
    example = study_world(world)
    with transaction():
        db.session.query(PostCost).update({"oncosts_pence": None})
        for authority in (world.authority, world.elsewhere):
            rate = {"starts_on": date(2020, 1, 1), "rate_basis_points": 1_980, "at": AT}
            add_pension_rate(None, db.session.merge(authority), **rate)  # type: ignore[arg-type]
        in_prices_of(example.study, "2026/27", discounting=GREEN_BOOK)
    changed = tmp_path / "changed.xlsx"
    book = openpyxl.load_workbook(file_of(app, built(app, example.study)))
    header = [cell.value for cell in book["Posts"][1]]
    for row in book["Posts"].iter_rows(min_row=2):
        salary: Any = row[header.index("salary")]
        salary.value += SALARY / 100
        assert (row[header.index("oncosts_from")].value, row[header.index("overheads_from")].value) == (
            "computed",
            "direct",
        )
        row[header.index("pension_percent")].value = PENSION / 100
        row[header.index("overhead_direct_percent")].value = OVERHEAD / 100
        row[header.index("hours_per_year")].value = MINUTES / 60
        if row[header.index("ratio_kind")].value != "none":
            row[header.index("ratio")].value = RATIO / 1_000
    _change_indices(book["Prices"])
    _state_a_week(book["Break_even"])
    book.save(changed)
    reckoned_file = _reckoned(changed, tmp_path)
    with transaction():
        for cost in db.session.query(PostCost):
            cost.salary_pence += SALARY
            cost.overhead_direct_basis_points, cost.overhead_direct_pence = OVERHEAD, None
            cost.minutes_per_year = MINUTES
            if cost.ratio_thousandths is not None:
                cost.ratio_thousandths = RATIO
        db.session.query(LocalPensionRate).update({"rate_basis_points": PENSION})
        pay, goods = (replace(each, edition="Revised", indices={**each.indices, **REVISED}) for each in (PAY, DEFLATOR))
        in_prices_of(example.study, "2026/27", pay, goods, GREEN_BOOK._replace(basis_points=DISCOUNT))
    again = built(app, example.study)
    columns = ["purchases", *PARTS, "total", "deciding", "set_up", "evaluation", "outside_periods"]
    with Book(reckoned_file) as reckoned, Book(file_of(app, again)) as run_anew:
        assert reckoned.sums("Family_costs", columns) == run_anew.sums("Family_costs", columns)
        assert min(run_anew.sums("Family_costs", columns).values()) > 0
        assert _costs(reckoned) == _costs(run_anew)
        present = ["total", "other_help", "deciding", "present_total", "present_other_help", "present_deciding"]
        assert reckoned.sums("Discounting", present) == run_anew.sums("Discounting", present)
        whole = run_anew.sums("Family_costs", ["total"])["total"]
        assert 0 < run_anew.sums("Discounting", present)["present_total"] < whole
        for _, even in reckoned.rows("Break_even"):
            amount = pence_of(even["amount"], "amount")
            tenths = weeks_tenths(amount, WEEK) if amount > 0 else 0
            assert (even["stated"].text, Decimal(even["weeks"].text)) == ("yes", Decimal(tenths) / 10), even
        entries = sum(
            reckoned.sums(
                "Work_time", ["contact_cost", "preparation_cost", "travel_cost", "mileage_cost", "expenses"]
            ).values()
        )
        verdicts = _verdicts(reckoned)
    assert entries == totals_of(run_of(again)).sums.all_entries_pence
    assert verdicts.pop("verdict") == "Everything adds up, to inputs that were edited."
    assert {name for name, verdict in verdicts.items() if verdict == "edited"} == {
        "Inputs: Posts",
        "Inputs: Prices",
        "All entries",
        "Purchases and other help",
        "Items of funders",
        *(f"Cut: {name}" for name in ("Activities", "Interventions", "Months")),
    }
    assert set(verdicts.values()) == {"OK", "edited"}


REVISED = {"2025/26": 97_1234, "2026/27": 111_5}
"""Indices of another edition, in ten-thousandths."""
DISCOUNT = 425
"""Another discount rate, in basis points."""


WEEK = 1_234_56
"""What a week of a placement costs, typed on Break_even, in pence."""


def _state_a_week(even: Any) -> None:
    header = [cell.value for cell in even[1]]
    for row in even.iter_rows(min_row=2):
        for column, value in (("week_cost", WEEK / 100), ("week_source", "Finance"), ("week_year", "2025/26")):
            row[header.index(column)].value = value


def _change_indices(prices: Any) -> None:
    header = [cell.value for cell in prices[1]]
    for row in prices.iter_rows(min_row=2):
        label = row[header.index("since")].value
        if row[header.index("unit")].value == "index" and label in REVISED:
            row[header.index("value")].value = REVISED[label] / 10_000
        if row[header.index("price")].value == "discount_rate":
            row[header.index("value")].value = DISCOUNT / 100


def test_checks_tell_a_workbook_that_broke_from_one_that_was_edited(app: Flask, world: World, tmp_path: Path) -> None:
    """A cost typed over its formula is no input: what it puts out is told by how much."""
    path = file_of(app, built(app, study_world(world).study))
    book = openpyxl.load_workbook(path)
    header = [cell.value for cell in book["Work_time"][1]]
    cell: Any = book["Work_time"].cell(row=2, column=header.index("contact_cost") + 1)
    with Book(path) as before:
        was = pence_of(next(row for _, row in before.rows("Work_time"))["contact_cost"], "before")
    cell.value = (was + 7_00) / 100
    book.save(tmp_path / "broken.xlsx")
    with Book(_reckoned(tmp_path / "broken.xlsx", tmp_path)) as reckoned:
        verdicts = _verdicts(reckoned)
    assert verdicts["All entries"] == "off by 7"
    assert verdicts["verdict"].endswith("checks do not hold.")
    assert verdicts["Inputs: Posts"] == verdicts["Inputs: minutes of work"] == "OK"


def _reckoned(path: Path, folder: Path) -> Path:
    """A workbook as LibreOffice reckons it anew."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=280)
    shutil.rmtree(folder / "profile")
    return folder / "out" / path.name


def _verdicts(book: Book) -> dict[str, str]:
    """What Checks says of each check, and over all."""
    rows = [[cell.text for cell in cells] for _, cells in book.cells("Checks")]
    return {"verdict": rows[1][0]} | {row[0]: row[1] for row in rows[4:]}


def _costs(book: Book) -> dict[str, int]:
    return {row["family"].text: pence_of(row["total"], str(number)) for number, row in book.rows("Family_costs")}
