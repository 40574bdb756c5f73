"""An evaluator who has never seen the program: from sign-in to the workbook of a chosen run with intervals, every click counted."""

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from playwright.sync_api import Locator

from budgettracker.access import Role
from budgettracker.commands import main
from budgettracker.database import db, transaction
from budgettracker.families.kinds import Arm
from budgettracker.money import pounds
from budgettracker.workbooks import Book
from budgettracker.workbooks.readback import pence_of
from tests.browser.conftest import Open, look
from tests.factories.exports import study_world
from tests.factories.studies import VISIT, log
from tests.factories.world import PASSWORD, World, family, person

pytestmark = pytest.mark.browser
LEADS, FAMILIES = 10, 40


def many_families(world: World) -> None:
    """Forty more families for comparison, dealt to ten lead workers, whose time is much alike: intervals are supported."""
    with transaction():
        here, cared_for = world.authority, db.session.merge(world.team)
        workers = [db.session.merge(each) for each in (world.alice, world.bob)]
        leads = [person(here, f"Lead {at}", Role.PRACTITIONER, teams=(cared_for,)) for at in range(LEADS)]
        for at in range(FAMILIES):
            helped = family(cared_for, f"WM-{500 + at}", f"Helped {at}", leads[at % LEADS], arm=Arm.COMPARISON)
            for day in (8, 9, 10):
                worked_on = date(2026, 4, day)
                log(
                    workers[at // LEADS % 2],
                    VISIT,
                    worked_on,
                    helped,
                    contact_minutes=20 + at * 7 % 11,
                )


@pytest.fixture
def study(app: Flask, world: World) -> None:
    """A study with families enough for intervals, made before a browser is opened."""
    study_world(world)
    many_families(world)


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize("width", [1280])
def test_from_sign_in_to_the_workbook_of_a_chosen_run_with_intervals(
    open_page: Open, app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten clicks by somebody who has never seen the program; page, workbook and command say the same."""
    page, clicks = open_page(), 0

    def click(what: Locator) -> None:
        nonlocal clicks
        clicks += 1
        what.click()

    page.goto("/sign-in")
    page.get_by_label("Email address").fill("eve.evans@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    click(page.get_by_role("button", name="Sign in", exact=True))
    click(page.locator("main").get_by_role("link").filter(has_not_text="Add").first)
    click(page.get_by_role("button", name="Make a costing run"))
    page.get_by_text("The run is made.").wait_for()
    click(page.get_by_role("link", name="Results: means with their intervals"))
    look(page, "run-results")
    row = (
        page.get_by_role("row")
        .filter(has=page.get_by_role("rowheader", name="Purchases and time: for comparison"))
        .first
    )
    mean, interval, method = (row.get_by_role("cell").nth(at).inner_text() for at in (1, 2, 3))
    assert re.fullmatch(r"£[0-9,.]+ to £[0-9,.]+", interval), interval
    assert "held 9" in method
    click(page.get_by_role("link", name=re.compile("Costing run 1")))
    click(page.get_by_role("link", name="In pictures"))
    look(page, "run-pictures")
    click(page.get_by_role("link", name=re.compile("Costing run 1")))
    click(page.get_by_role("link", name="Build a workbook of this run"))
    click(page.get_by_role("button", name=re.compile("Build")))
    download = page.get_by_role("link", name=re.compile("Download")).first
    for _ in range(60):
        if download.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    with page.expect_download() as taken:
        click(download)
    taken.value.save_as(tmp_path / "taken.xlsx")
    assert clicks == 10, "two of them to look at pictures and back"
    monkeypatch.setattr("budgettracker.commands.export.ready_program", lambda: app)
    done = CliRunner().invoke(main, ["export", "--study", "Winter pilot", "--out", str(tmp_path / "exported.xlsx")])
    assert done.exit_code == 0, done.output
    ends = [*interval.split(" to "), mean]
    for name in ("taken.xlsx", "exported.xlsx"):
        with Book(tmp_path / name) as book:
            compared = [row for _, row in book.rows("Distribution") if row["arm"].text == "comparison"]
        first = next(row for row in compared if row["authority"].text == "all authorities")
        assert first["counted"].text == "total"
        assert first["method"].text == "clusters"
        words = [pounds(pence_of(first[column], column)) for column in ("interval_low", "interval_high", "mean")]
        assert words == ends, name
