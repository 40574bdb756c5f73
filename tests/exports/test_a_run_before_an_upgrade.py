"""A run made before an upgrade is frozen: its workbook has the same costs, lines and rates after it."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from budgettracker import create_app
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, transaction
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.studies.models import Study
from budgettracker.workbooks import Book
from tests.conftest import settings
from tests.factories.exports import build, file_of
from tests.factories.studies import AT, ON, run_world
from tests.factories.world import small_world

BEFORE = "0007"
"""The last schema in which a family had one lead worker, one team and one time open, and none of them a date."""

COSTS = {
    "Family_costs": ("family", "purchases", "contact", "preparation", "travel", "mileage", "expenses", "total"),
    "Work_time": ("entry", "contact_minutes", "contact_cost", "travel_cost", "mileage_cost", "expenses"),
    "Spend": ("family", "amount", "counted"),
    "Posts": ("post", "starts_on", "salary", "a", "hours_per_year", "c", "ratio"),
}
"""Sheets and columns that there were before, without what later versions put beside them."""


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Migrations run outside any session's transaction, so this program starts without one."""
    program = create_app(settings(tmp_path, database_url))
    with program.app_context():
        yield program
        db.session.remove()
        db.engine.dispose()


def cells(path: Path) -> dict[str, list[tuple[str, ...]]]:
    """The rows of each sheet, by the columns that there were before."""
    with Book(path) as book:
        return {
            sheet: sorted(tuple(row[name].text for name in columns) for _, row in book.rows(sheet))
            for sheet, columns in COSTS.items()
        }


@pytest.mark.nightly
def test_a_workbook_of_a_run_from_before_has_the_same_cells(app: Flask) -> None:
    study_id = run_world(small_world()).study.id
    with transaction():
        asked = ask_workbook(None, db.session.get_one(Study, study_id), on=ON, at=AT)
    first = build(app, asked)
    run_id, before = first.run_id, cells(file_of(app, first))
    assert all(len(rows) > 1 for rows in before.values())
    db.session.remove()
    flask_migrate.downgrade(revision=BEFORE)
    flask_migrate.upgrade()
    run = db.session.get_one(CostingRun, run_id)
    with transaction():
        asked = ask_workbook(None, db.session.get_one(Study, study_id), run=run, on=ON, at=AT)
    second = build(app, asked)
    assert (second.run_id, second.id != first.id) == (run_id, True)
    assert cells(file_of(app, second)) == before
