"""Reading what a run's sensitivity is reckoned from: sums that are kept, and what an hour of each post is made of."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from budgettracker.costing.kinds import Mode
from budgettracker.costing.results.kinds import Cut, CutColumn
from budgettracker.costing.results.queries.kept import arm_sums, cut_of
from budgettracker.costing.results.rules.sensitivity import ArmCost, TimeCost
from budgettracker.costing.run.models import CostingRun, RunRate
from budgettracker.costing.run.queries.runs import authority_sums


def arm_costs_of(session: Session, run: CostingRun) -> list[ArmCost]:
    """Each arm of each authority with the parts of its cost that assumptions move.

    A post whose cost changed within the study counts with the mean of its rates' components.
    """
    parts, posts = {each.authority_id: each.mode for each in authority_sums(run)}, _posts(session, run.id)
    time: dict[tuple[uuid.UUID, str], list[TimeCost]] = {}
    for row in cut_of(session, run.id, Cut.POST):
        authority_id = uuid.UUID(row.authority)
        if row.counts_as is not CutColumn.TIME or (authority_id, row.heading) not in posts:
            continue
        amounts = row.amounts
        by_ratio = amounts.indirect_share_pence if parts[authority_id] is Mode.CLIENT_TIME else 0
        pence = amounts.pence - amounts.mileage_pence - amounts.expenses_pence
        cost = TimeCost(pence, by_ratio, *posts[authority_id, row.heading])
        time.setdefault((authority_id, row.arm), []).append(cost)
    return [
        ArmCost(
            authority=each.authority_id.hex,
            arm=each.arm,
            families=each.families,
            total_pence=each.pence["total_pence"],
            purchases_pence=each.pence["purchases_pence"],
            mileage_pence=each.pence["mileage_pence"],
            time=tuple(time.get((each.authority_id, each.arm), [])),
        )
        for each in arm_sums(session, run.id)
    ]


def _posts(session: Session, run_id: uuid.UUID) -> dict[tuple[uuid.UUID, str], tuple[int, int, int, int]]:
    """Salary with on-costs, overheads, capital and all of a year, in pence, of the rates of each authority's posts together."""
    sums: dict[tuple[uuid.UUID, str], tuple[int, int, int, int]] = {}
    for rate in session.scalars(select(RunRate).where(RunRate.run_id == run_id)):
        salary, capital = rate.salary_pence + rate.oncosts_pence, rate.capital_pence
        overheads = rate.overhead_direct_pence + rate.overhead_indirect_pence
        whole = salary + overheads + capital + rate.qualifications_pence
        key = (rate.authority_id, rate.post)
        before = sums.get(key, (0, 0, 0, 0))
        sums[key] = (before[0] + salary, before[1] + overheads, before[2] + capital, before[3] + whole)
    return sums
