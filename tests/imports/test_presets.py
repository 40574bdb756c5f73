"""Files of time from other programs: asked once what they are, read as they mean it, and never written twice."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.imports.actions import Outcome, import_folder
from budgettracker.imports.kinds import TableName
from budgettracker.imports.queries import authority_named, knowing
from budgettracker.imports.tables.answers import Answers, read_answers
from budgettracker.imports.tables.digest import digest_of
from budgettracker.imports.tables.read_folder import ReadFolder, read_folder
from budgettracker.people.models import Person
from budgettracker.worktime.models import WorkEntry, WorkShare
from tests.conftest import first_on_both
from tests.factories.imports import NOW, TODAY, kelby_files, problems_in

TOGGL = """\ufeffUser,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
Iris,iris@kelby.example,K-1,Devolved budget,Home visit,"A talk, long",No,2026-02-02,09:00:00,2026-02-02,10:05:30,01:05:30,
Iris,iris@kelby.example,K-1,Devolved budget,Home visit,,No,2026-02-02,15:00:00,2026-02-02,15:20:29,00:20:29,a
Joe,joe@kelby.example,,Team meeting,,,No,2026-02-03,09:00:00,2026-02-03,10:00:00,1:00:00,
"""
CLOCKIFY = """Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,End Date,End Time,Duration (h),\
Duration (decimal),Billable Rate (GBP),Billable Amount (GBP)
Casework,K-1,,Home visit,Iris,West,iris@kelby.example,,Yes,02/02/2026,09:00:00,02/02/2026,10:05:30,01:05:30,1.09,0,0
Casework,K-1,,Home visit,Iris,West,iris@kelby.example,,Yes,02/02/2026,15:00:00,02/02/2026,15:20:29,00:20:29,0.34,0,0
Team meeting,,,,Joe,West,joe@kelby.example,,Yes,13/02/2026,09:00:00,13/02/2026,10:00:00,01:00:00,1.00,0,0
"""
HARVEST = """Date,Client,Project,Project Code,Task,Notes,Hours,Hours Rounded,Billable?,Invoiced?,First Name,Last Name,Employee?
2026-02-02,K-1,Casework,,Home visit,A talk,1.1,1.25,No,No,Iris,Lowe,Yes
2026-02-02,K-1,Casework,,Home visit,,0.34,0.5,No,No,Iris,Lowe,Yes
2026-02-03,,Office,,Team meeting,,1,1,No,No,JOE,Hart,Yes
"""
KIMAI = """Date,Begin,End,Duration,Username,Customer,Project,Activity,Description,Tags
2026-02-02,09:00,10:05,3930,iris@kelby.example,K-1,Casework,Home visit,A talk,
2026-02-02,15:00,15:20,1229,iris@kelby.example,K-1,Casework,Home visit,,
2026-02-03,09:00,10:00,3600,Joe Hart,,Office,Team meeting,,
"""
GRID = """Worker,Activity,Family,Mon 02/02/2026,Tue 03/02/2026,Wed 04/02/2026,Thu 05/02/2026,Fri 06/02/2026
Iris Lowe,Home visit,K-1,1:06,,0.34,-,
joe@kelby.example,Team meeting,,,1.0,,0,
"""
FILES = {"toggl": TOGGL, "clockify": CLOCKIFY, "harvest": HARVEST, "kimai": KIMAI, "weekly_grid": GRID}
KEY = "worktime.entry_ref.preset"


def kelby(path: Path, text: str) -> Path:
    kelby_files(path, worktime="x")
    (path / "worktime.csv").write_text(text)
    return path


def bring(path: Path, **answers: str) -> Outcome:
    """Import a folder with these answers, beside what the authority's books know."""
    known = authority_named("Kelby")
    words = Answers({KEY: (answers["preset"],)}) if answers else Answers()
    read = read_folder(path, answers=knowing(words, known.id if known else None))
    db.session.rollback()
    with transaction():
        return import_folder(None, read, "Kelby", digest_of(read), on=TODAY, at=NOW)


def entries() -> list[tuple[str, str, int, str | None]]:
    """Whose, on which day, how many minutes, and with which family."""
    query = (
        select(Person.email, WorkEntry.worked_on, WorkEntry.contact_minutes, Family.reference)
        .join(Person, Person.id == WorkEntry.person_id)
        .outerjoin(WorkShare, WorkShare.entry_id == WorkEntry.id)
        .outerjoin(Family, Family.id == WorkShare.family_id)
    )
    rows = [
        (email.split("@")[0], str(day), minutes, family) for email, day, minutes, family in db.session.execute(query)
    ]
    db.session.rollback()
    return sorted(rows, key=repr)


@pytest.mark.parametrize("program, engine_name", first_on_both(FILES), indirect=["engine_name"])
def test_a_file_of_another_program_is_asked_then_read_and_never_written_twice(
    app: Flask, tmp_path: Path, program: str
) -> None:
    path = kelby(tmp_path / "in", FILES[program])
    (answer,) = bring(path).folder.problems
    assert answer.question is not None
    assert (answer.question.key, answer.question.answers) == (KEY, (program, "none"))
    assert "contact_minutes from" in answer.reason or program == "weekly_grid"
    first = bring(path, preset=program)
    assert (problems_in(first), first.written[TableName.WORKTIME]) == ([], 3)
    assert first.folder.worktime[0].activity == "Home visit"
    second = {"weekly_grid": "2026-02-04"}.get(program, "2026-02-02")
    meeting = {"clockify": "2026-02-13"}.get(program, "2026-02-03")
    expected = [("iris", "2026-02-02", 66, "K-1"), ("iris", second, 20, "K-1"), ("joe", meeting, 60, None)]
    assert entries() == sorted(expected, key=repr)
    # The layout is confirmed: the same file again is known whole, a later one that overlaps by what they share.
    again = bring(path)
    assert (problems_in(again), again.words) == ([], "")
    assert "3 of 3 entries are in the authority's records already" in str(again.folder.notes)
    line = FILES[program].splitlines()[1].replace("2026-02-02", "2026-02-09").replace("02/02/2026", "09/02/2026")
    more = FILES[program] + line + "\n" if program != "weekly_grid" else GRID + "Iris Lowe,Home visit,K-2,1,,,,\n"
    later = bring(kelby(tmp_path / "later", more))
    assert (problems_in(later), later.written) == ([], {TableName.WORKTIME: 1})


def test_what_was_changed_in_the_other_program_is_named(app: Flask, tmp_path: Path) -> None:
    bring(kelby(tmp_path / "in", TOGGL), preset="toggl")
    (line,) = problems_in(bring(kelby(tmp_path / "later", TOGGL.replace("01:05:30", "01:15:30"))))
    assert "worktime.csv, row 2, entry_ref: “toggl-" in line
    assert "with other content in contact_minutes" in line


def read(path: Path, text: str, answers: Answers) -> ReadFolder:
    return read_folder(kelby(path, text), answers=answers)


WRONG = [
    (HARVEST.replace("Iris,Lowe", "Ida,Lowe"), "harvest", "row 2, email: “Ida Lowe” is not an e-mail address"),
    (TOGGL.replace("01:05:30", "an hour"), "toggl", "row 2, contact_minutes: “an hour” is not a number of minutes"),
    (CLOCKIFY.replace("13/02/2026,09", "02/13/2026,09"), "clockify", "has 13 where the month stands"),
    (
        KIMAI.replace("3930", "393000"),
        "kimai",
        "row 2, contact_minutes: “6550” is more than the 1,440 minutes of a day",
    ),
    (
        GRID.replace("1:06", "30"),
        "weekly_grid",
        "row 2, contact_minutes: “1800” is more than the 1,440 minutes of a day",
    ),
    (GRID + "Total,,,1:06,1.0,0.34,,\n", "weekly_grid", "row 4, email: “Total” is not an e-mail address"),
]


@pytest.mark.parametrize(("text", "program", "words"), WRONG)
def test_what_such_a_file_does_not_say_is_refused_where_it_stands(
    tmp_path: Path, text: str, program: str, words: str
) -> None:
    lines = [str(line) for line in read(tmp_path / "in", text, Answers({KEY: (program,)})).problems]
    assert any(words in line for line in lines), lines


def test_which_columns_are_meant_can_be_said(tmp_path: Path) -> None:
    mapping = '{"worktime.entry_ref.preset": "toggl", "worktime.activity.column": "Project"}'
    folder = read(tmp_path / "in", TOGGL, read_answers(mapping))
    assert folder.problems == []
    assert [row.activity for row in folder.worktime] == ["Devolved budget", "Devolved budget", "Team meeting"]


def test_a_file_that_is_none_of_them_is_read_by_its_own_headings(tmp_path: Path) -> None:
    lines = [str(line) for line in read(tmp_path / "in", TOGGL, Answers({KEY: ("none",)})).problems]
    assert "The column entry_ref is missing" in lines[0]
