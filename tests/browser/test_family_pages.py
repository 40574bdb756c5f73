"""Pages of families and schemes at 360 and 1280 px: looked at by axe and kept as pictures."""

import pytest
from playwright.sync_api import expect

from budgettracker.database import transaction
from tests.browser.conftest import Open, look
from tests.factories import world as make
from tests.factories.world import World

pytestmark = pytest.mark.browser
ALICE, ADAM = "alice.archer@example.org", "adam.able@example.org"


def test_a_worker_finds_adds_and_closes_a_family(open_page: Open, world: World) -> None:
    with transaction():
        make.child(world.family)
    page = open_page(ALICE)
    page.goto("/families")
    page.get_by_label("Reference or name").fill("okaf")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("1 found for “okaf”.")).to_be_visible()
    look(page, "families-searched")
    page.goto("/families/new")
    page.get_by_label("Reference").fill("WM-001")
    page.get_by_label("Family name").fill("Petrov")
    page.get_by_role("button", name="Add the family").click()
    expect(page.get_by_text("WM-001 is already used by a family of your team.").first).to_be_visible()
    look(page, "family-refused")
    page.get_by_label("Reference").fill("WM-100")
    page.get_by_role("button", name="Add the family").click()
    expect(page.get_by_text("The family is added.")).to_be_visible()
    page.get_by_role("link", name="Add a child").click()
    look(page, "child-new")
    page.goto(f"/families/{world.family_id}")
    look(page, "family")
    page.get_by_role("link", name="Close the family").click()
    look(page, "family-close")


def test_an_administrator_adds_a_scheme(open_page: Open) -> None:
    page = open_page(ADAM)
    page.goto("/schemes")
    look(page, "schemes")
    page.get_by_role("link", name="Add a scheme").click()
    look(page, "scheme-new")
    page.get_by_label("Name").fill("Reunification")
    page.get_by_label("Practitioner: most for one purchase").fill("500")
    page.get_by_role("button", name="Add the scheme").click()
    expect(page.get_by_text("The scheme is added.")).to_be_visible()
    look(page, "scheme")
