"""The sheet Family_costs: what helping each family cost, as sums of its own rows on the other sheets."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from budgettracker.costing.kinds import Destination
from budgettracker.costing.method.lines import FamilyCosts
from budgettracker.costing.run.models import RunLine, RunPoolLine
from budgettracker.costing.run.rules.family_costs import per_child_pence, per_family_month_pence
from budgettracker.exports.study.columns import circumstance, money, number, pseudonym
from budgettracker.exports.study.pools import Pools
from budgettracker.exports.study.ranges import pounds_of
from budgettracker.exports.study.scene import Member, Scene
from budgettracker.exports.study.spend import SpendSheet, counted_sums
from budgettracker.exports.study.work_costs import COST_COLUMNS, PARTS
from budgettracker.exports.study.work_time import WorkTime
from budgettracker.families.kinds import Arm
from budgettracker.spend.kinds import SpendKind
from budgettracker.workbooks.stream import Column, Sheet

TOTAL_OF = ("purchases", *PARTS)
"""The columns `total` adds up: other help paid is left out of it."""


@dataclass(slots=True)
class Sources:
    """The sheets a family's costs are sums of."""

    spend: SpendSheet
    work_time: WorkTime
    pools: Pools


@dataclass(slots=True)
class Totals:
    """The sum of each money column in pence, counted as the rows are written."""

    pence: dict[str, int] = field(default_factory=dict)


def family_costs_sheet(scene: Scene, sources: Sources, totals: Totals) -> Sheet:
    """One row for each family of the study, in order of pseudonym."""
    return Sheet(
        name="Family_costs",
        columns=_columns(scene, sources),
        rows=_rows(scene, totals),
        count=len(scene.members),
        description="What helping each family cost in the study's dates, as sums of its rows on Spend, Work_time and "
        "Pool_lines",
    )


def _columns(scene: Scene, sources: Sources) -> tuple[Column, ...]:
    by_name = {member.pseudonym: member for member in scene.members}

    def purchases(kind: str) -> Any:
        def formula(at: int, row: Sequence[Any]) -> str | None:
            span = sources.spend.spans.get((by_name[row[0]].id, kind))
            return pounds_of([sources.spend.sheet.span("counted", *span)]) if span else None

        return formula

    def part(column: str) -> Any:
        def formula(at: int, row: Sequence[Any]) -> str | None:
            return pounds_of(_ranges(by_name[row[0]], sources, column))

        return formula

    parts = dict(zip(PARTS, COST_COLUMNS, strict=True))
    return (
        pseudonym("family", "The family", "run_member.family_id"),
        circumstance("arm", "The arm it was allocated to", "run_member.arm", values=tuple(Arm)),
        money("purchases", "Bought from the devolved budget, less refunds", "run_purchase.counted_pence",
              formula=purchases(SpendKind.DEVOLVED)),
        money("other_help", "Help paid outside the devolved budget, less refunds: beside the total, not in it",
              "run_purchase.counted_pence", formula=purchases(SpendKind.OTHER_HELP)),
        money("contact", "Time with the family", formula=part(parts["contact"])),
        money("preparation", "Preparing and recording", formula=part(parts["preparation"])),
        money("travel", "Travel time", formula=part(parts["travel"])),
        money("mileage", "Miles", formula=part(parts["mileage"])),
        money("expenses", "Other expenses of the work", formula=part(parts["expenses"])),
        money("indirect_share", "Indirect time: the family's part of workers' pools (mode A), or the post's ratio on "
              "its time (mode B)", formula=part(parts["indirect_share"])),
        money("total", "Purchases and every part of time. Other help is left out of it",
              formula="ROUND({purchases}+SUM({contact}:{indirect_share}),2)"),
        number("open_days", "Days of the study on which it is open", "run_member.open_days", unit="days"),
        number("children_in_scope", "Children whom the work is for", "run_member.children_in_scope"),
        money("per_family_month", "Total for each month open, a month being 365.25/12 days; an average, never summed",
              formula="ROUND(ROUND({total}*100,0)*36525/({open_days}*1200),0)/100", unit="pounds a month"),
        money("cost_per_child", "Total for each child in scope; an average, never summed; empty without one",
              formula="ROUND(ROUND({total}*100,0)/{children_in_scope},0)/100", unit="pounds a child"),
    )  # fmt: skip


def _ranges(member: Member, sources: Sources, column: str) -> list[str]:
    found: list[str] = []
    if span := sources.work_time.families.get(member.id):
        found.append(sources.work_time.sheet.span(column, *span))
    if column == "indirect_share" and (span := sources.pools.families.get(member.id)):
        found.append(sources.pools.lines.span(column, *span))
    return found


def _rows(scene: Scene, totals: Totals) -> Iterator[tuple[Any, ...]]:
    bought = counted_sums(scene)
    worked = _worked(scene)
    names = ("purchases", "other_help", *PARTS)
    sums = dict.fromkeys((*names, "total"), 0)
    totals.pence = sums
    for member in scene.members:
        parts = worked.get(member.id, [0] * len(PARTS))
        money_of = [bought.get((member.id, kind), 0) for kind in (SpendKind.DEVOLVED, SpendKind.OTHER_HELP)]
        costs = FamilyCosts(
            member.pseudonym, Arm(member.arm), member.open_days, member.children_in_scope, *money_of, *parts
        )
        for name, pence in zip((*names, "total"), (*money_of, *parts, costs.total_pence), strict=True):
            sums[name] += pence
        yield (
            member.pseudonym, member.arm, *money_of, *parts, costs.total_pence, member.open_days,
            member.children_in_scope, per_family_month_pence(costs), per_child_pence(costs),
        )  # fmt: skip


def _worked(scene: Scene) -> dict[uuid.UUID, list[int]]:
    """Each family's cost of time by part, in pence, from the run's stored lines."""
    lines = (
        RunLine.contact_cost_pence, RunLine.preparation_cost_pence, RunLine.travel_cost_pence,
        RunLine.mileage_cost_pence, RunLine.expenses_pence, RunLine.indirect_share_pence,
    )  # fmt: skip
    asked = select(RunLine.family_id, *(func.sum(part) for part in lines)).where(
        RunLine.run_id == scene.run.id, RunLine.destination == Destination.FAMILY
    )
    found = {
        row[0]: [int(pence) for pence in row[1:]] for row in scene.session.execute(asked.group_by(RunLine.family_id))
    }
    pooled = select(RunPoolLine.family_id, func.sum(RunPoolLine.indirect_share_pence)).where(
        RunPoolLine.run_id == scene.run.id, RunPoolLine.destination == Destination.FAMILY
    )
    for family, pence in scene.session.execute(pooled.group_by(RunPoolLine.family_id)):
        found.setdefault(family, [0] * len(PARTS))[-1] += int(pence)
    return found
