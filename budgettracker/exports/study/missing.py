"""The sheet Missing: how complete each worker's month was, and what of it nobody paid."""

from collections.abc import Iterator
from datetime import date
from operator import attrgetter
from typing import Annotated, NamedTuple

from sqlalchemy import func, select

from budgettracker.costing.kinds import Mode
from budgettracker.costing.results.queries.imputed import imputed_months
from budgettracker.costing.results.rules.imputed import Imputed
from budgettracker.costing.run.models import RunMonth
from budgettracker.exports.study.columns import circumstance, minutes, money, pseudonym, quasi_identifier
from budgettracker.exports.study.study_data import StudyData
from budgettracker.workbooks import Kind, Sheet, columns_of


class WorkerMonthRow(NamedTuple):
    """A worker's calendar month, cut to the study's dates."""

    authority: Annotated[str, quasi_identifier("The worker's authority", "run_month.authority_id")]
    worker: Annotated[str, pseudonym("Whose month it is", "run_month.person_id")]
    month: Annotated[date, quasi_identifier("Its first day", "run_month.month", Kind.DATE, unit="month")]
    hours_known: Annotated[
        bool, circumstance("Whether contracted hours are known", "run_month.contracted_minutes", Kind.YES_NO)
    ]
    contracted_minutes: Annotated[
        int | None, minutes("Contracted minutes; 0 where they are not known", "run_month.contracted_minutes")
    ]
    absence_minutes: Annotated[int, minutes("Minutes away: they lower what is expected", "run_month.absence_minutes")]
    logged_minutes: Annotated[int, minutes("Minutes logged, absence apart", "run_month.logged_minutes")]
    family_minutes: Annotated[int, minutes("Of them for families of any kind", "run_month.family_minutes")]
    pool_minutes: Annotated[
        int, minutes("Of them for nobody and shared over families (mode A)", "run_month.pool_minutes")
    ]
    supported: Annotated[
        bool,
        circumstance(
            "Whether the log reaches the share of contracted hours less absence that mode A stands on",
            "run_month.supported",
            Kind.YES_NO,
        ),
    ]
    families_cost: Annotated[
        int, money("What families' totals bear of it, miles and expenses apart", "run_month.families_pence")
    ]
    unpaid_cost: Annotated[int, money("Of that: what lies above the hours paid", "run_month.unpaid_pence")]
    missing_minutes: Annotated[
        int, minutes("What a log too thin for mode A lacks of contracted minutes less absence; 0 where it is not", "")
    ]
    imputed_cost: Annotated[
        int | None,
        money(
            "Imputed, and part of no total: missing_minutes at the mean that families bear of all minutes its worker logged "
            "in the run; 0 where nothing was logged at all"
        ),
    ]


def missing_sheet(data: StudyData) -> Sheet:
    """Every worker's month of the run; empty for runs from before they were kept."""
    count = select(func.count()).where(RunMonth.run_id == data.run.id)
    return Sheet(
        name="Missing",
        columns=columns_of(WorkerMonthRow),
        rows=_rows(data),
        count=data.session.scalar(count) or 0,
        description="How complete each worker's log of a month was; time above the hours paid, which nobody paid; and, imputed "
        "and part of no total, what thin logs miss",
    )


def _rows(data: StudyData) -> Iterator[WorkerMonthRow]:
    months = data.session.scalars(select(RunMonth).where(RunMonth.run_id == data.run.id))
    all_time = [authority_id for authority_id, mode in data.modes.items() if mode == Mode.ALL_TIME]
    filled = imputed_months(data.session, data.run.id, all_time)
    nothing = Imputed(0, 0)
    rows = [
        WorkerMonthRow(
            authority=data.authorities[row.authority_id],
            worker=data.names.worker(row.person_id),
            month=row.month,
            hours_known=row.contracted_minutes is not None,
            contracted_minutes=row.contracted_minutes,
            absence_minutes=row.absence_minutes,
            logged_minutes=row.logged_minutes,
            family_minutes=row.family_minutes,
            pool_minutes=row.pool_minutes,
            supported=row.supported,
            families_cost=row.families_pence,
            unpaid_cost=row.unpaid_pence,
            missing_minutes=imputed.missing_minutes,
            imputed_cost=imputed.pence,
        )
        for row in months
        for imputed in (filled.get((row.person_id, row.month), nothing),)
    ]
    yield from sorted(rows, key=attrgetter("worker", "month"))
