"""The sheet Family_costs: what helping each family cost, as sums of its own rows on the other sheets."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, NamedTuple

from sqlalchemy import func, select

from budgettracker.costing.kinds import BESIDE, Destination, Mode
from budgettracker.costing.method.lines import FamilyCosts
from budgettracker.costing.run.models import RunLine, RunPoolLine
from budgettracker.costing.run.queries.run_costs import beside_sums, outside_sums, own_time_sums
from budgettracker.costing.run.rules.family_costs import per_child_pence, per_family_month_pence
from budgettracker.exports.study.columns import circumstance, day_or_none, money, number, pseudonym, quasi_identifier
from budgettracker.exports.study.deciding import DecidingSheet
from budgettracker.exports.study.formulas import pounds_of, text_in_formula, where
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
    authority: Annotated[str, quasi_identifier("Its authority", "run_member.authority_id", width=20)]
    mode: Annotated[
        str,
        quasi_identifier(
            "How its authority's indirect time is treated: A, all time is logged; B, time for families is",
            "",
            values=tuple(Mode),
        ),
    ]
    allocated_on: Annotated[
        date | None,
        day_or_none("The day it was allocated to its arm", "family.allocated_on"),
    ]
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
            "Purchases and every part of running time. Other help, deciding, setting up and evaluation are left out of it",
            formula="ROUND({purchases}+SUM({contact}:{indirect_share}),2)",
        ),
    ]
    deciding: Annotated[int, money("Deciding its limits and purchases: beside the total", "run_decision.cost_pence")]
    set_up: Annotated[int, money("Setting up the service, as it falls to the family: beside the total")]
    evaluation: Annotated[int, money("Evaluating the service with the family: beside the total")]
    outside_periods: Annotated[
        int,
        money(
            "Of the total: what lies on days between or after the times in which it was open. Never added to it",
            "run_line.outside_periods, run_pool_line.outside_periods, run_purchase.outside_periods",
        ),
    ]
    own_time: Annotated[
        int,
        money(
            "Of the total: time of the study's own intervention, where it costs one; else 0. Never added to it",
            "run_entry.intervention, run_pool.intervention",
        ),
    ]
    open_days: Annotated[int, number("Days of the study on which it is open", "run_member.open_days", unit="days")]
    children_in_scope: Annotated[int, number("Children whom the work is for", "run_member.children_in_scope")]
    per_family_month: Annotated[
        int | None,
        money(
            "Total for each month open, a month being 365.25/12 days; an average, never summed; 0 without an open day",
            formula="IF({open_days}=0,0,ROUND(ROUND({total}*100,0)*36525/({open_days}*1200),0)/100)",
            unit="pounds a month",
        ),
    ]
    cost_per_child: Annotated[
        int | None,
        money(
            "Total for each child in scope; an average, never summed; 0 without one",
            formula="IF({children_in_scope}=0,0,ROUND(ROUND({total}*100,0)/{children_in_scope},0)/100)",
            unit="pounds a child",
        ),
    ]


@dataclass(slots=True)
class Sources:
    """The sheets a family's costs are sums of."""

    spend: SpendSheet
    work_time: WorkTimeSheet
    pool: Sheet
    pool_lines: PoolLinesSheet
    deciding: DecidingSheet


@dataclass(slots=True)
class Totals:
    """The sum of each money column in pence, counted as the rows are written."""

    pence: dict[str, int] = field(default_factory=dict)


def family_costs_sheet(data: StudyData, sources: Sources, totals: Totals) -> Sheet:
    """One row for each family of the study, in order of pseudonym."""
    formulas = {column: {"formula": formula} for column, formula in _Formulas(data, sources).all().items()}
    return Sheet(
        name="Family_costs",
        columns=columns_of(FamilyCostsRow, **formulas),
        rows=_rows(data, totals),
        count=len(data.members),
        description="What helping each family cost in the study's dates, as sums of its rows on Spend, Work_time, "
        "Pool_lines and Deciding",
    )


class _Formulas:
    """Of each column of money but the total its formula: sums over the family's rows on the other sheets."""

    def __init__(self, data: StudyData, sources: Sources) -> None:
        self._sources = sources
        self._intervention = data.run.intervention
        self._ids = {member.pseudonym: member.id for member in data.members}

    def all(self) -> dict[str, RowFormula]:
        """Column -> its formula."""
        formulas = {"purchases": self._bought(SpendKind.DEVOLVED), "other_help": self._bought(SpendKind.OTHER_HELP)}
        formulas |= {part: self._time(column) for part, column in zip(PARTS, COST_COLUMNS, strict=True)}
        formulas |= {str(column): self._beside(column) for column in BESIDE}
        return formulas | {"outside_periods": self._outside, "own_time": self._own}

    def _bought(self, kind: SpendKind) -> RowFormula:
        def formula(number: int, row: tuple[Any, ...]) -> str | None:
            span = self._sources.spend.families.get((self._ids[row[FAMILY]], kind))
            return pounds_of([self._sources.spend.sheet.span("counted", *span)]) if span else None

        return formula

    def _time(self, column: str) -> RowFormula:
        return lambda number, row: pounds_of(self._ranges(row, Destination.FAMILY, column, column))

    def _beside(self, destination: Destination) -> RowFormula:
        def formula(number: int, row: tuple[Any, ...]) -> str | None:
            ranges = self._ranges(row, destination, COST_COLUMNS[0], INDIRECT)
            deciding = self._sources.deciding
            if destination is Destination.DECIDING and (span := deciding.families.get(self._ids[row[FAMILY]])):
                ranges.append(deciding.sheet.span("cost", *span))
            return pounds_of(ranges)

        return formula

    def _ranges(self, row: tuple[Any, ...], destination: Destination, column: str, to: str) -> list[str]:
        """Where a family's pence of some parts of time stand."""
        key, ranges = (self._ids[row[FAMILY]], destination.value), []
        work_time, pool_lines = self._sources.work_time, self._sources.pool_lines
        if span := work_time.families.get(key):
            ranges.append(work_time.sheet.span(column, *span, to=to))
        if to == INDIRECT and (span := pool_lines.families.get(key)):
            ranges.append(pool_lines.sheet.span(INDIRECT, *span))
        return ranges

    def _outside(self, number: int, row: tuple[Any, ...]) -> str | None:
        """Sums of the family's rows that say yes to outside_periods."""
        id_, spend = self._ids[row[FAMILY]], self._sources.spend
        terms = self._where(row, "outside_periods", '"yes"')
        if span := spend.families.get((id_, SpendKind.DEVOLVED)):
            terms += where(spend.sheet, span, "outside_periods", '"yes"', "counted", "counted")
        return f"ROUND({'+'.join(terms)},2)" if terms else None

    def _own(self, number: int, row: tuple[Any, ...]) -> str | None:
        """Sums of the family's rows that name the study's intervention."""
        if self._intervention is None:
            return None
        terms = self._where(row, "intervention", text_in_formula(self._intervention))
        return f"ROUND({'+'.join(terms)},2)" if terms else None

    def _where(self, row: tuple[Any, ...], column: str, value: str) -> list[str]:
        key, terms = (self._ids[row[FAMILY]], Destination.FAMILY.value), []
        work_time, pool_lines = self._sources.work_time, self._sources.pool_lines
        if span := work_time.families.get(key):
            terms += where(work_time.sheet, span, column, value, COST_COLUMNS[0], INDIRECT)
        if span := pool_lines.families.get(key):
            terms += where(pool_lines.sheet, span, column, value, INDIRECT, INDIRECT)
        return terms


def _rows(data: StudyData, totals: Totals) -> Iterator[FamilyCostsRow]:
    bought, time, outside = counted_sums(data), _cost_of_time(data), outside_sums(data.session, data.run.id)
    beside, own = beside_sums(data.session, data.run.id), own_time_sums(data.session, data.run)
    totals.pence = dict.fromkeys((*BOUGHT, *PARTS, "total", *BESIDE), 0)
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
            authority=member.authority,
            mode=data.modes[member.family.authority_id],
            allocated_on=data.day(member.family.allocated_on),
            purchases=devolved,
            other_help=other_help,
            **parts._asdict(),
            total=costs.total_pence,
            **{str(column): beside.get((member.id, column), 0) for column in BESIDE},
            outside_periods=outside.get(member.id, 0),
            own_time=own.get(member.id, 0),
            open_days=member.open_days,
            children_in_scope=member.children_in_scope,
            per_family_month=per_family_month_pence(costs),
            cost_per_child=per_child_pence(costs),
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
