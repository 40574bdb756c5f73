"""Several requests and limits approved at once: what cannot be is named, and nothing made up changes anything."""

import pytest
from flask import Flask

from budgettracker.budgets import actions as budgets
from budgettracker.budgets.models import LimitChange
from budgettracker.database import db, transaction
from budgettracker.spend import actions as spending
from budgettracker.spend.kinds import SpendState
from tests.client import PageClient
from tests.factories.decisions import afternoon, proposed_limit, request_of
from tests.factories.spend import TODAY, bought, limit, spends
from tests.factories.world import NOON, World, family


def test_several_at_once_skip_and_name_those_one_may_not_approve(mary: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    fine, large, gone = (
        request_of(world, 600_00, "A bed"),
        request_of(world, 2_500_00, "A deposit"),
        request_of(world, 650_00, "A sofa"),
    )
    own = bought(world.mary, world.family, 700_00)
    form = mary.get("/decisions").form()
    with transaction():
        spending.withdraw_spend(world.alice, gone, at=NOON)
    ticked = [f"request-{spend.id}" for spend in (fine, large, gone, own)]
    sent = mary.post("/decisions", {**form, "ticked": ticked})
    assert sent.status == 303
    assert len(sent.location) < 500
    seen = mary.get(sent.location)
    for words in (
        "1 approved",
        "£600.00, A bed, for WM-001 Okafor",
        "£2,500.00, A deposit, for WM-001 Okafor. £2,500.00 is above what you may decide, which is up to £2,000.00 at once",
        "A senior manager decides it.",
        "£650.00, A sofa, for WM-001 Okafor. This has been withdrawn already.",
        "This is your own request of £700.00, so somebody else decides it.",
    ):
        assert words in seen.text
    states = {spend.details.bought_what: spend.state for spend in spends()}
    assert states == {
        "A bed": "approved",
        "A deposit": "requested",
        "A sofa": "withdrawn",
        "A washing machine": "requested",
    }


def test_several_at_once_sent_again_is_one_decision_with_the_same_answer(mary: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    spend = request_of(world, 600_00)
    data = {**mary.get("/decisions").form(), "ticked": f"request-{spend.id}"}
    first, again = mary.post("/decisions", data), mary.post("/decisions", data)
    assert first.location == again.location
    assert mary.post("/decisions", {**data, "ticked": f"limit-{spend.id}"}).status == 409


def test_limits_are_approved_with_the_others_and_those_above_the_cap_are_named(
    app: Flask, client: PageClient, world: World
) -> None:
    app.config["CLOCK"] = afternoon
    limit(world, 1_000_00)
    with transaction():
        second = family(world.team, "WM-003", "Sato", world.alice, world.scheme)
    change = proposed_limit(world, 2_000_00)
    with transaction():
        above = budgets.propose_limit(world.alice, second, world.scheme, 12_000_00, "Court", on=TODAY, at=NOON)
    client.sign_in(world.sam.email)
    seen = client.get("/decisions")
    for words in ("A limit of £2,000.00, £1,000.00 until now", "£1,000.00 before, £2,000.00 after", "above the cap"):
        assert words in seen.text
    sent = client.post("/decisions", {**seen.form(), "ticked": [f"limit-{change.id}", f"limit-{above.id}"]})
    text = client.get(sent.location).text
    assert "A limit of £2,000.00 for WM-001 Okafor" in text
    assert "A limit of £12,000.00 for WM-003 Sato. It needs a reason" in text
    assert db.session.get(LimitChange, change.id).state == "approved"  # type: ignore[union-attr]
    assert db.session.get(LimitChange, above.id).state == "requested"  # type: ignore[union-attr]


def test_nothing_ticked_is_said_in_words(mary: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    request_of(world, 600_00)
    sent = mary.send("/decisions")
    assert sent.status == 422
    assert "Tick what you approve" in sent.text


@pytest.mark.parametrize("tick", ["", "nonsense", "request-nonsense", "review-x", "request-" + "0" * 32])
def test_ticks_that_mean_nothing_change_nothing(mary: PageClient, world: World, tick: str) -> None:
    limit(world, 9_000_00)
    spend = request_of(world, 600_00)
    sent = mary.post("/decisions", {**mary.get("/decisions").form(), "ticked": ["x", tick]})
    assert sent.status == 303
    assert "Nothing was approved" in mary.get(sent.location).text
    db.session.refresh(spend)
    assert spend.state == SpendState.REQUESTED


@pytest.mark.parametrize("asked_for", ["", "?at=x", "?at=9999999999999999&left=", "?left=zzz.r.l!!.r" + "A" * 22])
def test_a_made_up_address_of_the_result_page_says_nothing(mary: PageClient, world: World, asked_for: str) -> None:
    assert "Nothing was approved" in mary.get(f"/decisions/approved{asked_for}").text
