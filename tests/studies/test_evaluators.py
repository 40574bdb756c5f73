"""Evaluators see the studies they are named in, from a day to a day, once every authority in them has agreed."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from flask import Flask

from budgettracker.access import Role
from budgettracker.commands import main
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.people.models import Person
from budgettracker.studies import actions
from budgettracker.studies.models import EvaluatorAgreement, Study, StudyEvaluator
from budgettracker.studies.queries import studies_asking, studies_for, study_for, waiting_for_agreement
from tests.factories import world as making
from tests.factories.second_hands import at, browser
from tests.factories.studies import run_world
from tests.factories.world import NOON, World

TODAY = NOON.date()
UNTIL = TODAY + timedelta(days=30)


def evaluator(name: str = "Erin East") -> Person:
    with transaction():
        return making.person(None, name, Role.EVALUATOR)


def add(by: Person | None, name: str = "Pilot") -> Study:
    with transaction():
        return actions.add_study(by, name, starts_on=date(2026, 4, 1), ends_on=TODAY, at=NOON)


def name(by: Person | None, study: Study, who: Person, first: date = TODAY, last: date = UNTIL) -> StudyEvaluator:
    with transaction():
        return actions.name_evaluator(by, study, who.email, starts_on=first, ends_on=last, on=TODAY, at=NOON)


def join(by: Person, study: Study) -> None:
    with transaction():
        actions.join_study(by, study, by.authority, "A", "The agreement", on=TODAY, at=NOON)  # type: ignore[arg-type]


def agree(by: Person, naming: StudyEvaluator) -> None:
    with transaction():
        actions.agree_to_evaluator(by, naming, on=TODAY, at=NOON)


def seen(person: Person, on: date = TODAY) -> list[str]:
    db.session.expire_all()
    return sorted(study.name for study in studies_for(person, on))


def test_an_evaluator_sees_what_they_are_named_in_once_every_authority_agreed(world: World) -> None:
    erin = evaluator()
    study, other = add(world.eve), add(None, "Imported")
    assert (seen(world.eve), seen(erin)) == (["Pilot"], [])
    assert {each.name for each in studies_asking(world.sam)} == {"Pilot", "Imported"}
    naming = name(world.eve, study, erin)
    assert seen(erin) == ["Pilot"], "nobody is in it, so nobody has to agree"
    with transaction():
        gwen = making.person(world.elsewhere, "Gwen Gray", Role.SENIOR_MANAGER)
    join(world.sam, study)
    assert (seen(world.eve), seen(erin)) == (["Pilot"], ["Pilot"]), "who was named when it joined was agreed to with it"
    frank = evaluator("Frank Fell")
    third = name(erin, study, frank)
    join(gwen, study)
    assert seen(frank) == [], "Eastfield knew them when it joined, Westmoor was not asked"
    assert waiting_for_agreement(frank, TODAY) == [db.session.get_one(Study, study.id)]
    for stranger in (world.fiona, world.mary, world.adam):
        with pytest.raises(Refusal, match="A senior manager agrees"), transaction():
            actions.agree_to_evaluator(stranger, third, on=TODAY, at=NOON)
    agree(world.sam, third)
    assert seen(frank) == ["Pilot"]
    with pytest.raises(Refusal, match="agreed to this evaluator already"):
        agree(world.sam, third)
    with transaction():
        actions.end_evaluator(gwen, naming, on=TODAY, at=NOON)
    assert (seen(erin), seen(world.eve), seen(frank)) == ([], ["Pilot"], ["Pilot"])
    with pytest.raises(NotTheirs), transaction():
        actions.run_study(erin, study, on=TODAY, at=NOON)
    with pytest.raises(NotTheirs):
        study_for(erin, study.id, TODAY)
    agree(gwen, naming)
    assert seen(erin) == ["Pilot"], "agreed to anew"
    assert seen(world.eve) == ["Pilot"]
    assert study_for(world.eve, study.id, TODAY).id == study.id
    with pytest.raises(NotTheirs):
        study_for(world.eve, other.id, TODAY)
    assert faults() == []


def test_days_and_roles_bound_what_is_seen_and_nobody_is_named_twice(world: World) -> None:
    erin, study = evaluator(), add(world.eve)
    name(world.eve, study, erin, TODAY + timedelta(days=2), TODAY + timedelta(days=4))
    assert [seen(erin, TODAY + timedelta(days=day)) for day in (1, 2, 4, 5)] == [[], ["Pilot"], ["Pilot"], []]
    for first, last, words in (
        (4, 6, "named in this study already"),
        (0, 2, "named in this study already"),
        (9, 8, "before the first"),
        (-9, -8, "is over already"),
        (6, 2_000, "five years at most"),
    ):
        with pytest.raises(Refusal, match=words):
            name(world.eve, study, erin, TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    for nobody in (world.alice, world.sam):
        with pytest.raises(Refusal, match="no evaluator with this address"):
            name(world.eve, study, nobody)
    for other in (world.alice, world.sam, world.fiona, world.adam):
        assert seen(other) == []
    with transaction():
        db.session.get_one(Person, world.eve.id).role_grants[0].ends_on = TODAY - timedelta(days=1)
    assert seen(world.eve) == [], "no evaluator any more"


@pytest.mark.pages
def test_the_pages_name_and_agree_and_an_evaluator_who_is_not_named_finds_nothing(app: Flask, world: World) -> None:
    at(app, NOON)
    made = run_world(world)
    erin, study = evaluator(), made.study
    with transaction():
        run = actions.run_study(world.eve, study, on=TODAY, at=NOON)
        workbook = ask_workbook(world.eve, study, on=TODAY, at=NOON)
    top = f"/studies/{study.id}"
    pages = [top, f"{top}/runs", f"{top}/runs/{run.number}", f"{top}/runs/{run.number}/families"]
    pages += [f"{top}/runs/{run.number}/lines", f"{top}/runs/{run.number}/rates", f"{top}/workbooks"]
    pages += [f"{top}/evaluators", f"/workbooks/{workbook.id}", f"/history/study/{study.id}", f"/history/run/{run.id}"]
    eve, second = browser(app, world.eve), browser(app, erin)
    assert [eve.get(page).status for page in pages] == [200] * len(pages)
    assert [second.get(page).status for page in pages] == [404] * len(pages)
    form = eve.get(f"{top}/evaluators").form()
    days = {"starts_on-day": "15", "starts_on-month": "6", "starts_on-year": "2026"}
    days |= {"ends_on-day": "15", "ends_on-month": "7", "ends_on-year": "2026"}
    wrong = eve.post(f"{top}/evaluators", {**form, **days, "email": "nobody@example.org"})
    assert (wrong.status, "no evaluator with this address" in wrong.text) == (422, True)
    done = eve.post(f"{top}/evaluators", {**wrong.form(), "email": erin.email})
    assert "Waiting for Westmoor, Eastfield" in eve.get(done.location).text
    assert "Winter pilot" in second.get("/studies").text
    assert [second.get(page).status for page in pages] == [404] * len(pages)
    naming = db.session.query(StudyEvaluator).filter_by(person_id=erin.id).one()
    here = f"/studies/evaluators/{naming.id}"
    sam, gwen = browser(app, world.sam), browser(app, made.gwen)
    assert "Erin East" in sam.get("/studies/agreements").text
    for agreeing in (sam, gwen):
        assert second.get(top).status == 404
        assert agreeing.post(here, agreeing.get(here).form()).status == 303
    assert [second.get(page).status for page in pages] == [200] * len(pages)
    assert "agreed to an evaluator for the authority" in second.get(f"/history/study/{study.id}").text
    ended = sam.post(f"{here}/end", sam.get("/studies/agreements").form("/end"))
    assert ended.status == 303
    assert [second.get(page).status for page in pages] == [404] * len(pages)
    assert db.session.query(EvaluatorAgreement).filter_by(naming_id=naming.id).count() == 2


def test_the_operators_command_names_an_evaluator_whom_the_authorities_agree_to(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(app, NOON)
    monkeypatch.setattr("budgettracker.commands.studies.ready_program", lambda: app)
    study = add(None)
    join(world.sam, study)

    def run(email: str, called: str = "Pilot") -> tuple[int, str]:
        db.session.rollback()
        words = ["--study", called, "--email", email, "--first", "2026-06-15", "--last", "2026-07-15"]
        done = CliRunner().invoke(main, ["name-evaluator", *words])
        return done.exit_code, done.output

    assert run("eve.evans@example.org", "Nothing")[1] == "Error: There is no study called “Nothing”.\n"
    assert run("sam.stone@example.org")[0] == 1
    code, text = run("eve.evans@example.org")
    assert (code, "once a senior manager has agreed to them: Westmoor." in text) == (0, True), text
    assert seen(world.eve) == []
    agree(world.sam, db.session.query(StudyEvaluator).one())
    assert seen(world.eve) == ["Pilot"]
