"""The pages of a study's prices: an edition of an index, the price year, and a run's prices beside what was logged."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from budgettracker.costing.results.queries.prices import arm_discounted, arm_prices
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, transaction
from budgettracker.money import pounds
from budgettracker.studies.models import PriceIndex
from budgettracker.studies.queries import price_series_of
from tests.client import PageClient
from tests.factories.exports import StudyWorld, study_world
from tests.factories.prices import DEFLATOR, GREEN_BOOK, PAY, in_prices_of
from tests.factories.studies import AT
from tests.factories.world import World

pytestmark = pytest.mark.pages

PUBLISHED = {"published_on-day": "31", "published_on-month": "3", "published_on-year": "2026"}


@pytest.fixture
def made(app: Flask, world: World) -> StudyWorld:
    """The study; its clock stands still."""
    app.config["CLOCK"] = lambda: AT
    return study_world(world)


def test_from_an_index_typed_to_a_run_in_its_prices(client: PageClient, made: StudyWorld) -> None:
    client.as_(made.world.eve.email)
    address = f"/studies/{made.study.id}/prices"
    assert "add an index first" in client.get(address).text
    typed = {"name": "GDP deflator", "edition": "March 2026", "source": "HM Treasury", **PUBLISHED}
    refused = client.send(f"{address}/series", indices="2025/26 103.7\nnext year 106", **typed)
    assert refused.status == 422
    assert "“next year 106” is not a financial year and its index" in refused.text
    assert "2025/26 103.7" in refused.html
    added = client.send(f"{address}/series", indices="2025/26 103.7\n2026/27 106.1001", **typed)
    assert added.status == 303
    assert "2026/27 106.1001" in client.get(address).text
    series = str(price_series_of(made.study.id)[0].id)
    without = client.send(address, prices="one_year", price_year="2026/27", pay_series=series, goods_series="")
    assert (without.status, "Choose one of the study's series" in without.text) == (422, True)
    lacking = client.send(address, prices="one_year", price_year="2030/31", pay_series=series, goods_series=series)
    assert "no value for 2030/31" in lacking.text
    unsaid = client.send(address, prices="as_logged", discount_rate="3.5")
    assert (unsaid.status, "Say where the rate is from" in unsaid.text) == (422, True)
    assert "percent a year, like 3.5" in client.send(address, discount_rate="a lot", discount_source="Green Book").text
    assert "at most 20" in client.send(address, discount_rate="35", discount_source="Green Book").text
    chosen = {"pay_series": series, "goods_series": series, "discount_rate": "3.5", "discount_source": "Green Book"}
    saved = client.send(address, prices="one_year", price_year="2026/27", **chosen)
    assert saved.status == 303
    assert "Later years discounted by 3.5% a year" in client.get(f"/studies/{made.study.id}").text
    assert "in prices of 2026/27: pay by GDP deflator, March 2026" in client.get(f"/studies/{made.study.id}").text
    client.send(f"/studies/{made.study.id}/runs", vat_rule="gross")
    run_page = client.get(f"/studies/{made.study.id}/runs/1")
    assert "All costs in prices of 2026/27, uprated before they were rounded." in run_page.text
    client.send(address, prices="as_logged", price_year="", pay_series="", goods_series="")
    assert "As logged: each cost" in client.get(f"/studies/{made.study.id}").text
    assert db.session.query(CostingRun).one().price_year == "2026/27"


def test_an_edition_is_only_ever_added(made: StudyWorld, engine_name: str) -> None:
    with transaction():
        in_prices_of(made.study, "2026/27")
    of_sqlite = (
        "INSERT OR REPLACE INTO price_index SELECT series_id, price_year, 1 FROM price_index",
        "INSERT OR REPLACE INTO price_series SELECT * FROM price_series",
    )
    for statement in (
        "UPDATE price_index SET ten_thousandths = 1",
        "DELETE FROM price_index",
        "UPDATE price_series SET source = ''",
        *(of_sqlite if engine_name == "sqlite" else ()),
    ):
        with transaction(), pytest.raises(DBAPIError, match="rows are only ever added"):
            db.session.execute(text(statement))
    assert DEFLATOR.indices["2024/25"] in db.session.scalars(select(PriceIndex.ten_thousandths))


def test_a_runs_page_of_prices_has_what_was_logged_beside_it(client: PageClient, made: StudyWorld) -> None:
    with transaction():
        in_prices_of(made.study, "2026/27", discounting=GREEN_BOOK)
    client.as_(made.world.eve.email)
    client.send(f"/studies/{made.study.id}/runs", vat_rule="gross")
    run = db.session.query(CostingRun).one()
    shown = client.get(f"/studies/{made.study.id}/runs/{run.number}/prices").text
    for arm in arm_prices(db.session(), run.id):
        whole = " ".join(map(pounds, (arm.as_logged_pence, arm.uprated_pence, arm.mean_as_logged_pence)))
        assert f"{arm.arm.heading} {arm.families} {whole} {pounds(arm.mean_uprated_pence)}" in shown
    for each in arm_discounted(db.session(), run.id):
        whole = " ".join(map(pounds, (each.pence, each.present_pence, each.mean_pence)))
        assert f"{each.arm.heading} {each.families} {whole} {pounds(each.mean_present_pence)}" in shown
    # 108.2 / 104.6003 of pay, 106.1001 / 103.7 of goods.
    assert "2025/26 104.6003 1.034414" in shown
    assert "2025/26 103.7000 1.023145" in shown
    assert f"{PAY.name}, {PAY.edition}, published on 30 April 2026" in shown
    assert DEFLATOR.source in shown
