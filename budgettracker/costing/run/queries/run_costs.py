"""Reading what a run found: each family's cost by part, the books of each authority, the rates it used."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import func, select

from budgettracker.costing.kinds import BESIDE, Destination, Mode, RatioKind
from budgettracker.costing.method.lines import FamilyCosts
from budgettracker.costing.rates.rules.build_up import PostRate
from budgettracker.costing.rates.rules.rate_book import ENTERED
from budgettracker.costing.rates.rules.uprating import UNCHANGED, Ratio
from budgettracker.costing.rates.rules.working import AS_ENTERED, Shares, Working, working
from budgettracker.costing.run.models import (
    CostingRun,
    RunDecision,
    RunEntry,
    RunLine,
    RunMember,
    RunPool,
    RunPoolLine,
    RunPurchase,
    RunRate,
)
from budgettracker.costing.run.queries.runs import authority_sums
from budgettracker.costing.run.rules.reconcile import RunSums
from budgettracker.database import db
from budgettracker.families.kinds import Arm
from budgettracker.people.models import Authority, Person
from budgettracker.spend.kinds import SpendKind, VatStatus

PARTS = (
    RunLine.contact_cost_pence,
    RunLine.preparation_cost_pence,
    RunLine.travel_cost_pence,
    RunLine.mileage_cost_pence,
    RunLine.expenses_pence,
    RunLine.indirect_share_pence,
)
"""The parts of time in the order of FamilyCosts."""


class RunFamily(NamedTuple):
    """A family of a run with its authority; its costs carry the name it is shown under."""

    family_id: uuid.UUID
    authority_id: uuid.UUID
    costs: FamilyCosts


class AuthorityPart(NamedTuple):
    """One authority's part of a run: how its indirect time was treated, and its books."""

    authority_id: uuid.UUID
    name: str
    mode: Mode
    sums: RunSums


def families_of(run: CostingRun, name: Callable[[uuid.UUID], str]) -> list[RunFamily]:
    """Every family of a run and what it cost, in the order of the names `name` gives them; a few sums, few rows."""
    bought, worked, outside = _bought(run.id), _worked(run.id), outside_sums(db.session, run.id)
    beside, own = beside_sums(db.session, run.id), own_time_sums(db.session, run)
    families = []
    for member in db.session.scalars(select(RunMember).where(RunMember.run_id == run.id)):
        of = member.family_id
        costs = FamilyCosts(
            name(of),
            Arm(member.arm),
            member.open_days,
            member.children_in_scope,
            bought.get((of, SpendKind.DEVOLVED), 0),
            bought.get((of, SpendKind.OTHER_HELP), 0),
            *worked.get(of, [0] * len(PARTS)),
        )
        costs = replace(
            costs,
            outside_pence=outside.get(of, 0),
            deciding_pence=beside.get((of, Destination.DECIDING), 0),
            set_up_pence=beside.get((of, Destination.SET_UP), 0),
            evaluation_pence=beside.get((of, Destination.EVALUATION), 0),
            own_time_pence=own.get(of, 0),
        )
        families.append(RunFamily(of, member.authority_id, costs))
    return sorted(families, key=lambda each: each.costs.family)


def family_ids_of(run_id: uuid.UUID) -> list[uuid.UUID]:
    """The families of a run."""
    return list(db.session.scalars(select(RunMember.family_id).where(RunMember.run_id == run_id)))


def authorities_of(run: CostingRun) -> list[AuthorityPart]:
    """The sums of each authority as the run stored them, by name."""
    stored = authority_sums(run)
    ids = [part.authority_id for part in stored]
    rows = db.session.execute(select(Authority.id, Authority.name).where(Authority.id.in_(ids)))
    names = {row.id: row.name for row in rows}
    parts = [AuthorityPart(part.authority_id, names[part.authority_id], part.mode, part.sums) for part in stored]
    return sorted(parts, key=lambda part: part.name)


def rates_of(run: CostingRun) -> list[tuple[str, Working]]:
    """The rates a run used, worked out, each with its authority's name; by authority, post and date."""
    query = select(RunRate, Authority.name).join(Authority, Authority.id == RunRate.authority_id)
    ordered = query.where(RunRate.run_id == run.id).order_by(Authority.name, RunRate.post, RunRate.starts_on)
    lifted = {part.authority_id for part in authority_sums(run) if part.mode is Mode.CLIENT_TIME}
    return [(name, worked_out(rate, rate.authority_id in lifted)) for rate, name in db.session.execute(ordered)]


class PriceYear(NamedTuple):
    """In which year's prices a post stands in a run."""

    authority: str
    post: str
    label: str


def price_years(session: Any, run_id: uuid.UUID) -> list[PriceYear]:
    """The price years of the posts of a run, the oldest first."""
    query = (
        select(Authority.name, RunRate.post, RunRate.price_year)
        .join(Authority, Authority.id == RunRate.authority_id)
        .where(RunRate.run_id == run_id)
        .distinct()
        .order_by(RunRate.price_year, Authority.name, RunRate.post)
    )
    return [PriceYear._make(row) for row in session.execute(query)]


def worked_out(rate: RunRate, with_ratio: bool) -> Working:
    """A rate as the run froze it, line by line, its ratio only where the run used one.

    What came as a percentage has become an amount by then.
    """
    frozen = PostRate(
        post=rate.post,
        starts_on=rate.starts_on,
        price_year=rate.price_year,
        salary_pence=rate.salary_pence,
        oncosts_pence=rate.oncosts_pence,
        qualifications_pence=rate.qualifications_pence,
        overhead_direct_pence=rate.overhead_direct_pence,
        overhead_indirect_pence=rate.overhead_indirect_pence,
        capital_pence=rate.capital_pence,
        minutes_per_year=rate.minutes_per_year,
        ratio_thousandths=rate.ratio_thousandths if with_ratio else None,
        ratio_kind=RatioKind(rate.ratio_kind) if rate.ratio_kind and with_ratio else None,
        source=rate.source,
        oncosts_source=rate.oncosts_source,
        agency_vat=VatStatus(rate.agency_vat) if rate.agency_vat else None,
        uprated_by=Ratio(rate.index_base, rate.index_of) if rate.index_base and rate.index_of else UNCHANGED,
    )
    oncosts = AS_ENTERED if rate.oncosts_source == ENTERED else "National Insurance and pension, by the rates below"
    return working(frozen, Shares(oncosts, "As the run used them", "As the run used them"))


def maker_of(run: CostingRun) -> str:
    """Who made a run: an evaluator by name, or the operator."""
    if run.made_by_id is None:
        return "the operator"
    return db.session.scalars(select(Person.name).where(Person.id == run.made_by_id)).one()


def outside_sums(session: Any, run_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """What of each family's total lies between or after the times in which it was open, in pence."""
    sums: dict[uuid.UUID, int] = {}
    for table, pence, wanted in (
        (RunLine, sum(PARTS[1:], PARTS[0]), RunLine.destination == Destination.FAMILY),
        (RunPoolLine, RunPoolLine.indirect_share_pence, RunPoolLine.destination == Destination.FAMILY),
        (RunPurchase, RunPurchase.counted_pence, RunPurchase.kind == SpendKind.DEVOLVED),
    ):
        query = select(table.family_id, func.sum(pence)).where(table.run_id == run_id, table.outside_periods, wanted)
        for family_id, some in session.execute(query.group_by(table.family_id)):
            sums[family_id] = sums.get(family_id, 0) + int(some)
    return sums


def beside_sums(session: Any, run_id: uuid.UUID) -> dict[tuple[uuid.UUID, str], int]:
    """What each family's work cost beside its total, by family and column, in pence."""
    sums: dict[tuple[uuid.UUID, str], int] = {}
    for table, pence in ((RunLine, sum(PARTS[1:], PARTS[0])), (RunPoolLine, RunPoolLine.indirect_share_pence)):
        query = select(table.family_id, table.destination, func.sum(pence)).where(
            table.run_id == run_id, table.destination.in_(BESIDE)
        )
        for family_id, column, some in session.execute(query.group_by(table.family_id, table.destination)):
            sums[family_id, column] = sums.get((family_id, column), 0) + int(some)
    decided = select(RunDecision.family_id, func.sum(RunDecision.cost_pence)).where(RunDecision.run_id == run_id)
    for family_id, some in session.execute(decided.group_by(RunDecision.family_id)):
        key = (family_id, Destination.DECIDING.value)
        sums[key] = sums.get(key, 0) + int(some)
    return sums


def own_time_sums(session: Any, run: CostingRun) -> dict[uuid.UUID, int]:
    """What of each family's total is time of the run's own intervention, in pence; nothing where it counts all work."""
    sums: dict[uuid.UUID, int] = {}
    if run.intervention is None:
        return sums
    of_entry = (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id)
    lines = (
        select(RunLine.family_id, func.sum(sum(PARTS[1:], PARTS[0])))
        .join(RunEntry, of_entry)
        .where(RunLine.run_id == run.id, RunLine.destination == Destination.FAMILY)
        .where(RunEntry.intervention == run.intervention)
        .group_by(RunLine.family_id)
    )
    pools = (
        select(RunPoolLine.family_id, func.sum(RunPoolLine.indirect_share_pence))
        .join(RunPool, RunPool.id == RunPoolLine.pool_id)
        .where(RunPoolLine.run_id == run.id, RunPoolLine.destination == Destination.FAMILY)
        .where(RunPool.intervention == run.intervention)
        .group_by(RunPoolLine.family_id)
    )
    for query in (lines, pools):
        for family_id, some in session.execute(query):
            sums[family_id] = sums.get(family_id, 0) + int(some)
    return sums


def _bought(run_id: uuid.UUID) -> dict[tuple[uuid.UUID, str], int]:
    query = (
        select(RunPurchase.family_id, RunPurchase.kind, func.sum(RunPurchase.counted_pence))
        .where(RunPurchase.run_id == run_id)
        .group_by(RunPurchase.family_id, RunPurchase.kind)
    )
    return {(family, kind): int(pence) for family, kind, pence in db.session.execute(query)}


def _worked(run_id: uuid.UUID) -> dict[uuid.UUID, list[int]]:
    """Each family's cost of time by part; in mode A its shares of pools join the indirect part."""
    lines = select(RunLine.family_id, *(func.sum(part) for part in PARTS)).where(
        RunLine.run_id == run_id, RunLine.destination == Destination.FAMILY
    )
    pence_by_family = {
        row[0]: [int(pence) for pence in row[1:]] for row in db.session.execute(lines.group_by(RunLine.family_id))
    }
    pooled = select(RunPoolLine.family_id, func.sum(RunPoolLine.indirect_share_pence)).where(
        RunPoolLine.run_id == run_id, RunPoolLine.destination == Destination.FAMILY
    )
    for family, pence in db.session.execute(pooled.group_by(RunPoolLine.family_id)):
        pence_by_family.setdefault(family, [0] * len(PARTS))[-1] += int(pence)
    return pence_by_family
