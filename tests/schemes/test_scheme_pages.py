"""The administrator's pages of schemes."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs
from budgettracker.schemes import queries
from budgettracker.schemes.models import Band, PriceMargin, Scheme
from budgettracker.schemes.rules import LADDER
from tests.client import PageClient
from tests.conftest import ENGINES
from tests.factories import world as make
from tests.factories.world import World

pytestmark = pytest.mark.pages

WORKER = LADDER[0]
TODAY, TOMORROW = date(2026, 6, 15), date(2026, 6, 16)


@pytest.fixture(autouse=True)
def noon(app: Flask) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)


def test_another_authoritys_scheme_is_not_found(world: World) -> None:
    with transaction():
        theirs = make.scheme(world.elsewhere)
    with pytest.raises(NotTheirs):
        queries.scheme_for(world.adam, theirs.id)
    assert [each.id for each in queries.schemes_of(world.authority.id)] == [world.scheme.id]


def test_only_administrators_reach_the_pages_of_schemes(client: PageClient, world: World) -> None:
    with transaction():
        theirs = make.scheme(world.elsewhere)
    urls = ["/schemes", "/schemes/new", f"/schemes/{world.scheme.id}", f"/schemes/{world.scheme.id}/bands"]
    for who, status in ((world.alice, 403), (world.mary, 403), (world.audrey, 403), (world.adam, 200)):
        client.as_(who.email)
        assert [client.get(url).status for url in urls] == [status] * 4
        client.sign_out()
    client.as_(world.adam.email)
    assert client.get(f"/schemes/{theirs.id}").status == 404
    assert client.get(f"/schemes/{theirs.id}/bands").status == 404


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_an_administrator_adds_a_scheme_and_reads_it_in_words(client: PageClient, world: World) -> None:
    client.as_(world.adam.email)
    sent = client.send(
        "/schemes/new",
        name="Reunification",
        cap="£10,000",
        categories="White goods\r\nTravel",
        practitioner_single="500",
        practitioner_running="1,000.00",
        practitioner_window="30",
    )
    assert sent.status == 303
    page = client.get(sent.location)
    assert "The scheme is added." in page.text
    assert "Up to £500.00 for one purchase, and up to £1,000.00 in 30 days" in page.html
    assert "£10,000.00" in page.text
    scheme = db.session.scalars(select(Scheme).filter_by(name="Reunification")).one()
    assert [each.name for each in scheme.categories] == ["White goods", "Travel"]


@pytest.mark.parametrize(
    "changes, words",
    [
        ({}, "Enter the most a practitioner may decide, for one purchase or all together."),
        ({"practitioner_single": "1e3"}, "Enter the amount in pounds"),
        ({"practitioner_running": "5"}, "Enter the number of days the running total looks back over."),
        ({"practitioner_running": "5", "practitioner_window": "soon"}, "Enter a whole number, like 3."),
        ({"practitioner_running": "5", "practitioner_window": "0"}, "Enter a number of days from 1 to 3,660."),
        ({"practitioner_single": "5", "name": "Devolved budget"}, "There is already a scheme called Devolved budget."),
        ({"practitioner_single": "5", "cap": "lots"}, "Enter the amount in pounds"),
        ({"practitioner_single": "5", "categories": " \n "}, "Enter at least one category."),
        ({"practitioner_single": "5", "ends_on-day": "1"}, "The last day must include a month and year."),
    ],
)
def test_each_mistake_is_answered_in_words_with_everything_typed_kept(
    client: PageClient, world: World, changes: dict[str, str], words: str
) -> None:
    client.as_(world.adam.email)
    sent = client.send("/schemes/new", **{"name": "Reunification", **changes})
    assert sent.status == 422
    assert words in sent.text
    kept = sent.form("")
    for name, value in changes.items():
        assert kept[name].strip() == value.strip()
    assert db.session.scalar(select(func.count()).select_from(Scheme)) == 1


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_an_administrator_changes_bands_from_tomorrow(client: PageClient, world: World) -> None:
    client.as_(world.adam.email)
    url = f"/schemes/{world.scheme.id}/bands"
    day = {"starts_on-day": "15", "starts_on-month": "6", "starts_on-year": "2026"}
    early = client.send(url, practitioner_single="50", **day)
    assert early.status == 422
    assert "Choose tomorrow or a later day." in early.text
    sent = client.send(url, practitioner_single="50", **(day | {"starts_on-day": "16"}))
    page = client.get(sent.location)
    assert "From 16 June 2026" in page.text
    assert queries.bounds_on(world.scheme.id, TOMORROW)[WORKER].single_pence == 50_00
    assert queries.bounds_on(world.scheme.id, TODAY)[WORKER].single_pence == 500_00


def test_everybody_of_an_authority_reads_its_rules_in_words_as_they_hold_today(
    client: PageClient, world: World
) -> None:
    with transaction():
        make.scheme(world.elsewhere, "Elsewhere")
        db.session.add(
            PriceMargin(
                authority_id=world.authority.id,
                scheme_id=world.scheme.id,
                percent=5,
                most_pence=7_00,
                starts_on=date(2026, 1, 1),
            )
        )
        own = [band for band in world.scheme.bands if band.role == WORKER]
        own[0].ends_on = date(2026, 6, 30)
        db.session.add(Band(scheme_id=world.scheme.id, role=WORKER, single_pence=50_00, starts_on=date(2026, 7, 1)))
    text = client.as_(world.alice.email).get("/rules").text
    for sentence in (
        "A family may have up to £10,000.00 in all.",
        "Whoever records a purchase decides it alone: up to £500.00 for one purchase, and up to £1,000.00 in 30 days.",
        "From 1 July 2026: Whoever records a purchase decides it alone: up to £50.00 for one purchase.",
        "A manager decides: up to £2,000.00 for one purchase.",
        "within the margin: up to 5% and at most £7.00.",
        "Every purchase needs its receipt",
        "Help paid outside the devolved budget",
    ):
        assert sentence in text, sentence
    assert "Elsewhere" not in text
    client.as_(world.eve.email)
    assert "No scheme yet" in client.get("/rules").text, "an evaluator belongs to no authority"
