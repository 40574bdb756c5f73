"""The page of a run's results: its numbers are those of the families' page, and the profile decides what is told."""

from collections.abc import Iterator

import pytest
from flask import Flask

from budgettracker.costing.results.kinds import Counted
from budgettracker.costing.results.queries.read_run import read_run, seed_of
from budgettracker.costing.run.models import CostingRun
from budgettracker.costing.run.queries.run_costs import families_of
from budgettracker.database import db, transaction
from budgettracker.money import half_up, pounds
from budgettracker.studies.models import Study
from tests.client import PageClient, Seen
from tests.factories.exports import StudyWorld, study_world
from tests.factories.studies import AT
from tests.factories.world import World
from tests.page import words

pytestmark = pytest.mark.pages


@pytest.fixture
def made(app: Flask, world: World) -> StudyWorld:
    """The study; its clock stands still."""
    app.config["CLOCK"] = lambda: AT
    return study_world(world)


@pytest.fixture
def address(client: PageClient, made: StudyWorld) -> str:
    """The evaluator, signed in, has made a run; where its results are."""
    client.as_(made.world.eve.email)
    study = f"/studies/{made.study.id}"
    seen = client.send(study, action=f"{study}/runs")
    assert seen.status == 303, seen.text
    run = seen.location.partition("?")[0]
    assert f'href="{run}/results"' in client.get(run).html
    return f"{run}/results"


def rows(seen: Seen, caption: str) -> Iterator[list[str]]:
    """The rows of a table of a page."""
    for table in seen.page.iter("table"):
        if words(table.find("caption")).startswith(caption):  # type: ignore[arg-type]
            yield from ([words(cell) for cell in row] for row in table.find("tbody"))  # type: ignore[union-attr]


def test_results_are_those_of_the_families(client: PageClient, made: StudyWorld, address: str) -> None:
    page = client.get(address)
    run = db.session.query(CostingRun).one()
    costs = [each.costs for each in families_of(run, str)]
    shown = {row[0]: row[1:] for row in rows(page, "Cost of a family by arm")}
    for arm, heading in (("budget", "with a budget"), ("comparison", "for comparison")):
        of_arm = [each for each in costs if each.arm == arm]
        for counted, beside in (
            ("Purchases and time", ()),
            ("With other help", ("other_help",)),
            ("With other help and deciding", ("other_help", "deciding")),
            ("With other help, deciding and setting up", ("other_help", "deciding", "set_up")),
        ):
            pence = sum(each.total_pence + sum(getattr(each, f"{name}_pence") for name in beside) for each in of_arm)
            row = shown[f"{counted}: {heading}"]
            assert row[:2] == [str(len(of_arm)), pounds(half_up(pence, len(of_arm)))]
            assert row[2] == "No interval is supported: fewer than 40 families"
    assert len(shown) == 8
    assert sum(each.total_pence for each in costs) > 0
    kept = read_run(db.session(), run).costed()
    assert sum(each.pence(Counted.TOTAL) for each in kept) == sum(each.total_pence for each in costs)
    assert f"seed {seed_of(run)}" in page.text
    # Means open the families they describe.
    opened = [link for link in page.page.iter("a") if "/families?" in (link.get("href") or "")]
    assert {words(link) for link in opened} >= {"Purchases and time: with a budget", "Westmoor: for comparison"}
    counts = {words(link): len(list(rows(client.get(str(link.get("href"))), "Cost of each family"))) for link in opened}
    assert counts["Purchases and time: with a budget"] == sum(each.arm == "budget" for each in costs)
    difference = {row[0]: row for row in rows(page, "Difference between the arms")}
    assert len(difference) == 12
    month = difference["A month open: purchases and time"]
    budget = [each for each in costs if each.arm == "budget"]
    pence, days = sum(each.total_pence for each in budget), sum(each.open_days for each in budget)
    assert month[1] == pounds(half_up(pence * 36_525, days * 1_200))
    assert "Westmoor" in page.text
    assert len(list(rows(page, "Pooled mean"))) == 2


def test_what_would_tell_of_single_families_is_not_told(client: PageClient, made: StudyWorld, address: str) -> None:
    assert list(rows(client.get(address), "Cost of a family by arm"))
    with transaction():
        db.session.get_one(Study, made.study.id).profile = "published"
    hidden = client.get(address)
    assert hidden.status == 200
    assert "would tell of single families" in hidden.text
    assert "£" not in hidden.text
    assert not list(hidden.page.iter("table"))
