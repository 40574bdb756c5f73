"""A request approved in part or on a condition, and a purchase that somebody approved by phone."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from budgettracker.access import Role
from budgettracker.budgets.queries import faults as budget_faults
from budgettracker.budgets.rules import Position
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.ledger.queries.second_hands import faults as hand_faults
from budgettracker.spend import actions, queries
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.models import Spend
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, limit, log, plan_for, position
from tests.factories.world import NOON, World

WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}


def no_faults() -> bool:
    return [*budget_faults(), *queries.faults(), *hand_faults()] == []


def test_approved_up_to_less_gives_the_rest_back_at_once_and_what_is_dearer_is_judged(app: Flask, world: World) -> None:
    limit(world, 2_000_00)
    spend = bought(world.alice, world.family, 800_00)
    for pence, words in ((800_01, r"£800\.00 was asked for"), (0, "or decline the request")):
        with pytest.raises(Refusal, match=words), transaction():
            actions.approve_spend(world.mary, spend, pence=pence, **WHEN)
    assert position(world) == Position(2_000_00, 800_00, 0)
    with transaction():
        actions.approve_spend(world.mary, spend, pence=600_00, condition="Only with two quotes", **WHEN)
    assert position(world) == Position(2_000_00, 600_00, 0)
    with transaction():
        actions.record_purchase(world.alice, spend, 800_00, TODAY, **WHEN)
    spend = db.session.get_one(Spend, spend.id)
    assert (spend.review, spend.approved_pence) == (Review.OPEN, 600_00), "the approval does not cover what was asked"
    assert position(world) == Position(2_000_00, 0, 800_00)
    assert no_faults()


def test_a_plan_is_approved_as_it_was_asked(app: Flask, world: World) -> None:
    limit(world, 2_000_00)
    plan = plan_for(world.alice, world.family, 10_00, 3)
    with pytest.raises(Refusal, match=r"approved as asked, £30\.00 in all"), transaction():
        actions.approve_spend(world.mary, plan, pence=20_00, **WHEN)


def phoned(world: World, pence: int, **more: Any) -> Spend:
    more = {"phoned_by_id": world.mary.id, "phoned_at": NOON - timedelta(hours=2), **more}
    return bought(world.alice, world.family, pence, **more)


def test_what_was_approved_by_phone_is_recorded_at_once_and_confirmed_by_them(app: Flask, world: World) -> None:
    limit(world, 5_000_00)
    spend = phoned(world, 700_00)
    assert (spend.state, spend.review, spend.phoned_by_id) == (SpendState.BOUGHT, Review.OPEN, world.mary.id)
    with pytest.raises(Refusal, match="your own request"), transaction():
        actions.review_spend(world.alice, spend, accept=True, reason="Yes", **WHEN)
    with transaction():
        actions.review_spend(world.mary, spend, accept=True, reason="Yes, on the phone", **WHEN)
    spend = db.session.get_one(Spend, spend.id)
    assert (spend.review, spend.decided_as, spend.reviewed_by_id) == (Review.ACCEPTED, Role.MANAGER, world.mary.id)
    assert no_faults()


def test_nobody_approves_by_phone_what_they_may_not_decide_or_nobody_needs_to(app: Flask, world: World) -> None:
    limit(world, 5_000_00)
    for pence, more, words in (
        (2_000_01, {}, r"They may not decide £2,000\.01"),
        (700_00, {"phoned_by_id": world.bob.id}, "They may not decide"),
        (40_00, {}, r"£40\.00 is yours to decide"),
        (700_00, {"phoned_at": NOON + timedelta(hours=1)}, "still to come"),
    ):
        with pytest.raises(Refusal, match=words):
            phoned(world, pence, **more)
    assert position(world) == Position(5_000_00, 0, 0)


@pytest.mark.pages
def test_pages_ask_for_it_and_tell_it_apart(alice: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    refused = log(alice, world, "700", phoned_by=str(world.mary.id), phoned_at="7pm")
    assert refused.status == 422
    assert "by the 24-hour clock, like 19:05" in refused.text
    sent = log(alice, world, "700", phoned_by=str(world.mary.id), phoned_at="11:05")
    shown = alice.get(sent.location).text
    assert "Mary Moss approved it by phone, to be confirmed" in shown
    assert "not confirmed yet" in shown
    alice.as_(world.mary.email)
    assert "Mary Moss approved it by phone, to be confirmed" in alice.get("/decisions").text
    review = sent.location.split("?")[0] + "/review"
    refused = alice.send(review, decision="decline")
    assert "Say why, so that the record explains itself." in refused.text
    confirmed = alice.send(review, decision="accept")
    after = alice.follow(confirmed.location).text
    assert "Approved by phone at 11:05, confirmed." in after, "opened, chosen and sent: three"
    assert "Mary Moss approved it by phone, and has confirmed that." in after
    assert "This went beyond what the worker may decide" not in after
    alice.as_(world.alice.email)
    paid = log(alice, world, "700", already_paid="y").location.split("?")[0]
    alice.as_(world.mary.email)
    alice.send(f"{paid}/review", decision="accept", reason="It could not wait")
    assert "This went beyond what the worker may decide. Accepted afterwards." in alice.get(paid).text


@pytest.mark.pages
def test_a_condition_stands_where_it_is_bought(alice: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    spend = bought(world.alice, world.family, 700_00)
    alice.as_(world.mary.email)
    page = f"/spend/{spend.id}/decide"
    sent = alice.send(page, decision="approve", amount="650.00", condition="Only with a guarantee")
    assert sent.status == 303
    alice.as_(world.alice.email)
    assert "Approved up to £650.00 of the £700.00 that was asked for" in alice.get(f"/spend/{spend.id}").text
    assert "Only with a guarantee" in alice.get(f"/spend/{spend.id}/buy").text
