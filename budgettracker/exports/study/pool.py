"""The sheet Pool (mode A): each worker's month of time for nobody, and what it cost."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, NamedTuple

from sqlalchemy import select

from budgettracker.costing.run.models import RunPool
from budgettracker.exports.study.columns import circumstance, minutes, money, pseudonym, quasi_identifier, text_or_empty
from budgettracker.exports.study.formulas import pounds_of
from budgettracker.exports.study.study_data import StudyData
from budgettracker.exports.study.work_costs import OWN_COST, PoolKey
from budgettracker.exports.study.work_time import WorkTimeSheet
from budgettracker.workbooks import Kind, Sheet, columns_of
from budgettracker.worktime.kinds import ActivityClass

PoolWorker = Annotated[str, pseudonym("Whose time it was", "run_pool.person_id")]
PoolMonth = Annotated[
    date, quasi_identifier("First day of the calendar month", "run_pool.month", Kind.DATE, unit="month")
]
PoolIntervention = Annotated[
    str | None,
    circumstance("The intervention whose time it was; none for general time", "run_pool.intervention", width=24),
]
PoolActivityClass = Annotated[
    str, circumstance("Running, set-up or evaluation", "run_pool.activity_class", values=tuple(ActivityClass))
]


class PoolRow(NamedTuple):
    """A pool: one worker's time for nobody in one month, of one intervention and class."""

    authority: Annotated[str, quasi_identifier("The worker's authority", "run_pool.authority_id")]
    worker: PoolWorker
    month: PoolMonth
    intervention: PoolIntervention
    activity_class: PoolActivityClass
    cost: Annotated[
        int, money("What the pool cost: its entries on Work_time, miles and expenses included", "run_pool.cost_pence")
    ]
    minutes: Annotated[int, minutes("Minutes logged into the pool", "run_pool.minutes")]
    family_minutes: Annotated[
        int,
        minutes(
            "The worker's minutes of that month which it is shared over: for all families, or "
            "for those of the intervention; 0 leaves it unallocated",
            "run_pool.family_minutes",
        ),
    ]


class KeyedPoolRow(PoolRow):
    """A row of Pool that remembers which pool it is: its formula is over the pool's rows on Work_time."""

    key: PoolKey


@dataclass(slots=True)
class PoolOrder:
    """The run's pools in the order of the sheet, and where each stands, counted from 0."""

    pools: list[RunPool]
    at: dict[uuid.UUID, int] = field(default_factory=dict)


def pool_order(data: StudyData) -> PoolOrder:
    """The run's pools by worker, month, intervention and class."""
    pools = list(data.session.scalars(select(RunPool).where(RunPool.run_id == data.run.id)))
    pools.sort(key=lambda pool: (data.names.worker(pool.person_id), *_key(pool)[1:]))
    return PoolOrder(pools, {pool.id: at for at, pool in enumerate(pools)})


def pool_sheet(data: StudyData, order: PoolOrder, work_time: WorkTimeSheet) -> Sheet:
    """Every pool of the run. A pool's cost is the sum of its rows on Work_time, which are written before."""

    def cost(number: int, row: KeyedPoolRow) -> str | None:
        span = work_time.pools.get(row.key)
        return pounds_of([work_time.sheet.span(OWN_COST[0], *span, to=OWN_COST[-1])]) if span else None

    return Sheet(
        name="Pool",
        columns=columns_of(PoolRow, cost={"formula": cost}),
        rows=_rows(data, order),
        count=len(order.pools),
        description="Mode A: each worker's time for nobody, by calendar month cut to the study, intervention and class",
    )


def _key(pool: RunPool) -> PoolKey:
    return PoolKey(pool.person_id, pool.month, pool.intervention or "", pool.activity_class)


def _rows(data: StudyData, order: PoolOrder) -> Iterator[KeyedPoolRow]:
    for pool in order.pools:
        row = KeyedPoolRow(
            authority=data.authorities[pool.authority_id],
            worker=data.names.worker(pool.person_id),
            month=pool.month,
            intervention=text_or_empty(pool.intervention),
            activity_class=pool.activity_class,
            cost=pool.cost_pence,
            minutes=pool.minutes,
            family_minutes=pool.family_minutes,
        )
        row.key = _key(pool)
        yield row
