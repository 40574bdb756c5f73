"""The sheet Budgets: every change of every limit of the study's families."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from operator import attrgetter
from typing import Annotated, Any, NamedTuple

from sqlalchemy import Row, func, select

from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.costing.run.models import RunMember
from budgettracker.exports.study.columns import (
    UNKNOWN,
    circumstance,
    day,
    day_or_none,
    money,
    pseudonym,
    quasi_identifier,
)
from budgettracker.exports.study.study_data import Member, StudyData
from budgettracker.schemes.models import Scheme
from budgettracker.studies.kinds import PseudonymKind
from budgettracker.workbooks import Kind, Sheet, columns_of


class LimitChangeRow(NamedTuple):
    """A change of a family's limit, whatever became of it."""

    family: Annotated[str, pseudonym("The family", "budget.family_id")]
    authority: Annotated[str, quasi_identifier("Its authority", "budget.authority_id")]
    scheme: Annotated[str, circumstance("The scheme of the budget", "budget.scheme_id, scheme.name", width=24)]
    period_from: Annotated[
        date, quasi_identifier("First day of the cap period the limit is for", "budget_period.starts_on", Kind.DATE)
    ]
    period_to: Annotated[date | None, day_or_none("Its last day", "budget_period.ends_on", unit="day")]
    cap: Annotated[
        int | None,
        money("The most the scheme allows in that period; 0 where it names none", "budget_period.cap_pence"),
    ]
    cap_named: Annotated[
        bool, circumstance("Whether the scheme names a cap in that period", "budget_period.cap_pence", Kind.YES_NO)
    ]
    change: Annotated[str, pseudonym("This change of the limit", "limit_change.id")]
    limit_from: Annotated[int | None, money("The limit before", "limit_change.from_pence")]
    limit_to: Annotated[int | None, money("The limit asked for", "limit_change.to_pence")]
    state: Annotated[str, circumstance("Where the change is", "limit_change.state", values=tuple(LimitState))]
    moved: Annotated[
        int | None,
        money(
            "What the change moved the limit by: nothing unless it was approved",
            formula='IF({state}="approved",{limit_to}-{limit_from},0)',
        ),
    ]
    proposed_on: Annotated[date | None, day("The day it was proposed", "limit_change.proposed_at")]
    proposed_by: Annotated[
        str | None,
        pseudonym("Who proposed it; unknown where history does not say", "limit_change.proposed_by_id", empty=UNKNOWN),
    ]
    decided_on: Annotated[date | None, day_or_none("The day it was decided", "limit_change.decided_at")]
    decided_by: Annotated[
        str | None, pseudonym("Who decided it; where imported, who the files say did", "limit_change.decided_by_id")
    ]
    for_cohort: Annotated[
        bool, circumstance("Whether one decision set it for several families", "limit_change.cohort_id", Kind.YES_NO)
    ]
    above_cap: Annotated[
        bool, circumstance("Whether it is an exception above the cap", "budget_period.exception_by_id", Kind.YES_NO)
    ]
    imported: Annotated[
        bool, circumstance("Whether it is history that was imported", "limit_change.imported", Kind.YES_NO)
    ]


BY_SCHEME_PERIOD_AND_DAY = attrgetter("scheme", "period_from", "proposed_on", "change")


def budgets_sheet(data: StudyData) -> Sheet:
    """One row for each change of a limit, whatever became of it."""
    count = _of_members(select(func.count()), data).join(LimitChange, LimitChange.period_id == BudgetPeriod.id)
    return Sheet(
        name="Budgets",
        columns=columns_of(LimitChangeRow),
        rows=_rows(data),
        count=data.session.scalar(count) or 0,
        description="Every change of a limit of the study's families, also those before the study's first day",
    )


def limits_in_force(data: StudyData) -> int:
    """The sum of the limits in force by the books, in pence: what approved changes must come to."""
    return int(data.session.scalar(_of_members(select(func.sum(BudgetPeriod.limit_pence)), data)) or 0)


def _of_members(query: Any, data: StudyData) -> Any:
    return (
        query.select_from(BudgetPeriod)
        .join(Budget, Budget.id == BudgetPeriod.budget_id)
        .join(RunMember, RunMember.family_id == Budget.family_id)
        .where(RunMember.run_id == data.run.id)
    )


def _rows(data: StudyData) -> Iterator[LimitChangeRow]:
    for members in data.batches():
        query = (
            select(Budget.family_id, Scheme.name.label("scheme"), BudgetPeriod, LimitChange)
            .select_from(LimitChange)
            .join(BudgetPeriod, BudgetPeriod.id == LimitChange.period_id)
            .join(Budget, Budget.id == BudgetPeriod.budget_id)
            .join(Scheme, Scheme.id == Budget.scheme_id)
            .where(Budget.family_id.in_([member.id for member in members]))
        )
        changes: dict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
        for change in data.session.execute(query):
            changes[change.family_id].append(change)
        for member in members:
            rows = (_row(data, member, *change[1:]) for change in changes.get(member.id, []))
            yield from sorted(rows, key=BY_SCHEME_PERIOD_AND_DAY)


def _row(data: StudyData, member: Member, scheme: str, period: BudgetPeriod, change: LimitChange) -> LimitChangeRow:
    approved = change.state == LimitState.APPROVED
    return LimitChangeRow(
        family=member.pseudonym,
        authority=member.authority,
        scheme=scheme,
        period_from=period.starts_on,
        period_to=period.ends_on,
        cap=period.cap_pence,
        cap_named=period.cap_pence is not None,
        change=data.names.of(PseudonymKind.PURCHASE, change.id),
        limit_from=change.from_pence,
        limit_to=change.to_pence,
        state=change.state,
        moved=change.to_pence - change.from_pence if approved else 0,
        proposed_on=data.day_of(change.proposed_at),
        proposed_by=data.worker(change.proposed_by_id),
        decided_on=data.day_of(change.decided_at),
        decided_by=data.worker(change.decided_by_id),
        for_cohort=change.cohort_id is not None,
        above_cap=period.cap_pence is not None and change.to_pence > period.cap_pence,
        imported=change.imported,
    )
