"""A run's sensitivity as it is kept, and what it is reckoned from: sums that are kept, and what an hour of a post is made of."""

import json
import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from budgettracker.costing.kinds import Destination, Mode, RatioKind
from budgettracker.costing.results.kinds import Cut, CutColumn
from budgettracker.costing.results.models import RunDiscounted, RunFamilyCost, RunResult
from budgettracker.costing.results.queries.kept import arm_sums, cut_of
from budgettracker.costing.results.rules.sensitivity import ArmCost, OfYear, Sensitivity, TimeCost
from budgettracker.costing.results.rules.stored import restored
from budgettracker.costing.run.models import CostingRun, RunAsLogged, RunEntry, RunLine, RunMember, RunRate
from budgettracker.costing.run.queries.runs import authority_sums
from budgettracker.money import half_up
from budgettracker.worktime.models import WorkEntry

_ArmOf = tuple[uuid.UUID, str]
_Post = tuple[uuid.UUID, str, bool]
"""An authority's post, and whether an agency charged for it by the hour."""
_Part = tuple[int, int]
_NO_YEARS: tuple[list[OfYear], int] = ([], 0)


def sensitivity_of(session: Session, run_id: uuid.UUID) -> Sensitivity | None:
    """A run's sensitivity as it was reckoned with its results; None without a family with a budget."""
    kept: Sensitivity | None = restored(
        Sensitivity | None, json.loads(session.get_one(RunResult, run_id).sensitivity or "null")
    )
    return kept


def arm_costs_of(session: Session, run: CostingRun) -> list[ArmCost]:
    """Each arm of each authority with the parts of its cost that assumptions move.

    A post whose cost changed within the study counts with the mean of its rates' components; one that was an employee's
    and an agency's by turns counts as two, each with the time it was.
    """
    parts, posts = {each.authority_id: each.mode for each in authority_sums(run)}, _posts(session, run.id)
    charged = _charged(session, run.id, posts, parts)
    time: dict[tuple[uuid.UUID, str], list[TimeCost]] = {}
    for row in cut_of(session, run.id, Cut.POST):
        authority_id = uuid.UUID(row.authority)
        made_of = [posts[key] for way in (False, True) if (key := (authority_id, row.heading, way)) in posts]
        if row.counts_as is not CutColumn.TIME or not made_of:
            continue
        amounts = row.amounts
        by_ratio = amounts.indirect_share_pence if parts[authority_id] is Mode.CLIENT_TIME else 0
        pence = amounts.pence - amounts.mileage_pence - amounts.expenses_pence
        whole = made_of[-1]._replace(pence=pence, ratio_pence=by_ratio)
        of_arm = time.setdefault((authority_id, row.arm), [])
        if len(made_of) == 1:
            of_arm.append(whole)
        else:
            by_the_hour, all_of_it = charged.get((authority_id, row.arm, row.heading), (0, 1))
            part = half_up(pence * by_the_hour, all_of_it), half_up(by_ratio * by_the_hour, all_of_it)
            of_arm.append(whole._replace(pence=part[0], ratio_pence=part[1]))
            of_arm.append(made_of[0]._replace(pence=pence - part[0], ratio_pence=by_ratio - part[1]))
    risen, years, sessions = _risen(session, run.id), _years(session, run.id), _sessions(session, run.id)
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
            sessions_pence=sessions.get((each.authority_id, each.arm), 0),
            discounted_pence=years.get((each.authority_id, each.arm), _NO_YEARS)[1],
            discount_basis_points=run.discount_basis_points or 0,
            by_year=tuple(years.get((each.authority_id, each.arm), _NO_YEARS)[0]),
        )
        for each in arm_sums(session, run.id)
    ]


def _risen(session: Session, run_id: uuid.UUID) -> dict[_ArmOf, int]:
    """By how much each arm's total stands above what was logged; empty where nothing is uprated."""
    of_family = (RunFamilyCost.run_id == RunAsLogged.run_id) & (RunFamilyCost.family_id == RunAsLogged.family_id)
    by = (RunFamilyCost.authority_id, RunFamilyCost.arm)
    rise = func.sum(RunFamilyCost.total_pence - RunAsLogged.purchases_pence - RunAsLogged.time_pence)
    query = select(*by, rise).join(RunAsLogged, of_family).where(RunFamilyCost.run_id == run_id).group_by(*by)
    return {(authority_id, arm): int(pence) for authority_id, arm, pence in session.execute(query)}


def _sessions(session: Session, run_id: uuid.UUID) -> dict[_ArmOf, int]:
    """What of each arm's total was sessions of a group (entries with a session's reference or places), pools apart."""
    of_entry = (WorkEntry.id == RunLine.entry_id) & (
        WorkEntry.session_reference.is_not(None) | WorkEntry.places.is_not(None)
    )
    of_member = (RunMember.run_id == RunLine.run_id) & (RunMember.family_id == RunLine.family_id)
    by, time = (RunMember.authority_id, RunMember.arm), RunLine.contact_cost_pence + RunLine.preparation_cost_pence
    others = (
        RunLine.travel_cost_pence + RunLine.mileage_cost_pence + RunLine.expenses_pence + RunLine.indirect_share_pence
    )
    query = select(*by, func.sum(time + others)).join(WorkEntry, of_entry).join(RunMember, of_member).group_by(*by)
    rows = session.execute(query.where(RunLine.run_id == run_id, RunLine.destination == Destination.FAMILY))
    return {(authority_id, arm): int(pence) for authority_id, arm, pence in rows}


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


def _charged(
    session: Session, run_id: uuid.UUID, posts: Collection[_Post], modes: Mapping[uuid.UUID, Mode]
) -> dict[tuple[uuid.UUID, str, str], _Part]:
    """Of posts that were an employee's and an agency's by turns, for each arm: pence charged by the hour, and all of them."""
    mixed = {(authority_id, post) for authority_id, post, by_the_hour in posts if by_the_hour}
    mixed &= {(authority_id, post) for authority_id, post, by_the_hour in posts if not by_the_hour}
    if not mixed:
        return {}
    of_entry = (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id)
    of_member = (RunMember.run_id == RunLine.run_id) & (RunMember.family_id == RunLine.family_id)
    by = (RunRate.authority_id, RunMember.arm, RunRate.post, RunRate.agency_vat.is_not(None))
    # Of time face to face a ratio contains preparation and travel, which are left out.
    of_clients = [authority_id for authority_id, mode in modes.items() if mode is Mode.CLIENT_TIME]
    contained = RunRate.authority_id.in_(of_clients) & (RunRate.ratio_kind == RatioKind.FACE_TO_FACE)
    others = case((contained, 0), else_=RunLine.preparation_cost_pence + RunLine.travel_cost_pence)
    pence = func.sum(RunLine.contact_cost_pence + others)
    query = select(*by, pence).join(RunEntry, of_entry).join(RunRate, RunRate.id == RunEntry.rate_id)
    lines = query.join(RunMember, of_member).where(
        RunLine.run_id == run_id, RunRate.post.in_([post for _, post in mixed])
    )
    charged: dict[tuple[uuid.UUID, str, str], _Part] = {}
    for authority_id, arm, post, by_the_hour, cost in session.execute(lines.group_by(*by)):
        part, whole = charged.get((authority_id, arm, post), (0, 0))
        charged[authority_id, arm, post] = part + (int(cost) if by_the_hour else 0), whole + int(cost)
    return {key: part for key, part in charged.items() if part[1]}


def _posts(session: Session, run_id: uuid.UUID) -> dict[_Post, TimeCost]:
    """What an hour of each authority's post is made of, of its rates together; no time yet."""
    posts: dict[_Post, TimeCost] = {}
    for rate in session.scalars(select(RunRate).where(RunRate.run_id == run_id)):
        own = _components(rate)
        key = rate.authority_id, rate.post, own.by_the_hour
        before = posts.get(key)
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
                by_the_hour=own.by_the_hour,
            )
        posts[key] = own
    return posts


def _components(rate: RunRate) -> TimeCost:
    return TimeCost(
        pence=0,
        ratio_pence=0,
        salary_pence=rate.salary_pence + rate.oncosts_pence,
        overheads_pence=rate.overheads_pence,
        capital_pence=rate.capital_pence,
        annual_pence=rate.annual_pence,
        qualifications_pence=rate.qualifications_pence,
        stated_qualifications_pence=rate.stated_qualifications_pence,
        by_the_hour=rate.agency_vat is not None,
    )
