"""What is confirmed of how files are laid out is asked once for each authority and layout."""

from pathlib import Path

from flask import Flask
from sqlalchemy import select

from budgettracker.database import db
from budgettracker.imports.models import ImportLayout
from budgettracker.imports.queries import authority_named, knowing
from budgettracker.imports.tables.answers import Answers
from budgettracker.imports.tables.read_folder import read_folder
from tests.factories.cases import bring_in, west
from tests.factories.folders import problem_lines

WORK = "entry_ref,email,worked_on,activity,Duration (hours),family_refs\n"
CONFIRMED = {
    "worktime.contact_minutes.column": ("Duration (hours)",),
    "worktime.contact_minutes.unit": ("hours",),
}


def entry(reference: str, hours: str) -> str:
    return f"{reference},ana@w.example,2025-11-0{reference[-1]},Home visit,{hours},F1\n"


def test_a_layout_is_confirmed_once(app: Flask, tmp_path: Path) -> None:
    before = west(tmp_path / "first", worktime=WORK + entry("A1", "2"))
    once = {"worktime.note.as_written": ("x",)}
    assert bring_in(before, answers=CONFIRMED | once).folder.problems == []
    (kept,) = db.session.scalars(select(ImportLayout))
    assert (kept.table_name, kept.by_key) == ("worktime", CONFIRMED)
    authority = authority_named("West")
    assert authority is not None
    known = knowing(Answers(), authority.id)
    later = read_folder(west(tmp_path / "later", worktime=WORK + entry("A2", "1.5")), answers=known)
    assert problem_lines(later) == []
    assert later.worktime[0].contact_minutes == 90
    other = west(tmp_path / "other", worktime=WORK.replace("family_refs", "family_refs,note") + entry("A3", "1.5"))
    assert "an entry without time" in problem_lines(read_folder(other, answers=known))[0], (
        "another layout is asked anew"
    )
    assert knowing(Answers(), None) == Answers()
