"""A run made before an upgrade is frozen: its workbook has the same cells after it, but for those named here with their reason."""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from budgettracker import create_app
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, transaction
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.studies.models import Study
from tests.compare_workbooks import rows_of
from tests.conftest import settings
from tests.factories.exports import build, file_of
from tests.factories.studies import AT, ON, run_world
from tests.factories.world import small_world

BEFORE = "0007"
"""The last schema in which a family had one lead worker, one team and one time open, and none of them a date."""

ANY = "*"
RATES = "the percentage an overhead was reckoned from came later: the run keeps the amount"
MONTHS = "what each worker had to work in a month is kept with runs of later versions"
LAW = "the law is kept on a purchase of later versions"
OUTSIDE = "before, what came after a family's time was left out and not told apart"
MAY_DIFFER = {
    ("Cover", "Workbook", "B"): "the number of the workbook",
    ("Cover", "Digest of the data rows", "B"): "it follows from the rows",
    ("Cover", "Set-up", ANY): "the words that tell of a run from before",
    ("Cover", "TDABC", "B"): MONTHS,
    ("Cover", "Activity_by_post", "B"): MONTHS,
    ("Cover", "Missing", "B"): MONTHS,
    ("Dictionary", "TDABC", "missing_percent"): MONTHS,
    ("Dictionary", "Activity_by_post", "missing_percent"): MONTHS,
    ("Dictionary", "Missing", "missing_percent"): MONTHS,
    ("Dictionary", "Spend", "missing_percent"): LAW,
    **{
        ("TDABC", f"{authority}: {part}", ANY): MONTHS
        for authority in ("Eastfield", "Westmoor")
        for part in (
            "capacity supplied, contracted hours",
            "practical capacity, less absence",
            "used, as logged",
            "of it for families",
            "unused",
        )
    },
    ("Self_grade", "Key cost components", ANY): MONTHS,
    ("Self_grade", "Precision", ANY): MONTHS,
    ("Activity_by_post", ANY, ANY): MONTHS,
    ("Missing", ANY, ANY): MONTHS,
    ("Spend", ANY, "legal_basis"): LAW,
    ("Work_time", ANY, "outside_periods"): OUTSIDE,
    ("Family_costs", ANY, "outside_periods"): OUTSIDE,
    ("Posts", ANY, "overheads_from"): RATES,
    ("Posts", ANY, "overhead_direct_percent"): RATES,
    ("Posts", ANY, "overhead_direct"): RATES,
    ("Parameters", "overhead_direct_percent", "number"): RATES,
    ("Parameters", "work_counted", "words"): "before, a run's own interventions were all it counted",
    ("Parameters", "follow_up", "words"): OUTSIDE,
    ("Checks", "Inputs: Posts", ANY): RATES,
    ("Checks", "Rows of Missing", ANY): MONTHS,
}
"""Sheet, text in the row's first column, column -> why a run from before has something else in this cell."""


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Migrations run outside any session's transaction, so this program starts without one."""
    program = create_app(settings(tmp_path, database_url))
    with program.app_context():
        yield program
        db.session.remove()
        db.engine.dispose()


Cell = tuple[str, str, str, str, str | None]
"""Its sheet, the text in its row's first column, its column, what it shows, its formula."""


def reason(cell: Cell) -> tuple[str, str, str] | None:
    """The line of MAY_DIFFER that a cell falls under."""
    sheet, label, column, *_ = cell
    places = ((sheet, row, name) for row in (label, ANY) for name in (column, ANY))
    return next((place for place in places if place in MAY_DIFFER), None)


def cells(path: Path) -> tuple[list[Cell], dict[tuple[str, str, str], list[Cell]]]:
    """Every cell of every sheet in its order, and apart, by their line of MAY_DIFFER, those that may differ."""
    same: list[Cell] = []
    apart: dict[tuple[str, str, str], list[Cell]] = {place: [] for place in MAY_DIFFER}
    for sheet, (head, *rows) in rows_of(path).items():
        names = {column: cell.value for column, cell in head.items()}
        same += [(sheet, "", column, name, None) for column, name in names.items() if sheet != "Cover"]
        for row in rows:
            label = row["A"].value if "A" in row else ""
            for column, seen in row.items():
                cell = (sheet, label, names.get(column, column), seen.value, seen.formula)
                place = reason(cell)
                (same if place is None else apart[place]).append(cell)
    return same, apart


@pytest.mark.nightly
def test_a_workbook_of_a_run_from_before_has_the_same_cells(app: Flask) -> None:
    study_id = run_world(small_world()).study.id
    with transaction():
        request = ask_workbook(None, db.session.get_one(Study, study_id), on=ON, at=AT)
    first = build(app, request)
    run_id, (before, apart_before) = first.run_id, cells(file_of(app, first))
    assert len({sheet for sheet, *_ in before}) > 40
    db.session.remove()
    flask_migrate.downgrade(revision=BEFORE)
    flask_migrate.upgrade()
    run = db.session.get_one(CostingRun, run_id)
    with transaction():
        request = ask_workbook(None, db.session.get_one(Study, study_id), run=run, on=ON, at=AT)
    second = build(app, request)
    assert (second.run_id, second.id != first.id) == (run_id, True)
    after, apart_after = cells(file_of(app, second))
    assert [pair for pair in zip_longest(before, after) if pair[0] != pair[1]] == []
    assert [place for place in MAY_DIFFER if apart_before[place] == apart_after[place]] == [], "these do not differ"
