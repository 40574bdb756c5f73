"""Mistakes mended on a phone, every tap counted: a wrong category, a wrong family, the same again."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.spend import actions as spending
from budgettracker.spend.models import Spend
from budgettracker.web import now, today
from tests.browser.conftest import Open, look
from tests.browser.hand import Hand
from tests.factories.world import World, family

pytestmark = pytest.mark.browser
ALICE, SAM = "alice.archer@example.org", "sam.stone@example.org"


@pytest.fixture(autouse=True)
def shoes(world: World) -> Spend:
    """School shoes, bought this morning for the wrong family; the right one has a limit too."""
    with transaction():
        second = family(world.team, "WM-050", "Hale", world.alice, world.scheme)
        for of in (world.family, second):
            change = budgets.propose_limit(world.alice, of, world.scheme, 3_000_00, "Start", on=today(), at=now())
            budgets.approve_limit(world.mary, change, on=today(), at=now())
        purchase = spending.Purchase(
            amount_pence=45_00,
            bought_what="School shoes",
            purpose="School",
            bought_on=today(),
            category_id=world.scheme.categories[0].id,
            payment_method="cash",
        )
        made = spending.log_spend(world.alice, world.family, purchase, on=today(), at=now())
    return made


def standing(app: Flask) -> list[tuple[str, int | None, str, str]]:
    """Of what counts: the family, the price, the category and how it was paid."""
    with app.app_context():
        rows = (
            db.session.query(Spend)
            .filter_by(state="bought", review="none")
            .order_by(Spend.recorded_bought_at, Spend.id)
        )
        return [
            (row.family.reference, row.paid_pence, row.category.name if row.category else "", row.payment_method or "")
            for row in rows
        ]


@pytest.mark.parametrize("width", [360])
def test_a_mistake_is_mended_and_the_same_logged_again_in_few_actions(
    open_page: Open, world: World, shoes: Spend, app: Flask
) -> None:
    page = open_page(ALICE)
    hand = Hand(page)
    page.goto(f"/families/{world.family_id}")
    hand.link("School shoes")
    hand.link("Correct this")
    hand.choose("Category", "Travel")
    hand.button("Save the correction")
    expect(page.get_by_role("heading", name="Put right")).to_be_visible()
    hand.at_most(5)
    assert standing(app) == [("WM-001", 45_00, "Travel", "cash")]

    page.goto(f"/families/{world.family_id}")
    hand.link("School shoes")
    hand.link("Correct this")
    hand.choose("Family", "WM-050 Hale")
    hand.button("Save the correction")
    expect(page.get_by_text("It puts right")).to_be_visible()
    hand.at_most(7)
    assert standing(app) == [("WM-050", 45_00, "Travel", "cash")]

    hand.link("Log it again")
    hand.button("Record this spend")
    expect(page.get_by_text("Recorded £45.00")).to_be_visible()
    hand.at_most(2)
    hand.link("Same for another family")
    hand.choose("Family", "WM-001 Okafor")
    hand.button("Go on")
    hand.button("Record this spend")
    expect(page.get_by_text("Recorded £45.00")).to_be_visible()
    hand.at_most(4)
    assert standing(app) == [("WM-050", 45_00, "Travel", "cash")] * 2 + [("WM-001", 45_00, "Travel", "cash")]

    page.goto("/my-families")
    hand.tap(page.get_by_role("link", name="Log spend").first)
    for label, text in (
        ("How much?", "12.50"),
        ("What was bought?", "Bus fares"),
        ("What should it help with?", "School"),
    ):
        hand.type(label, text)
    hand.choose("Category", "Travel")
    hand.choose("How is it paid?", "Cash drawn for it")
    hand.button("Record this spend")
    expect(page.get_by_text("Recorded £12.50")).to_be_visible()
    hand.at_most(7)


@pytest.fixture(autouse=True)
def deposit(world: World, shoes: Spend) -> Spend:
    """A deposit above the band that was paid already."""
    purchase = spending.Purchase(
        amount_pence=2_500_00, bought_what="A deposit", purpose="A home", bought_on=today(), already_paid=True
    )
    with transaction():
        third = family(world.team, "WM-051", "Sato", world.alice, world.scheme)
        change = budgets.propose_limit(world.alice, third, world.scheme, 3_000_00, "Start", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())
        return spending.log_spend(world.alice, third, purchase, on=today(), at=now())


def test_every_page_of_a_correction_looks_right(open_page: Open, shoes: Spend, deposit: Spend) -> None:
    page = open_page(ALICE)
    page.goto(f"/spend/{shoes.id}/correct")
    look(page, "mending-form")
    page.get_by_label("How much?").fill("4.50")
    page.get_by_label("What was bought?").fill("School socks")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_text("It puts right")).to_be_visible()
    look(page, "mending-new")
    page.get_by_role("link", name="what was recorded first").click()
    look(page, "mending-old")
    page.goto(f"/spend/{shoes.id}/for-another")
    look(page, "mending-for-another")
    page.goto(f"/spend/{deposit.id}/correct")
    page.get_by_label("How much?").fill("250.00")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_text("Was £2,500.00, is £250.00")).to_be_visible()
    look(page, "mending-proposed")
    sam = open_page(SAM)
    sam.goto(f"/spend/{deposit.id}")
    sam.get_by_role("link", name="Decide about it").first.click()
    look(sam, "mending-decide")
    sam.get_by_role("button", name="Decide").click()
    look(sam, "mending-decide-refused")
    sam.goto("/decisions/to-tick")
    expect(sam.get_by_role("link", name="Look at School socks")).to_be_visible()
    look(sam, "mending-to-tick")
