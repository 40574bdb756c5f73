"""On a phone, every tap counted: a purchase, the same again, a payment of a plan, a receipt by a link, an approval."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.spend import actions as spending
from budgettracker.spend.kinds import Rhythm
from budgettracker.spend.models import Receipt, Spend
from budgettracker.web import now, today
from tests.browser.conftest import Open, look
from tests.browser.hand import Hand
from tests.factories.spend import picture
from tests.factories.world import World

pytestmark = pytest.mark.browser
ALICE, MARY = "alice.archer@example.org", "mary.moss@example.org"


@pytest.fixture(autouse=True)
def link(world: World) -> str:
    """A weekly taxi that was approved, a bed that waits for the manager, shoes without their receipt and a link for it."""
    on, at = today(), now()
    when: dict[str, Any] = {"on": on, "at": at}
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 3_000_00, "Start", **when)
        budgets.approve_limit(world.mary, change, **when)
        taxi = spending.Purchase(amount_pence=12_00, bought_what="Taxi to school", bought_on=on, purpose="On time")
        until = on + timedelta(weeks=5)
        schedule = spending.Schedule(Rhythm.WEEKLY, 12_00, on, until, until, "A bus pass")
        plan = spending.ask_for_plan(world.alice, world.family, taxi, schedule, **when)
        spending.approve_spend(world.mary, plan, **when)
        bed = spending.Purchase(amount_pence=800_00, bought_what="A bed", bought_on=on, purpose="Sleep")
        spending.log_spend(world.alice, world.family, bed, **when)
        shoes = spending.Purchase(amount_pence=40_00, bought_what="Shoes", bought_on=on, purpose="School")
        return spending.make_receipt_link(
            world.alice, spending.log_spend(world.alice, world.family, shoes, **when), at=at
        )


@pytest.mark.parametrize("width", [360])
def test_an_ordinary_purchase_takes_seven_actions_and_the_same_again_four(open_page: Open, link: str) -> None:
    """Both from My families."""
    page = open_page(ALICE)
    hand = Hand(page)
    page.goto("/my-families")
    hand.tap(page.get_by_role("link", name="Log spend").first)
    hand.type("How much?", "45.50")
    hand.type("What was bought?", "A winter coat")
    hand.choose("Category", "Household goods")
    hand.type("What should it help with?", "Warm at school")
    hand.choose("How is it paid?", "Purchase card")
    hand.button("Record this spend")
    expect(page.get_by_text("Recorded £45.50")).to_be_visible()
    hand.at_most(7)

    page.goto("/my-families")
    hand.tap(page.get_by_role("heading", level=2).first.get_by_role("link"))
    hand.tap(page.get_by_role("link", name="A winter coat").first)
    hand.link("Log it again")
    hand.button("Record this spend")
    expect(page.get_by_text("Recorded £45.50")).to_be_visible()
    hand.at_most(4)


@pytest.mark.parametrize("width", [360])
def test_a_payment_takes_three_actions_a_receipt_by_link_two_and_an_approval_three(
    open_page: Open, link: str, app: Flask
) -> None:
    """The payment from My families, the receipt from its link, the approval from what waits."""
    page = open_page(ALICE)
    hand = Hand(page)
    page.goto("/my-families")
    hand.tap(page.get_by_role("link", name="Record £12.00, Taxi to school"))
    look(page, "payment")
    hand.button("Record the payment")
    expect(page.get_by_text("Recorded £12.00")).to_be_visible()
    look(page, "payment-recorded")
    hand.at_most(3)

    anybody = open_page()
    somebody = Hand(anybody)
    anybody.goto(f"/receipt/{link}")
    look(anybody, "receipt-link")
    somebody.file("Receipt", picture())
    somebody.button("Send it")
    expect(anybody.get_by_text("The receipt has come")).to_be_visible()
    somebody.at_most(2)

    manager = open_page(MARY)
    decider = Hand(manager)
    look(manager, "team")
    expect(manager.get_by_role("heading", level=1)).to_have_text("Team")
    manager.goto("/decisions")
    decider.tap(manager.get_by_role("link", name="Approve or decline A bed"))
    decider.tick("Approve")
    look(manager, "decide")
    decider.button("Decide")
    expect(manager.get_by_text("Approved", exact=True).first).to_be_visible()
    decider.at_most(3)
    with app.app_context():
        states = {row.details.bought_what: row.state for row in db.session.query(Spend) if row.plan_id is None}
        assert states == {"Taxi to school": "approved", "A bed": "approved", "Shoes": "bought"}
        assert db.session.query(Receipt).count() == 1
