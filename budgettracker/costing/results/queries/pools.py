"""A run's pools of time for nobody: what filled each, and who carries it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from budgettracker.bulk import day_of, hex_of
from budgettracker.costing.kinds import Destination
from budgettracker.costing.results.kinds import CutColumn
from budgettracker.costing.results.rules.cuts import Amounts, Cell, Grouped, PoolShare, PoolSource, pool_cells
from budgettracker.costing.run.models import CostingRun, RunEntry, RunPool, RunPoolLine, RunRate
from budgettracker.money import part_of_running_total
from budgettracker.spend.kinds import SpendKind
from budgettracker.worktime.models import Activity

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


class Names:
    """What a run's activities and rates are called, by id as text."""

    def __init__(self, session: Session, run: CostingRun) -> None:
        self.activities = {id_.hex: name for id_, name in session.execute(select(Activity.id, Activity.name))}
        rates = select(RunRate.id, RunRate.post).where(RunRate.run_id == run.id)
        self.posts = {id_.hex: post for id_, post in session.execute(rates)}


@dataclass(slots=True)
class GatheredPool:
    """A pool with what filled it, and who carries it: pence and the pool's own minutes by authority, arm and column."""

    person: str
    month: date
    intervention: str
    activity_class: str
    pence: int
    minutes: int
    carried: dict[tuple[str, str, str] | None, tuple[int, int]] = field(default_factory=dict)
    filled: list[PoolSource] = field(default_factory=list)

    def cells(self) -> dict[Cell, Amounts]:
        """Its part of the cells: what families bear, under what filled it."""
        shares = [PoolShare(carriers, *amounts) for carriers, amounts in self.carried.items()]
        return pool_cells(self.filled, shares, self.intervention, self.month.isoformat()[:7])


def gathered_pools(
    session: Session,
    run: CostingRun,
    groups: Mapping[str, Grouped],
    share: Callable[[str, CutColumn, GatheredPool, bool, Amounts], None] = lambda *_: None,
) -> list[GatheredPool]:
    """A run's pools with what filled each and who carries it; `share` is told of each family's share on the way."""
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
    for pool_id, family, destination, outside, start, end, whole, pence in plain_of(session, query):
        pool, carriers = pools[pool_id], None
        minutes = part_of_running_total(pool.minutes, start, end, whole)
        if family is not None and destination in COUNTS_AS:
            group, counts_as = groups[family], COUNTS_AS[destination]
            carriers = (group.authority, group.arm, str(counts_as))
            share(family, counts_as, pool, outside, Amounts(indirect_share_pence=pence, pool_minutes=minutes))
        before = pool.carried.get(carriers, (0, 0))
        pool.carried[carriers] = (before[0] + pence, before[1] + minutes)
    sources = _sources(session, run)
    for pool in pools.values():
        pool.filled = sources.get((pool.person, pool.month, pool.intervention, pool.activity_class), [])
        if (sum(each.pence for each in pool.filled), sum(each.minutes for each in pool.filled)) != (
            pool.pence,
            pool.minutes,
        ):
            # An activity that changed its class since the run was made: what filled the pool can no longer be told.
            pool.filled = [PoolSource("", "", "", pool.pence, pool.minutes)]
    return list(pools.values())


def _pools(session: Session, run: CostingRun) -> dict[str, GatheredPool]:
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
        id_: GatheredPool(person, day_of(month), intervention or "", activity_class, pence, minutes)
        for id_, person, month, intervention, activity_class, pence, minutes in plain_of(session, query)
    }


def _sources(session: Session, run: CostingRun) -> dict[tuple[str, date, str, str], list[PoolSource]]:
    """What filled the pools of each worker, month, intervention and class."""
    names = Names(session, run)
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
    for person, worked_on, intervention, activity, rate, team, time, miles, minutes in plain_of(session, query):
        key = (person, day_of(worked_on).replace(day=1), intervention or "", classes[activity])
        of = sums.setdefault(key, {})
        source = (names.activities[activity], names.posts[rate], team or "")
        before = of.get(source, (0, 0))
        of[source] = (before[0] + time + miles, before[1] + minutes)
    return {key: [PoolSource(*source, *amounts) for source, amounts in of.items()] for key, of in sums.items()}


def plain_of(session: Session, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query as the driver gives them, some at a time."""
    result = session.connection().execute(query)
    cursor = result.cursor
    while cursor is not None and (rows := cursor.fetchmany(AT_A_TIME)):
        yield from rows
    result.close()
