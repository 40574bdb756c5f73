"""How lines of one kind are read, and what all kinds share: the entry behind a line, its family, an order that tells no day."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, cast, func, select

from budgettracker.costing.kinds import LineKind
from budgettracker.costing.results.kinds import Cut
from budgettracker.costing.results.models import RunFamilyCost
from budgettracker.costing.results.queries.of_cut import named
from budgettracker.costing.results.rules.figure import Figure
from budgettracker.costing.run.models import (
    RunDecision,
    RunEntry,
    RunLine,
    RunMember,
    RunPoolLine,
    RunPurchase,
    RunRate,
)
from budgettracker.worktime.models import Activity


@dataclass(frozen=True, slots=True)
class LineSource:
    """How lines of one kind are read: the amount, which rows, the tables joined to them, the columns and the order."""

    kind: LineKind
    amount: Any
    rows: Select[Any]
    joins: tuple[tuple[Any, Any], ...]
    columns: tuple[Any, ...]
    day: Any
    order: tuple[Any, ...]
    row: Any


ANNUAL = (  # with the indices, so that their quotient is an hour in the run's prices
    RunRate.salary_pence
    + RunRate.oncosts_pence
    + RunRate.qualifications_pence
    + RunRate.overhead_direct_pence
    + RunRate.overhead_indirect_pence
    + RunRate.capital_pence
) * func.coalesce(RunRate.index_base, 1)
YEARLY_MINUTES = RunRate.minutes_per_year * func.coalesce(RunRate.index_of, 1)
ENTRY = (
    RunEntry.worked_on,
    RunEntry.person_id,
    RunEntry.team_id,
    Activity.name,
    RunRate.post,
    ANNUAL,
    YEARLY_MINUTES,
    RunRate.ratio_thousandths,
)


def of_family(
    rows: Select[Any], table: type[RunLine | RunPoolLine | RunPurchase | RunDecision], figure: Figure
) -> Select[Any]:
    """The rows of the figure's family, arm, or heading of a cut by what families are."""
    if figure.cut in (Cut.REASON, Cut.AGE_BAND):
        column = RunFamilyCost.reason if figure.cut is Cut.REASON else RunFamilyCost.age_band
        alike = (RunFamilyCost.run_id == table.run_id, RunFamilyCost.family_id == table.family_id)
        in_cut = select(RunFamilyCost.family_id).where(*alike, named(column, figure))
        rows = rows.where(in_cut.correlate(table).exists())
    if figure.family_id is not None:
        rows = rows.where(table.family_id == figure.family_id)
    if figure.arm is not None:
        of_run = (RunMember.run_id == table.run_id) & (RunMember.family_id == table.family_id)
        rows = rows.join(RunMember, of_run).where(RunMember.arm == figure.arm)
    return rows


def tail(of: Any) -> Any:
    """The random end of an id: an order that is always the same and does not tell when the row was recorded."""
    text = cast(of, String)
    return func.substr(text, func.length(text) - 11)
