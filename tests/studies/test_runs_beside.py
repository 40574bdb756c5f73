"""Two runs side by side: the page and the sheet Comparison_runs name each price that differs, and say the same."""

from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import delete

from budgettracker.costing.results.kinds import Cause
from budgettracker.costing.results.models import RunDifference, RunResult
from budgettracker.costing.results.queries.beside import differences, differences_of
from budgettracker.costing.results.queries.kept import arm_sums
from budgettracker.costing.results.queries.repriced import repriced_between
from budgettracker.costing.run.models import RunLine
from budgettracker.database import db, transaction
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.money import pounds
from budgettracker.studies.actions import run_study
from budgettracker.studies.models import Study
from tests.client import PageClient
from tests.factories.exports import build, file_of
from tests.factories.studies import AT, ON
from tests.factories.two_runs import two_runs
from tests.factories.workbooks import texts
from tests.factories.world import World
from tests.page import rows_under

pytestmark = pytest.mark.pages


def test_page_and_sheet_name_each_price_that_differs(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = lambda: AT
    made, before, after = two_runs(world)
    client.as_(world.eve.email)
    page = client.get(f"/studies/{made.study.id}/runs/2/beside/1")
    causes = rows_under(page.page, "What the difference of the totals is made of")
    figures, posts = repriced_between(db.session(), before, after), differences(db.session(), before.id, after.id).posts
    shown = rows_under(page.page, "Each figure that the runs priced by differently")
    assert shown == [[each.words, each.before_words, each.after_words] for each in figures]
    assert [
        "Salary: Social worker, Westmoor, from 13 April 2026",
        "£37,600.01",
        "£38,000.00",
    ] in shown
    assert rows_under(page.page, "Entries that came to something else") == [
        [each.words, f"{each.number:,}", pounds(each.pence)] for each in posts
    ]
    assert "Both runs priced by the same" in client.get(f"/studies/{made.study.id}/runs/1/beside/1").text
    with transaction():
        request = ask_workbook(world.eve, made.study, run=after, on=ON, at=AT)
    rows = texts(file_of(app, build(app, request, world.eve)), "Comparison_runs")
    assert [row["what"] for row in rows] == [
        *(cause for cause in Cause if cause is not Cause.PRICE),
        *[Cause.PRICE] * len(posts),
        *(each.figure for each in figures),
    ]
    assert {row["run_before"] for row in rows} == {"1"}
    then, now = (sum(each.pence["total_pence"] for each in arm_sums(db.session(), run.id)) for run in (before, after))
    assert sum(round(Decimal(row["difference"]) * 100) for row in rows) == now - then != 0
    (salary,) = [row for row in rows if row["what"] == "post_salary"]
    assert (salary["before"], salary["after"], salary["since"], salary["unit"]) == (
        "37600.0100",
        "38000.0000",
        "2026-04-13",
        "pounds a year",
    )
    numbers = {words: number for words, number, _ in causes[:-1]}
    assert (numbers["Families that only the later run has"], numbers["Families that only the earlier run has"]) == (
        "1",
        "1",
    )
    for order in ((1, 2), (2, 1)):
        # Runs from before: whichever is looked at last, its difference from its neighbour is kept then.
        with transaction():
            for table in (RunResult, RunDifference):
                db.session.execute(delete(table))
        for number in order:
            assert db.session.get(RunDifference, (before.id, after.id)) is None
            assert client.get(f"/studies/{made.study.id}/runs/{number}/results").status == 200
            db.session.rollback()
        assert db.session.get(RunDifference, (before.id, after.id)) is not None
    kept = differences_of(db.session(), before.id, after.id)
    assert kept == differences(db.session(), before.id, after.id)
    with transaction():
        # Nothing is reckoned a second time: lines that went are not missed.
        db.session.execute(delete(RunLine).where(RunLine.run_id == after.id))
    again = client.get(f"/studies/{made.study.id}/runs/2/beside/1")
    assert rows_under(again.page, "What the difference of the totals is made of") == causes
    assert kept != differences(db.session(), before.id, after.id)


def test_a_pair_further_apart_is_reckoned_at_its_first_look_and_kept(
    app: Flask, client: PageClient, world: World
) -> None:
    app.config["CLOCK"] = lambda: AT
    made, first, _ = two_runs(world)
    with transaction():
        third = run_study(None, db.session.get_one(Study, made.study.id), on=ON, at=AT)
    client.as_(world.eve.email)
    runs = f"/studies/{made.study.id}/runs"
    assert f'href="{runs}/3/beside/1"' in client.get(f"{runs}/3/beside/2").html
    looks = {pair: client.get(f"{runs}/{pair[0]}/beside/{pair[1]}") for pair in ((3, 1), (1, 3))}
    causes = {
        pair: rows_under(seen.page, "What the difference of the totals is made of") for pair, seen in looks.items()
    }
    assert causes[3, 1] == rows_under(
        client.get(f"{runs}/2/beside/1").page, "What the difference of the totals is made of"
    ), "the third run is made of what the second was"
    forth, back = (
        sum(each.pence for each in differences(db.session(), *pair).causes)
        for pair in ((first.id, third.id), (third.id, first.id))
    )
    assert forth == -back != 0
    assert [causes[pair][-1][2] for pair in ((3, 1), (1, 3))] == [pounds(forth), pounds(back)]
    with transaction():
        # Nothing is reckoned a second time: lines that went are not missed.
        db.session.execute(delete(RunLine).where(RunLine.run_id == first.id))
    for (number, other), before in causes.items():
        again = client.get(f"{runs}/{number}/beside/{other}")
        assert rows_under(again.page, "What the difference of the totals is made of") == before
