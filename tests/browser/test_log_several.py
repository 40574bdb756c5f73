"""The grid for a week's purchases, on a phone and at a desk."""

import pytest
from playwright.sync_api import expect

from budgettracker.budgets import actions as budgets
from budgettracker.database import transaction
from budgettracker.web import now, today
from tests.browser.conftest import Open, look
from tests.factories.world import World

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def a_hundred_pounds(world: World) -> None:
    """The family's limit."""
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 100_00, "Start", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())


def test_two_rows_are_logged_after_a_mistake_in_one(open_page: Open, world: World) -> None:
    page = open_page("alice.archer@example.org")
    page.goto(f"/families/{world.family_id}")
    page.get_by_role("link", name="Log several").click()
    for number, (amount, what) in enumerate((("60.00", "School shoes"), ("50.00", "Bus fares"))):
        row = page.get_by_role("group", name=f"Row {number + 1}", exact=True)
        row.get_by_label("How much?").fill(amount)
        row.get_by_label("What was bought?").fill(what)
        row.get_by_label("What should it help with?").fill("School")
        row.get_by_label("Category").select_option("Travel")
        row.get_by_label("How is it paid?").select_option("Cash drawn for it")
    page.get_by_role("button", name="Record all of them").click()
    expect(page.get_by_role("link", name="Row 2: This is £10.00 more than is left")).to_be_visible()
    look(page, "log-several-refused")
    page.get_by_role("group", name="Row 2", exact=True).get_by_label("How much?").fill("40.00")
    page.get_by_role("button", name="Record all of them").click()
    expect(page.get_by_text("The purchases are recorded.")).to_be_visible()
    expect(page.get_by_text("£0.00 left")).to_be_visible()
    look(page, "log-several-done")
