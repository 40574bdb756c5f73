"""Sensitivity against figures made by hand; break-even as arithmetic; two runs whose difference is explained to the penny."""

import uuid
from fractions import Fraction

import pytest
from flask import Flask

from budgettracker.costing.results.kinds import Assumption, Cause
from budgettracker.costing.results.queries.beside import differences
from budgettracker.costing.results.queries.capacity import capacity_of
from budgettracker.costing.results.queries.kept import arm_sums, family_sums
from budgettracker.costing.results.queries.sensitivity import sensitivity_of
from budgettracker.costing.results.rules.sensitivity import ArmCost, OfYear, TimeCost, sensitivity
from budgettracker.costing.run.models import CostingRun, RunLine, RunMember, RunMonth
from budgettracker.database import db, transaction
from budgettracker.families.kinds import Arm
from budgettracker.spend.models import Spend
from budgettracker.studies.actions import run_study
from budgettracker.worktime.models import WorkEntry
from tests.client import PageClient
from tests.factories.exports import StudyWorld, study_world
from tests.factories.studies import AT, ON, VISIT, log
from tests.factories.world import World

pytestmark = pytest.mark.pages


def test_each_assumption_moves_what_it_should() -> None:
    """Two families with a budget: £1,000 of time, of which £200 by a ratio; an hour is half salary, 0.4 overheads, 0.1 capital."""
    time = TimeCost(1_000_00, 200_00, 50, 40, 10, 100)
    budget = ArmCost("E", Arm.BUDGET, 2, 1_500_00, 400_00, 100_00, (time,), sessions_pence=120_00)
    comparison = ArmCost("E", Arm.COMPARISON, 4, 800_00, 0, 0, ())
    of = sensitivity([budget, comparison])
    assert of is not None
    assert (of.mean_pence, of.difference_pence) == (750_00, 550_00)
    swings = {each.assumption: each for each in of.swings}
    hand = {
        # 1,000 / 0.9 - 1,000 = 111.11 over two families; 1,000 / 1.1 - 1,000 = -90.91.
        Assumption.HOURS: (805_56, 704_55),
        Assumption.SALARY: (737_50, 762_50),
        Assumption.OVERHEADS: (710_00, 790_00),
        Assumption.CAPITAL: (740_00, 760_00),
        Assumption.RATIO: (730_00, 770_00),
        Assumption.MILES: (740_00, 760_00),
        Assumption.GOODS: (730_00, 770_00),
        # 120 / 0.8 - 120 = 30 over two families; 120 / 1.2 - 120 = -20.
        Assumption.ATTENDANCE: (765_00, 740_00),
    }
    assert {name: (each.mean_low_pence, each.mean_high_pence) for name, each in swings.items()} == hand
    assert swings[Assumption.GOODS].difference_low_pence == 530_00
    assert of.swings[0].assumption is Assumption.HOURS
    assert sensitivity([comparison]) is None
    agency = sensitivity([budget._replace(time=(time._replace(by_the_hour=True),)), comparison])
    assert agency is not None
    assert {each.assumption for each in agency.swings} == hand.keys() - {Assumption.HOURS}


def test_qualifications_indices_and_the_discount_rate_by_hand() -> None:
    """Two families: £1,000 of time at posts that state 20 of 100 a year and count none; indices added £100 to £1,500.

    £1,000 of their second year are discounted at 4%: 961.54 with £500 of the first; at 2% 980.39, at 6% 943.40.
    """
    time = TimeCost(1_000_00, 0, 60, 40, 0, 100, 0, 20)
    years = (OfYear(0, 500_00), OfYear(1, 1_000_00))
    budget = ArmCost("E", Arm.BUDGET, 2, 1_500_00, 500_00, 0, (time,), 100_00, 1_461_54, 400, years)
    of = sensitivity(
        [budget, ArmCost("E", Arm.COMPARISON, 1, 700_00, 700_00, 0, (), 0, 700_00, 400, (OfYear(0, 700_00),))]
    )
    assert of is not None
    swings = {each.assumption: each for each in of.swings}
    qualified = swings[Assumption.QUALIFICATIONS]
    assert (qualified.mean_low_pence, qualified.mean_high_pence) == (750_00, 850_00)
    index = swings[Assumption.PRICE_INDEX]
    assert (index.mean_low_pence, index.mean_high_pence, index.mean_pence) == (725_00, 775_00, 750_00)
    assert (index.difference_low_pence, index.difference_high_pence) == (25_00, 75_00)
    rate = swings[Assumption.DISCOUNT_RATE]
    assert (rate.mean_low_pence, rate.mean_pence, rate.mean_high_pence) == (740_20, 730_77, 721_70)
    assert (rate.difference_pence, rate.difference_low_pence) == (30_77, 40_20)
    counted = budget._replace(time=(time._replace(qualifications_pence=20),), risen_pence=0, by_year=())
    again = sensitivity([counted])
    assert again is not None
    assert {each.assumption for each in again.swings}.isdisjoint((Assumption.PRICE_INDEX, Assumption.DISCOUNT_RATE))
    result = next(each for each in again.swings if each.assumption is Assumption.QUALIFICATIONS)
    assert (result.mean_low_pence, result.mean_high_pence) == (650_00, 750_00)


@pytest.fixture
def made(app: Flask, world: World) -> StudyWorld:
    """The study; its clock stands still."""
    app.config["CLOCK"] = lambda: AT
    return study_world(world)


def run_once(made: StudyWorld) -> CostingRun:
    with transaction():
        return run_study(None, made.study, on=ON, at=AT)


def test_attendance_divides_what_each_family_had_of_its_sessions(client: PageClient, made: StudyWorld) -> None:
    """From the run's rows one by one: a session's cost stays, so that each family's part is over 0.8 or 1.2 of the families."""
    run = run_once(made)
    members: dict[uuid.UUID | None, str] = {
        each.family_id: each.arm for each in db.session.query(RunMember).filter_by(run_id=run.id)
    }
    sessions = 0
    for line in db.session.query(RunLine).filter_by(run_id=run.id, destination="family"):
        if members.get(line.family_id) == Arm.BUDGET and db.session.get_one(WorkEntry, line.entry_id).places == 6:
            sessions += line.contact_cost_pence + line.preparation_cost_pence + line.travel_cost_pence
            sessions += line.mileage_cost_pence + line.expenses_pence + line.indirect_share_pence
    assert sessions > 0
    sums = [each for each in arm_sums(db.session(), run.id) if each.arm is Arm.BUDGET]
    whole, families = sum(each.pence["total_pence"] for each in sums), sum(each.families for each in sums)
    of = sensitivity_of(db.session(), run.id)
    assert of is not None
    (swing,) = [each for each in of.swings if each.assumption is Assumption.ATTENDANCE]
    for pence, fewer in ((swing.mean_low_pence, Fraction(4, 5)), (swing.mean_high_pence, Fraction(6, 5))):
        assert abs((whole - sessions + sessions / fewer) / families - pence) <= Fraction(1, 2)
    client.as_(made.world.eve.email)
    page = client.get(f"/studies/{made.study.id}/runs/{run.number}/sensitivity").text
    assert "Families at each group session" in page
    assert f"{swing.mean_low_pence // 100:,}.{swing.mean_low_pence % 100:02d}" in page


def test_break_even_is_arithmetic_with_a_source(client: PageClient, made: StudyWorld) -> None:
    run = run_once(made)
    of = sensitivity_of(db.session(), run.id)
    assert of is not None
    sums = [each for each in arm_sums(db.session(), run.id) if each.arm is Arm.BUDGET]
    mean = Fraction(sum(each.pence["total_pence"] for each in sums), sum(each.families for each in sums))
    assert abs(mean - of.mean_pence) <= Fraction(1, 2)
    client.as_(made.world.eve.email)
    address = f"/studies/{made.study.id}/runs/{run.number}/sensitivity"
    plain = client.get(address)
    assert "not a finding" in plain.text
    assert "weeks" not in plain.text.partition("not a finding")[2].partition("Paid for")[0]
    even = client.get(f"{address}?week=100&source=Finance&year=2025/26")
    tenths = round(of.mean_pence / 1_000)
    assert f"is {tenths // 10}.{tenths % 10} weeks" in even.text
    assert "Say where the figure is from" in client.get(f"{address}?week=100").text
    assert "govuk-error-message" in client.get(f"{address}?week=cheap&source=x&year=y").html


def test_unused_capacity_is_what_was_paid_and_not_logged(made: StudyWorld) -> None:
    run = run_once(made)
    rows = capacity_of(db.session(), run)
    months = db.session.query(RunMonth).filter_by(run_id=run.id).all()
    assert sum(each.months + each.unknown for each in rows) == len(months) > 0
    known = [each for each in months if each.contracted_minutes is not None]
    paid = [max(0, (each.contracted_minutes or 0) - each.absence_minutes) for each in known]
    assert sum(each.paid_minutes for each in rows) == sum(paid)
    used = sum(min(each.logged_minutes, minutes) for each, minutes in zip(known, paid, strict=True))
    assert sum(each.used_minutes for each in rows) == used
    assert sum(each.used_minutes + each.unused_minutes for each in rows) == sum(paid)
    assert [each.words for each in rows] == ["Eastfield, which logs time for families alone", "Westmoor"]


def test_what_two_runs_differ_by_is_explained_to_the_penny(client: PageClient, made: StudyWorld) -> None:
    before = run_once(made)
    assert {each.pence for each in differences(db.session(), before.id, before.id).causes} == {0}
    with transaction():
        log(made.world.alice, VISIT, ON.replace(month=4, day=7), made.world.family, contact_minutes=61)
        # Carol's visits of 9 April, of which one was corrected and one withdrawn.
        visits = db.session.query(WorkEntry).filter_by(
            worked_on=ON.replace(month=4, day=9), person_id=made.world.carol.id
        )
        corrected, gone, *_ = visits.order_by(WorkEntry.contact_minutes)
        corrected.contact_minutes, corrected.version, gone.withdrawn_at = 131, corrected.version + 1, AT
        db.session.query(Spend).filter(Spend.paid_pence == 1_480_00).one().paid_pence = 1_490_00
    after = run_once(made)
    causes = {each.cause: each for each in differences(db.session(), before.id, after.id).causes}
    totals = [family_sums(db.session(), run.id).total_pence for run in (before, after)]
    assert sum(each.pence for each in causes.values()) == totals[1] - totals[0] != 0
    assert causes[Cause.ENTRIES_NEW].number == causes[Cause.ENTRIES_GONE].number == 1
    assert causes[Cause.ENTRIES_NEW].pence > 0 > causes[Cause.ENTRIES_GONE].pence
    assert causes[Cause.ENTRIES_CORRECTED].number == 1
    assert causes[Cause.PURCHASES].number == 1
    client.as_(made.world.eve.email)
    page = client.get(f"/studies/{made.study.id}/runs/2/beside/1")
    assert page.status == 200
    assert "Both were made with the same choices." in page.text
    assert f"/studies/{made.study.id}/runs/2/beside/1" in client.get(f"/studies/{made.study.id}/runs/2").html
    assert client.get(f"/studies/{made.study.id}/runs/2/beside/9").status == 404
