"""Only the good rows: what leans on a refused row falls with it, and the refused rows come back with reasons."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from budgettracker import read_config
from budgettracker.commands import main
from budgettracker.commands.books import faults
from budgettracker.database import db
from budgettracker.imports.kinds import TableName
from budgettracker.people.models import Person
from budgettracker.spend.models import Spend
from budgettracker.worktime.models import WorkEntry
from tests.factories.folders import DATA
from tests.factories.imports import (
    FAMILIES,
    PEOPLE,
    SMALL,
    counts,
    import_from,
    kelby_files,
    problems_in,
    spends,
    work,
    write_tables,
)


def references(model: type[Spend] | type[WorkEntry]) -> list[str | None]:
    db.session.rollback()
    return list(db.session.scalars(select(model.reference).order_by(model.reference)))


def mixed(folder: Path) -> Path:
    """Iris' row is wrong in a way only the deed knows; K-1 leans on her; one purchase and two entries are wrong too."""
    return kelby_files(
        folder,
        people=PEOPLE.replace("Iris Lowe,practitioner,West,Social worker,37", "Iris Lowe,practitioner,West,,61"),
        families=FAMILIES + "\nK-3,Cedar,West,joe@kelby.example,2026-01-05,Fund,budget,2026-01-05",
        budgets="family_ref,scheme,limit,approved_by,approved_on\nK-1,Fund,200,kay@kelby.example,2026-01-10\n"
        "K-3,Fund,300,kay@kelby.example,2026-01-10",
        spend=spends(
            "A,K-1,2026-02-01,60,,,joe@kelby.example",
            "B,K-3,2026-02-01,60,,,joe@kelby.example",
            "C,K-3,2026-02-02,20,Zoo,,joe@kelby.example",
            "D,K-3,2026-02-03,5,,,joe@kelby.example,,,,,B",
            "E,K-3,2026-02-03,5,,,joe@kelby.example,,,,,C",
            "F,K-3,2026-02-03,50,,,iris@kelby.example",
        ),
        worktime=work(
            "W-1,joe@kelby.example,2026-02-02,Visit,60,,K-3,",
            "W-2,iris@kelby.example,2026-02-02,Visit,60,,K-3,",
            "W-3,joe@kelby.example,2026-02-02,Visit,60,,K-3;K-1,",
        ),
    )


def test_good_rows_are_written_and_what_leans_on_refused_ones_is_not(app: Flask, tmp_path: Path) -> None:
    outcome = import_from(mixed(tmp_path), keep_good=True)
    assert faults() == []
    assert references(Spend) == ["B"]
    assert references(WorkEntry) == ["W-1"]
    assert {person.name for person in db.session.scalars(select(Person))} == {"Joe Hart", "Kay Brook", "Lea Moss"}
    rows = {(one.file, one.row) for one in outcome.folder.problems}
    assert rows == {
        ("people.csv", 2),
        ("families.csv", 2),
        ("budgets.csv", 2),
        ("spend.csv", 2),
        ("spend.csv", 4),
        ("spend.csv", 6),
        ("spend.csv", 7),
        ("worktime.csv", 3),
        ("worktime.csv", 4),
    }
    leaning = [
        line for line in problems_in(outcome) if "in a row that has a problem of its own and was not imported" in line
    ]
    assert len(leaning) == 7


def test_without_it_the_same_files_leave_nothing(app: Flask, tmp_path: Path) -> None:
    before = counts()
    outcome = import_from(mixed(tmp_path))
    assert [line.split(":")[0] for line in problems_in(outcome)] == [
        "people.csv, row 2, weekly_hours",
        "spend.csv, row 4, category",
    ]
    assert counts() == before


def test_a_folder_without_a_good_row_makes_no_authority(app: Flask, tmp_path: Path) -> None:
    before = counts()
    outcome = import_from(write_tables(tmp_path, people="email,name,roles,team\nnobody,N,manager,T"), keep_good=True)
    assert (outcome.words, outcome.refused) == ("", True)
    assert counts() == before


def test_every_good_row_of_the_broken_folder_comes_in_and_the_books_agree(app: Flask) -> None:
    outcome = import_from(DATA / "broken_council", "Eastmoor", keep_good=True)
    assert faults() == []
    assert (outcome.written[TableName.SPEND], references(Spend)) == (2, ["B-1"])
    before = counts()
    import_from(DATA / "broken_council", "Eastmoor", keep_good=True)
    assert counts() == before


@pytest.fixture
def command(app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database that the command is told of."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("INSTANCE_FOLDER", str(tmp_path / "instance"))
    monkeypatch.setenv("APP_ENV", "development")


def run(*words: str) -> Result:
    db.session.rollback()
    return CliRunner().invoke(main, ["import", *words])


def test_the_command_says_what_it_did(command: None, tmp_path: Path) -> None:
    done = run(str(SMALL), "--authority", "Kelby")
    assert done.exit_code == 0, done.output
    assert done.stdout.rstrip().endswith(
        "Imported for Kelby, a new authority: 3 people, 1 scheme, 2 families, 2 children, 2 costs of posts, 1 limit, "
        "3 purchases and refunds, 5 work entries, 1 study."
    )
    assert [file.stat().st_mode & 0o777 for file in (tmp_path / "instance" / "study-keys").iterdir()] == [0o600]
    again = run(str(SMALL), "--authority", "Kelby")
    assert (again.exit_code, "Nothing changed" in again.stdout) == (0, True)


@pytest.mark.pages
def test_the_command_refuses_in_words_and_a_status(command: None, tmp_path: Path) -> None:
    before = counts()
    done = run(str(DATA / "broken_council"), "--authority", "Eastmoor")
    assert done.exit_code == 1
    assert "spend.csv, row 3, amount: “12.345” has three figures after the point." in done.stdout
    assert done.stdout.rstrip().endswith(
        "Nothing was written for Eastmoor. Put the rows right and import the folder again."
    )
    assert counts() == before
    assert run(str(SMALL), "--authority", "  ").exit_code == 1
    assert run(str(tmp_path / "nowhere"), "--authority", "Kelby").exit_code == 2
    assert counts() == before


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_database_held_by_another_program_is_said_in_words(command: None, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = read_config().settings
    monkeypatch.setattr(read_config(), "settings", lambda **given: usual(**given) | {"BUSY_SECONDS": 0.2})
    with db.engine.connect() as other:
        other.exec_driver_sql("UPDATE audit_chain SET last_sequence = last_sequence")
        done = CliRunner().invoke(main, ["import", str(SMALL), "--authority", "Kelby"])
        other.rollback()
    assert (done.exit_code, "The database is busy. Nothing was written." in done.output) == (1, True), done.output


def test_refused_rows_come_back_as_files_that_can_be_put_right_and_imported(command: None, tmp_path: Path) -> None:
    folder = mixed(tmp_path / "in")
    done = run(str(folder), "--authority", "Kelby", "--keep-good")
    assert done.exit_code == 0, done.output
    back = folder / "rejected"
    assert sorted(file.name for file in back.iterdir()) == [
        "budgets.csv",
        "families.csv",
        "people.csv",
        "spend.csv",
        "worktime.csv",
    ]
    with (back / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["name"], row["reason"]) == (
        "Iris Lowe",
        "weekly_hours: Contracted hours a week must be more than 0 and at most 60.",
    )
    (back / "people.csv").write_text((back / "people.csv").read_text("utf-8-sig").replace(",61,", ",37,"))
    (back / "spend.csv").write_text((back / "spend.csv").read_text("utf-8-sig").replace("Zoo", "Travel"))
    again = run(str(back), "--authority", "Kelby")
    assert again.exit_code == 0, again.output
    assert references(Spend) == ["A", "B", "C", "F"]
    assert faults() == []


@pytest.mark.pages
def test_refused_rows_go_where_they_are_told(command: None, tmp_path: Path) -> None:
    done = run(str(mixed(tmp_path / "in")), "--authority", "Kelby", "--keep-good", "--rejected", str(tmp_path / "out"))
    assert f"Refused rows: {tmp_path / 'out' / 'people.csv'}" in done.stdout
    assert not (tmp_path / "in" / "rejected").exists()
