"""The short Log time page: four answers on a phone."""

import pytest
from playwright.sync_api import expect

from budgettracker.database import transaction
from budgettracker.web import now
from budgettracker.worktime.actions import add_default_activities
from tests.browser.conftest import Open, look
from tests.factories.world import World

pytestmark = pytest.mark.browser
ALICE = "alice.archer@example.org"


@pytest.fixture(autouse=True)
def activities(world: World) -> None:
    """The usual kinds of work."""
    with transaction():
        add_default_activities(None, world.authority, at=now())


def test_a_visit_is_logged_and_said_again(open_page: Open) -> None:
    page = open_page(ALICE)
    page.get_by_role("main").get_by_role("link", name="Log time").first.click()
    page.get_by_label("What did you do?").select_option("Visit to the family")
    page.get_by_label("How long?").fill("12")
    page.get_by_label("Another day").check()
    page.get_by_role("button", name="Log this time").click()
    expect(page.get_by_text("12 minutes or 12 hours? Type 12m or 12h.").first).to_be_visible()
    look(page, "quick-refused")
    page.get_by_label("How long?").fill("1:30")
    page.get_by_label("Yesterday").check()
    expect(page.get_by_label("Month")).to_be_hidden()
    page.get_by_role("button", name="Log this time").click()
    expect(page.get_by_text("1 hour 30 minutes logged")).to_be_visible()
    look(page, "entry-logged")
    page.get_by_role("link", name="Log another").click()
    look(page, "quick")
    page.get_by_role("link", name="Visit to the family, Okafor (WM-001), 1h30").click()
    expect(page.get_by_label("How long?")).to_have_value("1h30")
    page.get_by_role("button", name="Log this time").click()
    expect(page.get_by_text("1 hour 30 minutes logged")).to_be_visible()
