"""R reads the workbook with read_excel's defaults: every column has its type, no cell is lost, and its sums are the run's."""

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from budgettracker.costing.rates.actions import add_other_cost
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.database import db, transaction
from budgettracker.people.models import Post
from budgettracker.studies.actions import run_study
from budgettracker.voice.actions import record_wishes
from budgettracker.voice.kinds import Wishes
from budgettracker.workbooks import Book
from tests.factories.events import counted
from tests.factories.exports import built, file_of, followed_for_months, run_of, set_profile, study_world
from tests.factories.prices import FITTING_OUT
from tests.factories.readxl import BLANK, DATE, GUESS_MAX, NUMBER, TEXT, Read, read_excel
from tests.factories.studies import AT, ON, cost
from tests.factories.two_runs import RAISED, RAISED_ON
from tests.factories.voice import child_talked
from tests.factories.world import World

MAY = date(2026, 5, 4)
SCRIPT = Path(__file__).parents[1] / "data" / "read_workbook.R"
needs_r = pytest.mark.skipif(
    shutil.which("Rscript") is None, reason="R with the package readxl (r-cran-readxl) is not installed"
)


def pounds(column: Read) -> int:
    """What a column of pounds sums to in R, in pence."""
    assert column.type == NUMBER
    return sum(round(value * 100) for value in column.values)


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("profile", ["internal", "controlled"])
def test_a_guess_from_the_first_row_alone_loses_no_cell_of_any_sheet(app: Flask, world: World, profile: str) -> None:
    example = study_world(world)
    set_profile(example.study, profile)
    with transaction():
        followed_for_months(example.study)
        child_talked(world, world.family)
        record_wishes(world.bob, world.family, Wishes.HEARD, MAY, date(2026, 12, 1), on=ON, at=AT)
        add_other_cost(None, db.session.merge(world.authority), FITTING_OUT, at=AT)
        counted(example.study, world.authority.id)
        run_study(None, db.session.merge(example.study), on=ON, at=AT)
        post = db.session.query(Post).filter_by(authority_id=world.authority.id, name="Social worker").one()
        cost(post, RAISED_ON, salary_pence=RAISED)
    workbook = built(app, example.study)
    path, totals = file_of(app, workbook), totals_of(run_of(workbook))
    for guess_max in (1, GUESS_MAX):
        book = read_excel(path, guess_max)
        with Book(path) as written:
            assert set(book) == set(written.sheets) - {"Cover", "Pictures", "Checks"}
        for sheet, columns in book.items():
            if sheet == "Dictionary":
                continue
            assert any(column.values for column in columns.values()), f"{sheet} has rows"
            faults = {name: column for name, column in columns.items() if column.lost or column.type == BLANK}
            assert faults == {}, sheet
            assert all(None not in column.values for column in columns.values()), f"an empty cell of {sheet}"
        costs, work, spend = book["Family_costs"], book["Work_time"], book["Spend"]
        of_total = [at for at, reason in enumerate(work["reason"].values) if reason == "none"]
        contact = sum(round(work["contact_cost"].values[at] * 100) for at in of_total)
        assert contact == pounds(costs["contact"]) > 0
        assert pounds(costs["total"]) == totals.total_pence
        assert pounds(costs["deciding"]) == totals.deciding_pence
        assert sum(each != "none" for each in spend["refund_of"].values) == 3
        assert pounds(spend["vat"]) == 20_00 - 10_00 + 16_67 - 16_67
        assert pounds(spend["amount"]) == 60_00 + 45_00 + 1_480_00 - 100_00
        days = book["Dates"]
        assert (days["on"].type, book["Families"]["closed_on"].type) == (DATE, TEXT)
        names = {
            (family, day)
            for family, day in zip(book["Families"]["family"].values, book["Families"]["closed_on"].values, strict=True)
            if day != "none"
        }
        closed = [at for at, what in enumerate(days["what"].values) if what == "closed_on"]
        assert (
            names == {(days["family"].values[at], days["on"].values[at].date().isoformat()) for at in closed} != set()
        )


def test_the_emulation_loses_what_r_would_lose() -> None:
    from tests.factories.readxl import _read

    late = _read([None] * GUESS_MAX + [60.03], GUESS_MAX)
    assert (late.type, late.lost) == (BLANK, 1)
    word = _read([1.0, "none"], 1)
    assert (word.type, word.lost, word.values) == (NUMBER, 1, [1.0, None])
    assert _read(["none", 1.0], GUESS_MAX).lost == 0


@pytest.mark.nightly
@needs_r
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_r_itself_reads_it_so(app: Flask, world: World) -> None:
    workbook = built(app, study_world(world).study)
    path, totals = file_of(app, workbook), totals_of(run_of(workbook))
    answer = subprocess.run(
        ["Rscript", str(SCRIPT), str(path)], check=True, capture_output=True, text=True, timeout=300
    )
    words = json.loads(answer.stdout.splitlines()[-1])
    assert words["warnings"] == 0
    assert words["lost"] == 0
    assert round(words["total"] * 100) == totals.total_pence
    assert round(words["contact_of_lines"] * 100) == round(words["contact"] * 100)
