"""Questions about a purchase: off, optional or required as the scheme says, and never in the way of an ordinary one."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from budgettracker.database import db, transaction
from budgettracker.spend.actions import record_reasons
from budgettracker.spend.models import Spend, SpendReasons
from budgettracker.spend.queries.reasons import reasons_of
from budgettracker.voice.actions import change_scheme_voice
from budgettracker.voice.kinds import Asked, Pathway, PurchaseQuestion
from budgettracker.voice.queries import questions_of
from tests.client import PageClient
from tests.factories.spend import bought, corrected, limit
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
    told = client.get(sent.location).text
    assert "Who asked for it? A child" in told
    assert "How should it work? Both" in told
    assert db.session.query(SpendReasons).count() == 1


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
