"""A workbook is offered only when its own bytes prove right: each way in which it could be wrong is noticed."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.database import db
from budgettracker.exports.actions import build_workbook
from budgettracker.exports.kinds import BuildState
from budgettracker.exports.models import Workbook
from budgettracker.exports.study import proof
from budgettracker.exports.study.work_costs import COST_COLUMNS
from budgettracker.workbooks.readback import Book
from tests.factories.exports import built, file_of, run_of, study_world
from tests.factories.workbooks import with_cell
from tests.factories.world import World

LIMITS = 2_000_00


def faults(path: Path, workbook: Workbook) -> list[str]:
    with Book(path) as book:
        rows = {name: book.count(name) for name in book.sheets if name not in ("Cover", "Checks")}
    return proof.faults(path, totals_of(run_of(workbook)), rows, LIMITS)


def test_what_is_built_proves_right(app: Flask, world: World) -> None:
    workbook = built(app, study_world(world).study)
    assert faults(file_of(app, workbook), workbook) == []


@pytest.mark.parametrize(
    ("sheet", "column", "row"),
    [
        *(("Work_time", column, 2) for column in COST_COLUMNS),
        ("Work_time", "contact_cost", 20),
        ("Work_time", "preparation_cost", 16),
        ("Pool", "cost", 2),
        ("Pool_lines", "indirect_share", 2),
        ("Pool_lines", "indirect_share", 6),
        ("Spend", "counted", 3),
        ("Budgets", "moved", 2),
        *(("Family_costs", column, 3) for column in ("purchases", "other_help", "contact", "indirect_share", "total")),
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_penny_too_much_anywhere_is_noticed(
    app: Flask, world: World, tmp_path: Path, sheet: str, column: str, row: int
) -> None:
    workbook = built(app, study_world(world).study)
    wrong = with_cell(file_of(app, workbook), tmp_path / "wrong.xlsx", sheet, column, row)
    assert faults(wrong, workbook)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_rows_and_verdicts_that_are_wrong_are_noticed(app: Flask, world: World, tmp_path: Path) -> None:
    workbook = built(app, study_world(world).study)
    path = file_of(app, workbook)
    stranger = with_cell(path, tmp_path / "stranger.xlsx", "Work_time", "family", 2, "FSTRANGER")
    assert any("FSTRANGER" in fault for fault in faults(stranger, workbook))
    with Book(path) as book:
        left_out = next(number for number, row in book.rows("Work_time") if row["destination"].text == "left_out")
    elsewhere = with_cell(path, tmp_path / "elsewhere.xlsx", "Work_time", "destination", left_out, "pooled")
    assert faults(elsewhere, workbook)
    totals = totals_of(run_of(workbook))
    assert proof.faults(path, totals, {"Spend": 9}, LIMITS) == ["Spend has 10 rows and should have 9"]
    assert any("limits" in fault for fault in proof.faults(path, totals, {}, 1))


def test_a_workbook_that_does_not_prove_right_is_never_offered(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = study_world(world)
    monkeypatch.setattr(build_workbook, "faults", lambda *given: ["purchases: the rows come to £1.00"])
    workbook = built(app, example.study)
    assert workbook.state == BuildState.FAILED
    assert "purchases: the rows come to £1.00" in workbook.message
    assert workbook.file_name is workbook.digest is None
    assert list((Path(app.config["EXPORTS_FOLDER"])).iterdir()) == []
    deeds = db.session.scalars(select(AuditRecord.deed).where(AuditRecord.subject_id == workbook.id))
    assert set(deeds) == {Deed.WORKBOOK_ASKED}


def test_a_fault_in_the_program_leaves_words_and_no_file(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = study_world(world)

    def break_off(*given: object) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(build_workbook, "write", break_off)
    with pytest.raises(ZeroDivisionError):
        built(app, example.study)
    workbook = db.session.scalars(select(Workbook)).one()
    assert workbook.state == BuildState.FAILED
    assert "fault in the program" in workbook.message
    assert "secret" not in workbook.message
    assert list((Path(app.config["EXPORTS_FOLDER"])).iterdir()) == []


def test_what_was_built_is_recorded_and_lies_where_only_the_program_reads_it(app: Flask, world: World) -> None:
    workbook = built(app, study_world(world).study, world.eve)
    path = file_of(app, workbook)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert workbook.bytes == path.stat().st_size
    with Book(path) as book:
        counted = sum(
            book.count(name) for name in book.sheets if name not in ("Cover", "Checks", "Dictionary", "Pictures")
        )
    assert workbook.done_rows == workbook.total_rows == counted
    deeds = db.session.scalars(
        select(AuditRecord.deed).where(AuditRecord.subject_id == workbook.id).order_by(AuditRecord.sequence)
    )
    assert list(deeds) == [Deed.WORKBOOK_ASKED, Deed.WORKBOOK_BUILT]
