"""Sensitivity, Break_even, Left_out and Parameters: the figures of the run's pages, and every assumption in one table."""

from decimal import Decimal

import pytest
from flask import Flask

from budgettracker.costing.rates.models import PostCost
from budgettracker.costing.results.kinds import Assumption
from budgettracker.costing.results.queries.sensitivity import sensitivity_of
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.database import db, transaction
from budgettracker.exports.study.parameters import OF_POST
from budgettracker.workbooks.readback import Book, pence_of
from tests.client import PageClient
from tests.factories.exports import built, file_of, run_of, study_world
from tests.factories.prices import GREEN_BOOK, in_prices_of
from tests.factories.studies import AT
from tests.factories.world import World

pytestmark = pytest.mark.pages


def test_sheets_have_the_figures_of_the_pages_and_name_every_assumption(
    app: Flask, client: PageClient, world: World
) -> None:
    app.config["CLOCK"] = lambda: AT
    study = study_world(world).study
    with transaction():
        in_prices_of(study, "2026/27", discounting=GREEN_BOOK)
        db.session.query(PostCost).update({"qualifications_pence": 1_000_00})
    workbook = built(app, study)
    run = run_of(workbook)
    of = sensitivity_of(db.session(), run.id)
    assert of is not None
    assert {Assumption.QUALIFICATIONS, Assumption.PRICE_INDEX} < {each.assumption for each in of.swings}
    with Book(file_of(app, workbook)) as book:
        swings = [row for _, row in book.rows("Sensitivity")]
        even = [row for _, row in book.rows("Break_even")]
        left_out = [row for _, row in book.rows("Left_out")]
        parameters = [row for _, row in book.rows("Parameters")]
        posts = [row for _, row in book.rows("Posts")]
        prices = [row for _, row in book.rows("Prices")]
    client.as_(world.eve.email)
    page = client.get(f"/studies/{study.id}/runs/{run.number}/sensitivity").text
    for row, swing in zip(swings, of.swings, strict=True):
        assert row["assumption"].text == swing.assumption
        assert pence_of(row["mean"], "mean") == swing.mean_pence
        for column in ("mean_low", "mean_high", "difference_low", "difference_high"):
            pence = pence_of(row[column], column)
            assert pence == getattr(swing, f"{column}_pence")
            assert f"{abs(pence) // 100:,}.{abs(pence) % 100:02d}" in page
    assert [pence_of(row["amount"], "amount") for row in even] == [of.mean_pence, of.difference_pence]
    assert [(row["stated"].text, row["weeks"].text, row["week_source"].text) for row in even] == [
        ("no", "0.0", "none")
    ] * 2
    totals = totals_of(run)
    by_reason = {row["reason"].text: row for row in left_out}
    assert list(by_reason)[: len(totals.left_out)] == [str(each.reason) for each in totals.left_out]
    for each in totals.left_out:
        row = by_reason[each.reason]
        assert (int(row["minutes"].text), pence_of(row["cost"], "cost")) == (each.minutes, each.cost_pence)
        assert (row["words"].text, int(row["rows"].text) > 0) == (each.words, True)
    assert sum(pence_of(row["cost"], "cost") for row in left_out) == (
        totals.sums.left_out_pence + totals.sums.unallocated_pence
    )
    named = {(row["parameter"].text, row["about"].text, row["since"].text): row for row in parameters}
    assert len(named) == len(parameters)
    for row in posts:
        of_post = [each for each in parameters if each["about"].text == f"{row['authority'].text}: {row['post'].text}"]
        assert {each["parameter"].text for each in of_post} >= set(OF_POST)
        salaries = {Decimal(each["number"].text) for each in of_post if each["parameter"].text == "salary"}
        assert Decimal(row["salary"].text) in salaries
    for row in prices:
        parameter = named[row["price"].text, row["authority"].text, row["since"].text]
        assert parameter["number"].text == row["value"].text
        assert row["source"].text in parameter["source"].text
    assert named["discount_rate", "all", "none"]["used_on"].text == "Discounting"
    assert named["price_year", "all", "none"]["words"].text == "2026/27"
    assert all(row[column].text for row in parameters for column in ("meaning", "source", "used_on", "unit"))
