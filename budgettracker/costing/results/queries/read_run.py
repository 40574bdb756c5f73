"""Reading a frozen run in one pass: each family's costs by day and by part, and the cells that its cuts are made of."""

import hashlib
import uuid
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from budgettracker.bulk import day_of, hex_of
from budgettracker.costing.kinds import BORNE, Destination
from budgettracker.costing.results.kinds import CutColumn
from budgettracker.costing.results.rules.costed import Costed
from budgettracker.costing.results.rules.cuts import (
    PENCE,
    Amounts,
    Cell,
    Grouped,
    PoolShare,
    PoolSource,
    pool_cells,
)
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
    RunRate,
)
from budgettracker.costing.run.queries.run_costs import PARTS
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Child, Family
from budgettracker.families.rules.children import age_band
from budgettracker.money import part_of_running_total
from budgettracker.people.models import Authority
from budgettracker.spend.kinds import SpendKind
from budgettracker.worktime.models import Activity

Key = TypeVar("Key", bound=Hashable)
AT_A_TIME = 5_000
"""Rows of the run in memory together."""
COUNTS_AS: dict[str, CutColumn] = {
    Destination.FAMILY: CutColumn.TIME,
    Destination.DECIDING: CutColumn.DECIDING,
    Destination.SET_UP: CutColumn.SET_UP,
    Destination.EVALUATION: CutColumn.EVALUATION,
    SpendKind.DEVOLVED: CutColumn.PURCHASES,
    SpendKind.OTHER_HELP: CutColumn.OTHER_HELP,
}
"""Which column of a cut a line's destination, or a purchase's kind, is part of."""
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
        band = age_band(born, costed.start) if born else ""
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
    names = _Names(session, run)
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
    for family, destination, outside, worked_on, activity, rate, team, intervention, *numbers in _plain(session, query):
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


class _Names:
    """What a run's activities and rates are called, by id as text."""

    def __init__(self, session: Session, run: CostingRun) -> None:
        self.activities = {id_.hex: name for id_, name in session.execute(select(Activity.id, Activity.name))}
        rates = select(RunRate.id, RunRate.post).where(RunRate.run_id == run.id)
        self.posts = {id_.hex: post for id_, post in session.execute(rates)}


@dataclass(slots=True)
class _Pool:
    """A pool as it is gathered: what filled it, and who carries it."""

    person: str
    month: date
    intervention: str
    activity_class: str
    pence: int
    minutes: int
    carried: dict[tuple[str, str, str] | None, tuple[int, int]] = field(default_factory=dict)


def _read_pools(session: Session, run: CostingRun, read: ReadRun) -> None:
    """Families' shares of time for nobody, which stand under what filled the pool."""
    pools = _pools(session, run)
    query = select(
        hex_of(RunPoolLine.pool_id),
        hex_of(RunPoolLine.family_id),
        RunPoolLine.destination,
        RunPoolLine.outside_periods,
        RunPoolLine.share_from,
        RunPoolLine.share_to,
        RunPoolLine.share_of,
        RunPoolLine.indirect_share_pence,
    ).where(RunPoolLine.run_id == run.id)
    for pool_id, family, destination, outside, start, end, whole, pence in _plain(session, query):
        pool, carriers = pools[pool_id], None
        minutes = part_of_running_total(pool.minutes, start, end, whole)
        if family is not None and destination in COUNTS_AS:
            group, counts_as = read.groups[family], COUNTS_AS[destination]
            carriers = (group.authority, group.arm, str(counts_as))
            amounts = Amounts(indirect_share_pence=pence, pool_minutes=minutes)
            _add(read, family, counts_as, pool.month, amounts)
            if counts_as is CutColumn.TIME:
                if outside:
                    read.outside[family] = read.outside.get(family, 0) + pence
                if run.intervention is not None and pool.intervention == run.intervention:
                    read.own_time[family] = read.own_time.get(family, 0) + pence
        before = pool.carried.get(carriers, (0, 0))
        pool.carried[carriers] = (before[0] + pence, before[1] + minutes)
    sources = _sources(session, run)
    for pool in pools.values():
        filled = sources.get((pool.person, pool.month, pool.intervention, pool.activity_class), [])
        if (sum(each.pence for each in filled), sum(each.minutes for each in filled)) != (pool.pence, pool.minutes):
            # An activity that changed its class since the run was made: what filled the pool can no longer be told.
            filled = [PoolSource("", "", "", pool.pence, pool.minutes)]
        shares = [PoolShare(carriers, *amounts) for carriers, amounts in pool.carried.items()]
        for cell, amounts in pool_cells(filled, shares, pool.intervention, pool.month.isoformat()[:7]).items():
            _add_to(read.cells, cell, amounts)


def _pools(session: Session, run: CostingRun) -> dict[str, _Pool]:
    query = select(
        hex_of(RunPool.id),
        hex_of(RunPool.person_id),
        RunPool.month,
        RunPool.intervention,
        RunPool.activity_class,
        RunPool.cost_pence,
        RunPool.minutes,
    ).where(RunPool.run_id == run.id)
    return {
        id_: _Pool(person, day_of(month), intervention or "", activity_class, pence, minutes)
        for id_, person, month, intervention, activity_class, pence, minutes in _plain(session, query)
    }


def _sources(session: Session, run: CostingRun) -> dict[tuple[str, date, str, str], list[PoolSource]]:
    """What filled the pools of each worker, month, intervention and class."""
    names = _Names(session, run)
    classes = {id_.hex: kind for id_, kind in session.execute(select(Activity.id, Activity.activity_class))}
    query = select(
        hex_of(RunEntry.person_id),
        RunEntry.worked_on,
        RunEntry.intervention,
        hex_of(RunEntry.activity_id),
        hex_of(RunEntry.rate_id),
        hex_of(RunEntry.team_id),
        RunEntry.contact_cost_pence + RunEntry.preparation_cost_pence + RunEntry.travel_cost_pence,
        RunEntry.mileage_cost_pence + RunEntry.expenses_pence,
        RunEntry.contact_minutes + RunEntry.preparation_minutes + RunEntry.travel_minutes,
    ).where(RunEntry.run_id == run.id, RunEntry.pooled)
    sums: dict[tuple[str, date, str, str], dict[tuple[str, str, str], tuple[int, int]]] = {}
    for person, worked_on, intervention, activity, rate, team, time, miles, minutes in _plain(session, query):
        key = (person, day_of(worked_on).replace(day=1), intervention or "", classes[activity])
        of = sums.setdefault(key, {})
        source = (names.activities[activity], names.posts[rate], team or "")
        before = of.get(source, (0, 0))
        of[source] = (before[0] + time + miles, before[1] + minutes)
    return {key: [PoolSource(*source, *amounts) for source, amounts in of.items()] for key, of in sums.items()}


def _read_purchases(session: Session, run: CostingRun, read: ReadRun) -> None:
    query = select(
        hex_of(RunPurchase.family_id),
        RunPurchase.kind,
        RunPurchase.bought_on,
        hex_of(RunPurchase.refund_id),
        RunPurchase.counted_pence,
        RunPurchase.outside_periods,
    ).where(RunPurchase.run_id == run.id)
    for family, kind, bought_on, refund, pence, outside in _plain(session, query):
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
    for family, decided_on, post, pence in _plain(session, query):
        on, group, amounts = day_of(decided_on), read.groups[family], Amounts(other_pence=pence, items=1)
        _add(read, family, CutColumn.DECIDING, on, amounts)
        place = ("", "", post or "", "", on.isoformat()[:7])
        _add_to(read.cells, Cell(group.authority, group.arm, CutColumn.DECIDING, *place), amounts)


def _plain(session: Session, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query as the driver gives them, some at a time."""
    result = session.connection().execute(query)
    cursor = result.cursor
    while cursor is not None and (rows := cursor.fetchmany(AT_A_TIME)):
        yield from rows
    result.close()
