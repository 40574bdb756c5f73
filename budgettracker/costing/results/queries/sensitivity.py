"""A run's sensitivity as it is kept, and what it is reckoned from: sums that are kept, and what an hour of a post is made of."""

import json
import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from budgettracker.costing.kinds import Mode
from budgettracker.costing.results.kinds import Cut, CutColumn
from budgettracker.costing.results.models import RunDiscounted, RunFamilyCost, RunResult
from budgettracker.costing.results.queries.kept import arm_sums, cut_of
from budgettracker.costing.results.rules.sensitivity import ArmCost, OfYear, Sensitivity, TimeCost
from budgettracker.costing.results.rules.stored import restored
from budgettracker.costing.run.models import CostingRun, RunAsLogged, RunRate
from budgettracker.costing.run.queries.runs import authority_sums


def sensitivity_of(session: Session, run_id: uuid.UUID) -> Sensitivity | None:
    """A run's sensitivity as it was reckoned with its results; None without a family with a budget."""
    kept: Sensitivity | None = restored(
        Sensitivity | None, json.loads(session.get_one(RunResult, run_id).sensitivity or "null")
    )
    return kept


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
        cost = posts[authority_id, row.heading]._replace(pence=pence, ratio_pence=by_ratio)
        time.setdefault((authority_id, row.arm), []).append(cost)
    risen, years = _risen(session, run.id), _years(session, run.id)
    return [
        ArmCost(
            authority=each.authority_id.hex,
            arm=each.arm,
            families=each.families,
            total_pence=each.pence["total_pence"],
            purchases_pence=each.pence["purchases_pence"],
            mileage_pence=each.pence["mileage_pence"],
            time=tuple(time.get((each.authority_id, each.arm), [])),
            risen_pence=risen.get((each.authority_id, each.arm), 0),
            discounted_pence=years.get((each.authority_id, each.arm), _NO_YEARS)[1],
            discount_basis_points=run.discount_basis_points or 0,
            by_year=tuple(years.get((each.authority_id, each.arm), _NO_YEARS)[0]),
        )
        for each in arm_sums(session, run.id)
    ]


_ArmOf = tuple[uuid.UUID, str]
_NO_YEARS: tuple[list[OfYear], int] = ([], 0)


def _risen(session: Session, run_id: uuid.UUID) -> dict[_ArmOf, int]:
    """By how much each arm's total stands above what was logged; empty where nothing is uprated."""
    of_family = (RunFamilyCost.run_id == RunAsLogged.run_id) & (RunFamilyCost.family_id == RunAsLogged.family_id)
    by = (RunFamilyCost.authority_id, RunFamilyCost.arm)
    rise = func.sum(RunFamilyCost.total_pence - RunAsLogged.purchases_pence - RunAsLogged.time_pence)
    query = select(*by, rise).join(RunAsLogged, of_family).where(RunFamilyCost.run_id == run_id).group_by(*by)
    return {(authority_id, arm): int(pence) for authority_id, arm, pence in session.execute(query)}


def _years(session: Session, run_id: uuid.UUID) -> dict[_ArmOf, tuple[list[OfYear], int]]:
    """Each arm's total by completed years since the start, and what it counts for; empty where nothing is discounted."""
    by = (RunDiscounted.authority_id, RunDiscounted.arm, RunDiscounted.years)
    sums = (func.sum(RunDiscounted.total_pence), func.sum(RunDiscounted.present_total_pence))
    by_arm: dict[_ArmOf, tuple[list[OfYear], int]] = {}
    query = select(*by, *sums).where(RunDiscounted.run_id == run_id).group_by(*by).order_by(*by)
    for authority_id, arm, years, pence, present in session.execute(query):
        of, before = by_arm.get((authority_id, arm), _NO_YEARS)
        by_arm[authority_id, arm] = ([*of, OfYear(years, int(pence))], before + int(present))
    return by_arm


def _posts(session: Session, run_id: uuid.UUID) -> dict[tuple[uuid.UUID, str], TimeCost]:
    """What an hour of each authority's post is made of, of its rates together; no time yet."""
    posts: dict[tuple[uuid.UUID, str], TimeCost] = {}
    for rate in session.scalars(select(RunRate).where(RunRate.run_id == run_id)):
        own = _components(rate)
        before = posts.get((rate.authority_id, rate.post))
        if before is not None:
            own = TimeCost(
                pence=0,
                ratio_pence=0,
                salary_pence=before.salary_pence + own.salary_pence,
                overheads_pence=before.overheads_pence + own.overheads_pence,
                capital_pence=before.capital_pence + own.capital_pence,
                annual_pence=before.annual_pence + own.annual_pence,
                qualifications_pence=before.qualifications_pence + own.qualifications_pence,
                stated_qualifications_pence=before.stated_qualifications_pence + own.stated_qualifications_pence,
                by_the_hour=before.by_the_hour and own.by_the_hour,
            )
        posts[rate.authority_id, rate.post] = own
    return posts


def _components(rate: RunRate) -> TimeCost:
    salary, overheads = (
        rate.salary_pence + rate.oncosts_pence,
        rate.overhead_direct_pence + rate.overhead_indirect_pence,
    )
    return TimeCost(
        pence=0,
        ratio_pence=0,
        salary_pence=salary,
        overheads_pence=overheads,
        capital_pence=rate.capital_pence,
        annual_pence=salary + overheads + rate.capital_pence + rate.qualifications_pence,
        qualifications_pence=rate.qualifications_pence,
        stated_qualifications_pence=rate.stated_qualifications_pence,
        by_the_hour=rate.agency_vat is not None,
    )
