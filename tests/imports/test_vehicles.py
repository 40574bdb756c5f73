"""In what miles were travelled and with how many passengers: read, refused where it cannot be, and costed at its own rate."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.costing.run.models import RunEntry
from budgettracker.database import db, transaction
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.studies.actions import run_study
from budgettracker.studies.models import Study
from budgettracker.worktime.models import WorkEntry
from tests.factories.folders import problem_lines
from tests.factories.imports import NOW, TODAY, import_from, kelby_files, problems_in

HEAD = "entry_ref,email,worked_on,activity,contact_minutes,family_refs,miles,vehicle,passengers"
STUDY = "study,from,to,mode,profile\nKelby study,2026-01-01,2026-03-31,A,internal"


def rows(*miles: str) -> str:
    entries = [
        f"W-{n},iris@kelby.example,2026-02-{n + 1:02},Home visit,60,K-1,{cells}" for n, cells in enumerate(miles)
    ]
    return "\n".join([HEAD, *entries])


def test_each_vehicle_and_passengers_cost_their_own_rate(app: Flask, tmp_path: Path) -> None:
    text = rows("12,,", "12,Car,2", "12,Motorbike,", "12,bicycle,", "12.5,own car,1")
    path = kelby_files(tmp_path / "in", worktime=text, studies=STUDY)
    assert problems_in(import_from(path)) == []
    kept = select(WorkEntry.vehicle, WorkEntry.passengers).order_by(WorkEntry.reference)
    stored = [tuple(row) for row in db.session.execute(kept)]
    assert stored == [("car", 0), ("car", 2), ("motorcycle", 0), ("bicycle", 0), ("car", 1)]
    db.session.rollback()
    with transaction():
        run_study(None, db.session.scalars(select(Study)).one(), on=TODAY, at=NOW)
    costed = select(WorkEntry.reference, RunEntry.mileage_cost_pence).join(WorkEntry, WorkEntry.id == RunEntry.entry_id)
    pence = [pence for _, pence in db.session.execute(costed.order_by(WorkEntry.reference))]
    # 12 x 45p; 12 x (45p + 2 x 5p); 12 x 24p; 12 x 20p; 12.5 x (45p + 5p)
    assert pence == [540, 660, 288, 240, 625]
    db.session.rollback()
    again = import_from(path)
    assert (problems_in(again), again.words) == ([], "")
    changed = kelby_files(tmp_path / "later", worktime=text.replace("Car,2", "Car,3"))
    (line,) = problems_in(import_from(changed))
    assert "with other content in passengers." in line


WRONG = [
    ("12,tank,", "vehicle: “tank” is not a value known here. Use car, motorcycle or bicycle."),
    ("12,bicycle,1", "passengers: “1” are paid for in a car alone."),
    (",car,1", "passengers: “1” stand in an entry without miles."),
    (",motorcycle,", "vehicle: “motorcycle” stands in an entry without miles."),
    ("12,car,two", "passengers: “two” is not a number of passengers."),
    ("12,car,40", "passengers: “40” is more passengers than a car has room for."),
]


@pytest.mark.parametrize(("cells", "words"), WRONG)
def test_what_cannot_be_is_refused_in_its_cell(tmp_path: Path, cells: str, words: str) -> None:
    lines = problem_lines(read_folder(kelby_files(tmp_path / "in", worktime=rows(cells))))
    assert any(f"worktime.csv, row 2, {words}" in line for line in lines), lines
