"""Reading a frozen run in one pass: each family's costs by day and by part, and the cells that its cuts are made of."""

import hashlib
import uuid
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from budgettracker.bulk import day_of, hex_of
from budgettracker.costing.kinds import BORNE, Destination
from budgettracker.costing.results.kinds import CutColumn
from budgettracker.costing.results.queries.pools import COUNTS_AS, GatheredPool, Names, gathered_pools, plain_of
from budgettracker.costing.results.rules.costed import Costed
from budgettracker.costing.results.rules.cuts import (
    PENCE,
    Amounts,
    Cell,
    Grouped,
)
from budgettracker.costing.run.models import (
    CostingRun,
    RunDecision,
    RunEntry,
    RunLine,
    RunMember,
    RunPeriod,
    RunPurchase,
    RunRate,
)
from budgettracker.costing.run.queries.run_costs import PARTS
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Child, Family
from budgettracker.families.rules.children import age_band
from budgettracker.people.models import Authority
from budgettracker.spend.kinds import SpendKind

Key = TypeVar("Key", bound=Hashable)
_COLUMN_OF = {
    CutColumn.TIME: Destination.FAMILY,
    CutColumn.PURCHASES: Destination.FAMILY,
    CutColumn.OTHER_HELP: SpendKind.OTHER_HELP,
    CutColumn.DECIDING: Destination.DECIDING,
    CutColumn.SET_UP: Destination.SET_UP,
}
"""The column of a family's costs by day; evaluation is a cost of no family."""
_OF_ENTRY = (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id)


def seed_of(run: CostingRun) -> int:
    """The seed of a run's replicates: a number of 32 bits that belongs to the run for good."""
    return int.from_bytes(hashlib.sha256(run.id.bytes).digest()[:4])


@dataclass(slots=True)
class ReadRun:
    """All that results and cuts are made of. Families by id as text; lists of `Amounts` by (family, column of a cut)."""

    families: dict[str, Costed]
    groups: dict[str, Grouped]
    by_family: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    cells: dict[Cell, list[int]] = field(default_factory=dict)
    outside: dict[str, int] = field(default_factory=dict)
    own_time: dict[str, int] = field(default_factory=dict)

    def costed(self) -> list[Costed]:
        """The families with their costs by day, always in the same order."""
        return [self.families[family] for family in sorted(self.families)]


def read_run(session: Session, run: CostingRun) -> ReadRun:
    """Read a run's rows, each once."""
    read = _families(session, run)
    _read_lines(session, run, read)
    _read_pools(session, run, read)
    _read_purchases(session, run, read)
    _read_decisions(session, run, read)
    return read


def _families(session: Session, run: CostingRun) -> ReadRun:
    periods: dict[uuid.UUID, list[RunPeriod]] = {}
    for period in session.scalars(select(RunPeriod).where(RunPeriod.run_id == run.id).order_by(RunPeriod.opened_on)):
        periods.setdefault(period.family_id, []).append(period)
    of_index_child = (Child.family_id == Family.id) & (Child.reference == Family.index_child)
    query = (
        select(RunMember, Authority.name, Family.allocated_on, Family.cohort_reason, Child.birth_month)
        .join(Authority, Authority.id == RunMember.authority_id)
        .join(Family, Family.id == RunMember.family_id)
        .outerjoin(Child, of_index_child)
        .where(RunMember.run_id == run.id)
    )
    read = ReadRun({}, {})
    for member, authority, allocated_on, reason, born in session.execute(query):
        family = member.family_id.hex
        costed = _costed(member, authority, allocated_on, periods[member.family_id])
        costed.band = band = age_band(born, costed.start) if born else ""
        read.families[family] = costed
        read.groups[family] = Grouped(member.authority_id.hex, member.arm, reason or "", band)
    return read


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
        status=member.status_at_start or "",
        risks_before=member.risks_before,
    )


def _add(read: ReadRun, family: str, counts_as: CutColumn, on: date, amounts: Sequence[int]) -> None:
    """Add a row to its family, by day and in all."""
    _add_to(read.by_family, (family, counts_as), amounts)
    if column := _COLUMN_OF.get(counts_as):
        days = read.families[family].costs[column]
        days[on] = days.get(on, 0) + sum(amounts[:PENCE])


def _add_to(sums: dict[Key, list[int]], key: Key, amounts: Sequence[int]) -> None:
    """A plain loop over lists: it runs twice for every line of a run."""
    kept = sums.get(key)
    if kept is None:
        sums[key] = list(amounts)
        return
    for place, amount in enumerate(amounts):
        if amount:
            kept[place] += amount


def _read_lines(session: Session, run: CostingRun, read: ReadRun) -> None:
    """Families' shares of work entries."""
    names = Names(session, run)
    query = (
        select(
            hex_of(RunLine.family_id),
            RunLine.destination,
            RunLine.outside_periods,
            RunEntry.worked_on,
            hex_of(RunEntry.activity_id),
            hex_of(RunEntry.rate_id),
            hex_of(RunEntry.team_id),
            RunEntry.intervention,
            *PARTS,
            RunLine.contact_minutes,
            RunLine.preparation_minutes,
            RunLine.travel_minutes,
        )
        .join(RunEntry, _OF_ENTRY)
        .where(RunLine.run_id == run.id, RunLine.destination.in_(BORNE), RunLine.family_id.is_not(None))
    )
    for family, destination, outside, worked_on, activity, rate, team, intervention, *numbers in plain_of(
        session, query
    ):
        contact, preparation, travel, mileage, expenses, indirect, *minutes = numbers
        amounts = (contact, preparation, travel, mileage, expenses, indirect, 0, *minutes, 0, int(minutes[0] > 0), 0)
        on, counts_as, group = day_of(worked_on), COUNTS_AS[destination], read.groups[family]
        _add(read, family, counts_as, on, amounts)
        place = (names.activities[activity], intervention or "", names.posts[rate], team or "", on.isoformat()[:7])
        _add_to(read.cells, Cell(group.authority, group.arm, counts_as, *place), amounts)
        if counts_as is CutColumn.TIME:
            pence = sum(amounts[:PENCE])
            if outside:
                read.outside[family] = read.outside.get(family, 0) + pence
            if run.intervention is not None and intervention == run.intervention:
                read.own_time[family] = read.own_time.get(family, 0) + pence


def _read_pools(session: Session, run: CostingRun, read: ReadRun) -> None:
    """Families' shares of time for nobody, which stand under what filled the pool."""

    def add(family: str, counts_as: CutColumn, pool: GatheredPool, outside: bool, amounts: Amounts) -> None:
        _add(read, family, counts_as, pool.month, amounts)
        if counts_as is CutColumn.TIME:
            if outside:
                read.outside[family] = read.outside.get(family, 0) + amounts.pence
            if run.intervention is not None and pool.intervention == run.intervention:
                read.own_time[family] = read.own_time.get(family, 0) + amounts.pence

    for pool in gathered_pools(session, run, read.groups, add):
        for cell, amounts in pool.cells().items():
            _add_to(read.cells, cell, amounts)


def _read_purchases(session: Session, run: CostingRun, read: ReadRun) -> None:
    query = select(
        hex_of(RunPurchase.family_id),
        RunPurchase.kind,
        RunPurchase.bought_on,
        hex_of(RunPurchase.refund_id),
        RunPurchase.counted_pence,
        RunPurchase.outside_periods,
    ).where(RunPurchase.run_id == run.id)
    for family, kind, bought_on, refund, pence, outside in plain_of(session, query):
        on, counts_as, group = day_of(bought_on), COUNTS_AS[kind], read.groups[family]
        amounts = Amounts(other_pence=pence, items=int(refund is None))
        _add(read, family, counts_as, on, amounts)
        place = ("", "", "", "", on.isoformat()[:7])
        _add_to(read.cells, Cell(group.authority, group.arm, counts_as, *place), amounts)
        if outside and counts_as is CutColumn.PURCHASES:
            read.outside[family] = read.outside.get(family, 0) + pence


def _read_decisions(session: Session, run: CostingRun, read: ReadRun) -> None:
    """Decisions that are priced by the minutes of their scheme: of no activity, and of the decider's post."""
    query = (
        select(hex_of(RunDecision.family_id), RunDecision.decided_on, RunRate.post, RunDecision.cost_pence)
        .outerjoin(RunRate, RunRate.id == RunDecision.rate_id)
        .where(RunDecision.run_id == run.id)
    )
    for family, decided_on, post, pence in plain_of(session, query):
        on, group, amounts = day_of(decided_on), read.groups[family], Amounts(other_pence=pence, items=1)
        _add(read, family, CutColumn.DECIDING, on, amounts)
        place = ("", "", post or "", "", on.isoformat()[:7])
        _add_to(read.cells, Cell(group.authority, group.arm, CutColumn.DECIDING, *place), amounts)
