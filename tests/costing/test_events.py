"""The second route: events at published unit costs beside the logged cost, from the page to the workbook."""

import pytest
from flask import Flask

from budgettracker.costing.results.queries.events import both_routes, event_lines
from budgettracker.costing.results.queries.kept import arm_sums
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.exports.study.events import EventRow
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up, pounds
from budgettracker.studies.actions import count_events, run_study, withdraw_events
from budgettracker.studies.models import Study
from budgettracker.workbooks import Book
from budgettracker.workbooks.readback import pence_of
from tests.client import PageClient
from tests.factories.events import count_of, counted
from tests.factories.exports import built, file_of, study_world
from tests.factories.prices import in_prices_of
from tests.factories.studies import AT, ON
from tests.factories.world import World


@pytest.mark.parametrize(
    "change, field",
    [
        ({"number": 0}, "number"),
        ({"number": 1_000_001}, "number"),
        ({"unit_pence": 0}, "unit_cost"),
        ({"price_year": "2025"}, "price_year"),
        ({"counted_by": " "}, "counted_by"),
        ({"priced_by": ""}, "priced_by"),
        ({"starts_on": ON.replace(year=2019)}, "starts_on"),
        ({"ends_on": ON.replace(year=2031)}, "ends_on"),
        (
            {"starts_on": ON.replace(year=2026, month=5, day=9), "ends_on": ON.replace(year=2026, month=5, day=8)},
            "ends_on",
        ),
    ],
)
def test_what_is_no_count_is_refused_at_its_field(world: World, change: dict[str, object], field: str) -> None:
    study = study_world(world).study
    with transaction(), pytest.raises(Refusal) as refused:
        counted(study, world.authority.id, **change)
    assert refused.value.field == field


def test_only_the_studys_own_evaluators_and_authorities(world: World) -> None:
    study = study_world(world).study
    with transaction():
        with pytest.raises(NotTheirs):
            count_events(world.alice, study, count_of(study, world.authority.id), on=ON, at=AT)
        with pytest.raises(Refusal, match="one of the study's authorities"):
            counted(study, world.alice.id)
        made = counted(study, world.authority.id)
        withdraw_events(world.eve, study, made, on=ON, at=AT)
        with pytest.raises(Refusal, match="taken back already"):
            withdraw_events(world.eve, study, made, on=ON, at=AT)


@pytest.mark.pages
def test_events_stand_beside_the_logged_cost_on_page_and_sheet(app: Flask, client: PageClient, world: World) -> None:
    """3 at 150.01 of 2025/26 in prices of 2026/27: 150.01 x 108.2 / 104.6003 = 155.17 each, 465.51 together."""
    app.config["CLOCK"] = lambda: AT
    study = study_world(world).study
    client.as_(world.eve.email)
    typed = {"arm": "budget", "happened": "closing", "number": "3", "unit_cost": "150.01", "price_year": "2025/26"}
    where = {"authority": str(world.authority.id), "counted_by": "The case system"}
    refused = client.send(f"/studies/{study.id}/events/count", **typed, **where)
    assert (refused.status, "where the unit cost is from" in refused.text) == (422, True)
    sent = client.send(f"/studies/{study.id}/events/count", **typed, **where, priced_by="A published manual")
    assert sent.status == 303, sent.text
    assert "Closing the case Westmoor With a budget" in client.get(f"/studies/{study.id}/events").text
    with transaction():
        study = db.session.get_one(Study, study.id)
        wrong = counted(study, world.authority.id, number=99)
        withdraw_events(db.session.merge(world.eve), study, wrong, on=ON, at=AT)
        before = run_study(None, study, on=ON, at=AT)
        in_prices_of(study, "2026/27")
    workbook = built(app, study)
    run = db.session.query(CostingRun).filter_by(number=2).one()
    (earlier,), lines = event_lines(db.session(), before.id), event_lines(db.session(), run.id)
    assert (earlier.of.uprated_pence, earlier.of.cost_pence) == (150_01, 450_03)
    assert [each.of.cost_pence for each in lines] == [3 * half_up(150_01 * 1_082_000, 1_046_003)] == [465_51]
    (route,) = both_routes(db.session(), run.id, lines)
    (sums,) = [
        each.pence
        for each in arm_sums(db.session(), run.id)
        if (each.authority_id, each.arm) == (world.authority.id, Arm.BUDGET)
    ]
    logged = sums["total_pence"] - sums["purchases_pence"]
    assert route == (route.authority, Arm.BUDGET, 465_51, logged)
    assert logged > 0
    percent = half_up(100 * 465_51, logged)
    page = client.get(f"/studies/{study.id}/runs/2/events").text
    assert f"£465.51 {pounds(logged)} {percent}%" in page
    assert "Closing the case. Counted: The case system. Unit cost: A published manual." in page
    cut = client.get(f"/studies/{study.id}/runs/2/cut?by=authority").text
    assert f"£465.51 {percent}%" in cut
    path = file_of(app, workbook)
    with Book(path) as book:
        assert book.header("Events") == list(EventRow._fields)
        ((_, row),) = book.rows("Events")
        beside = [row for _, row in book.rows("Authorities") if row["arm"].text == Arm.BUDGET]
        spread = [row for _, row in book.rows("Distribution") if row["counted"].text == "total"]
        checks = {cells[0].text: cells[1].text for _, cells in book.cells("Checks") if len(cells) > 1}
    shown = [pence_of(row[name], name) for name in ("cost", "arm_events", "arm_logged")]
    assert shown == [465_51, 465_51, logged]
    assert row["percent_of_logged"].text == str(percent)
    assert (checks["Inputs: Events"], checks["Events: cost"]) == ("OK", "OK")
    assert sum(pence_of(row["events"], "events") for row in beside) == 465_51
    of_family = [pence_of(row["events"], "events") for row in spread if row["authority"].text == world.authority.name]
    (families,) = (
        each.families
        for each in arm_sums(db.session(), run.id)
        if (each.authority_id, each.arm) == (world.authority.id, Arm.BUDGET)
    )
    assert sorted(of_family) == [0, half_up(465_51, families)]
