"""Reading a frozen run for its results: each family's costs day by day, where it belongs, and when it was open."""

import hashlib
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from budgettracker.costing.kinds import Destination
from budgettracker.costing.results.rules.costed import Costed
from budgettracker.costing.run.models import (
    CostingRun,
    RunDecision,
    RunEntry,
    RunLine,
    RunMember,
    RunPeriod,
    RunPool,
    RunPoolLine,
    RunPurchase,
)
from budgettracker.costing.run.queries.run_costs import PARTS
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.people.models import Authority
from budgettracker.spend.kinds import SpendKind


def seed_of(run: CostingRun) -> int:
    """The seed of a run's replicates: a number of 32 bits that belongs to the run for good."""
    return int.from_bytes(hashlib.sha256(run.id.bytes).digest()[:4])


def costed_families(session: Session, run: CostingRun) -> list[Costed]:
    """The families of a run with their costs by day, always in the same order."""
    periods: dict[uuid.UUID, list[RunPeriod]] = {}
    for period in session.scalars(select(RunPeriod).where(RunPeriod.run_id == run.id).order_by(RunPeriod.opened_on)):
        periods.setdefault(period.family_id, []).append(period)
    query = (
        select(RunMember, Authority.name, Family.allocated_on)
        .join(Authority, Authority.id == RunMember.authority_id)
        .join(Family, Family.id == RunMember.family_id)
        .where(RunMember.run_id == run.id)
    )
    families = {
        member.family_id: _costed(member, authority, allocated_on, periods[member.family_id])
        for member, authority, allocated_on in session.execute(query)
    }
    for family_id, column, on, pence in _costs(session, run.id):
        days = families[family_id].costs[column]
        days[on] = days.get(on, 0) + pence
    return [families[family_id] for family_id in sorted(families)]


def _costed(member: RunMember, authority: str, allocated_on: date | None, periods: list[RunPeriod]) -> Costed:
    last = periods[-1]
    return Costed(
        arm=Arm(member.arm),
        authority=authority,
        # Families without a lead worker count as one cluster of their authority: fewer clusters claim less.
        worker=str(member.lead_worker_id or member.authority_id),
        team=str(member.team_id),
        open_days=member.open_days,
        children=member.children_in_scope,
        start=allocated_on or periods[0].opened_on,
        closed_on=last.closed_on,
        end_reason=last.end_reason,
    )


def _costs(session: Session, run_id: uuid.UUID) -> Iterator[tuple[uuid.UUID, str, date, int]]:
    """Family, column, day and pence of all that a run counts for its families; a pool's day is the first of its month."""
    wanted = (Destination.FAMILY, Destination.DECIDING, Destination.SET_UP)
    of_entry = (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id)
    queries: list[tuple[Select[Any], tuple[Any, ...]]] = [
        (
            select(RunLine.family_id, RunLine.destination, RunEntry.worked_on, func.sum(sum(PARTS[1:], PARTS[0])))
            .join(RunEntry, of_entry)
            .where(RunLine.run_id == run_id, RunLine.destination.in_(wanted), RunLine.family_id.is_not(None)),
            (RunLine.family_id, RunLine.destination, RunEntry.worked_on),
        ),
        (
            select(
                RunPoolLine.family_id,
                RunPoolLine.destination,
                RunPool.month,
                func.sum(RunPoolLine.indirect_share_pence),
            )
            .join(RunPool, RunPool.id == RunPoolLine.pool_id)
            .where(RunPoolLine.run_id == run_id, RunPoolLine.destination.in_(wanted))
            .where(RunPoolLine.family_id.is_not(None)),
            (RunPoolLine.family_id, RunPoolLine.destination, RunPool.month),
        ),
        (
            select(
                RunPurchase.family_id, RunPurchase.kind, RunPurchase.bought_on, func.sum(RunPurchase.counted_pence)
            ).where(RunPurchase.run_id == run_id),
            (RunPurchase.family_id, RunPurchase.kind, RunPurchase.bought_on),
        ),
    ]
    for query, by in queries:
        for family_id, column, on, pence in session.execute(query.group_by(*by)):
            yield family_id, Destination.FAMILY if column == SpendKind.DEVOLVED else column, on, int(pence)
    decided = select(RunDecision.family_id, RunDecision.decided_on, func.sum(RunDecision.cost_pence))
    of_run = decided.where(RunDecision.run_id == run_id)
    for family_id, on, pence in session.execute(of_run.group_by(RunDecision.family_id, RunDecision.decided_on)):
        yield family_id, Destination.DECIDING, on, int(pence)
