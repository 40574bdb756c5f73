"""Costs that no post, purchase or entry holds: the published annuities, what falls on a study's days, and the run's page."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from budgettracker.costing.kinds import OtherClass
from budgettracker.costing.rates.actions import add_other_cost, withdraw_other_cost
from budgettracker.costing.rates.rules.other_cost import OtherCost, annuity, counted_pence, days_of, yearly_pence
from budgettracker.costing.results.queries.prices import other_cost_lines
from budgettracker.costing.results.queries.stated import stated_besides
from budgettracker.costing.run.models import CostingRun
from budgettracker.costing.run.queries.run_costs import authorities_of
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.exports.study.other_costs import OtherCostRow
from budgettracker.money import half_up, pounds
from budgettracker.periods import Period
from budgettracker.studies.actions import run_study
from budgettracker.studies.models import Study
from budgettracker.workbooks.readback import Book, pence_of
from tests.client import PageClient
from tests.factories.exports import built, file_of, study_world
from tests.factories.prices import FITTING_OUT, in_prices_of
from tests.factories.studies import AT, ON
from tests.factories.world import World

LICENCES = OtherCost("Licences", OtherClass.RUNNING, date(2026, 3, 25), 500_01, 0, 0, None, "Finance")


def test_the_published_annuities() -> None:
    """60 years at 3.5%: 0.0400886 of a pound a year; 12,000 over 5 years are 2,657.78 a year; without a rate a fifth."""
    assert half_up(*(annuity(10_000_000, 60, 350)).as_integer_ratio()) == 400_886
    assert yearly_pence(12_000_00, 5, 350) == 2_657_78
    assert yearly_pence(12_000_00, 5, 0) == 2_400_00
    assert yearly_pence(12_000_00, 0, 0) == 12_000_00


def test_what_falls_on_a_studys_days() -> None:
    year = Period(date(2026, 4, 1), date(2027, 4, 1))
    assert days_of(FITTING_OUT, year) == 365
    assert counted_pence(12_000_00, FITTING_OUT, 365) == half_up(2_657_78 * 365 * 100, 36_525) == 2_655_96
    later = Period(date(2031, 3, 1), date(2032, 4, 1))
    assert days_of(FITTING_OUT, later) == 31, "its life of five years ends with March 2031"
    assert (days_of(LICENCES, year), days_of(LICENCES, Period(date(2026, 3, 1), date(2026, 4, 1)))) == (0, 1)
    assert (
        days_of(
            replace(FITTING_OUT, used_from=date(2024, 2, 29), life_years=1), Period(date(2025, 2, 28), date(2025, 6, 1))
        )
        == 1
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"what": ""}, "what"),
        ({"pence": 0}, "amount"),
        ({"life_years": 61}, "life"),
        ({"rate_basis_points": 2_001}, "rate"),
        ({"life_years": 0}, "rate"),
        ({"source": ""}, "source"),
        ({"intervention": "Nobody's"}, "intervention"),
    ],
)
def test_what_is_no_cost_is_refused_at_its_field(world: World, change: dict[str, object], field: str) -> None:
    with transaction(), pytest.raises(Refusal) as refused:
        add_other_cost(world.fiona, world.authority, replace(FITTING_OUT, **change), at=AT)  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.pages
def test_a_run_shows_them_beside_its_total(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = lambda: AT
    study = study_world(world).study
    client.as_(world.fiona.email)
    used = {"used_from-day": "1", "used_from-month": "4", "used_from-year": "2026"}
    typed = {"what": "Fitting out", "amount": "12,000", "source": "Finance, 2026", **used}
    refused = client.send("/other-costs/new", rate="3.5", **typed)
    assert (refused.status, "say how many years it serves" in refused.text) == (422, True)
    assert client.send("/other-costs/new", life="5", rate="3.5", **typed).status == 303
    assert "Fitting out Setting up 1 April 2026 5 years, at 3.50% a year" in client.get("/posts").text
    with transaction():
        add_other_cost(None, db.session.merge(world.authority), LICENCES, at=AT)
        wrong = add_other_cost(None, db.session.merge(world.authority), replace(LICENCES, what="Twice"), at=AT)
        with pytest.raises(NotTheirs):
            withdraw_other_cost(world.dave, wrong, at=AT)
        withdraw_other_cost(world.fiona, wrong, at=AT)
        before = run_study(None, db.session.get_one(Study, study.id), on=ON, at=AT)
        in_prices_of(db.session.get_one(Study, study.id), "2026/27")
    workbook = built(app, study)
    run = db.session.query(CostingRun).filter_by(number=2).one()
    lines = other_cost_lines(db.session(), run.id)
    assert [(each.of.what, each.of.days, each.of.life_years) for each in lines] == [
        ("Licences", 1, 0),
        ("Fitting out", 42, 5),
    ]
    # 106.1001 / 103.7 of March's licences; 42 days of 2,657.78 a year.
    assert [each.of.counted_pence for each in lines] == [half_up(500_01 * 1_061_001, 1_037_000), 305_62]
    assert [each.of.counted_pence for each in other_cost_lines(db.session(), before.id)] == [500_01, 305_62]
    with Book(file_of(app, workbook)) as book:
        rows = [row for _, row in book.rows("Other_costs")]
        assert book.header("Other_costs") == list(OtherCostRow._fields)
        beside = [row for _, row in book.rows("Authorities") if row["authority"].text == world.authority.name]
        spread = [row for _, row in book.rows("Distribution") if row["counted"].text == "total"]
    assert [pence_of(row["counted"], "counted") for row in rows] == [each.of.counted_pence for each in lines]
    client.as_(world.eve.email)
    shown = client.get(f"/studies/{study.id}/runs/{run.number}").text
    per_family = lines[1].per_family_pence
    assert per_family is not None
    assert f"£12,000.00 £12,000.00 £2,657.78 {pounds(per_family)} £305.62" in shown
    assert totals_of(run).sums.out_by_pence == 0
    # Beside what families came to: all of it by authority, on its families with a budget, and for each of them.
    of_days = sum(each.of.counted_pence for each in lines)
    borne = {row["arm"].text: pence_of(row["other_costs"], "other_costs") for row in beside}
    assert borne == {"budget": of_days, "comparison": 0}
    means = {(row["authority"].text, row["arm"].text): pence_of(row["other_costs"], "other_costs") for row in spread}
    of_family = half_up(of_days, lines[0].families)
    assert (means[world.authority.name, "budget"], means[world.authority.name, "comparison"]) == (of_family, 0)
    (sums,) = (
        row
        for row in stated_besides(db.session(), run.id, {part.authority_id: part.name for part in authorities_of(run)})
        if row.other_pence
    )
    total = sums.total_pence
    cut = client.get(f"/studies/{study.id}/runs/{run.number}/cut?by=authority").text
    assert f"{pounds(total)} {pounds(of_days)} {pounds(total + of_days)} None counted None" in cut
    results = client.get(f"/studies/{study.id}/runs/{run.number}/results").text
    family = [pounds(half_up(pence, sums.families)) for pence in (total, of_days, total + of_days)]
    assert f"{' '.join(family)} None counted None" in results
