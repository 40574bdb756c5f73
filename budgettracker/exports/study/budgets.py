"""The sheet Budgets: every change of every limit of the study's families."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, func, select

from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.costing.run.models import RunMember
from budgettracker.exports.study.columns import circumstance, day, money, pseudonym, quasi_identifier
from budgettracker.exports.study.scene import Member, Scene
from budgettracker.schemes.models import Scheme
from budgettracker.studies.kinds import PseudonymKind
from budgettracker.workbooks.stream import Kind, Sheet

COLUMNS = (
    pseudonym("family", "The family", "budget.family_id"),
    quasi_identifier("authority", "Its authority", "budget.authority_id"),
    circumstance("scheme", "The scheme of the budget", "budget.scheme_id, scheme.name", width=24),
    quasi_identifier("period_from", "First day of the cap period the limit is for", "budget_period.starts_on", Kind.DATE),
    quasi_identifier("period_to", "Its last day; empty without one", "budget_period.ends_on", Kind.DATE),
    money("cap", "The most the scheme allows in that period; empty where it names none", "budget_period.cap_pence"),
    pseudonym("change", "This change of the limit", "limit_change.id"),
    money("limit_from", "The limit before", "limit_change.from_pence"),
    money("limit_to", "The limit asked for", "limit_change.to_pence"),
    circumstance("state", "Where the change is", "limit_change.state", values=tuple(LimitState)),
    money("moved", "What the change moved the limit by: nothing unless it was approved",
          formula='IF({state}="approved",{limit_to}-{limit_from},0)'),
    day("proposed_on", "The day it was proposed", "limit_change.proposed_at"),
    pseudonym("proposed_by", "Who proposed it; empty where history does not say", "limit_change.proposed_by_id"),
    day("decided_on", "The day it was decided", "limit_change.decided_at"),
    pseudonym("decided_by", "Who decided it", "limit_change.decided_by_id"),
    circumstance("for_cohort", "Whether one decision set it for several families", "limit_change.cohort_id", Kind.YES_NO),
    circumstance("above_cap", "Whether it is an exception above the cap", "budget_period.exception_by_id", Kind.YES_NO),
    circumstance("imported", "Whether it is history that was imported", "limit_change.imported", Kind.YES_NO),
)  # fmt: skip


def budgets_sheet(scene: Scene) -> Sheet:
    """One row for each change of a limit, whatever became of it."""
    asked = _of_members(select(func.count()), scene).join(LimitChange, LimitChange.period_id == BudgetPeriod.id)
    return Sheet(
        name="Budgets",
        columns=COLUMNS,
        rows=_rows(scene),
        count=scene.session.scalar(asked) or 0,
        description="Every change of a limit of the study's families, also those before the study's first day",
    )


def limits_in_force(scene: Scene) -> int:
    """The sum of the limits in force by the books, in pence: what approved changes must come to."""
    return int(scene.session.scalar(_of_members(select(func.sum(BudgetPeriod.limit_pence)), scene)) or 0)


def _of_members(asked: Any, scene: Scene) -> Any:
    return (
        asked.select_from(BudgetPeriod)
        .join(Budget, Budget.id == BudgetPeriod.budget_id)
        .join(RunMember, RunMember.family_id == Budget.family_id)
        .where(RunMember.run_id == scene.run.id)
    )


def _rows(scene: Scene) -> Iterator[tuple[Any, ...]]:
    for members in scene.batches():
        asked = (
            select(Budget.family_id, Scheme.name.label("scheme"), BudgetPeriod, LimitChange)
            .select_from(LimitChange)
            .join(BudgetPeriod, BudgetPeriod.id == LimitChange.period_id)
            .join(Budget, Budget.id == BudgetPeriod.budget_id)
            .join(Scheme, Scheme.id == Budget.scheme_id)
            .where(Budget.family_id.in_([member.id for member in members]))
        )
        found: dict[object, list[Row[Any]]] = {}
        for row in scene.session.execute(asked):
            found.setdefault(row.family_id, []).append(row)
        for member in members:
            made = (_row(scene, member, row) for row in found.get(member.id, []))
            yield from sorted(made, key=lambda row: (row[2], row[3], row[11], row[6]))


def _row(scene: Scene, member: Member, found: Row[Any]) -> tuple[Any, ...]:
    period: BudgetPeriod = found.BudgetPeriod
    change: LimitChange = found.LimitChange
    approved = change.state == LimitState.APPROVED
    return (
        member.pseudonym,
        member.authority,
        found.scheme,
        period.starts_on,
        period.ends_on,
        period.cap_pence,
        scene.names.of(PseudonymKind.PURCHASE, change.id),
        change.from_pence,
        change.to_pence,
        change.state,
        change.to_pence - change.from_pence if approved else 0,
        scene.day_of(change.proposed_at),
        scene.worker(change.proposed_by_id),
        scene.day_of(change.decided_at),
        scene.worker(change.decided_by_id),
        change.cohort_id is not None,
        period.cap_pence is not None and change.to_pence > period.cap_pence,
        change.imported,
    )
