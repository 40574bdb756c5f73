"""Posts that an agency charges for by the hour: from the charge and its VAT to the run, the sheet and the page."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates.actions import add_agency_charge
from budgettracker.costing.rates.models import PostCost
from budgettracker.costing.rates.queries.post_pages import workings_of
from budgettracker.costing.rates.rules.agency import AgencyCharge
from budgettracker.costing.rates.rules.build_up import Overhead
from budgettracker.costing.results.queries.sensitivity import arm_costs_of
from budgettracker.costing.run.models import RunEntry, RunLine, RunMember, RunRate
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.money import half_up
from budgettracker.people.models import Person, Post
from budgettracker.spend.kinds import VatStatus
from budgettracker.studies.actions import run_study
from budgettracker.workbooks import Book
from budgettracker.worktime.models import WorkEntry
from tests.factories.exports import built, file_of, run_of
from tests.factories.studies import AT, ON, run_world
from tests.factories.world import World

DAY = date(2026, 4, 10)
CHARGE = AgencyCharge(41_45, 6_90, VatStatus.RECOVERABLE)
"""£34.55 without its VAT; with 29% direct overheads of £10.02 (10.0195) it is £44.57 an hour."""


def charge(by: Any, of: Post, charged: AgencyCharge = CHARGE, **more: Any) -> PostCost:
    values: dict[str, Any] = {
        "starts_on": DAY,
        "price_year": "2026/27",
        "overhead_direct": Overhead(basis_points=2900),
        "source": "Framework of 2026",
        **more,
    }
    with transaction():
        return add_agency_charge(by, of, charged, at=AT, **values)


def support_worker() -> Post:
    return db.session.scalars(select(Post).filter_by(name="Family support worker")).one()


def test_time_from_the_day_of_a_charge_on_costs_the_hour_charged(app: Flask, world: World, tmp_path: Path) -> None:
    example = run_world(world)
    of = support_worker()
    kept = charge(None, of, ratio_thousandths=1_200, ratio_kind=RatioKind.FACE_TO_FACE)
    assert (kept.salary_pence, kept.oncosts_pence, kept.minutes_per_year) == (34_55, 0, 60)
    workbook = built(app, example.study)
    run = run_of(workbook)
    query = select(RunEntry, RunRate, WorkEntry).join(RunRate, RunRate.id == RunEntry.rate_id)
    query = query.join(WorkEntry, WorkEntry.id == RunEntry.entry_id).where(RunEntry.run_id == run.id)
    ours = [row for row in db.session.execute(query) if row.RunRate.post == of.name]
    before = [entry for entry, rate, _ in ours if rate.agency_vat is None]
    charged = [(entry, work) for entry, rate, work in ours if rate.agency_vat == "recoverable"]
    assert (len(before), len(charged)) == (0, 4)
    for entry, work in charged:
        assert work.worked_on >= DAY
        assert entry.contact_cost_pence == half_up(work.contact_minutes * 44_57, 60), work.worked_on
    assert sum(entry.contact_cost_pence for entry, _ in charged) == 74_28 + 24_51
    with Book(file_of(app, workbook)) as book:
        (row,) = [cells for _, cells in book.rows("Posts") if cells["cost_of"].text == "hour"]
        shown = {name: row[name].text for name in ("post", "agency_vat", "oncosts_from", "overheads_from")}
        assert shown == {
            "post": of.name,
            "agency_vat": "recoverable",
            "oncosts_from": "entered",
            "overheads_from": "direct",
        }
        assert [float(row[name].text) for name in ("salary", "a", "hours_per_year", "c")] == [34.55, 44.57, 1, 44.57]
    (latest, *_) = workings_of(of)
    assert latest.working is not None
    lines = {line.symbol: (line.how, line.amount) for line in latest.working.lines}
    assert list(lines) == ["S", "Dd", "Di", "A", "H", "c", "r", "c(1+r)"]
    assert lines["S"] == ("The agency's charge with its fee, without VAT: the council gets that back", "£34.55")
    assert (lines["Dd"], lines["H"]) == (("29% of S = £34.55", "£10.02"), ("The charge is for one", "1 hour"))
    assert lines["c"][1] == "£44.57"


def test_a_post_of_both_counts_as_two_in_the_sensitivity(app: Flask, world: World) -> None:
    example, of = run_world(world), support_worker()
    logged = (
        select(WorkEntry.worked_on).join(Person, Person.id == WorkEntry.person_id).where(WorkEntry.contact_minutes > 0)
    )
    days = sorted(db.session.scalars(logged.where(Person.authority_id == world.elsewhere.id)))
    charge(None, of, starts_on=days[-1], ratio_thousandths=1_200, ratio_kind=RatioKind.FACE_TO_FACE)
    with transaction():
        run = run_study(None, db.session.merge(example.study), on=ON, at=AT)
    lines = select(RunLine, RunRate.agency_vat, RunMember.arm).where(RunLine.run_id == run.id, RunRate.post == of.name)
    of_entry = (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id)
    lines = lines.join(RunEntry, of_entry).join(RunRate, RunRate.id == RunEntry.rate_id)
    of_member = (RunMember.run_id == RunLine.run_id) & (RunMember.family_id == RunLine.family_id)
    direct: Counter[tuple[str, bool]] = Counter()
    for line, vat, arm in db.session.execute(lines.join(RunMember, of_member)):
        # The ratio is of time face to face: it contains preparation and travel.
        direct[arm, vat is not None] += line.contact_cost_pence
    both = {arm for arm, _ in direct if direct[arm, True] and direct[arm, False]}
    assert both, "families had time of both"
    for arm in arm_costs_of(db.session(), run):
        if arm.authority == world.elsewhere.id.hex and arm.arm in both:
            costs = {cost.by_the_hour: cost for cost in arm.time}
            assert (costs[True].annual_pence, costs[False].salary_pence > 1_000_000) == (44_57, True)
            for way, cost in costs.items():
                assert abs(cost.pence - cost.ratio_pence - direct[arm.arm, way]) <= 1
            both.discard(arm.arm)
    assert both == set()


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    ("charged", "more", "field", "words"),
    [
        (CHARGE, {}, "starts_on", "already has a cost from 10 April 2026"),
        (AgencyCharge(0, 0, VatStatus.UNKNOWN), {"starts_on": AT.date()}, "hour", "more than £0.00"),
        (AgencyCharge(1_000_01, 0, VatStatus.UNKNOWN), {"starts_on": AT.date()}, "hour", "at most £1,000.00"),
        (AgencyCharge(41_40, 6_92, VatStatus.UNKNOWN), {"starts_on": AT.date()}, "vat", "at most a sixth"),
        (AgencyCharge(41_40, -1, VatStatus.UNKNOWN), {"starts_on": AT.date()}, "vat", "without a minus sign"),
        (CHARGE, {"starts_on": AT.date(), "price_year": "2026"}, "price_year", "like 2022/23"),
        (CHARGE, {"starts_on": AT.date(), "ratio_thousandths": 380}, "ratio_kind", "together with the kind"),
        (
            CHARGE,
            {"starts_on": AT.date(), "ratio_thousandths": -1, "ratio_kind": RatioKind.FACE_TO_FACE},
            "ratio",
            "without a minus",
        ),
    ],
)
def test_a_charge_that_is_none_is_refused_in_words(
    world: World, charged: AgencyCharge, more: dict[str, Any], field: str, words: str
) -> None:
    of = db.session.scalars(select(Post).filter_by(name="Social worker")).one()
    charge(None, of)
    with pytest.raises(Refusal, match=words) as refused:
        charge(world.adam, of, charged, **more)
    assert (refused.value.field, db.session.query(PostCost).count()) == (field, 1)
    with pytest.raises(NotTheirs):
        charge(world.dave, of, starts_on=AT.date())


def test_vat_counts_unless_the_council_gets_it_back() -> None:
    counted = {status: AgencyCharge(41_40, 6_90, status).counted_pence for status in VatStatus}
    assert counted == {
        VatStatus.RECOVERABLE: 34_50,
        VatStatus.NOT_RECOVERABLE: 41_40,
        VatStatus.UNKNOWN: 41_40,
    }
