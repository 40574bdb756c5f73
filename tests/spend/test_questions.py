"""Asking before deciding: the worker answers, the manager sees it, and meanwhile nothing is decided and the hold stays."""

from typing import Any

import pytest
from flask import Flask

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.rules import Position
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.questions.models import Question
from budgettracker.spend import actions
from budgettracker.spend.models import Spend
from tests.client import PageClient
from tests.factories.decisions import afternoon
from tests.factories.spend import TODAY, bought, limit, position
from tests.factories.world import NOON, World


@pytest.fixture
def browser(app: Flask, client: PageClient) -> PageClient:
    """A browser on 15 June 2026."""
    app.config["CLOCK"] = afternoon
    return client


@pytest.fixture
def request_of_alice(world: World) -> Spend:
    """A request that holds £800.00."""
    limit(world, 2_000_00)
    return bought(world.alice, world.family, 800_00)


@pytest.fixture
def limit_of_alice(world: World) -> LimitChange:
    """A limit that waits."""
    with transaction():
        return budgets.propose_limit(world.alice, world.family, world.scheme, 3_000_00, "A move", on=TODAY, at=NOON)


def deeds(subject_id: Any) -> list[str]:
    rows = db.session.query(AuditRecord).filter_by(subject_id=subject_id).order_by(AuditRecord.sequence)
    return [row.deed for row in rows]


def the_question() -> Question:
    return db.session.query(Question).one()


def test_a_question_is_asked_answered_and_seen_and_decides_nothing(
    browser: PageClient, world: World, request_of_alice: Spend
) -> None:
    spend = request_of_alice
    browser.as_(world.mary)
    assert f"/spend/{spend.id}/question" in browser.get("/decisions").html
    assert f"/spend/{spend.id}/question" in browser.get(f"/spend/{spend.id}/decide").html
    sent = browser.send(f"/spend/{spend.id}/question", question="Which shop is it from?")
    assert sent.location == f"/spend/{spend.id}"
    seen = browser.get(sent.location)
    for words in (
        "Mary Moss asked: Which shop is it from?",
        "No answer yet",
        "Requested",
        "Mary Moss asked a question.",
    ):
        assert words in seen.text
    assert "/spend/questions/" not in seen.html, "the asker is not offered to answer"
    assert "Question asked" in browser.get("/decisions").text

    browser.as_(world.alice)
    url = f"/spend/questions/{the_question().id}"
    assert url in browser.get(f"/spend/{spend.id}").html
    assert "Which shop is it from?" in browser.get(url).text
    assert "Write your answer." in browser.send(url, answer=" ").text
    assert browser.send(url, answer="From Argos, with delivery").location == f"/spend/{spend.id}"
    assert browser.get(url).location == f"/spend/{spend.id}", "what is answered is not answered again"

    browser.as_(world.mary)
    seen = browser.get("/decisions")
    for words in ("Answered", "Which shop is it from?", "From Argos, with delivery"):
        assert words in seen.text
    assert "Alice Archer answered: From Argos, with delivery" in browser.get(f"/spend/{spend.id}/decide").text
    assert position(world) == Position(2_000_00, 800_00, 0)
    assert deeds(spend.id) == [Deed.SPEND_REQUESTED, Deed.QUESTION_ASKED, Deed.QUESTION_ANSWERED]
    bodies = " ".join(row.body for row in db.session.query(AuditRecord))
    assert "Argos" not in bodies
    assert "Which shop" not in bodies
    assert faults() == []


def test_a_question_about_a_limit_goes_the_same_way(
    browser: PageClient, world: World, limit_of_alice: LimitChange
) -> None:
    change = limit_of_alice
    browser.as_(world.mary)
    assert f"/limits/{change.id}/question" in browser.get("/decisions").html
    assert f"/limits/{change.id}/question" in browser.get(f"/limits/{change.id}/decide").html
    assert browser.send(f"/limits/{change.id}/question", question="How many rooms?").location == f"/limits/{change.id}"
    browser.as_(world.alice)
    url = f"/limits/questions/{the_question().id}"
    assert url in browser.get(f"/limits/{change.id}").html
    assert browser.send(url, answer="Three").location == f"/limits/{change.id}"
    browser.as_(world.mary)
    assert "Alice Archer answered: Three" in browser.get(f"/limits/{change.id}/decide").text
    assert "Three" in browser.get("/decisions").text
    assert deeds(change.id) == [Deed.LIMIT_PROPOSED, Deed.QUESTION_ASKED, Deed.QUESTION_ANSWERED]
    assert db.session.get_one(LimitChange, change.id).state == "requested"


def test_money_that_left_is_asked_about_too(browser: PageClient, world: World) -> None:
    limit(world, 500_00)
    spend = bought(world.bob, world.family, 700_00, already_paid=True)
    browser.as_(world.mary)
    assert browser.send(f"/spend/{spend.id}/question", question="What happened?").status == 303
    browser.as_(world.bob)
    assert browser.send(f"/spend/questions/{the_question().id}", answer="The till").status == 303
    browser.as_(world.mary)
    assert "Bob Brown answered: The till" in browser.get(f"/spend/{spend.id}/review").text


def test_after_the_decision_nothing_is_asked_or_answered_and_the_page_says_so(
    browser: PageClient, world: World, request_of_alice: Spend
) -> None:
    spend = request_of_alice
    browser.as_(world.mary)
    assert browser.send(f"/spend/{spend.id}/question", question="Which shop?").status == 303
    late = browser.get(f"/spend/{spend.id}/question").form() | {"question": "And which colour?"}
    browser.as_(world.alice)
    url = f"/spend/questions/{the_question().id}"
    answer = browser.get(url).form() | {"answer": "Argos"}
    with transaction():
        actions.approve_spend(world.mary, db.session.get_one(Spend, spend.id), on=TODAY, at=NOON)
    refused = browser.post(url, answer)
    assert refused.status == 422
    assert "This purchase has been approved already." in refused.text
    assert refused.form()["answer"] == "Argos"
    assert "It was decided without an answer." in browser.get(f"/spend/{spend.id}").text
    assert browser.get(url).location == f"/spend/{spend.id}"
    browser.as_(world.mary)
    late["csrf_token"] = browser.get("/account").form()["csrf_token"]
    assert "This purchase has been approved already." in browser.post(f"/spend/{spend.id}/question", late).text
    assert browser.get(f"/spend/{spend.id}/question").location == f"/spend/{spend.id}"
    assert db.session.query(Question).count() == 1


def test_who_may_ask_and_who_may_answer(browser: PageClient, world: World, request_of_alice: Spend) -> None:
    own = bought(world.mary, world.family, 700_00)
    browser.as_(world.mary)
    assert "This is your own request" in browser.send(f"/spend/{own.id}/question", question="May I?").text
    assert f"/spend/{own.id}/question" not in browser.get(f"/spend/{own.id}").html
    assert browser.send(f"/spend/{request_of_alice.id}/question", question="Which shop?").status == 303
    url = f"/spend/questions/{the_question().id}"
    assert "You asked this, so somebody else answers it." in browser.send(url, answer="Argos").text
    for who, status in ((world.carol, 404), (world.dave, 404), (world.audrey, 403), (world.fiona, 403)):
        browser.as_(who)
        assert browser.get(url).status == status
    assert browser.as_(world.bob).send(url, answer="Argos").status == 303, "a colleague may answer"


def test_a_manager_may_ask_about_what_a_senior_manager_decides(browser: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    spend = bought(world.alice, world.family, 2_500_00)
    browser.as_(world.mary)
    assert "A senior manager decides it." in browser.get("/decisions").text
    assert f"/spend/{spend.id}/question" in browser.get("/decisions").html
    assert browser.send(f"/spend/{spend.id}/question", question="Is there a quote?").status == 303


def test_a_question_sent_twice_is_one_and_words_stay_words(
    browser: PageClient, world: World, request_of_alice: Spend
) -> None:
    browser.as_(world.mary)
    url = f"/spend/{request_of_alice.id}/question"
    assert "Write your question." in browser.send(url, question="  ").text
    data = browser.get(url).form() | {"question": "<script>alert(1)</script>{{ 7*7 }}"}
    assert [browser.post(url, data).status for _ in range(2)] == [303, 303]
    assert browser.post(url, data | {"question": "Another"}).status == 409
    assert db.session.query(Question).count() == 1
    for page in (f"/spend/{request_of_alice.id}", "/decisions"):
        seen = browser.get(page)
        assert "<script>alert" not in seen.html
        assert "{{ 7*7 }}" in seen.text


def test_the_deeds_themselves_refuse_no_words(world: World, request_of_alice: Spend) -> None:
    with pytest.raises(Refusal), transaction():
        actions.ask_about_spend(world.mary, request_of_alice, "", on=TODAY, at=NOON)
    with transaction():
        question = actions.ask_about_spend(world.mary, request_of_alice, "Which?", on=TODAY, at=NOON)
    with pytest.raises(Refusal), transaction():
        actions.answer_about_spend(world.alice, question, request_of_alice, "", at=NOON)
    assert deeds(request_of_alice.id) == [Deed.SPEND_REQUESTED, Deed.QUESTION_ASKED]
