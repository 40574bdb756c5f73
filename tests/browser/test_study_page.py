"""An evaluator, who sees no names, builds a study's workbook on its page and takes it away."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from budgettracker.workbooks.nothing_hidden import findings
from budgettracker.workbooks.readback import Book
from tests.browser.conftest import Open, look
from tests.factories.exports import StudyWorld, study_world
from tests.factories.world import World

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def study(world: World) -> StudyWorld:
    """A study of the small world, with time in both modes, purchases and other help."""
    return study_world(world)


def test_an_evaluator_builds_and_downloads_a_workbook(open_page: Open, tmp_path: Path) -> None:
    page = open_page("eve.evans@example.org")
    look(page, "studies")
    page.locator("main").get_by_role("link").filter(has_not_text="Add").first.click()
    look(page, "study-before")
    page.get_by_role("button", name=re.compile("Build")).click()
    download = page.get_by_role("link", name=re.compile("Download"))
    for _ in range(60):
        if download.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(download.first).to_be_visible()
    look(page, "study")
    assert "Okafor" not in page.content()
    assert "WM-001" not in page.content()
    with page.expect_download() as taken:
        download.first.click()
    file = tmp_path / "taken.xlsx"
    taken.value.save_as(file)
    assert findings(file) == []
    assert Book(file).count("Family_costs") > 0
    page.goto("/studies")
    page.locator("main").get_by_role("link").filter(has_not_text="Add").first.click()
    shape = page.get_by_role("link", name=re.compile("Download")).first.bounding_box()
    assert shape is not None
    assert shape["width"] > shape["height"], "its word stands on a line"
