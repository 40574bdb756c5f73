"""Every cut of every run adds up to the same total, to the penny, whatever was logged and bought: worlds made by Hypothesis.

The invented study of two authorities, one of each mode, gets more work, purchases, other help and headings of families; all is
undone after each world. What cuts must come to is summed from the run's own rows, by the database.
"""

import contextlib
import os
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from budgettracker.costing.kinds import Destination, VatRule
from budgettracker.costing.results.kinds import Cut, CutColumn
from budgettracker.costing.results.queries.kept import cut_of, family_sums
from budgettracker.costing.results.rules.cuts import PENCE
from budgettracker.costing.run.models import CostingRun, RunDecision, RunLine, RunPoolLine, RunPurchase
from budgettracker.database import db, transaction
from budgettracker.families.models import Child, Family
from budgettracker.people.models import Person
from budgettracker.spend import actions as spends
from budgettracker.spend.kinds import SpendKind
from budgettracker.studies.actions import run_study
from budgettracker.studies.models import Study
from budgettracker.worktime.kinds import ActivityKind, ForWhom
from budgettracker.worktime.models import Activity, WorkEntry, WorkShare
from tests.factories.exports import StudyWorld, study_world
from tests.factories.prices import GREEN_BOOK, in_prices_of
from tests.factories.studies import AT, FIRST, LAST, ON
from tests.factories.world import World

pytestmark = pytest.mark.pages

WORLDS = 300 if os.environ.get("NIGHTLY") else 12
PARTS = (
    RunLine.contact_cost_pence
    + RunLine.preparation_cost_pence
    + RunLine.travel_cost_pence
    + RunLine.mileage_cost_pence
    + RunLine.expenses_pence
    + RunLine.indirect_share_pence
)
WENT = {
    Destination.FAMILY: CutColumn.TIME,
    Destination.DECIDING: CutColumn.DECIDING,
    Destination.SET_UP: CutColumn.SET_UP,
    Destination.EVALUATION: CutColumn.EVALUATION,
}
BOUGHT = {SpendKind.DEVOLVED: CutColumn.PURCHASES, SpendKind.OTHER_HELP: CutColumn.OTHER_HELP}

days = st.integers(-2, (LAST - FIRST).days + 2).map(lambda passed: FIRST + timedelta(days=passed))
minutes = st.one_of(st.just(0), st.integers(1, 300))
logged = st.fixed_dictionaries(
    {
        "who": st.integers(0, 5),
        "activity": st.integers(0, 30),
        "on": days,
        "families": st.lists(st.integers(-1, 5), max_size=3, unique=True),
        "weight": st.integers(1, 9),
        "minutes": st.tuples(st.integers(1, 300), minutes, minutes),
        "miles": st.sampled_from([0, 0, 7, 12_34]),
        "expenses": st.sampled_from([0, 0, 1, 18_05]),
    }
)
bought = st.tuples(st.integers(0, 5), st.integers(1, 90_00), st.integers(0, 40))
families = st.tuples(
    st.sampled_from([None, "Edge of care", "Coming home"]), st.sampled_from([None, "2012-01", "2015-04", "2026-02"])
)
made_worlds = st.fixed_dictionaries(
    {
        "logged": st.lists(logged, min_size=1, max_size=12),
        "bought": st.lists(bought, max_size=4),
        "families": st.lists(families, min_size=6, max_size=6),
        "vat_rule": st.sampled_from(VatRule),
        "uprated": st.booleans(),
    }
)


class Undone(Exception):
    """Leaves the transaction without keeping what it wrote."""


@pytest.fixture
def made(world: World) -> StudyWorld:
    return study_world(world, paid=False)


@settings(
    max_examples=WORLDS,
    deadline=None,
    derandomize=True,
    database=None,
    # A world takes half a second: what fails is printed as it was drawn.
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(drawn=made_worlds)
def test_every_cut_of_every_world_adds_up_to_its_rows(made: StudyWorld, drawn: dict[str, Any]) -> None:
    with contextlib.suppress(Undone), transaction():
        study = db.session.get_one(Study, made.study.id)
        change_families(drawn["families"])
        for each in drawn["logged"]:
            log_more(each)
        for each in drawn["bought"]:
            buy_more(made.world, *each)
        if drawn["uprated"]:
            in_prices_of(study, "2026/27", discounting=GREEN_BOOK)
        db.session.flush()
        run = run_study(None, study, vat_rule=drawn["vat_rule"], on=ON, at=AT)
        wanted = by_rows(run)
        total = wanted[CutColumn.PURCHASES] + wanted[CutColumn.TIME]
        assert family_sums(db.session(), run.id).total_pence == total > 0
        quantities = set()
        for cut in Cut:
            rows = cut_of(db.session(), run.id, cut)
            sums: Counter[CutColumn] = Counter()
            for row in rows:
                sums[row.counts_as] += sum(row.amounts[:PENCE])
            assert +sums == +wanted, cut
            quantities.add(tuple(sum(each) for each in zip(*(row.amounts[PENCE:] for row in rows), strict=True)))
        assert len(quantities) == 1, "minutes, contacts and things bought are the same in each cut"
        raise Undone


def by_rows(run: CostingRun) -> Counter[CutColumn]:
    """What families bear in each column, from the rows the run froze: entries, pools, purchases, decisions."""
    wanted: Counter[CutColumn] = Counter()
    lines = select(RunLine.destination, func.sum(PARTS)).where(RunLine.run_id == run.id, RunLine.family_id.is_not(None))
    pools = select(RunPoolLine.destination, func.sum(RunPoolLine.indirect_share_pence)).where(
        RunPoolLine.run_id == run.id, RunPoolLine.family_id.is_not(None)
    )
    for query, of in ((lines, RunLine.destination), (pools, RunPoolLine.destination)):
        for destination, pence in db.session.execute(query.group_by(of)):
            if destination in WENT:
                wanted[WENT[destination]] += int(pence)
    counted = select(RunPurchase.kind, func.sum(RunPurchase.counted_pence)).where(RunPurchase.run_id == run.id)
    for kind, pence in db.session.execute(counted.group_by(RunPurchase.kind)):
        wanted[BOUGHT[SpendKind(kind)]] += int(pence)
    decisions = db.session.scalar(select(func.sum(RunDecision.cost_pence)).where(RunDecision.run_id == run.id))
    wanted[CutColumn.DECIDING] += int(decisions or 0)
    return wanted


def change_families(headings: list[tuple[str | None, str | None]]) -> None:
    """Other reasons, and index children of other ages or none."""
    for row, (reason, born) in zip(every(Family), headings, strict=False):
        row.cohort_reason = reason
        child = db.session.query(Child).filter_by(family_id=row.id).first()
        if child is None and born is not None:
            db.session.add(Child(family_id=row.id, reference="I1", birth_month=born))
        row.index_child = child.reference if child else "I1" if born else row.index_child


def log_more(entry: dict[str, Any]) -> None:
    """One more entry, past the forms: whatever the days, the activity and the families are."""
    workers = [each for each in every(Person) if each.authority_id and each.holdings]
    who = workers[entry["who"] % len(workers)]
    theirs = [each for each in every(Family) if each.authority_id == who.authority_id]
    activities = [each for each in every(Activity) if each.authority_id == who.authority_id]
    work = activities[entry["activity"] % len(activities)]
    chosen = [theirs[at % len(theirs)] if at >= 0 else None for at in entry["families"]]
    chosen = sorted(set(filter(None, chosen)), key=lambda each: each.reference) + [None] * (None in chosen)
    if work.kind in (ActivityKind.GENERAL, ActivityKind.ABSENT):
        chosen = []
    contact, preparation, travel = entry["minutes"]
    row = WorkEntry(
        authority_id=who.authority_id,
        person_id=who.id,
        worked_on=entry["on"],
        activity_id=work.id,
        for_whom=ForWhom.FAMILIES if chosen else ForWhom.NOBODY,
        contact_minutes=contact,
        preparation_minutes=preparation,
        travel_minutes=travel,
        miles_hundredths=entry["miles"],
        expenses_pence=entry["expenses"],
        version=1,
        recorded_at=AT,
    )
    db.session.add(row)
    db.session.flush()
    for position, of in enumerate(chosen):
        share = WorkShare(
            entry_id=row.id, family_id=of.id if of else None, position=position, weight=entry["weight"] + position
        )
        db.session.add(share)


def buy_more(world: World, which: int, pence: int, passed: int) -> None:
    """Other help to a family of Westmoor."""
    helped = (world.family, world.comparison)[which % 2]
    purchase = spends.Purchase(amount_pence=pence, bought_what="It", bought_on=FIRST + timedelta(days=passed))
    spends.log_other_help(world.alice, helped, purchase, on=ON, at=AT)


def every(table: type[Any]) -> list[Any]:
    """All rows, always in the same order."""
    order = {Family: Family.reference, Person: Person.email, Activity: Activity.id}
    return list(db.session.scalars(select(table).order_by(order[table])))
