"""The sheet Family_costs: what helping each family cost, as sums of its own rows on the other sheets."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple

from sqlalchemy import func, select

from budgettracker.costing.kinds import Destination
from budgettracker.costing.method.lines import FamilyCosts
from budgettracker.costing.run.models import RunLine, RunPoolLine
from budgettracker.costing.run.queries.run_costs import outside_sums
from budgettracker.costing.run.rules.family_costs import per_child_pence, per_family_month_pence
from budgettracker.exports.study.columns import circumstance, money, number, pseudonym
from budgettracker.exports.study.formulas import pounds_of
from budgettracker.exports.study.pool_lines import PoolLinesSheet
from budgettracker.exports.study.spend import SpendSheet, counted_sums
from budgettracker.exports.study.study_data import StudyData
from budgettracker.exports.study.work_costs import COST_COLUMNS, INDIRECT, PARTS
from budgettracker.exports.study.work_time import WorkTimeSheet
from budgettracker.families.kinds import Arm
from budgettracker.spend.kinds import SpendKind
from budgettracker.workbooks import Sheet, columns_of
from budgettracker.workbooks.layout import RowFormula

BOUGHT = ("purchases", "other_help")
TOTAL_OF = ("purchases", *PARTS)
"""The columns `total` adds up: other help paid is left out of it."""


FAMILY = 0
"""Where a row names its family."""


class FamilyCostsRow(NamedTuple):
    """What helping one family cost, in pence."""

    family: Annotated[str, pseudonym("The family", "run_member.family_id")]
    arm: Annotated[str, circumstance("The arm it was allocated to", "run_member.arm", values=tuple(Arm))]
    purchases: Annotated[int, money("Bought from the devolved budget, less refunds", "run_purchase.counted_pence")]
    other_help: Annotated[
        int,
        money(
            "Help paid outside the devolved budget, less refunds: beside the total, not in it",
            "run_purchase.counted_pence",
        ),
    ]
    contact: Annotated[int, money("Time with the family")]
    preparation: Annotated[int, money("Preparing and recording")]
    travel: Annotated[int, money("Travel time")]
    mileage: Annotated[int, money("Miles")]
    expenses: Annotated[int, money("Other expenses of the work")]
    indirect_share: Annotated[
        int,
        money("Indirect time: the family's part of workers' pools (mode A), or the post's ratio on its time (mode B)"),
    ]
    total: Annotated[
        int,
        money(
            "Purchases and every part of time. Other help is left out of it",
            formula="ROUND({purchases}+SUM({contact}:{indirect_share}),2)",
        ),
    ]
    open_days: Annotated[int, number("Days of the study on which it is open", "run_member.open_days", unit="days")]
    children_in_scope: Annotated[int, number("Children whom the work is for", "run_member.children_in_scope")]
    per_family_month: Annotated[
        int | None,
        money(
            "Total for each month open, a month being 365.25/12 days; an average, never summed",
            formula="ROUND(ROUND({total}*100,0)*36525/({open_days}*1200),0)/100",
            unit="pounds a month",
        ),
    ]
    cost_per_child: Annotated[
        int | None,
        money(
            "Total for each child in scope; an average, never summed; empty without one",
            formula="ROUND(ROUND({total}*100,0)/{children_in_scope},0)/100",
            unit="pounds a child",
        ),
    ]
    outside_periods: Annotated[
        int,
        money(
            "Of the total: what lies on days between or after the times in which it was open. Never added to it",
            "run_line.outside_periods, run_pool_line.outside_periods, run_purchase.outside_periods",
        ),
    ]


@dataclass(slots=True)
class Sources:
    """The sheets a family's costs are sums of."""

    spend: SpendSheet
    work_time: WorkTimeSheet
    pool: Sheet
    pool_lines: PoolLinesSheet


@dataclass(slots=True)
class Totals:
    """The sum of each money column in pence, counted as the rows are written."""

    pence: dict[str, int] = field(default_factory=dict)


def family_costs_sheet(data: StudyData, sources: Sources, totals: Totals) -> Sheet:
    """One row for each family of the study, in order of pseudonym.

    Runs from before costs outside open periods counted have no such column.
    """
    formulas = {column: {"formula": formula} for column, formula in _formulas(data, sources).items()}
    columns = None if data.run.follows_closed else -1
    return Sheet(
        name="Family_costs",
        columns=columns_of(FamilyCostsRow, **formulas)[:columns],
        rows=(row[:columns] for row in _rows(data, totals)),
        count=len(data.members),
        description="What helping each family cost in the study's dates, as sums of its rows on Spend, Work_time and "
        "Pool_lines",
    )


def _formulas(data: StudyData, sources: Sources) -> dict[str, RowFormula]:
    """Of each column of money but the total its formula: sums over the family's rows on the other sheets."""
    ids = {member.pseudonym: member.id for member in data.members}

    def purchases(kind: SpendKind) -> RowFormula:
        def formula(number: int, row: tuple[Any, ...]) -> str | None:
            span = sources.spend.families.get((ids[row[FAMILY]], kind))
            return pounds_of([sources.spend.sheet.span("counted", *span)]) if span else None

        return formula

    def time(column: str) -> RowFormula:
        return lambda number, row: pounds_of(_ranges(ids[row[FAMILY]], sources, column))

    parts = {part: time(column) for part, column in zip(PARTS, COST_COLUMNS, strict=True)}
    bought = {"purchases": purchases(SpendKind.DEVOLVED), "other_help": purchases(SpendKind.OTHER_HELP)}
    return bought | parts


def _ranges(family_id: uuid.UUID, sources: Sources, column: str) -> list[str]:
    """Where a family's pence of one part of time stand."""
    ranges: list[str] = []
    if span := sources.work_time.families.get(family_id):
        ranges.append(sources.work_time.sheet.span(column, *span))
    if column == INDIRECT and (span := sources.pool_lines.families.get(family_id)):
        ranges.append(sources.pool_lines.sheet.span(column, *span))
    return ranges


def _rows(data: StudyData, totals: Totals) -> Iterator[FamilyCostsRow]:
    bought, time, outside = counted_sums(data), _cost_of_time(data), outside_sums(data.session, data.run.id)
    totals.pence = dict.fromkeys((*BOUGHT, *PARTS, "total"), 0)
    for member in data.members:
        devolved, other_help = (bought.get((member.id, kind), 0) for kind in (SpendKind.DEVOLVED, SpendKind.OTHER_HELP))
        parts = time.get(member.id, NO_TIME)
        costs = FamilyCosts(
            member.pseudonym,
            Arm(member.arm),
            member.open_days,
            member.children_in_scope,
            devolved,
            other_help,
            *parts,
        )
        row = FamilyCostsRow(
            family=member.pseudonym,
            arm=member.arm,
            purchases=devolved,
            other_help=other_help,
            **parts._asdict(),
            total=costs.total_pence,
            open_days=member.open_days,
            children_in_scope=member.children_in_scope,
            per_family_month=per_family_month_pence(costs),
            cost_per_child=per_child_pence(costs),
            outside_periods=outside.get(member.id, 0),
        )
        for column in totals.pence:
            totals.pence[column] += getattr(row, column)
        yield row


class CostOfTime(NamedTuple):
    """A family's cost of time by part, in pence; the places are PARTS."""

    contact: int
    preparation: int
    travel: int
    mileage: int
    expenses: int
    indirect_share: int


NO_TIME = CostOfTime(0, 0, 0, 0, 0, 0)


def _cost_of_time(data: StudyData) -> dict[uuid.UUID, CostOfTime]:
    """Each family's cost of time, from the run's stored lines and its pools' lines."""
    parts = (
        RunLine.contact_cost_pence,
        RunLine.preparation_cost_pence,
        RunLine.travel_cost_pence,
        RunLine.mileage_cost_pence,
        RunLine.expenses_pence,
        RunLine.indirect_share_pence,
    )
    query = select(RunLine.family_id, *(func.sum(part) for part in parts)).where(
        RunLine.run_id == data.run.id, RunLine.destination == Destination.FAMILY
    )
    costs = {
        family_id: CostOfTime(*(int(pence) for pence in sums))
        for family_id, *sums in data.session.execute(query.group_by(RunLine.family_id))
    }
    pooled = select(RunPoolLine.family_id, func.sum(RunPoolLine.indirect_share_pence)).where(
        RunPoolLine.run_id == data.run.id, RunPoolLine.destination == Destination.FAMILY
    )
    for family_id, pence in data.session.execute(pooled.group_by(RunPoolLine.family_id)):
        cost = costs.get(family_id, NO_TIME)
        costs[family_id] = cost._replace(indirect_share=cost.indirect_share + int(pence))
    return costs
