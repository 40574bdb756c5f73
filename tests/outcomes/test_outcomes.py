"""Outcomes of families: recorded in seconds or imported, withdrawn and never deleted, in the workbook as the run found them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.actions import add_child
from budgettracker.families.models import Family
from budgettracker.imports.kinds import TableName
from budgettracker.outcomes.actions import record_outcome, withdraw_outcome
from budgettracker.outcomes.kinds import Outcome
from budgettracker.outcomes.models import FamilyOutcome
from budgettracker.outcomes.queries import outcomes_of
from budgettracker.outcomes.rules import code_of
from tests.client import PageClient
from tests.factories.exports import built, file_of, study_world
from tests.factories.families import WHEN, own_family
from tests.factories.imports import import_from, kelby_files, problems_in
from tests.factories.studies import AT
from tests.factories.workbooks import texts
from tests.factories.world import World

DAY = date(2026, 6, 1)


def test_an_outcome_is_recorded_once_and_withdrawn(world: World) -> None:
    with transaction():
        family = own_family(world)
        child = add_child(world.alice, family, "C1", **WHEN)
        first = record_outcome(world.alice, family, Outcome.RETURNED_HOME, DAY, code="10a", **WHEN)
        record_outcome(world.alice, family, Outcome.RETURNED_HOME, DAY, child=child, **WHEN)
    assert [(row.child_id, row.code) for row in outcomes_of(family.id)] == [(None, "10A"), (child.id, None)]
    with pytest.raises(Refusal) as refused, transaction():
        record_outcome(world.alice, own_family(world), Outcome.RETURNED_HOME, DAY, code="11A", **WHEN)
    assert (refused.value.field, refused.value.message[:27]) == ("outcome", "This is recorded already, f")
    with transaction():
        withdraw_outcome(world.mary, db.session.get_one(FamilyOutcome, first.id), at=WHEN["at"])
    assert [row.child_id for row in outcomes_of(family.id)] == [child.id]
    with transaction():
        record_outcome(world.alice, own_family(world), Outcome.RETURNED_HOME, DAY, **WHEN)
    assert len(db.session.scalars(select(FamilyOutcome)).all()) == 3


def test_days_are_neither_before_the_help_nor_in_the_future(world: World) -> None:
    with transaction():
        family = own_family(world)
        opened, today = family.opened_on, WHEN["on"]
        for day, words in (
            (opened - timedelta(days=1), "Work with the family started on"),
            (today + timedelta(days=1), "The day is in the future."),
        ):
            with pytest.raises(Refusal) as refused:
                record_outcome(world.alice, family, Outcome.ENTERED_CARE, day, **WHEN)
            assert refused.value.field == "happened_on"
            assert words in refused.value.message
        for day in (opened, today):
            record_outcome(world.alice, family, Outcome.ENTERED_CARE, day, **WHEN)
    assert [row.happened_on for row in outcomes_of(family.id)] == [today, opened]


@pytest.mark.parametrize("typed", ["the child moved", "10A;", "=1+1", "ABCDEFGHIJK"])
def test_a_code_is_a_code(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        code_of(typed)
    assert refused.value.field == "code"


@pytest.mark.pages
def test_the_page_records_in_three_answers_and_keeps_what_is_refused(
    app: Flask, client: PageClient, world: World
) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)
    client.as_(world.alice.email)
    page = f"/families/{world.family_id}/outcomes"
    assert f'href="{page}"' in client.get(f"/families/{world.family_id}").html
    refused = client.send(page, outcome="returned_home", code="not a code")
    assert refused.status == 422
    assert 'value="not a code"' in refused.html
    assert "Enter the code alone" in refused.text
    assert client.send(page, outcome="returned_home").status == 303
    shown = client.get(page)
    assert "Returned home" in shown.text
    assert "15 June 2026" in shown.text
    (row,) = outcomes_of(world.family_id)
    withdrawn = client.post(f"/outcomes/{row.id}/withdraw", shown.form(f"/outcomes/{row.id}/withdraw"))
    assert withdrawn.status == 303
    assert "Nothing is recorded yet" in client.get(page).text


def test_a_file_of_outcomes_is_written_once(app: Flask, tmp_path: Path) -> None:
    rows = """family_ref,child_ref,outcome,on,code
        K-1,,Returned home,01/04/2026,
        K-1,C1,plan_ended,2026-04-02,10a
        K-2,,re-referred,3 April 2026,"""
    children = "family_ref,child_ref,birth_month\n K-1,C1,2019-02"
    path = kelby_files(tmp_path / "in", outcomes=rows, children=children)
    outcome = import_from(path)
    assert problems_in(outcome) == []
    assert outcome.written[TableName.OUTCOMES] == 3
    assert any(line.startswith("3 outcomes, 1 to 3 April 2026: 1 ") for line in outcome.sums)
    first = db.session.scalars(select(Family).where(Family.reference == "K-1")).one()
    assert [(row.outcome, row.code) for row in outcomes_of(first.id)] == [
        ("plan_ended", "10A"),
        ("returned_home", None),
    ]
    db.session.rollback()
    again = import_from(path)
    assert (problems_in(again), again.words) == ([], "")


@pytest.mark.parametrize(
    "row, words",
    [
        ("K-1,C9,plan_ended,2026-04-02,", "row 2, child_ref: “C9” is no child of family K-1"),
        ("K-9,,plan_ended,2026-04-02,", "row 2, family_ref: “K-9” is not in families"),
        ("K-1,,went well,2026-04-02,", "row 2, outcome: “went well” is not a kind of outcome known here"),
        ("K-1,,plan_ended,2025-04-02,", "row 2, on: Work with the family started on 5 January 2026."),
        ("K-1,,plan_ended,2026-04-02,what happened", "row 2, code"),
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_row_that_cannot_be_is_named(app: Flask, tmp_path: Path, row: str, words: str) -> None:
    path = kelby_files(tmp_path / "in", outcomes=f"family_ref,child_ref,outcome,on,code\n{row}")
    assert any(words in problem for problem in problems_in(import_from(path))), problems_in(import_from(path))


def test_the_workbook_has_what_stood_when_the_run_was_made(app: Flask, world: World) -> None:
    study = study_world(world).study
    later = AT + timedelta(days=1)
    with transaction():
        family, other = own_family(world), db.session.get_one(Family, world.comparison.id)
        record_outcome(world.alice, family, Outcome.RETURNED_HOME, date(2026, 5, 4), code="10A", on=AT.date(), at=AT)
        late = record_outcome(world.alice, other, Outcome.RE_REFERRED, date(2026, 5, 5), on=AT.date(), at=AT)
        gone = record_outcome(world.alice, other, Outcome.ENTERED_CARE, date(2026, 5, 5), on=AT.date(), at=AT)
        withdraw_outcome(world.alice, gone, at=AT)
        withdraw_outcome(world.alice, late, at=later)
        record_outcome(world.alice, family, Outcome.PLAN_ENDED, date(2026, 5, 6), on=later.date(), at=later)
    rows = texts(file_of(app, built(app, study)), "Outcomes")
    assert sorted((row["arm"], row["outcome"], row.get("code", ""), "child" in row) for row in rows) == [
        ("budget", "returned_home", "10A", False),
        ("budget", "stepped_down", "10A", False),
        ("comparison", "pre_proceedings", "10A", False),
        ("comparison", "re_referred", "", False),
    ]
