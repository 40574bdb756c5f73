"""What a family's purchases add up to in a band's window of days: no purchase is split to stay below a bound."""

import functools
import uuid
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, Select, bindparam, case, func, select

from budgettracker.access import Role
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import db
from budgettracker.schemes.rules import Bounds
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.rules import Counted, longest_window, totals_by_role

COUNTS = (SpendState.REQUESTED, SpendState.APPROVED, SpendState.BOUGHT)


def amount_of() -> ColumnElement[int]:
    """What a purchase counts in a running total: its price when bought, else what was approved or asked, in pence."""
    return case(
        (Spend.state == SpendState.BOUGHT, Spend.paid_pence),
        (Spend.state == SpendState.APPROVED, Spend.approved_pence),
        else_=Spend.planned_pence,
    )


def counted(budget_ids: Collection[uuid.UUID], after: date, until: date) -> dict[uuid.UUID, list[Counted]]:
    """What counts in the running totals of each budget from the day after one day until another, in one question.

    All workers' purchases of the budget count, by the day they were bought (asked for, until then).
    """
    day = func.coalesce(Spend.bought_on, Spend.asked_on)
    rows = db.session.execute(
        select(BudgetPeriod.budget_id, Spend.id, day, amount_of())
        .join(Spend.period)
        .where(BudgetPeriod.budget_id.in_(budget_ids), Spend.state.in_(COUNTS), day > after, day <= until)
    )
    purchases: dict[uuid.UUID, list[Counted]] = {budget_id: [] for budget_id in budget_ids}
    for budget_id, spend_id, on, pence in rows:
        purchases[budget_id].append(Counted(spend_id, on, pence))
    return purchases


def running_totals(
    period: BudgetPeriod,
    bounds: Mapping[Role, Bounds],
    pence: int,
    on: date,
    without: uuid.UUID | None = None,
) -> dict[Role, int]:
    """For each role: the family's total in its dearest window that holds a day, this purchase of `pence` included."""
    window = longest_window(bounds)
    if not window:
        return totals_by_role(bounds, pence, on, ())
    window_days = {
        "budget": period.budget_id,
        "after": on - timedelta(days=window),
        "before": on + timedelta(days=window),
    }
    others = [Counted(None, day, int(pence)) for day, pence in db.session.execute(_by_day(without), window_days)]
    return totals_by_role(bounds, pence, on, others)


def _by_day(without: uuid.UUID | None) -> Select[tuple[date, int]]:
    return _each_day_statement() if without is None else _each_day_statement().where(Spend.id != without)


@functools.cache
def _each_day_statement() -> Select[tuple[date, int]]:
    """Built once: every purchase runs it, and building it costs more than running it."""
    day = func.coalesce(Spend.bought_on, Spend.asked_on)
    return (
        select(day, func.sum(amount_of()))
        .join(Spend.period)
        .where(
            BudgetPeriod.budget_id == bindparam("budget"),
            Spend.state.in_(COUNTS),
            day > bindparam("after", type_=Date),
            day < bindparam("before", type_=Date),
        )
        .group_by(day)
    )
