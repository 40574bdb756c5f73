"""A run in pictures: each with its table, the same figures as the workbook's sheet; and pages that stay light."""

import json
import re
import uuid
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import insert, select

from budgettracker.costing.kinds import PARTS_OF_TOTAL, Mode
from budgettracker.costing.results.queries.imputed import imputed_months
from budgettracker.costing.results.queries.kept import family_costs_of
from budgettracker.costing.run.models import CostingRun, RunMonth
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.money import parse_pounds, pounds
from budgettracker.periods import month_in_words
from budgettracker.studies.rules.pictures_page import SPREAD
from budgettracker.workbooks import Book
from tests.client import PageClient, Seen
from tests.factories.exports import StudyWorld, built, file_of, study_world
from tests.factories.studies import AT
from tests.factories.world import World
from tests.page import words

pytestmark = pytest.mark.pages
SVG = "{http://www.w3.org/2000/svg}"
LIGHT = 60 * 1024
"""Bytes of a page."""
DRAWN = ("parts", "spread", "time", "months", "risk", "tornado")


@pytest.fixture
def made(app: Flask, world: World) -> StudyWorld:
    """The study; its clock stands still."""
    app.config["CLOCK"] = lambda: AT
    return study_world(world)


def tables(seen: Seen) -> list[list[list[str]]]:
    """Every table of a page as its rows of words, headings first."""
    return [
        [[words(cell) for cell in row] for part in ("thead", "tbody") for row in table.find(part)]  # type: ignore[union-attr]
        for table in seen.page.iter("table")
    ]


def hours(minutes: int) -> str:
    """Minutes as hours of one place, half up."""
    tenths = (minutes + 3) // 6
    return f"{tenths // 10:,}.{tenths % 10} hours"


def test_pictures_and_their_tables_are_those_of_the_workbook(app: Flask, client: PageClient, made: StudyWorld) -> None:
    with transaction():
        # Of one arm at least somebody began within the study, and was followed for a month.
        db.session.get_one(Family, made.world.family.id).allocated_on = date(2026, 4, 2)
    path = file_of(app, built(app, made.study))
    client.as_(made.world.eve.email)
    seen = client.get(f"/studies/{made.study.id}/runs/1/pictures")
    named = [drawing for drawing in seen.page.iter(f"{SVG}svg") if drawing.get("role") == "img"]
    assert [each.get("aria-labelledby") for each in named] == [f"{name}-title {name}-reading" for name in DRAWN]
    for each in named:
        assert words(each.find(f"{SVG}title")), "a name"  # type: ignore[arg-type]
        assert "table" in words(each.find(f"{SVG}desc")), "and what it shows"  # type: ignore[arg-type]
        assert {shape.tag.removeprefix(SVG) for shape in each} & {"rect", "polyline"}
    parts, spread, time, months, risk, tornado = tables(seen)
    with Book(path) as book:
        blocks = [[cell.text for cell in cells] for _, cells in book.cells("Pictures") if len(cells) == 3]

    def of_sheet(rows: list[list[str]], first: str) -> list[list[int]]:
        """As many rows of the sheet as the table has, from the one named so, as pence."""
        at = next(place for place, cells in enumerate(blocks) if cells[0] == first)
        return [[round(float(cell) * 100) for cell in cells[1:]] for cells in blocks[at : at + len(rows) - 1]]

    def of_page(rows: list[list[str]]) -> list[list[int]]:
        return [[parse_pounds(cell.replace("−", "-"), negative=True) for cell in row[1:]] for row in rows[1:]]

    assert [row[0] for row in parts[1:]] == [part.words for part in PARTS_OF_TOTAL]
    assert of_page(parts) == of_sheet(parts, PARTS_OF_TOTAL[0].words)
    assert [row[0] for row in spread[1:]] == list(SPREAD.values())
    assert of_page(spread) == of_sheet(spread, "Smallest")
    month = next(cells[0] for cells in blocks if re.fullmatch("20[0-9]{2}-[0-9]{2}", cells[0]))
    assert months[1][0] == month_in_words(month)
    assert of_page(months) == of_sheet(months, month)
    assert [[int(cell) * 100 for cell in row[1:]] for row in risk[1:]] == of_sheet(risk, "Month 1")
    minutes = of_sheet(time, "With families")
    assert [row[1:] for row in time[1:]] == [[hours(each // 100) for each in row] for row in minutes]
    # The sheet has how far the mean moves, the page where it moves to: one mean lies between all of them.
    moved = zip(of_page(tornado), of_sheet(tornado, tornado[1][0]), strict=True)
    middle = {end - by for row, was in moved for end, by in zip(row, was, strict=True)}
    assert len(middle) == 1
    assert abs(middle.pop() - sum(row[0] for row in of_page(parts))) <= len(parts), "parts are rounded each for itself"
    assert len(seen.html.encode()) < LIGHT


def test_a_run_of_many_thin_logs_stays_light_and_names_every_one(client: PageClient, made: StudyWorld) -> None:
    client.as_(made.world.eve.email)
    study = f"/studies/{made.study.id}"
    run_page = client.send(study, action=f"{study}/runs").location.partition("?")[0]
    small = len(client.get(run_page).html.encode())
    with transaction():
        run = db.session.scalars(select(CostingRun)).one()
        known = db.session.scalars(select(RunMonth).where(RunMonth.run_id == run.id)).first()
        assert known is not None
        columns = {column.name: getattr(known, column.name) for column in RunMonth.__table__.columns}
        many = [columns | {"month": date(2000 + at // 12, at % 12 + 1, 1), "supported": False} for at in range(120)]
        authorities = json.loads(run.modes)
        all_time = next(key for key, mode in authorities.items() if mode == Mode.ALL_TIME)
        db.session.execute(insert(RunMonth), [each | {"authority_id": uuid.UUID(all_time)} for each in many])
    large = client.get(run_page)
    assert len(large.html.encode()) < min(LIGHT, 1.3 * small)
    counted = re.search(r"the first 10 of ([0-9]+) worker-months", large.text)
    assert counted
    in_all = int(counted[1])
    assert in_all >= 120
    first = client.get(f"{run_page}/unsupported")
    named = [row for page in range(1, 7) for row in tables(client.get(f"{run_page}/unsupported?page={page}"))[0][1:]]
    assert len(named) == in_all
    assert len({tuple(row[:2]) for row in named}) == in_all, "each once"
    assert not {row[0] for row in named} & {"Alice Adams", "alice"}, "under the study's names"
    # Nothing is filled in but on request, and then it is marked and in no total.
    assert "Imputed" not in first.text
    answer = client.get(f"{run_page}/unsupported?fill=yes")
    assert len(answer.html.encode()) < LIGHT
    filled = next(rows for rows in tables(answer) if rows[0] == ["Worker", "Month", "Missing", "Imputed"])
    months = imputed_months(db.session(), run.id, [uuid.UUID(all_time)])
    together = sum(each.pence or 0 for each in months.values())
    assert len(filled) > 1
    assert f"with {pounds(together)} imputed for {len(months)} worker-months" in answer.text
    rates = [" ".join("".join(item.itertext()).split()) for item in first.page.iter("li")]
    assert "Team manager (Westmoor), prices of 2025/26" in rates
    # And families: those that the first day of the study found at work, each opening its own lines.
    early = [row for row in family_costs_of(db.session(), run.id) if row.started_on < run.starts_on]
    assert ("Began before the study's first day" in first.text) == bool(early)
    links = [link.get("href") or "" for link in first.page.iter("a") if (link.get("href") or "").startswith("lines?")]
    assert links
    assert all(client.get(f"{run_page}/{link}").status == 200 for link in sorted(set(links))[:2])
