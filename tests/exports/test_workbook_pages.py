"""A study's workbooks on its page: asked for, followed, downloaded; what goes wrong is said in words."""

import hashlib
import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs
from budgettracker.exports.actions import build_workbook
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.exports.actions.build_workbook import _Progress
from budgettracker.exports.kinds import BuildState
from budgettracker.exports.models import Workbook
from budgettracker.exports.queries import workbook_for
from budgettracker.exports.views.build_in_background import start_building
from budgettracker.people.models import PostHolding
from budgettracker.spend.actions import Purchase, confirm_delivery, log_other_help
from budgettracker.spend.models import Spend
from budgettracker.studies.actions import add_study, join_study
from budgettracker.workbooks import Book
from tests.client import PageClient, Seen
from tests.conftest import ENGINES
from tests.factories.exports import StudyWorld, built, file_of, study_world
from tests.factories.studies import AT, FIRST, LAST, ON
from tests.factories.world import World

pytestmark = pytest.mark.pages


@pytest.fixture
def example(app: Flask, world: World) -> StudyWorld:
    """The study; its clock stands still."""
    app.config["CLOCK"] = lambda: AT
    return study_world(world)


@pytest.fixture
def eve(client: PageClient, example: StudyWorld) -> PageClient:
    """The evaluator, signed in; workbooks are built before the answer arrives."""
    client.app.extensions["start_workbook"] = lambda app, workbook_id, by_id: in_its_own_thread(
        app, workbook_id, by_id
    ).join()
    client.as_("eve.evans@example.org")
    return client


def ask(eve: PageClient, example: StudyWorld) -> Seen:
    """Press the button on the study's page."""
    study = f"/studies/{example.study.id}"
    return eve.send(study, action=f"{study}/workbooks")


def in_its_own_thread(app: Flask, workbook_id: object, by_id: object) -> threading.Thread:
    return start_building(app, workbook_id, by_id)  # type: ignore[arg-type]


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_an_evaluator_builds_and_downloads_a_workbook(eve: PageClient, example: StudyWorld) -> None:
    study = f"/studies/{example.study.id}"
    answer = eve.send(study, action=f"{study}/workbooks")
    assert answer.status == 303
    page = eve.get(answer.location)
    assert "Workbook 1 is ready" in page.text
    workbook = db.session.scalars(select(Workbook)).one()
    assert workbook.digest is not None
    assert workbook.digest in page.html.replace("<wbr>", "")
    assert "Refresh" not in page.response.headers
    listed = eve.get(study)
    assert "/runs/1" in listed.html
    for words in (
        "Workbook 1",
        "Ready",
        example.world.eve.name,
        "Run 1",
        workbook.digest[:12],
        f"{workbook.done_rows:,}",
    ):
        assert words in listed.text
    got = eve.get(f"/workbooks/{workbook.id}/file")
    assert got.status == 200
    assert got.response.headers["Content-Disposition"] == "attachment; filename=study-workbook-1.xlsx"
    assert hashlib.sha256(got.response.data).hexdigest() == workbook.digest
    assert got.response.headers["Cache-Control"] == "no-store"
    deeds = db.session.scalars(
        select(AuditRecord.deed).where(AuditRecord.subject_id == workbook.id).order_by(AuditRecord.sequence)
    )
    assert list(deeds) == [Deed.WORKBOOK_ASKED, Deed.WORKBOOK_BUILT, Deed.WORKBOOK_DOWNLOADED]
    assert workbook.asked_by_id == example.world.eve.id


def test_while_it_is_built_the_page_says_how_far_it_is_and_looks_again(eve: PageClient, example: StudyWorld) -> None:
    eve.app.extensions["start_workbook"] = lambda *given: None
    request = ask(eve, example)
    page = eve.get(request.location)
    assert "Workbook 1 is being built" in page.text
    assert "A new costing run is being made" in page.text
    assert page.response.headers["Refresh"] == "3"
    assert eve.get(request.location + "/file").status == 404
    with transaction():
        workbook = db.session.scalars(select(Workbook)).one()
        workbook.state, workbook.done_rows, workbook.total_rows = BuildState.BUILDING, 1_200, 4_800
        workbook.heartbeat_at = AT
    page = eve.get(request.location)
    assert "1,200 of 4,800 rows written" in page.text
    bar = page.page.find(".//progress")
    assert bar is not None
    assert bar.get("value") == "25"
    listed = eve.get(f"/studies/{example.study.id}")
    assert "Workbook 1 is being built: 1,200 of 4,800 rows are written." in listed.text
    assert "Build a workbook" not in listed.text
    again = eve.send(f"/studies/{example.study.id}/workbooks")
    assert again.status == 422
    assert "Workbook 1 of this study is being built" in again.text


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_a_building_that_stopped_halfway_is_told_and_can_be_begun_again(eve: PageClient, example: StudyWorld) -> None:
    eve.app.extensions["start_workbook"] = lambda *given: None
    request = ask(eve, example)
    eve.app.config["CLOCK"] = lambda: AT + timedelta(minutes=16)
    eve.sign_in("eve.evans@example.org")  # her session has ended by then
    page = eve.get(request.location)
    assert "could not be built" in page.text
    assert "stopped halfway" in page.text
    eve.app.extensions["start_workbook"] = lambda *given: in_its_own_thread(*given).join()
    second = ask(eve, example)
    assert "Workbook 2 is ready" in eve.get(second.location).text


def test_what_stops_a_run_is_said_and_no_button_offered(eve: PageClient, example: StudyWorld) -> None:
    with transaction():
        db.session.query(PostHolding).filter_by(person_id=example.world.bob.id).delete()
    page = eve.get(f"/studies/{example.study.id}")
    assert "Build a workbook" not in page.text
    opened = eve.get(f"/studies/{example.study.id}/workbooks")
    form = {"csrf_token": "", "form_key": "00000000-0000-4000-8000-000000000001"}
    form["csrf_token"] = eve.get("/studies/new").form()["csrf_token"]
    refused = eve.post(f"/studies/{example.study.id}/workbooks", form)
    assert opened.status == 200
    assert refused.status == 422
    assert "has no post" in refused.text
    assert db.session.scalars(select(Workbook)).all() == []


def test_a_run_that_is_blocked_only_when_it_is_made_leaves_its_words(eve: PageClient, example: StudyWorld) -> None:
    bob_id = example.world.bob.id

    def block_first(app: Flask, workbook_id: object, by_id: object) -> None:
        with transaction():
            db.session.query(PostHolding).filter_by(person_id=bob_id).delete()
        in_its_own_thread(app, workbook_id, by_id).join()

    eve.app.extensions["start_workbook"] = block_first
    request = ask(eve, example)
    page = eve.get(request.location)
    assert "Workbook 1 could not be built" in page.text
    assert "1 worker has no post" in page.text


def test_a_published_study_offers_no_workbook(eve: PageClient, example: StudyWorld) -> None:
    with transaction():
        example.study.profile = "published"
    page = eve.get(f"/studies/{example.study.id}")
    assert "only tables with small counts hidden may leave" in page.text
    assert "Build a workbook" not in page.text


@pytest.mark.parametrize("who", ["alice.archer", "mary.moss", "fiona.field", "audrey.ash", "adam.able", "dave.dunn"])
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_nobody_but_an_evaluator_sees_a_workbook(app: Flask, client: PageClient, example: StudyWorld, who: str) -> None:
    workbook = built(app, example.study)
    client.as_(f"{who}@example.org")
    for url in (
        f"/workbooks/{workbook.id}",
        f"/workbooks/{workbook.id}/file",
        f"/studies/{example.study.id}/workbooks",
    ):
        assert client.get(url).status == 403
    client.sign_out()
    assert client.get(f"/workbooks/{workbook.id}/file").status in (302, 303)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_query_gives_a_workbook_to_evaluators_alone(app: Flask, example: StudyWorld) -> None:
    workbook = built(app, example.study)
    assert workbook_for(example.world.eve, workbook.id, on=ON, at=AT)[0].workbook is workbook
    for other in (example.world.mary, example.world.adam, example.run_world.gwen):
        with pytest.raises(NotTheirs):
            workbook_for(other, workbook.id, on=ON, at=AT)


def test_a_workbook_that_is_no_more_on_disk_is_not_found(eve: PageClient, app: Flask, example: StudyWorld) -> None:
    workbook = built(app, example.study)
    file_of(app, workbook).unlink()
    assert eve.get(f"/workbooks/{workbook.id}/file").status == 404
    assert eve.get("/workbooks/00000000-0000-4000-8000-000000000000").status == 404


def test_a_building_says_that_it_is_alive(
    eve: PageClient, app: Flask, example: StudyWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int, datetime | None]] = []
    keep = _Progress.keep

    def watched(self: _Progress, done: int) -> None:
        keep(self, done)
        row = db.session.scalars(select(Workbook).execution_options(populate_existing=True)).one()
        seen.append((row.done_rows, row.total_rows, row.heartbeat_at))
        db.session.rollback()

    monkeypatch.setattr(_Progress, "keep", watched)
    monkeypatch.setattr(build_workbook, "BEAT", timedelta(0))
    workbook = built(app, example.study)
    done = [row[0] for row in seen]
    assert done == sorted(done)
    assert len(set(done)) > 5
    assert done[-1] == workbook.total_rows == seen[0][1]


def test_a_workbook_is_built_of_any_run_also_when_no_new_one_can_be_made(eve: PageClient, example: StudyWorld) -> None:
    study = f"/studies/{example.study.id}"
    eve.send(f"{study}/runs", vat_rule="gross")
    eve.send(f"{study}/runs")
    with transaction():
        db.session.query(PostHolding).filter_by(person_id=example.world.bob.id).delete()
    assert f"{study}/workbooks?run=1" in eve.get(f"{study}/runs/1").html
    page = eve.get(f"{study}/workbooks?run=1")
    assert 'value="1" selected' in page.html
    refused = eve.send(f"{study}/workbooks", of_run="new")
    assert refused.status == 422
    assert "1 worker has no post" in refused.text
    late = AT + timedelta(hours=1)
    with transaction():
        bob, ours = db.session.merge(example.world.bob), db.session.merge(example.world.family)
        over = db.session.query(Spend).filter_by(paid_pence=1_480_00).one()
        confirm_delivery(bob, over, LAST, on=ON, at=late)
        log_other_help(bob, ours, Purchase(amount_pence=5_00, bought_what="A lamp", bought_on=LAST), on=ON, at=late)
    assert eve.send(f"{study}/workbooks", of_run="1").status == 303
    workbook = db.session.scalars(select(Workbook)).one()
    with Book(file_of(eve.app, workbook)) as book:
        cover = {cells[1].text: cells[0].text for _, cells in book.cells("Cover") if len(cells) > 1}
    assert {words.split(":")[0]: number for words, number in cover.items() if "after the run" in words} == {
        "Purchases that changed after the run": "1",
        "Purchases of the study's families and dates that were recorded after the run": "1",
    }
    run = db.session.scalars(select(CostingRun).filter_by(number=1)).one()
    assert (workbook.state, workbook.run_id, workbook.message) == (BuildState.READY, run.id, "")
    assert db.session.query(CostingRun).count() == 2, "and makes no run of its own"
    with transaction():
        workbook.state, workbook.total_rows = BuildState.WAITING, 0
    waits = eve.get(f"/workbooks/{workbook.id}").text
    assert "The workbook of run 1 is being made" in waits
    assert "costing run is being made" not in waits
    with transaction():
        other = add_study(None, "Another", starts_on=FIRST, ends_on=LAST, profile="internal", at=AT)
        join_study(None, other, example.world.authority, "A", "", on=ON, at=AT)
    with pytest.raises(NotTheirs):
        ask_workbook(example.world.eve, other, run=run, on=ON, at=AT)
