"""Each person's main page at 360 and 1280 px: looked at by axe, kept as a picture, and used once for its job."""

import re

import pytest
from playwright.sync_api import expect

from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.web import now, today
from tests.browser.conftest import Open, faults_axe_finds, fits, look
from tests.factories.world import World

pytestmark = pytest.mark.browser
ALICE, MARY = "alice.archer@example.org", "mary.moss@example.org"


@pytest.fixture(autouse=True)
def limit_of_five_thousand(world: World) -> None:
    """Alice's family has a limit of £5,000.00."""
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 5_000_00, "x", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())


def test_axe_goes_red_when_a_fault_is_planted(open_page: Open) -> None:
    page = open_page(ALICE)
    assert faults_axe_finds(page) == []
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button type=\"button\"></button>')")
    assert any("button-name" in fault for fault in faults_axe_finds(page))


def test_a_social_worker_logs_spend_with_the_answer_in_place(open_page: Open) -> None:
    page = open_page(ALICE)
    look(page, "my-families")
    page.get_by_role("link", name=re.compile("Log spend")).first.click()
    page.get_by_label("How much?").fill("45.00")
    expect(page.get_by_text("You can decide this yourself. £4,955.00 will be left.")).to_be_visible()
    page.get_by_label("How much?").fill("500.01")
    expect(page.get_by_text("Over £500.00: your manager decides; nothing is spent until then.")).to_be_visible()
    page.get_by_label("How much?").fill("5,000.01")
    expect(page.get_by_text("This is £0.01 more than is left")).to_be_visible()
    look(page, "log-spend")
    page.get_by_role("button", name=re.compile("Record|Log|Save")).click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.get_by_label("How much?")).to_have_value("5,000.01")
    look(page, "log-spend-refused")
    page.get_by_label("How much?").fill("45")
    page.get_by_label("What was bought?").fill("Bunk bed")
    page.get_by_label("Category").select_option("Household goods")
    page.get_by_label("What should it help with?").fill("The children sleep in their own beds")
    page.get_by_label("How is it paid?").select_option("Purchase card")
    page.get_by_role("button", name=re.compile("Record|Log|Save")).click()
    expect(page.get_by_text("£4,955.00").first).to_be_visible()
    look(page, "spend-recorded")


@pytest.mark.parametrize("width", [1280])
def test_headings_begin_at_one_place_and_long_names_break(open_page: Open, world: World) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff" * 5
    with transaction():
        named = db.session.get_one(Family, world.family_id)
        named.reference, named.details.name = "WM-" + "0123456789" * 4, long
        db.session.get_one(Person, world.alice.id).name = long
    family, begins = f"/families/{world.family_id}", {}
    of_a_manager = ("/decisions", "/my-families", family, f"{family}/hand-over", "/time/months")
    for email, paths in ((MARY, of_a_manager), (ALICE, ("/my-families", "/time"))):
        page = open_page(email)
        for path in paths:
            page.set_viewport_size({"width": 1280, "height": 800})
            page.goto(path)
            box = page.locator("h1").bounding_box()
            begins[path] = box["x"] if box else None
            for width in (1280, 360):
                page.set_viewport_size({"width": width, "height": 800})
                fits(page, f"long-names{path.replace('/', '-')}")
    assert len(set(begins.values())) == 1, begins


def test_logging_spend_works_without_javascript(open_page: Open, world: World) -> None:
    page = open_page(ALICE, javascript=False)
    page.goto(f"/families/{world.family_id}/spend/new")
    page.get_by_label("How much?").fill("600")
    page.get_by_label("What was bought?").fill("Cooker")
    page.get_by_label("Category").select_option("Household goods")
    page.get_by_label("What should it help with?").fill("Warm meals")
    page.get_by_label("How is it paid?").select_option("Purchase card")
    page.get_by_role("button", name=re.compile("Record|Log|Save")).click()
    expect(page.get_by_text("Mary Moss").first).to_be_visible()


def test_a_manager_decides_a_request(open_page: Open, world: World) -> None:
    page = open_page(ALICE)
    page.goto(f"/families/{world.family_id}/spend/new")
    page.get_by_label("How much?").fill("749.50")
    page.get_by_label("What was bought?").fill("Washing machine")
    page.get_by_label("Category").select_option("Household goods")
    page.get_by_label("What should it help with?").fill("Clean school clothes")
    page.get_by_label("How is it paid?").select_option("Purchase card")
    page.get_by_role("button", name=re.compile("Record|Log|Save")).click()
    expect(page.get_by_text("Asked for £749.50").first).to_be_visible()
    look(page, "spend-requested")
    manager = open_page(MARY)
    manager.goto("/decisions")
    expect(manager.get_by_text("Washing machine").first).to_be_visible()
    look(manager, "decisions")


def test_a_social_worker_logs_time_on_one_form(open_page: Open, world: World) -> None:
    page = open_page(ALICE)
    page.goto(f"/time/new?family={world.family_id}")
    look(page, "log-time")
