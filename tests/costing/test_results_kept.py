"""What a run comes to is reckoned once: it is what its lines come to, in every cut, and a page reads it and sums nothing."""

import pytest
from flask import Flask
from sqlalchemy import delete, select

from budgettracker.costing.results.actions import keep_results, results_kept
from budgettracker.costing.results.kinds import Counted, Cut, CutColumn
from budgettracker.costing.results.models import RunCut, RunFamilyCost, RunResult
from budgettracker.costing.results.queries.kept import arm_sums, cut_of, family_costs_of, results_of
from budgettracker.costing.results.queries.read_run import read_run, seed_of
from budgettracker.costing.results.rules.cuts import PENCE
from budgettracker.costing.results.rules.results import results
from budgettracker.costing.run.models import CostingRun, RunEntry, RunLine
from budgettracker.costing.run.queries.run_costs import families_of
from budgettracker.database import db, transaction
from budgettracker.studies.actions import run_study
from tests.factories.exports import StudyWorld, study_world
from tests.factories.studies import AT, ON
from tests.factories.world import World

SAME = {
    "purchases_pence": "purchases_pence",
    "other_help_pence": "other_help_pence",
    "contact_pence": "contact_pence",
    "indirect_share_pence": "indirect_share_pence",
    "total_pence": "total_pence",
    "outside_pence": "outside_pence",
    "deciding_pence": "deciding_pence",
    "set_up_pence": "set_up_pence",
    "evaluation_pence": "evaluation_pence",
    "own_time_pence": "own_time_pence",
}


@pytest.fixture
def made(app: Flask, world: World) -> StudyWorld:
    return study_world(world)


@pytest.fixture
def run(made: StudyWorld) -> CostingRun:
    with transaction():
        return run_study(None, made.study, on=ON, at=AT)


def test_each_family_comes_to_what_its_lines_do(run: CostingRun) -> None:
    kept = {each.family_id: each for each in family_costs_of(db.session(), run.id)}
    summed = families_of(run, str)
    assert len(kept) == len(summed) > 3
    for each in summed:
        for column, name in SAME.items():
            assert getattr(kept[each.family_id], column) == getattr(each.costs, name), column
    for column in ("deciding_pence", "set_up_pence", "outside_pence"):
        assert any(getattr(each, column) for each in kept.values()), column


def test_every_cut_adds_up_to_the_families_to_the_penny(run: CostingRun) -> None:
    families = family_costs_of(db.session(), run.id)
    columns = {
        CutColumn.PURCHASES: sum(each.purchases_pence for each in families),
        CutColumn.TIME: sum(each.total_pence - each.purchases_pence for each in families),
        CutColumn.OTHER_HELP: sum(each.other_help_pence for each in families),
        CutColumn.DECIDING: sum(each.deciding_pence for each in families),
        CutColumn.SET_UP: sum(each.set_up_pence for each in families),
        CutColumn.EVALUATION: sum(each.evaluation_pence for each in families),
    }
    assert all(columns.values())
    whole = None
    for cut in Cut:
        rows = cut_of(db.session(), run.id, cut)
        sums = dict.fromkeys(CutColumn, 0)
        for row in rows:
            sums[row.counts_as] += sum(row.amounts[:PENCE])
        assert sums == columns, cut
        # Minutes, contacts and things bought add up alike in every cut too.
        quantities = [sum(each) for each in zip(*(row.amounts for row in rows), strict=True)]
        whole = whole or quantities
        assert quantities == whole, cut
    assert whole is not None
    assert all(whole)


def test_time_for_nobody_stands_under_what_filled_the_pool(run: CostingRun) -> None:
    pooled = db.session.execute(select(RunEntry.entry_id).where(RunEntry.run_id == run.id, RunEntry.pooled)).all()
    assert pooled
    rows = cut_of(db.session(), run.id, Cut.ACTIVITY)
    under = {row.heading for row in rows if row.amounts.pool_minutes}
    assert "Team meeting" in under
    assert "" not in under


def test_what_is_kept_is_what_would_be_reckoned(run: CostingRun) -> None:
    read = read_run(db.session(), run)
    again = results(read.costed(), run.starts_on, run.ends_on, seed_of(run))
    assert results_of(db.session(), run.id).results == again
    assert all((again.groups, again.compared, again.followup))
    arms = arm_sums(db.session(), run.id)
    assert len({(each.authority_id, each.arm) for each in arms}) == len(arms) >= 3
    assert sum(each.pence["total_pence"] for each in arms) == sum(
        family.pence(Counted.TOTAL) for family in read.costed()
    )


def test_a_run_from_before_is_reckoned_once(made: StudyWorld, run: CostingRun) -> None:
    before = results_of(db.session(), run.id)
    with transaction():
        for table in (RunResult, RunFamilyCost, RunCut):
            db.session.execute(delete(table))
    assert results_kept(db.session.get_one(CostingRun, run.id)).id == run.id
    assert results_of(db.session(), run.id) == before
    with transaction():
        # Nothing is reckoned a second time: a line that went is not missed.
        db.session.execute(delete(RunLine).where(RunLine.run_id == run.id))
        keep_results(db.session.get_one(CostingRun, run.id))
    assert results_of(db.session(), run.id) == before
