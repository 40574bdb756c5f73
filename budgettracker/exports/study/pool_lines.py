"""The sheet Pool_lines (mode A): what of each worker's pool falls to each family."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from sqlalchemy import func, select

from budgettracker.costing.kinds import BORNE, Destination
from budgettracker.costing.run.models import RunPool, RunPoolLine
from budgettracker.exports.study.columns import (
    DiscountYear,
    circumstance,
    minutes,
    money,
    number,
    pseudonym,
    text_or_empty,
)
from budgettracker.exports.study.formulas import SHARE_COLUMNS, Span, shared_pounds, spans
from budgettracker.exports.study.pool import PoolActivityClass, PoolIntervention, PoolMonth, PoolOrder, PoolWorker
from budgettracker.exports.study.study_data import StudyData
from budgettracker.exports.study.work_costs import WHY_NOT, why_not
from budgettracker.exports.study.work_time import PLACES
from budgettracker.workbooks import Kind, Sheet, columns_of

POOLS_AT_A_TIME = 500


class PoolLineRow(NamedTuple):
    """What of a pool falls to one family, or to no family."""

    family: Annotated[
        str | None,
        pseudonym("The family whose cost this is part of; none where no family bears it", "run_pool_line.family_id"),
    ]
    worker: PoolWorker
    month: PoolMonth
    intervention: PoolIntervention
    activity_class: PoolActivityClass
    destination: Annotated[
        str,
        circumstance(
            "Where it went: into a family's total, beside it, left out, or to nobody",
            "run_pool_line.destination",
            values=(*BORNE, Destination.LEFT_OUT, Destination.UNALLOCATED),
        ),
    ]
    reason: Annotated[
        str,
        circumstance(
            "Why it is no part of a family's total; none for rows of the total",
            "run_pool_line.reason",
            values=WHY_NOT,
            width=20,
        ),
    ]
    outside_periods: Annotated[
        bool,
        circumstance(
            "Whether it is part of a family's total for days between or after the times in which the family was open",
            "run_pool_line.outside_periods",
            Kind.YES_NO,
        ),
    ]
    left_out_family: Annotated[
        str | None, pseudonym("The family of the study whom a row that is left out was for", "run_pool_line.family_id")
    ]
    minutes: Annotated[int, minutes("The minutes that carry it", "run_pool_line.minutes")]
    share_from: Annotated[int, number("This row's share: from ...", "run_pool_line.share_from")]
    share_to: Annotated[int, number("... to ...", "run_pool_line.share_to")]
    share_of: Annotated[int, number("... of this whole", "run_pool_line.share_of")]
    indirect_share: Annotated[int, money("What of the pool falls on this row", "run_pool_line.indirect_share_pence")]
    discount_year: DiscountYear


class PlacedLineRow(PoolLineRow):
    """A row of Pool_lines that remembers where its pool stands on Pool, counted from 0."""

    pool_at: int


@dataclass(slots=True)
class PoolLinesSheet:
    """The sheet, and where each family's rows stand."""

    sheet: Sheet
    families: dict[tuple[uuid.UUID, str], Span]
    """By family and column of its cost."""


def pool_lines_sheet(data: StudyData, order: PoolOrder, pool: Sheet) -> PoolLinesSheet:
    """Every line of every pool of the run: a share of the cost that stands on Pool."""
    of_run = RunPoolLine.run_id == data.run.id
    sizes = select(RunPoolLine.family_id, RunPoolLine.destination, func.count()).where(
        of_run, RunPoolLine.destination.in_(BORNE)
    )
    rows = data.session.execute(sizes.group_by(RunPoolLine.family_id, RunPoolLine.destination))
    sizes_of = {(family_id, column): count for family_id, column, count in rows}
    families, _ = spans(((member.id, column.value) for member in data.members for column in BORNE), sizes_of)

    def share(row_number: int, row: PlacedLineRow) -> str:
        start, to, of = (f"{sheet.letter(name)}{row_number}" for name in SHARE_COLUMNS)
        return shared_pounds(f"ROUND({pool.ref('cost', row.pool_at)}*100,0)", start, to, of)

    sheet = Sheet(
        name="Pool_lines",
        columns=columns_of(PoolLineRow, indirect_share={"formula": share}),
        rows=_rows(data, order),
        count=data.session.scalar(select(func.count()).where(of_run)) or 0,
        description="What of each pool falls to each family: those of the study by family, then the rest by worker",
    )
    return PoolLinesSheet(sheet, families)


def _rows(data: StudyData, order: PoolOrder) -> Iterator[PlacedLineRow]:
    of_run = select(RunPoolLine).where(RunPoolLine.run_id == data.run.id)
    for members in data.batches():
        query = of_run.where(
            RunPoolLine.destination.in_(BORNE), RunPoolLine.family_id.in_([member.id for member in members])
        )
        yield from sorted(_placed(data, order, data.session.scalars(query)), key=_by_family)
    others = of_run.join(RunPool, RunPool.id == RunPoolLine.pool_id).where(RunPoolLine.destination.not_in(BORNE))
    for first in range(0, len(order.pools), POOLS_AT_A_TIME):
        pools = [pool.id for pool in order.pools[first : first + POOLS_AT_A_TIME]]
        lines = data.session.scalars(others.where(RunPool.id.in_(pools)))
        yield from sorted(_placed(data, order, lines), key=_by_pool)


def _by_family(row: PlacedLineRow) -> tuple[Any, ...]:
    return (row.family, PLACES[row.destination], row.pool_at, row.share_from)


def _by_pool(row: PlacedLineRow) -> tuple[Any, ...]:
    return (row.pool_at, row.share_from, row.left_out_family or "", row.reason)


def _placed(data: StudyData, order: PoolOrder, lines: Iterable[RunPoolLine]) -> Iterator[PlacedLineRow]:
    for line in lines:
        place = order.at[line.pool_id]
        row = _row(data, order.pools[place], line)
        row.pool_at = place
        yield row


def _row(data: StudyData, pool: RunPool, line: RunPoolLine) -> PlacedLineRow:
    borne = line.destination in BORNE
    family = data.member_name(line.family_id)
    return PlacedLineRow(
        family=family if borne else None,
        worker=data.names.worker(pool.person_id),
        month=pool.month,
        intervention=text_or_empty(pool.intervention),
        activity_class=pool.activity_class,
        destination=line.destination,
        reason=why_not(line.destination, line.reason),
        outside_periods=line.outside_periods,
        left_out_family=None if borne else family,
        minutes=line.minutes,
        share_from=line.share_from,
        share_to=line.share_to,
        share_of=line.share_of,
        indirect_share=line.indirect_share_pence,
        discount_year=data.discount_year(line.family_id if borne else None, pool.month),
    )
