"""A study's workbook says of no family that it is restricted or its record sealed: every sheet is the same before and after.

Nor does it hold what a child said: another child's other words leave the same sheets.
"""

import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.confirmations.actions import confirm
from budgettracker.costing.results.queries.read_run import seed_of
from budgettracker.database import db, transaction
from budgettracker.exports.models import Workbook
from budgettracker.families.actions import ask_to_seal, restrict_family
from budgettracker.families.kinds import SealedBecause
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.studies.kinds import Profile
from budgettracker.voice.actions import read_child_view, record_child_view
from budgettracker.voice.kinds import Whose
from budgettracker.voice.models import ChildViewDetails
from budgettracker.workbooks import Book
from tests.factories.exports import built, file_of, run_of, set_profile, study_world
from tests.factories.families import own_family
from tests.factories.studies import AT, ON
from tests.factories.voice import ANSWERS
from tests.factories.world import World

pytestmark = pytest.mark.pages
WHEN: dict[str, Any] = {"on": ON, "at": AT}
AGAIN = AT + timedelta(hours=1)
OF_ONE_BOOK = re.compile(r"Number \d+(?= of this study|, made on)|run \d+|\d+ June 2026[^<]*|\b[0-9a-f]{64}\b")
"""What a workbook says of itself: its number, its run, when it was made, and its digest."""
OF_THE_RUN_BEFORE = "Comparison_runs"
"""What differs from the run before: the first has none."""


def sheets_of(app: Flask, workbook: Workbook) -> dict[str, list[str]]:
    """The rows of every sheet, without what a workbook says of itself, and the seed of its run."""
    path, seed = file_of(app, workbook), seed_of(run_of(workbook))
    with Book(path) as book:
        parts = {name: tab.part for name, tab in book.sheets.items()}
    with zipfile.ZipFile(path) as files:
        texts = {name: files.read(part).decode() for name, part in parts.items() if name != OF_THE_RUN_BEFORE}
    return {
        name: [
            OF_ONE_BOOK.sub("-", re.sub(rf"\b{seed}\b", "-", row))
            for row in re.split(r"(?=<row )", text)
            if f">{OF_THE_RUN_BEFORE}<" not in row
        ]
        for name, text in texts.items()
    }


def differing(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, list[tuple[str, str]]]:
    """By sheet the rows that are not the same in both."""
    assert list(before) == list(after)
    assert all(len(rows) == len(after[name]) for name, rows in before.items())
    pairs = {name: zip(rows, after[name], strict=True) for name, rows in before.items()}
    differ = {name: [pair for pair in some if pair[0] != pair[1]] for name, some in pairs.items()}
    return {name: some for name, some in differ.items() if some}


def one(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email.startswith(name))).one()


@pytest.mark.parametrize("profile", ["internal", pytest.param("controlled", marks=pytest.mark.nightly)])
def test_every_sheet_is_the_same_once_families_are_restricted_and_sealed(
    app: Flask, world: World, profile: str
) -> None:
    study = study_world(world).study
    set_profile(study, profile)
    before = sheets_of(app, built(app, study))
    assert len(before) > 30, "every sheet"
    assert len(before["Families"]) > 3
    with transaction():
        restrict_family(world.alice, own_family(world), [world.mary], "Known here", **WHEN)
        closed = db.session.scalars(select(Family).where(Family.closed_on.is_not(None))).one()
        sealing = ask_to_seal(one("eric"), closed, SealedBecause.ADOPTION, **WHEN)
        confirm(one("gwen"), sealing, **WHEN)
        assert closed.sealed_on == ON
    assert differing(before, sheets_of(app, built(app, study, at=AGAIN))) == {}


def test_every_sheet_is_the_same_whatever_a_child_said(app: Flask, world: World) -> None:
    study = study_world(world).study
    set_profile(study, Profile.INTERNAL)
    with transaction():
        family = own_family(world)
        view = record_child_view(world.alice, family, family.children[0], ANSWERS, "Kanarie", Whose.CHILD, ON, **WHEN)
        read_child_view(world.bob, view, at=AT)
    before = sheets_of(app, built(app, study))
    with transaction():
        db.session.get_one(ChildViewDetails, view.id).words = "Papegaai"
    assert not any("Kanarie" in row for rows in before.values() for row in rows)
    assert any("not_said" in row for row in before["Voice"])
    assert differing(before, sheets_of(app, built(app, study, at=AGAIN))) == {}
