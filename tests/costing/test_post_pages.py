"""The pages of posts: what they cost with the working, what is added to them, and who may see and do what."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates.actions import add_pension_rate, add_post_cost
from budgettracker.costing.rates.models import LocalMileageRate, LocalPensionRate, PostCost
from budgettracker.costing.rates.queries.posts import rate_book_of
from budgettracker.costing.rates.rules.build_up import Overhead, PostRate, printed
from budgettracker.database import db, transaction
from budgettracker.people.models import Person, Post
from tests.client import PageClient
from tests.factories.world import NOON, World, post

pytestmark = pytest.mark.pages

APRIL = {"starts_on-day": "1", "starts_on-month": "4", "starts_on-year": "2026"}
FILLED: dict[str, Any] = {
    **APRIL,
    "price_year": "2022/23",
    "salary": "35,500",
    "oncosts_are": "entered",
    "oncosts": "10806",
    "overhead_direct": "29%",
    "overhead_indirect": "16%",
    "capital": "4,120",
    "hours_per_year": "1608",
    "ratio_kind": "client_related",
    "ratio": "0.38",
    "source": "Unit Costs 2023, table 11.1",
}


@pytest.fixture(autouse=True)
def noon(app: Flask) -> None:
    app.config["CLOCK"] = lambda: datetime(2026, 6, 15, 12, tzinfo=UTC)


def sign_in(client: PageClient, who: Person) -> PageClient:
    client.as_(who.email)
    return client


def social_worker(world: World) -> Post:
    return db.session.query(Post).filter_by(authority_id=world.authority.id, name="Social worker").one()


def test_a_cost_is_typed_and_its_working_is_read_line_by_line(client: PageClient, world: World) -> None:
    of = f"/posts/{social_worker(world).id}"
    sign_in(client, world.adam)
    assert "No cost yet" in client.get(of).text
    seen = client.send(f"{of}/costs/new", **FILLED)
    assert seen.status == 303, seen.text
    text = client.follow(seen.location).text
    for line in (
        "The cost is added.",
        "From 1 April 2026 (in force today)",
        "S Salary A year, full-time equivalent £35,500.00",
        "O On-costs As entered £10,806.00",
        "Dd Direct overheads 29% of S + O = £46,306.00 £13,428.74",
        "Di Indirect overheads 16% of S + O = £46,306.00 £7,408.96",
        "K Capital overheads As entered £4,120.00",
        "A Cost of a year S + O + Dd + Di + K £71,263.70",
        "H Hours of a year Paid and worked 1,608 hours",
        "c Cost of an hour A ÷ H = £71,263.70 ÷ 1,608 = £44.318221… £44.32",
        "r Indirect hours to one hour Client related: of contact, preparation and travel 0.38",
        "c(1+r) An hour with indirect time c × (1 + r) = £44.318221… × 1.38 = £61.159145… £61.16",
        "In prices of 2022/23. Source: Unit Costs 2023, table 11.1.",
    ):
        assert line in text, line
    rate = rate_book_of(world.authority.id).on("Social worker", date(2026, 6, 15))
    assert isinstance(rate, PostRate)
    assert rate.per_client_hour is not None
    assert (printed(rate.per_hour), printed(rate.per_client_hour)) == (44_32, 61_16)
    listed = client.get("/posts").text
    assert "Social worker 1 April 2026 2022/23 £61.16 £44.32" in listed


def test_computed_on_costs_say_by_which_rates_and_qualifications_stand_apart(client: PageClient, world: World) -> None:
    sign_in(client, world.fiona)
    seen = client.send(
        "/pension-rates/new",
        rate="19.85%",
        source="The fund, 2025",
        **{"starts_on-day": "1", "starts_on-month": "4", "starts_on-year": "2025"},
    )
    assert seen.status == 303
    assert "1 April 2025 Until further notice The fund, 2025 19.85%" in client.follow(seen.location).text
    of = f"/posts/{social_worker(world).id}"
    computed = {**FILLED, "price_year": "2025/26", "salary": "42000", "oncosts_are": "computed", "oncosts": ""}
    assert client.send(f"{of}/costs/new", **{**computed, "qualifications": "5,000"}).status == 303
    text = client.get(of).text
    assert (
        "O On-costs 15% National Insurance on the £37,000.00 above £5,000.00, and 19.85% pension on £42,000.00 £13,887.00"
        in text
    )
    assert "Qualifications of £5,000.00 a year are not in it" in text
    # (42,000 + 13,887) x 1.45 + 4,120 = 85,156.15; with 5,000 more over 1,608 hours.
    assert "£85,156.15 ÷ 1,608 = £52.957804… £52.96" in text
    assert "With them an hour costs £56.07." in text
    assert "On-costs by: 15% National Insurance above £5,000.00 (gov.uk" in text
    assert "19.85% pension (The fund, 2025)" in text


def test_what_cannot_be_worked_out_is_said_in_words(client: PageClient, world: World) -> None:
    with transaction():
        add_post_cost(
            None,
            social_worker(world),
            starts_on=date(2025, 4, 1),
            price_year="2025/26",
            salary_pence=40_000_00,
            minutes_per_year=96_480,
            at=NOON,
        )
    sign_in(client, world.audrey)
    words = "there is no employer pension rate for 2025/26"
    assert words in client.get("/posts").text
    page = client.get(f"/posts/{social_worker(world).id}")
    assert words in page.text
    assert "Add a cost" not in page.text, "an auditor reads"


def test_costs_stand_beside_one_another_the_latest_first(client: PageClient, world: World) -> None:
    with transaction():
        add_pension_rate(None, world.authority, starts_on=date(2020, 4, 1), rate_basis_points=1980, at=NOON)
        for year in range(2019, 2029):
            add_post_cost(
                None,
                social_worker(world),
                starts_on=date(year, 4, 1),
                price_year=f"{year}/{year % 100 + 1}",
                salary_pence=30_000_00 + year * 100,
                oncosts_pence=9_000_00,
                minutes_per_year=96_450,
                overhead_direct=Overhead(pence=1_00),
                ratio_thousandths=1_200,
                ratio_kind=RatioKind.FACE_TO_FACE,
                at=NOON,
            )
    sign_in(client, world.adam)
    page = client.get(f"/posts/{social_worker(world).id}")
    headings = [each.text or "" for each in page.page.iter("h2")]
    assert headings[:3] == [
        "From 1 April 2028 (not yet in force)",
        "From 1 April 2027 (not yet in force)",
        "From 1 April 2026 (in force today)",
    ]
    assert len([each for each in headings if each.startswith("From")]) == 5
    assert "1,607.5 hours" in page.text
    assert "Face to face: of contact alone 1.2" in page.text
    assert len(page.html.encode()) < 60_000
    assert "From 1 April 2019" in client.get(f"/posts/{social_worker(world).id}?page=2").text
    form = client.get(f"/posts/{social_worker(world).id}/costs/new").form()
    assert (form["overhead_direct"], form["hours_per_year"], form["ratio"], form["salary"]) == (
        "1.00",
        "1607.5",
        "1.2",
        "",
    )


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"salary": "many"}, "salary", "using the figures 0 to 9"),
        ({"salary": "0"}, "salary", "more than £0.00"),
        ({"salary": ""}, "salary", "Enter the salary for a year."),
        ({"oncosts": ""}, "oncosts", "Enter the on-costs for a year; 0 if there are none."),
        ({"overhead_direct": "29 percent"}, "overhead_direct", "is not an amount"),
        ({"overhead_indirect": "16.123%"}, "overhead_indirect", "at most two figures after the point"),
        ({"hours_per_year": "8785"}, "hours_per_year", "at most 8,784"),
        ({"hours_per_year": "lots"}, "hours_per_year", "is not a number"),
        ({"ratio": ""}, "ratio", "Enter the ratio, like 0.38"),
        ({"ratio": "-1"}, "ratio", "is not a number"),
        ({"price_year": "2026"}, "price_year", "like 2022/23"),
        ({"source": " "}, "source", "Say where the figures come from."),
        ({"starts_on-day": "31"}, "starts_on-day", "There is no 31 April 2026."),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_all_that_was_typed_is_kept(
    client: PageClient, world: World, typed: dict[str, str], field: str, words: str
) -> None:
    sign_in(client, world.adam)
    of = f"/posts/{social_worker(world).id}/costs/new"
    seen = client.send(of, **{**FILLED, **typed})
    assert seen.status == 422
    assert words in seen.text
    assert any(link.get("href") == f"#{field}" for link in seen.page.iter("a")), "the summary leads to the field"
    kept = seen.form()
    for name, value in {**FILLED, **typed}.items():
        assert kept[name].strip() == value.strip(), name
    assert db.session.query(PostCost).count() == 0


def test_a_second_cost_of_a_day_and_a_second_rate_of_a_day_are_refused(client: PageClient, world: World) -> None:
    sign_in(client, world.adam)
    of = f"/posts/{social_worker(world).id}/costs/new"
    assert client.send(of, **FILLED).status == 303
    seen = client.send(of, **{**FILLED, "salary": "99"})
    assert seen.status == 422
    assert "already has a cost from 1 April 2026" in seen.text
    rate = {"rate": "19.8", "source": "The fund", **APRIL}
    assert client.send("/pension-rates/new", **rate).status == 303
    seen = client.send("/pension-rates/new", **rate)
    assert (seen.status, "There is already a pension rate from 1 April 2026." in seen.text) == (422, True)
    for typed, words in (("101", "from 0 to 100"), ("x", "is not a number"), ("19.855", "two figures after the point")):
        seen = client.send("/pension-rates/new", **{**rate, "rate": typed})
        assert (seen.status, words in seen.text) == (422, True), typed
    assert (db.session.query(PostCost).count(), db.session.query(LocalPensionRate).count()) == (1, 1)


def test_mileage_rates_are_the_authoritys_own_from_a_day_on(client: PageClient, world: World) -> None:
    sign_in(client, world.adam)
    assert (
        "A car 45p a mile up to 10,000 miles a year from 6 April, then 25p; a passenger 5p" in client.get("/posts").text
    )
    page = "/mileage-rates/new"
    assert client.get(page).form()["car"] == "45"
    new = {"car": "50.5p", "car_limit": "8,500", "motorcycle": "26", "source": "Travel policy", **APRIL}
    for field, typed, words in (
        ("car", "x", "is not a number"),
        ("car", "45.55", "one figure after the point"),
        ("bicycle", "1000", "from 0 to 999.9"),
        ("car_limit", "10.5", "whole miles"),
        ("source", "", "Say where the rates come from."),
    ):
        seen = client.send(page, **{**new, field: typed})
        assert (seen.status, words in seen.text) == (422, True), (field, typed)
    seen = client.send(page, **new)
    assert seen.status == 303
    text = client.follow(seen.location).text
    first, then = text.index("A car 50.5p a mile up to 8,500 miles"), text.index("A car 45p a mile up to 10,000")
    assert first < then
    assert "then 25p; a passenger 5p, a motorcycle 26p, a bicycle 20p" in text
    again = client.send(page, **new)
    assert (again.status, "There are already mileage rates from 1 April 2026." in again.text) == (422, True)
    (kept,) = db.session.query(LocalMileageRate)
    assert (kept.authority_id, kept.car_tenths, kept.car_limit_hundredths) == (world.authority.id, 505, 850_000)


def test_a_post_is_added_once(client: PageClient, world: World) -> None:
    sign_in(client, world.adam)
    seen = client.send("/posts/new", name="Family support worker")
    assert seen.status == 303
    assert "The post is added." in client.follow(seen.location).text
    seen = client.send("/posts/new", name="family SUPPORT worker")
    assert (seen.status, "There is already a post called" in seen.text) == (422, True)


def test_nobody_sees_another_authoritys_posts_or_who_holds_one(client: PageClient, world: World) -> None:
    with transaction():
        theirs = post(world.elsewhere, "Family worker of Eastfield")
    for who in (world.adam, world.fiona, world.audrey):
        sign_in(client, who)
        page = client.get("/posts")
        assert "Social worker" in page.text
        assert "Eastfield" not in page.html
        for each in (world.alice, world.bob, world.carol):
            assert each.name not in page.html + client.get(f"/posts/{social_worker(world).id}").html
        assert client.get(f"/posts/{theirs.id}").status == 404
    for one in (world.adam, world.fiona):
        sign_in(client, one)
        assert client.get(f"/posts/{theirs.id}/costs/new").status == 404
    for two in (world.alice, world.mary, world.sam, world.eve):
        sign_in(client, two)
        assert client.get("/posts").status == 403
        assert client.get(f"/posts/{social_worker(world).id}").status == 403
