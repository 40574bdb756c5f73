"""An evaluator makes a costing run, reads it, and opens a number down to its lines; on a phone and at a desk."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, ViewportSize, expect

from budgettracker.costing.paid.rules.activity import in_hours
from budgettracker.funders.kinds import FunderTable
from budgettracker.money import pounds
from budgettracker.workbooks import Book
from budgettracker.workbooks.readback import pence_of
from tests.browser.conftest import Open, look
from tests.factories.exports import StudyWorld, built, file_of, study_world
from tests.factories.world import World
from tests.funders.on_sheet import differing

pytestmark = pytest.mark.browser
LANDSCAPE: ViewportSize = {"width": 1032, "height": 703}
"""A sheet of A4 on its long side, less 12 mm around, in points of the screen."""
KINDS = {
    "Line": ("paid", "costed", "result"),
    "Of": ("part of the difference",),
    "May be": ("possible cause", "taken off"),
    "Month": ("by month",),
    "Purchase": ("matched",),
}
"""The tables of a reconciliation by the heading they begin with, and which rows of its sheet each has."""


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


def test_figures_on_paper_are_those_of_the_workbook(app: Flask, study: StudyWorld, open_page: Open) -> None:
    """Tables for funders cell by cell, and each amount and hour of the reconciliation; nothing is cut off."""
    workbook = built(app, study.study)
    page = open_page("eve.evans@example.org")
    page.emulate_media(media="print")
    page.set_viewport_size(LANDSCAPE)
    at = f"/studies/{study.study.id}/runs/1"
    with Book(file_of(app, workbook)) as book:
        for of in FunderTable:
            (table,) = on_paper(page, f"{at}/tables/{of.value}")
            assert differing(book, of, table) == [], of
        money = [row for _, row in book.rows("Reconciliation")]
        activity = [row for _, row in book.rows("Activity_by_post")]
    *tables, by_post = on_paper(page, f"{at}/reconciliation")
    for heading, of_kind in KINDS.items():
        lines = [row for table in tables if table[0][0] == heading for row in table[1:] if row[0] != "Difference"]
        cells = [cell for row in lines for cell in (row[1:] if heading == "Month" else row[-1:])]
        written = [pounds(pence_of(row["amount"], "amount")) for row in money if row["kind"].text in of_kind]
        assert sorted(cell.split(", ")[0] for cell in cells) == sorted(written) != [], heading
    names = ("contracted", "absence", "expected", "logged", None, "pool", "unused", "late")
    for row, printed in zip(activity, by_post[1:], strict=True):
        hours = {name: in_hours(int(row[f"{name}_minutes"].text)) for name in names if name}
        assert printed[1:] == [hours[name] if name else f"{row['matched_percent'].text}%" for name in names]


def on_paper(page: Page, url: str) -> list[list[list[str]]]:
    """The words of each cell of each table of a page as a sheet of A4 has them; a cell beyond its edge is cut off."""
    page.goto(url)
    tables: list[list[list[str]]] = page.evaluate(
        """width => [...document.querySelectorAll("main table")].map(table => [...table.rows].map(row =>
            [...row.cells].map(cell => cell.getBoundingClientRect().right > width ? "cut off" : cell.innerText.trim())))""",
        LANDSCAPE["width"],
    )
    assert tables
    return tables
