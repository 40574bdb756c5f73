"""Finance imports a council's files: the report of what is wrong, and the page that says what was added."""

import re
from pathlib import Path

import pytest

from tests.browser.conftest import Open, look
from tests.factories.imports import FAMILIES, PEOPLE, POSTS, SPEND, kelby_files

pytestmark = pytest.mark.browser


def files(folder: Path, **tables: str) -> list[str]:
    families = FAMILIES.replace(",Fund,", ",,")
    kelby_files(folder, people=PEOPLE, posts=POSTS, schemes="", families=families, budgets="", **tables)
    return [str(path) for path in sorted(folder.iterdir())]


def test_finance_sees_what_is_wrong_and_then_what_was_added(open_page: Open, tmp_path: Path) -> None:
    page = open_page("fiona.field@example.org")
    page.goto("/imports")
    look(page, "import")
    wrong = SPEND + "\nA,K-1,02/13/2026,12.345,Zoo,A thing,iris@kelby.example,,,,,\n" + "B,K-1,,5,Zoo,B,nobody,,,,,"
    page.get_by_label("Files").set_input_files(files(tmp_path / "wrong", spend=wrong))
    page.get_by_role("button", name="Look at the files").click()
    page.get_by_text("has three figures after the point").wait_for()
    look(page, "import-refused")
    page.get_by_label("Import the good rows").check()
    page.get_by_label("The month: 03/04 is 4 March").check()
    page.get_by_role("button", name="Look again").click()
    page.get_by_text("would be left out").wait_for()
    look(page, "import-good-rows")
    page.get_by_role("link", name="Choose other files").click()
    page.get_by_label("Files").set_input_files(files(tmp_path / "right"))
    page.get_by_role("button", name="Look at the files").click()
    page.get_by_text("In Westmoor’s books would stand").wait_for()
    look(page, "import-looked-at")
    page.get_by_role("button", name="Send to a second person").click()
    page.wait_for_url(re.compile("/imports/waiting/[0-9a-f-]{36}$"))
    look(page, "import-waits")
    address = page.url
    page.goto("/imports")
    look(page, "imports")
    releasing = open_page("adam.able@example.org")
    releasing.goto("/imports/waiting")
    look(releasing, "imports-waiting")
    releasing.goto(address)
    releasing.get_by_role("button", name="Release this import").click()
    releasing.get_by_text("Released by Adam Able").wait_for()
    look(releasing, "import-released")
