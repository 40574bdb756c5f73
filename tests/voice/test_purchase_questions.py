"""Questions about a purchase: off, optional or required as the scheme says, and never in the way of an ordinary one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.schemes.models import Scheme
from budgettracker.spend.actions import (
    Purchase,
    approve_spend,
    log_other_help,
    log_spend,
    record_payment,
    record_reasons,
)
from budgettracker.spend.models import Spend, SpendReasons
from budgettracker.spend.queries import said_before
from budgettracker.spend.queries.reasons import answers_of, reasons_of
from budgettracker.voice.actions import change_scheme_voice
from budgettracker.voice.kinds import Asked, Pathway, PurchaseQuestion, WhoAsked
from budgettracker.voice.queries import questions_of
from tests.client import PageClient
from tests.factories import world as make
from tests.factories.families import TODAY, WHEN, refusal
from tests.factories.imports import import_from, problems_in, write_tables
from tests.factories.spend import bought, corrected, limit, plan_for
from tests.factories.world import NOON, World

ORDINARY = {"amount": "20.00", "bought_what": "A cot", "purpose": "Sleep", "payment_method": "invoice"}


@pytest.mark.pages
def test_what_a_scheme_asks(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)
    limit(world, 5_000_00)
    client.as_(world.alice.email)
    page = f"/families/{world.family_id}/spend/new"
    category = {"category": str(world.scheme.categories[0].id)}
    shown = client.get(page).html
    assert all(shown.index("Add more detail") < shown.index(each.words) for each in PurchaseQuestion)
    plain = client.send(page, **ORDINARY, **category)
    assert plain.status == 303
    with transaction():
        questions = dict.fromkeys(PurchaseQuestion, Asked.OFF) | {
            PurchaseQuestion.WHO_ASKED: Asked.REQUIRED,
            PurchaseQuestion.PATHWAY: Asked.OPTIONAL,
        }
        change_scheme_voice(world.adam, world.scheme, statements=False, questions=questions, at=NOON)
    assert questions_of(world.scheme.id) == questions
    shown = client.get(page).html
    assert shown.index(PurchaseQuestion.WHO_ASKED.words) < shown.index("Add more detail")
    assert PurchaseQuestion.GOAL.words not in shown
    refused = client.send(page, **ORDINARY, **category)
    assert refused.status == 422
    assert "Choose an answer: who asked for it?" in refused.text
    sent = client.send(page, **ORDINARY, **category, who_asked="child", pathway="both")
    assert sent.status == 303
    result = client.get(sent.location).text
    assert "Who asked for it? A child" in result
    assert "How should it work? Both" in result
    assert db.session.query(SpendReasons).count() == 1


@pytest.fixture
def required(app: Flask, world: World) -> Family:
    """Who asked is required in Westmoor's scheme; a second family of bob's is in it too."""
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)
    with transaction():
        other = make.family(world.team, "WM-0601", "Birch", world.bob, db.session.get_one(Scheme, world.scheme.id))
    for family in (world.family, other):
        limit(world, 5_000_00, family)
    with transaction():
        values = dict.fromkeys(PurchaseQuestion, Asked.OFF) | {PurchaseQuestion.WHO_ASKED: Asked.REQUIRED}
        change_scheme_voice(world.adam, world.scheme, statements=False, questions=values, at=NOON)
    return other


MISSING = "Choose an answer: who asked for it?"


@pytest.mark.pages
def test_every_page_by_which_a_purchase_comes_about_asks(client: PageClient, world: World, required: Family) -> None:
    client.as_(world.alice.email)
    of, category = f"/families/{world.family_id}", str(world.scheme.categories[0].id)
    row = {f"rows-0-{name}": value for name, value in {**ORDINARY, "category": category}.items()}
    two = {"shares-0-family": str(world.family_id), "shares-1-family": str(required.id)}
    regular = {"rhythm": "weekly", "last_on-day": "13", "last_on-month": "7", "last_on-year": "2026"}
    regular |= {"review_on-day": "1", "review_on-month": "7", "review_on-year": "2026", "afterwards": "A bus pass"}
    shared = {**ORDINARY, "amount": "40.00", "category": category, **two}
    for page, sent, field, made in (
        ("spend/new", {**ORDINARY, "category": category, "already_paid": "y"}, "who_asked", 1),
        ("spend/new", {**ORDINARY, "category": category, "amount": "700.00"}, "who_asked", 1),
        ("spend/several", row, "rows-0-who_asked", 1),
        ("spend/shared", shared, "who_asked", 2),
        ("plans/new", {**ORDINARY, "category": category, **regular}, "who_asked", 1),
    ):
        refused, before = client.send(f"{of}/{page}", **sent), db.session.query(SpendReasons).count()
        assert (refused.status, MISSING in refused.text) == (422, True), page
        assert f'id="{field}-error"' in refused.html, page
        assert PurchaseQuestion.PATHWAY.words not in refused.text, "what is off is not asked"
        assert client.send(f"{of}/{page}", **sent, **{field: "child"}).status == 303, page
        assert db.session.query(SpendReasons).count() == before + made, page
    assert {row.who_asked for row in db.session.query(SpendReasons)} == {"child"}


def test_what_was_answered_goes_along_and_can_be_put_right(world: World, required: Family) -> None:
    child, parent = ({PurchaseQuestion.WHO_ASKED: each} for each in (WhoAsked.CHILD, WhoAsked.PARENT))
    for deed in (log_spend, log_other_help):
        with refusal("who_asked"), transaction():
            deed(world.alice, world.family, Purchase(amount_pence=1, bought_what="A cot", bought_on=TODAY), **WHEN)
    plan = plan_for(world.alice, world.family, 12_00, reasons=child)
    with transaction():
        approve_spend(world.mary, db.session.get_one(Spend, plan.id), **WHEN)
        payment = record_payment(world.bob, db.session.get_one(Spend, plan.id), 12_00, TODAY, **WHEN)
    request = bought(world.alice, world.family, 700_00, reasons=child)
    spend = bought(world.alice, world.family, 20_00, reasons=child)
    with transaction():
        anew = corrected(world.alice, db.session.get_one(Spend, request.id), amount_pence=710_00, reasons=parent)
        right = corrected(world.alice, db.session.get_one(Spend, spend.id), reasons=parent)
        assert [(each.called, each.was) for each in said_before(spend.id)] == [("Who asked for it?", "A child")]
        moved = corrected(world.alice, db.session.get_one(Spend, spend.id), family=db.session.merge(required))
    assert right.id == spend.id != moved.id
    assert [answers_of(each.id)[PurchaseQuestion.WHO_ASKED] for each in (payment, anew, moved)] == [
        *("child", "parent", "parent")
    ]
    assert said_before(spend.id)[0].was == "", "with the wrong family it is hidden like its words"


@pytest.mark.pages
def test_another_familys_scheme_is_asked_when_a_purchase_moves(
    client: PageClient, world: World, required: Family
) -> None:
    with transaction():
        change_scheme_voice(
            world.adam, world.scheme, statements=False, questions=dict.fromkeys(PurchaseQuestion, Asked.OFF), at=NOON
        )
    spend = bought(world.alice, world.family, 20_00)
    with transaction():
        values = dict.fromkeys(PurchaseQuestion, Asked.OFF) | {PurchaseQuestion.WHO_ASKED: Asked.REQUIRED}
        change_scheme_voice(world.adam, world.scheme, statements=False, questions=values, at=NOON)
    client.as_(world.alice.email)
    page = f"/spend/{spend.id}/correct"
    assert client.send(page, purpose="Sleep").status == 303, "what was left open may stay so"
    refused = client.send(page, family=str(required.id))
    assert (refused.status, MISSING in refused.text) == (422, True)
    moved = client.send(page, family=str(required.id), who_asked="child")
    assert "Who asked for it? A child" in client.get(moved.location).text
    again = client.get(f"/families/{required.id}/spend/new?again={moved.location.split('/')[-1]}")
    assert again.form()["who_asked"] == "child"


def test_an_import_names_what_no_file_answers(world: World, required: Family, tmp_path: Path) -> None:
    head = "spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by,kind"
    row = "S-1,WM-0601,2026-06-02,12.00,Travel,Bus,alice.archer@example.org,other_help"
    folder = write_tables(tmp_path / "in", spend=f"{head}\n{row}")
    outcome = import_from(folder, world.authority.name)
    assert problems_in(outcome) == []
    assert [str(note) for note in outcome.folder.notes if "who asked for it?" in str(note)] != []
    (spend,) = db.session.query(Spend).filter_by(reference="S-1")
    with transaction():
        answer = corrected(
            world.bob, db.session.get_one(Spend, spend.id), reasons={PurchaseQuestion.WHO_ASKED: WhoAsked.CHILD}
        )
    assert answers_of(answer.id)[PurchaseQuestion.WHO_ASKED] == "child"


def test_a_purchase_that_takes_its_place_keeps_the_answers(world: World) -> None:
    limit(world, 5_000_00)
    spend = bought(world.alice, world.family, 20_00)
    with transaction():
        row = db.session.get_one(Spend, spend.id)
        record_reasons(world.alice, row, {PurchaseQuestion.PATHWAY: Pathway.RESOURCES}, at=NOON)
        record_reasons(world.alice, row, {}, at=NOON)
    assert reasons_of(spend.id) == [("How should it work?", "It gives the family something it needs")]
    with transaction():
        new = corrected(world.alice, db.session.get_one(Spend, spend.id), amount_pence=25_00)
    assert new.id != spend.id
    assert reasons_of(new.id) == reasons_of(spend.id)
