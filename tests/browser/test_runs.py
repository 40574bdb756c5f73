"""An evaluator makes a costing run, reads it, and opens a number down to its lines; on a phone and at a desk."""

import re

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.conftest import Open, look
from tests.factories.exports import StudyWorld, study_world
from tests.factories.world import World

pytestmark = pytest.mark.browser
LANDSCAPE: ViewportSize = {"width": 1032, "height": 703}
"""A sheet of A4 on its long side, less 12 mm around, in points of the screen."""


@pytest.fixture(autouse=True)
def study(world: World) -> StudyWorld:
    """A study of the small world, with time in both modes, purchases and other help."""
    return study_world(world)


def test_an_evaluator_makes_a_run_and_opens_a_number(open_page: Open) -> None:
    page = open_page("eve.evans@example.org")
    page.locator("main").get_by_role("link").filter(has_not_text="Add").first.click()
    page.get_by_role("button", name="Make a costing run").click()
    page.get_by_text("The run is made.").wait_for()
    look(page, "run")
    page.get_by_role("link", name="See what each family cost").click()
    look(page, "run-families")
    row = page.get_by_role("row").filter(has_text="Budget").first
    number = row.get_by_role("link").nth(1)
    amount = number.inner_text()
    number.click()
    expect(page.get_by_text(re.compile(f"^{re.escape(amount)} is the sum of"))).to_be_visible()
    look(page, "run-lines")
    page.go_back()
    page.get_by_role("link", name=re.compile("Costing run 1")).click()
    page.get_by_role("link", name="What an hour of each post costs").click()
    look(page, "run-rates")
    page.go_back()
    page.get_by_role("row", name=re.compile("All entries")).get_by_role("link").last.click()
    look(page, "run-lines-entries")
    page.go_back()
    page.get_by_role("row", name=re.compile("Time for the study's families")).get_by_role("link").last.click()
    look(page, "run-lines-time")
    page.go_back()
    page.get_by_role("link", name="The study").click()
    page.get_by_role("link", name="Make a run that counts otherwise").click()
    page.get_by_label("With all tax, as paid").check()
    look(page, "runs")
    page.get_by_role("button", name="Make a costing run").click()
    expect(page.get_by_role("heading", name="Costing run 2")).to_be_visible()
    page.get_by_role("link", name="The study").click()
    look(page, "study-with-runs")
    study = page.url.partition("?")[0]
    page.emulate_media(media="print")
    page.set_viewport_size(LANDSCAPE)
    for table in ("By_site", "Items_YEF", "Summary_YEF"):
        page.goto(f"{study}/runs/1/tables/{table}")
        right, overflow = page.locator(".scrolling table").evaluate(
            "table => [table.getBoundingClientRect().right, getComputedStyle(table.parentElement).overflowX]"
        )
        assert (right <= LANDSCAPE["width"], overflow) == (True, "visible"), f"{table} is cut off on paper"
