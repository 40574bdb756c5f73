"""The pages of studies: what an evaluator sees, and never sees; who agrees for an authority; who is kept out."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from markupsafe import Markup

from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, transaction
from budgettracker.people.models import Person
from budgettracker.studies.actions import add_study
from budgettracker.studies.models import Study, StudyAuthority
from budgettracker.studies.queries import scope
from tests.client import PageClient
from tests.factories.studies import AT, RunWorld, run_world
from tests.factories.world import World

pytestmark = pytest.mark.pages


@pytest.fixture(autouse=True)
def at_noon(app: Flask) -> None:
    """The day is 15 June 2026."""
    app.config["CLOCK"] = lambda: AT


def sign_in(client: PageClient, who: Person) -> None:
    client.as_(who.email)


def page_of(made: RunWorld) -> str:
    return f"/studies/{made.study.id}"


def canaries() -> list[str]:
    """Every name, e-mail and reference the world holds."""
    people = [text for who in db.session.query(Person) for text in (who.name, who.email)]
    return [*people, "WM-00", "EF-00", "Okafor", "Novak", "Lindqvist", "Strange", "Gone", "North team", "South team"]


def test_an_evaluator_adds_a_study_whose_key_is_made_with_it(client: PageClient, app: Flask, world: World) -> None:
    sign_in(client, world.eve)
    days = {"starts_on-day": "1", "starts_on-month": "4", "starts_on-year": "2026"}
    days |= {"ends_on-day": "30", "ends_on-month": "6", "ends_on-year": "2026"}
    seen = client.send("/studies/new", name="Pilot", profile="internal", purpose="What it costs", **days)
    assert seen.status == 303
    page = client.follow(seen.location)
    assert "The study is added." in page.text
    assert "No authority has agreed yet" in page.text
    assert "1 April 2026 to 30 June 2026" in page.text
    made = db.session.query(Study).one()
    assert (Path(app.config["STUDY_KEYS"]) / str(made.id)).exists()
    assert "Pilot" in client.get("/studies").text


def test_a_refused_study_keeps_what_was_typed(client: PageClient, world: World) -> None:
    sign_in(client, world.eve)
    seen = client.send(
        "/studies/new",
        name="Pilot",
        profile="internal",
        purpose="Costs",
        intervention="Family group conference",
        **{
            "starts_on-day": "1",
            "starts_on-month": "4",
            "starts_on-year": "2026",
            "ends_on-day": "31",
            "ends_on-month": "4",
            "ends_on-year": "2026",
        },
    )
    assert seen.status == 422
    assert "Pilot" in seen.html
    assert "Family group conference" in seen.html
    assert db.session.query(Study).count() == 0


def test_a_study_says_what_it_covers_and_its_runs_add_up(
    client: PageClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = run_world(world)
    sign_in(client, world.eve)
    page = client.get(page_of(made))
    assert "Westmoor 1 1 2 12 3" in page.text
    assert "Eastfield 2 0 0 4 3" in page.text
    monkeypatch.setattr(scope, "MANY", 4)
    more = client.get(page_of(made))
    assert "Westmoor 1 1 2 over 4 3" in more.text
    assert "Eastfield 2 0 0 4 3" in more.text
    assert "Nothing is missing." in page.text
    seen = client.send(page_of(made), action=f"{page_of(made)}/runs")
    assert seen.status == 303
    page = client.follow(seen.location)
    assert "The run is made." in page.text
    assert "£50.00" in page.text
    assert "Yes" in page.text
    assert "Mode A is not supported" in page.text
    assert "Managers' time: direct overheads contain it" in page.text
    assert db.session.query(CostingRun).one().made_by_id == world.eve.id


def test_an_evaluator_sees_no_name_and_no_reference(client: PageClient, world: World) -> None:
    made = run_world(world)
    sign_in(client, world.eve)
    client.send(page_of(made), action=f"{page_of(made)}/runs")
    known = canaries()
    for url in ("/studies", "/studies/new", page_of(made)):
        html = client.get(url).html.replace(world.eve.name, "")
        assert [each for each in known if each != world.eve.name and each in html] == [], url


def test_what_stops_a_run_is_said_without_names(client: PageClient, world: World) -> None:
    made = run_world(world, rates=False)
    with transaction():
        for holding in list(world.bob.holdings):
            db.session.delete(db.session.merge(holding))
    sign_in(client, world.eve)
    page = client.get(page_of(made))
    assert "A run cannot be made yet." in page.text
    assert "Westmoor: The post “Social worker” has no cost" in page.text
    assert "Westmoor: 1 worker has no post on days they worked" in page.text
    assert "Bob" not in page.html
    assert "Make a costing run" not in page.html
    form = client.get("/studies/new").form()
    keys = {name: form[name] for name in ("csrf_token", "form_key")}
    seen = client.post(f"{page_of(made)}/runs", keys)
    assert seen.status == 422
    assert "Westmoor: The post “Team manager” has no cost" in seen.text
    assert db.session.query(CostingRun).count() == 0


def test_a_published_study_shows_no_small_counts_and_no_amounts_of_few_families(
    client: PageClient, world: World
) -> None:
    made = run_world(world)
    with transaction():
        db.session.get_one(Study, made.study.id).profile = "published"
    sign_in(client, world.eve)
    client.send(page_of(made), action=f"{page_of(made)}/runs")
    page = client.get(page_of(made))
    assert "5 or fewer families in 3 months" in page.text
    assert "Families with a budget" not in page.text
    assert "£" not in page.text


def test_other_features_add_panels_to_a_studys_page(client: PageClient, app: Flask, world: World) -> None:
    made = run_world(world)
    app.extensions["study_panels"].append(
        lambda study, stopped: Markup("<p>Panel of {}: {}</p>").format(study.name, stopped)
    )
    sign_in(client, world.eve)
    assert "Panel of Winter pilot: False" in client.get(page_of(made)).text


@pytest.mark.parametrize("who", ["alice", "mary", "sam", "fiona", "audrey", "adam", "dave"])
def test_nobody_but_an_evaluator_opens_studies(client: PageClient, world: World, who: str) -> None:
    made = run_world(world)
    sign_in(client, getattr(world, who))
    for url in ("/studies", "/studies/new", page_of(made)):
        assert client.get(url).status == 403
    assert client.post(f"{page_of(made)}/runs", {"csrf_token": "x"}).status in (400, 403)
    assert db.session.query(CostingRun).count() == 0


def test_a_study_that_does_not_exist_is_not_found(client: PageClient, world: World) -> None:
    sign_in(client, world.eve)
    assert client.get("/studies/019f0000-0000-7000-8000-000000000001").status == 404


def test_a_senior_manager_agrees_and_the_evaluator_sees_it(client: PageClient, world: World) -> None:
    with transaction():
        made = add_study(
            world.eve, "Pilot", starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30), profile="internal", at=AT
        )
    sign_in(client, world.sam)
    assert "Pilot" in client.get("/studies/agreements").text
    url = f"/studies/{made.id}/agree"
    seen = client.send(url, mode="A", basis="")
    assert seen.status == 422
    assert "Say on what basis the authority agrees." in seen.text
    seen = client.send(url, mode="B", basis="Agreement of 1 May")
    assert seen.status == 303
    page = client.follow(seen.location)
    assert "The agreement is recorded." in page.text
    assert "Agreement of 1 May" in page.text
    joined = db.session.query(StudyAuthority).one()
    assert (joined.authority_id, joined.mode, joined.agreed_by_id) == (world.authority.id, "B", world.sam.id)
    assert client.get(url).status == 404
    sign_in(client, world.eve)
    html = client.get(f"/studies/{made.id}").html
    assert "Westmoor" in html
    assert "Agreement of 1 May" not in html
    assert "Sam Stone" not in html


def test_finance_sees_what_asks_and_agrees_to_nothing(client: PageClient, world: World) -> None:
    with transaction():
        made = Study(
            name="Pilot", starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30), profile="internal", created_at=AT
        )
        db.session.add(made)
    for person in (world.mary, world.alice, world.adam, world.eve):
        sign_in(client, person)
        assert client.get("/studies/agreements").status == 403
        assert client.get(f"/studies/{made.id}/agree").status == 403
    sign_in(client, world.fiona)
    assert "Pilot" in client.get("/studies/agreements").text
    refused = client.send(f"/studies/{made.id}/agree", mode="A", basis="The agreement of May")
    assert (refused.status, "A senior manager agrees for the authority" in refused.text) == (422, True)
    assert db.session.query(StudyAuthority).count() == 0
