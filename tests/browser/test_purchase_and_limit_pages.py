"""The pages of a purchase and of limits, looked at by axe and kept as pictures."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from budgettracker.budgets import actions as budgets
from budgettracker.database import transaction
from budgettracker.spend import actions as spending
from budgettracker.web import now, today
from tests.browser.conftest import Open, look
from tests.factories.world import World, family

pytestmark = pytest.mark.browser


def bought(world: World, pence: int, what: str, **more: object) -> str:
    purchase = spending.Purchase(
        amount_pence=pence,
        bought_what=what,
        purpose="Clean clothes for school",
        bought_on=today(),
        **more,  # type: ignore[arg-type]
    )
    with transaction():
        return str(spending.log_spend(world.alice, world.family, purchase, on=today(), at=now()).id)


@pytest.fixture(autouse=True)
def purchases(world: World) -> dict[str, str]:
    """One purchase in each state that has pages of its own."""
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 3_000_00, "Start", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())
        family(world.team, "WM-010", "Sato", world.alice, world.scheme)
        family(world.team, "WM-011", "Haddad", world.bob, world.scheme)
    made = {
        "bought": bought(world, 45_00, "School shoes", supplier="Curry & Co", vat_pence=7_50),
        "asked": bought(world, 800_00, "A washing machine", needed_by=today() + timedelta(days=3)),
        "over": bought(world, 2_500_00, "A deposit for a safer home", already_paid=True),
    }
    with transaction():
        change = budgets.propose_limit(world.bob, world.family, world.scheme, 4_000_00, "A move", on=today(), at=now())
    return {**made, "limit": str(change.id)}


def test_a_refused_purchase_says_why_once_beside_its_amount(open_page: Open, world: World) -> None:
    """Under the amount stood, in a bar, the sentence that stood above it in red. Another amount has its own answer."""
    page = open_page("alice.archer@example.org")
    page.goto(f"/families/{world.family.id}/spend/new")
    page.get_by_label("How much?").fill("9000")
    page.get_by_label("What was bought?").fill("A year's rent")
    page.get_by_label("Category", exact=True).select_option("Household goods")
    page.get_by_label("What should it help with?").fill("A home")
    page.get_by_label("How is it paid?").select_option("Purchase card")
    answer, group = page.locator(".room"), page.locator(".govuk-form-group").filter(has=page.get_by_label("How much?"))
    expect(answer).to_contain_text("more than is left")
    with page.expect_response(lambda reply: reply.request.method == "POST"):
        page.get_by_role("button", name="Record this spend").click()
    expect(group).to_contain_text("more than is left")
    page.wait_for_load_state("networkidle")
    expect(answer).to_have_text("")
    expect(answer).to_have_class("room")
    page.get_by_label("How much?").fill("8000")
    expect(answer).to_contain_text("more than is left")


def test_a_case_note_is_copied_with_one_tap(open_page: Open, purchases: dict[str, str]) -> None:
    page = open_page("alice.archer@example.org")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/spend/{purchases['bought']}")
    page.get_by_text("Copy as case note").click()
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#case-note").input_value()
    assert "£45.00 from the devolved budget for School shoes" in copied


def test_every_page_of_a_purchase_looks_right(open_page: Open, purchases: dict[str, str]) -> None:
    page = open_page("alice.archer@example.org")
    for name, address in (
        ("spend-bought", f"/spend/{purchases['bought']}"),
        ("spend-waiting", f"/spend/{purchases['asked']}"),
        ("spend-over", f"/spend/{purchases['over']}"),
        ("spend-refund", f"/spend/{purchases['bought']}/refund"),
        ("spend-correct", f"/spend/{purchases['bought']}/correct"),
        ("spend-reverse", f"/spend/{purchases['bought']}/reverse"),
        ("spend-withdraw", f"/spend/{purchases['asked']}/withdraw"),
        ("spend-receipt", f"/spend/{purchases['bought']}/receipt"),
    ):
        page.goto(address)
        look(page, name)


def test_closing_a_family_shows_what_has_to_be_settled_first(open_page: Open, world: World) -> None:
    page = open_page("alice.archer@example.org")
    page.goto(f"/families/{world.family_id}/close")
    look(page, "family-close-waits")
    page.get_by_label("Plan ended").check()
    page.get_by_role("button", name="Close the family").click()
    expect(page.get_by_text("£800.00 is held for a purchase").first).to_be_visible()
    look(page, "family-close-refused")


def test_every_page_of_limits_and_decisions_looks_right(
    open_page: Open, purchases: dict[str, str], world: World
) -> None:
    page = open_page("mary.moss@example.org")
    for name, address in (
        ("decisions", "/decisions"),
        ("spend-decide", f"/spend/{purchases['asked']}/decide"),
        ("spend-review", f"/spend/{purchases['over']}/review"),
        ("limit-propose", f"/families/{world.family_id}/limit/new?amount=100"),
        ("limit-waiting", f"/limits/{purchases['limit']}"),
        ("limit-decide", f"/limits/{purchases['limit']}/decide"),
        ("limits", f"/families/{world.family_id}/limits"),
        ("limits-cohort", "/limits/cohort"),
    ):
        page.goto(address)
        look(page, name)
    page.goto("/decisions")
    page.get_by_role("button", name="Approve the ticked ones").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page, "decisions-none-ticked")
    page.get_by_label("Approve this one: A washing machine for WM-001 Okafor").check()
    page.get_by_role("button", name="Approve the ticked ones").click()
    expect(page).to_have_url(re.compile("/decisions/approved"))
    look(page, "decisions-approved")


def test_more_detail_opens_by_itself_when_something_in_it_is_wrong(
    open_page: Open, purchases: dict[str, str], world: World
) -> None:
    page = open_page("bob.brown@example.org")
    page.goto(f"/families/{world.family_id}/spend/new")
    page.get_by_text("Add more detail").click()
    look(page, "log-spend-more")
    page.get_by_label("VAT in the amount").fill("abc")
    page.get_by_role("button", name="Record this spend").click()
    expect(page.get_by_label("VAT in the amount")).to_be_visible()
    expect(page.get_by_label("VAT in the amount")).to_have_value("abc")
