"""On a phone, every tap counted: a payment of a plan, a receipt by a link, an approval; and Team as a manager sees it."""

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
def test_a_payment_a_receipt_and_an_approval_take_few_actions(open_page: Open, link: str, app: Flask) -> None:
    page = open_page(ALICE)
    page.goto("/my-families")
    page.get_by_role("link", name="Record £12.00, Taxi to school").click()  # 1
    look(page, "payment")
    page.get_by_role("button", name="Record the payment").click()  # 2 of at most 3
    expect(page.get_by_text("Recorded £12.00")).to_be_visible()
    look(page, "payment-recorded")

    anybody = open_page()
    anybody.goto(f"/receipt/{link}")
    look(anybody, "receipt-link")
    anybody.get_by_label("Receipt").set_input_files(
        {"name": "slip.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )  # 1
    anybody.get_by_role("button", name="Send it").click()  # 2 of at most 2
    expect(anybody.get_by_text("The receipt has come")).to_be_visible()

    manager = open_page(MARY)
    look(manager, "team")
    expect(manager.get_by_role("heading", level=1)).to_have_text("Team")
    manager.goto("/decisions")
    manager.get_by_role("link", name="Approve or decline A bed").click()  # 1
    manager.get_by_label("Approve", exact=True).check()  # 2
    look(manager, "decide")
    manager.get_by_role("button", name="Decide").click()  # 3 of at most 3
    expect(manager.get_by_text("Approved", exact=True).first).to_be_visible()
    with app.app_context():
        states = {row.details.bought_what: row.state for row in db.session.query(Spend) if row.plan_id is None}
        assert states == {"Taxi to school": "approved", "A bed": "approved", "Shoes": "bought"}
        assert db.session.query(Receipt).count() == 1
