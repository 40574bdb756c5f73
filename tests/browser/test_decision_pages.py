"""Asking, answering and keeping a hold, on a phone and at a desk."""

import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.spend import actions as spending
from budgettracker.spend.models import Spend
from budgettracker.web import now, today
from tests.browser.conftest import Open, look
from tests.factories.world import World

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def waiting(world: World) -> dict[str, str]:
    """A request, money over the limit, a limit, each waiting; and a hold that ran out."""
    made = {}
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 3_000_00, "Start", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())

        def log(pence: int, what: str, **more: object) -> Spend:
            purchase = spending.Purchase(
                amount_pence=pence,
                bought_what=what,
                purpose="Meals at home, and a table to eat them at",
                bought_on=today(),
                **more,  # type: ignore[arg-type]
            )
            return spending.log_spend(world.alice, world.family, purchase, on=today(), at=now())

        log(120_00, "Bedding")
        made["asked"] = str(log(800_00, "A cooker", needed_by=today() + timedelta(days=5)).id)
        held = log(620_00, "A nursery place, two days a week")
        made["held"] = str(held.id)
        log(2_300_00, "A deposit for a safer home", already_paid=True)
        limit = budgets.propose_limit(
            world.bob, world.family, world.scheme, 5_000_00, "They move in May", on=today(), at=now()
        )
        made["limit"] = str(limit.id)
        held.hold_expires_on = today() - timedelta(days=1)
        db.session.flush()
    return made


def test_a_question_goes_to_the_worker_and_its_answer_comes_back(
    open_page: Open, world: World, waiting: dict[str, str]
) -> None:
    mary = open_page("mary.moss@example.org")
    mary.goto("/decisions")
    look(mary, "decisions-four")
    mary.get_by_role("link", name="Ask a question about A cooker for WM-001 Okafor").click()
    look(mary, "ask-about-spend")
    mary.get_by_label("Your question").fill("Which shop is it from, and do they take the old one away?")
    mary.get_by_role("button", name="Send the question").click()
    expect(mary.get_by_text("No answer yet")).to_be_visible()
    look(mary, "spend-with-question")

    alice = open_page("alice.archer@example.org")
    alice.goto(f"/spend/{waiting['asked']}")
    alice.get_by_role("link", name="Answer the question from Mary Moss").click()
    look(alice, "answer-about-spend")
    alice.get_by_role("button", name="Send the answer").click()
    expect(alice.locator(".govuk-error-summary")).to_be_visible()
    alice.get_by_label("Your answer").fill("Currys; they take the old one for £20, which is in the price.")
    alice.get_by_role("button", name="Send the answer").click()
    expect(alice.get_by_text("Alice Archer answered: Currys")).to_be_visible()

    mary.goto("/decisions")
    look(mary, "decisions-answered")
    mary.goto(f"/spend/{waiting['asked']}/decide")
    look(mary, "decide-answered")
    mary.goto(f"/limits/{waiting['limit']}/question")
    look(mary, "ask-about-limit")


def test_a_hold_that_ran_out_is_kept_with_one_button(open_page: Open, waiting: dict[str, str]) -> None:
    page = open_page("alice.archer@example.org")
    page.goto(f"/spend/{waiting['held']}")
    look(page, "hold-ran-out")
    page.get_by_role("link", name="Keep it").click()
    look(page, "keep-hold")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Hold ran out")).to_have_count(0)
    expect(page.get_by_text("said that it is still wanted")).to_be_visible()


def test_my_families_says_what_needs_doing(open_page: Open, world: World, waiting: dict[str, str]) -> None:
    with transaction():
        spend = db.session.get_one(Spend, uuid.UUID(waiting["asked"]))
        spending.ask_about_spend(world.mary, spend, "Which shop is it from?", on=today(), at=now())
        held = db.session.get_one(Spend, uuid.UUID(waiting["held"]))
        reason = "The nursery has free hours from April: ask them first."
        purchase = spending.Purchase(amount_pence=10_00, bought_what="Bus fares", bought_on=today(), already_paid=True)
        for _ in range(18):
            spending.log_spend(world.bob, world.family, purchase, on=today(), at=now())
        spending.decline_spend(world.mary, held, reason, on=today(), at=now())
    page = open_page("alice.archer@example.org")
    page.goto("/my-families")
    look(page, "my-families-to-do")
    expect(page.get_by_text("ask them first")).to_be_visible()
    page.goto(f"/families/{world.family_id}")
    look(page, "family-to-do")
    page.get_by_role("link", name="purchases").last.click()
    look(page, "family-purchases")
    page.goto(f"/families/{world.family_id}/limits")
    look(page, "limits-history")
    page.goto("/my-families")
    page.get_by_role("link", name="Mary Moss asks about £800.00, A cooker").click()
    expect(page.get_by_role("heading", name="Answer Mary Moss")).to_be_visible()
