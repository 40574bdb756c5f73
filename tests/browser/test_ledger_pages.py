"""The ledger, a purchase in it, and the check of the books at 360 and 1280 px."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from budgettracker.budgets import actions as budgets
from budgettracker.database import transaction
from budgettracker.families.models import Family
from budgettracker.spend import actions
from budgettracker.spend.models import Spend
from budgettracker.web import now, today
from tests.browser.conftest import Open, look
from tests.factories.spend import refunded
from tests.factories.world import World

pytestmark = pytest.mark.browser


def purchase_of(world: World, pence: int, what: str, **more: Any) -> actions.Purchase:
    goods = world.scheme.categories[0].id
    return actions.Purchase(
        amount_pence=pence, bought_what=what, bought_on=today(), purpose="Sleep", category_id=goods, **more
    )


@pytest.fixture(autouse=True)
def lived_in(world: World) -> Spend:
    """A limit, purchases, a request, money over the limit, a refund, and other help."""

    def log(of: Family, pence: int, what: str, **more: Any) -> Spend:
        return actions.log_spend(world.alice, of, purchase_of(world, pence, what, **more), on=today(), at=now())

    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 1_500_00, "x", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())
        cot = log(world.family, 128_50, "Cot and mattress", supplier="Little Acorns")
        log(world.family, 640_00, "Wardrobes and a sofa bed, fitted")
        log(world.family, 912_00, "Train fares at once", already_paid=True)
        refunded(world.alice, cot, 28_50, today(), now(), today=today())
        actions.log_other_help(
            world.alice, world.comparison, purchase_of(world, 35_00, "Food vouchers"), on=today(), at=now()
        )
    return cot


def test_finance_reads_the_ledger_and_opens_a_line(open_page: Open, world: World) -> None:
    page = open_page(world.fiona.email)
    page.goto("/ledger")
    expect(page.get_by_text(re.compile("lines, the newest first"))).to_be_visible()
    look(page, "ledger")
    page.get_by_text("Choose lines").click()
    page.get_by_label("Family's reference").fill("wm-001")
    page.get_by_label("State of the purchase today").select_option("Bought")
    look(page, "ledger-choosing")
    page.get_by_role("button", name="Show these lines").click()
    expect(page.get_by_text(re.compile("family WM-001; state Bought"))).to_be_visible()
    look(page, "ledger-chosen")
    page.get_by_role("link", name="Money came back: Cot and mattress").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cot and mattress")
    look(page, "ledger-purchase")


def test_an_auditor_checks_the_books(open_page: Open, world: World) -> None:
    page = open_page(world.audrey.email)
    page.goto("/ledger")
    page.get_by_role("link", name="Check the books").click()
    look(page, "books-not-checked")
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_role("heading", name="The books agree")).to_be_visible()
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_role("heading", name="Earlier checks")).to_be_visible()
    look(page, "books-checked")
