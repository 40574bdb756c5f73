"""A run cut by each of its cuts: every page adds up to the same, and every amount opens lines that come to it."""

import pytest
from flask import Flask

from budgettracker.costing.results.kinds import Cut, CutColumn
from budgettracker.costing.results.rules.cuts import Amounts, CutRow
from budgettracker.database import db, transaction
from budgettracker.families.kinds import Arm
from budgettracker.money import pounds
from budgettracker.studies.models import Study
from budgettracker.studies.rules.cut_page import cut_table
from tests.client import PageClient, words
from tests.factories.exports import StudyWorld, study_world
from tests.factories.studies import AT
from tests.factories.world import World

pytestmark = pytest.mark.pages


@pytest.fixture
def made(app: Flask, world: World) -> StudyWorld:
    """The study; its clock stands still."""
    app.config["CLOCK"] = lambda: AT
    return study_world(world)


@pytest.fixture
def run(client: PageClient, made: StudyWorld) -> str:
    """The evaluator, signed in, has made a run; where it is."""
    client.as_(made.world.eve.email)
    study = f"/studies/{made.study.id}"
    return client.send(study, action=f"{study}/runs").location.partition("?")[0]


def test_every_cut_comes_to_the_same_and_opens_its_lines(client: PageClient, run: str) -> None:
    assert f'href="{run}/cut?by=activity"' in client.get(run).html
    totals, opened = set(), 0
    for cut in Cut:
        page = client.get(f"{run}/cut?by={cut}")
        assert page.status == 200
        table = next(page.page.iter("table"))
        body, head = table.find("tbody"), table.find("thead")
        assert body is not None
        assert head is not None
        rows, at = list(body), [words(cell) for cell in head.iter("th")].index("Total")
        totals.add(words(rows[-1][at]))
        for row in rows:
            for cell in row[2:]:
                for link in cell.iter("a"):
                    lines = client.get(link.get("href", ""))
                    assert lines.status == 200, link.get("href")
                    sum_of_lines = lines.text.partition(" is the sum of ")[0].rpartition(" ")[2]
                    assert sum_of_lines == words(cell), (cut, link.get("href"))
                    opened += 1
    assert len(totals) == 1
    assert totals != {pounds(0)}
    assert opened > 80


def test_headings_stand_in_the_order_of_people() -> None:
    """Ages from the youngest, months as they came, names by the alphabet; what has no heading stands last and says what it is."""
    nothing = Amounts()
    given = {
        Cut.AGE_BAND: (["10-16", "17 and over", "", "5-9"], ["5-9", "10-16", "17 and over", "No age known"]),
        Cut.MONTH: (["2026-11", "2026-06"], ["2026-06", "2026-11"]),
        Cut.ACTIVITY: (["", "Visit", "Call"], ["Call", "Visit", "No activity: what was bought or decided"]),
        Cut.INTERVENTION: (["", "Grant"], ["Grant", "No intervention: other work, and what was bought"]),
    }
    for cut, (headings, expected) in given.items():
        rows = [CutRow(cut, each, "", Arm.BUDGET, CutColumn.TIME, nothing) for each in headings]
        table = cut_table(cut, rows, lambda heading, cut=cut: heading or cut.without, lambda **figure: "")  # type: ignore[misc]
        assert [line.words for line in table.lines] == expected, cut


def test_what_is_not_there_is_not_found(client: PageClient, made: StudyWorld, run: str) -> None:
    for rest in ("cut?by=colour", "lines?by=activity&of=Nothing&part=total", "lines?by=month&of=2026-04&part=contact"):
        assert client.get(f"{run}/{rest}").status == 404, rest
    assert client.get(f"{run}/lines?by=month&of=2026-04&part=total").status == 200
    with transaction():
        db.session.get_one(Study, made.study.id).profile = "published"
    assert "only tables with small counts hidden may leave" in client.get(f"{run}/cut?by=activity").text
