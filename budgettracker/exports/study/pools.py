"""The sheets Pool and Pool_lines (mode A): a worker's month of time for nobody, and what of it falls to each family."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.run.models import RunPool, RunPoolLine
from budgettracker.exports.study.columns import (
    circumstance,
    minutes,
    money,
    number,
    pseudonym,
    quasi_identifier,
    said,
)
from budgettracker.exports.study.ranges import block, pounds_of
from budgettracker.exports.study.scene import Scene
from budgettracker.exports.study.work_costs import OWN_COST
from budgettracker.exports.study.work_time import WorkTime
from budgettracker.workbooks.cells import column_letter
from budgettracker.workbooks.stream import Column, Kind, Sheet
from budgettracker.worktime.kinds import ActivityClass

POOLS_AT_A_TIME = 500
_CLASSES = tuple(ActivityClass)


def _of_pool(source: str) -> tuple[Column, ...]:
    return (
        pseudonym("worker", "Whose time it was", f"{source}.person_id"),
        quasi_identifier("month", "First day of the calendar month", f"{source}.month", Kind.DATE, unit="month"),
        circumstance("intervention", "The intervention whose time it was; empty for general time",
                     f"{source}.intervention", width=24),
        circumstance("activity_class", "Running, set-up or evaluation", f"{source}.activity_class", values=_CLASSES),
    )  # fmt: skip


@dataclass(slots=True)
class Pools:
    """Both sheets, and where each family's lines stand on Pool_lines."""

    pool: Sheet
    lines: Sheet
    families: dict[uuid.UUID, tuple[int, int]]


@dataclass(slots=True)
class _Order:
    """The run's pools in the order of the sheet, and where each stands."""

    pools: list[RunPool]
    at: dict[uuid.UUID, int] = field(default_factory=dict)


def pool_sheets(scene: Scene, work_time: WorkTime) -> Pools:
    """Every pool of the run and its lines. A pool's cost is the sum of its rows on Work_time, which are written before."""
    order = _in_order(scene)
    pool = Sheet(
        name="Pool",
        columns=_pool_columns(lambda number, row: _cost(row, work_time)),
        rows=_pool_rows(scene, order),
        count=len(order.pools),
        description="Mode A: each worker's time for nobody, by calendar month cut to the study, intervention and class",
    )
    spans, total = _line_spans(scene)
    lines = Sheet(
        name="Pool_lines",
        columns=_line_columns(pool),
        rows=_line_rows(scene, order),
        count=total,
        description="What of each pool falls to each family: those of the study by family, then the rest by worker",
    )
    return Pools(pool, lines, spans)


def _pool_columns(cost: Any) -> tuple[Column, ...]:
    return (
        quasi_identifier("authority", "The worker's authority", "run_pool.authority_id"),
        *_of_pool("run_pool"),
        money("cost", "What the pool cost: its entries on Work_time, miles and expenses included",
              "run_pool.cost_pence", formula=cost),
        minutes("minutes", "Minutes logged into the pool", "run_pool.minutes"),
        minutes("family_minutes", "The worker's minutes of that month which it is shared over: for all families, or "
                "for those of the intervention; 0 leaves it unallocated", "run_pool.family_minutes"),
    )  # fmt: skip


def _line_columns(pool: Sheet) -> tuple[Column, ...]:
    letters: dict[str, str] = {}

    def share(at: int, row: Sequence[Any]) -> str:
        line: _Line = row  # type: ignore[assignment]
        whole = f"ROUND({pool.ref('cost', line.pool_at)}*100,0)"
        start, to, of = (f"{letters[name]}{at}" for name in ("share_from", "share_to", "share_of"))
        return f"(ROUND({whole}*{to}/{of},0)-ROUND({whole}*{start}/{of},0))/100"

    made = (
        pseudonym("family", "The family whose cost this is part of; empty where no family bears it",
                  "run_pool_line.family_id"),
        *_of_pool("run_pool"),
        circumstance("destination", "Where it went", "run_pool_line.destination",
                     values=(Destination.FAMILY, Destination.LEFT_OUT, Destination.UNALLOCATED)),
        circumstance("reason", "Why it is left out or unallocated", "run_pool_line.reason", values=tuple(Reason),
                     width=20),
        pseudonym("left_out_family", "The family of the study whom a row that is left out was for",
                  "run_pool_line.family_id"),
        minutes("minutes", "The minutes that carry it", "run_pool_line.minutes"),
        number("share_from", "This row's share: from ...", "run_pool_line.share_from"),
        number("share_to", "... to ...", "run_pool_line.share_to"),
        number("share_of", "... of this whole", "run_pool_line.share_of"),
        money("indirect_share", "What of the pool falls on this row", "run_pool_line.indirect_share_pence",
              formula=share),
    )  # fmt: skip
    letters.update((column.name, column_letter(position)) for position, column in enumerate(made))
    return made


class _PoolRow(tuple[Any, ...]):
    """A row of Pool that remembers which pool it is."""

    pool: RunPool


class _Line(tuple[Any, ...]):
    """A row of Pool_lines that remembers where its pool stands."""

    pool_at: int


def _in_order(scene: Scene) -> _Order:
    pools = list(scene.session.scalars(select(RunPool).where(RunPool.run_id == scene.run.id)))
    pools.sort(
        key=lambda pool: (scene.names.worker(pool.person_id), pool.month, pool.intervention or "", pool.activity_class)
    )
    return _Order(pools, {pool.id: at for at, pool in enumerate(pools)})


def _cost(row: Sequence[Any], work_time: WorkTime) -> str | None:
    made: _PoolRow = row  # type: ignore[assignment]
    pool = made.pool
    span = work_time.pools.get((pool.person_id, pool.month, pool.intervention or "", pool.activity_class))
    return pounds_of([block(work_time.sheet, *OWN_COST, *span)]) if span else None


def _pool_rows(scene: Scene, order: _Order) -> Iterator[_PoolRow]:
    for pool in order.pools:
        row = _PoolRow(
            (
                scene.authorities[pool.authority_id],
                scene.worker(pool.person_id),
                pool.month,
                said(pool.intervention),
                pool.activity_class,
                pool.cost_pence,
                pool.minutes,
                pool.family_minutes,
            )
        )
        row.pool = pool
        yield row


def _line_spans(scene: Scene) -> tuple[dict[uuid.UUID, tuple[int, int]], int]:
    ours = RunPoolLine.run_id == scene.run.id
    asked = select(RunPoolLine.family_id, func.count()).where(ours, RunPoolLine.destination == Destination.FAMILY)
    sizes = {row[0]: row[1] for row in scene.session.execute(asked.group_by(RunPoolLine.family_id))}
    spans: dict[uuid.UUID, tuple[int, int]] = {}
    at = 0
    for member in scene.members:
        if size := sizes.get(member.id, 0):
            spans[member.id] = (at, at + size - 1)
            at += size
    return spans, scene.session.scalar(select(func.count()).where(ours)) or 0


def _line_rows(scene: Scene, order: _Order) -> Iterator[_Line]:
    ours = select(RunPoolLine).where(RunPoolLine.run_id == scene.run.id)
    for members in scene.batches():
        asked = ours.where(
            RunPoolLine.destination == Destination.FAMILY, RunPoolLine.family_id.in_([each.id for each in members])
        )
        yield from sorted(_lines(scene, order, scene.session.scalars(asked)), key=lambda row: (row[0], row.pool_at))
    asked = ours.join(RunPool, RunPool.id == RunPoolLine.pool_id).where(RunPoolLine.destination != Destination.FAMILY)
    for first in range(0, len(order.pools), POOLS_AT_A_TIME):
        some = asked.where(RunPool.id.in_([pool.id for pool in order.pools[first : first + POOLS_AT_A_TIME]]))
        made = _lines(scene, order, scene.session.scalars(some))
        yield from sorted(made, key=lambda row: (row.pool_at, row[9], row[7] or "", row[6] or ""))


def _lines(scene: Scene, order: _Order, found: Iterable[RunPoolLine]) -> Iterator[_Line]:
    for line in found:
        at = order.at[line.pool_id]
        pool = order.pools[at]
        bears = line.destination == Destination.FAMILY
        name = scene.member_name(line.family_id)
        row = _Line(
            (
                name if bears else None,
                scene.worker(pool.person_id),
                pool.month,
                said(pool.intervention),
                pool.activity_class,
                line.destination,
                line.reason,
                None if bears else name,
                line.minutes,
                line.share_from,
                line.share_to,
                line.share_of,
                line.indirect_share_pence,
            )
        )
        row.pool_at = at
        yield row
