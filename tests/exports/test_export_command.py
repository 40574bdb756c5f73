"""`budgettracker export`: a workbook to a file, or words and a status that says no."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from budgettracker.commands import main
from budgettracker.database import db, transaction
from budgettracker.people.models import PostHolding
from budgettracker.workbooks.nothing_hidden import findings
from budgettracker.workbooks.readback import Book
from tests.factories.exports import StudyWorld, study_world
from tests.factories.world import World


@pytest.fixture
def example(app: Flask, world: World, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StudyWorld:
    """The study in the database that the command is told of."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("INSTANCE_FOLDER", str(tmp_path / "instance"))
    monkeypatch.setenv("APP_ENV", "development")
    return study_world(world)


def export(*words: str) -> Result:
    db.session.rollback()
    return CliRunner().invoke(main, ["export", *words])


def test_export_writes_a_proved_workbook_and_says_which(example: StudyWorld, tmp_path: Path) -> None:
    out = tmp_path / "pilot.xlsx"
    out.write_text("an older file")
    done = export("--study", "Winter pilot", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert "Workbook 1 of the study “Winter pilot”, from costing run 1, not released." in done.output
    assert "SHA-256" in done.output
    assert findings(out) == []
    assert out.stat().st_mode & 0o777 == 0o600
    with Book(out) as book:
        assert "Family_costs" in book.sheets
        assert "Not released" in next(cells for number, cells in book.cells("Cover") if number == 2)[0].text
    again = export("--study", "Winter pilot", "--out", str(out))
    assert "Workbook 2 of the study “Winter pilot”, from costing run 2" in again.output
    assert [file.name for file in tmp_path.glob("*.part")] == []


@pytest.mark.parametrize(
    ("study", "out", "words"),
    [
        ("Nobody's", "x.xlsx", "There is no study called “Nobody's”."),
        ("Winter pilot", "x.csv", "x.csv must end in .xlsx"),
        ("Winter pilot", "nowhere/x.xlsx", "There is no folder"),
        ("Winter pilot", "folder.xlsx", "is a folder. Name a file."),
    ],
)
def test_what_cannot_be_written_is_said(example: StudyWorld, tmp_path: Path, study: str, out: str, words: str) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    done = export("--study", study, "--out", str(tmp_path / out))
    assert done.exit_code == 1
    assert words in done.output
    assert "Traceback" not in done.output


def test_options_that_are_missing_are_asked_for(example: StudyWorld) -> None:
    assert export("--study", "Winter pilot").exit_code == 2


def test_what_stops_a_run_is_said_and_an_older_file_stays(example: StudyWorld, tmp_path: Path) -> None:
    out = tmp_path / "pilot.xlsx"
    out.write_text("an older file")
    with transaction():
        db.session.query(PostHolding).filter_by(person_id=example.world.bob.id).delete()
    done = export("--study", "Winter pilot", "--out", str(out))
    assert done.exit_code == 1
    assert "has no post" in done.output
    assert out.read_text() == "an older file"


def test_a_published_study_is_refused_in_words(example: StudyWorld, tmp_path: Path) -> None:
    with transaction():
        example.study.profile = "published"
    done = export("--study", "Winter pilot", "--out", str(tmp_path / "x.xlsx"))
    assert done.exit_code == 1
    assert "only tables" in done.output


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_in_production_only_a_release_is_written(
    example: StudyWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (tmp_path / "test.sqlite").chmod(0o600)
    monkeypatch.setenv("APP_ENV", "production")
    monkeypatch.setenv("SECRET_KEY", "0123456789abcdef0123456789abcdef")
    monkeypatch.setenv("STUDY_KEYS", str(keys))
    done = export("--study", "Winter pilot", "--out", str(tmp_path / "x.xlsx"))
    assert done.exit_code == 1
    assert "In production only a workbook that two people released" in done.output
