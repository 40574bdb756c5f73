"""What purchases add up to: running totals, money over the limit that waits, what families had before."""

import functools
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, Select, bindparam, case, func, select

from budgettracker.access import Role
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import db
from budgettracker.schemes.rules import Bounds
from budgettracker.spend.kinds import Review, SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries.purchases import net_paid
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
    found: dict[uuid.UUID, list[Counted]] = {each: [] for each in budget_ids}
    for budget_id, spend_id, on, pence in rows:
        found[budget_id].append(Counted(spend_id, on, pence))
    return found


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
    told = {"budget": period.budget_id, "after": on - timedelta(days=window), "before": on + timedelta(days=window)}
    others = [Counted(None, each, int(pence)) for each, pence in db.session.execute(_by_day(without), told)]
    return totals_by_role(bounds, pence, on, others)


def _by_day(without: uuid.UUID | None) -> Select[tuple[date, int]]:
    return _each_day_asked() if without is None else _each_day_asked().where(Spend.id != without)


@functools.cache
def _each_day_asked() -> Select[tuple[date, int]]:
    """Made once: every purchase asks it, and to put it into words costs more than to answer it."""
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


def waiting_over(period_id: uuid.UUID) -> int:
    """Pence over the limit in a cap period that wait for a manager's decision."""
    waiting = select(func.coalesce(func.sum(Spend.over_pence), 0)).where(
        Spend.period_id == period_id, Spend.review == Review.OPEN, Spend.state == SpendState.BOUGHT
    )
    return int(db.session.scalar(waiting) or 0)


@dataclass(frozen=True, slots=True)
class Before:
    """What a family had from its budget so far: how many purchases, and their cost in pence less what came back."""

    purchases: int = 0
    pence: int = 0


def had_before(family_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Before]:
    """What each of these families had so far, in one question; reversed purchases are none."""
    theirs = (Spend.family_id.in_(family_ids), Spend.state == SpendState.BOUGHT, Spend.kind == SpendKind.DEVOLVED)
    back = (
        select(Refund.spend_id, func.sum(Refund.amount_pence).label("back"))
        .join(Spend, Spend.id == Refund.spend_id)
        .where(*theirs)
        .group_by(Refund.spend_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Spend.family_id, func.count(), func.sum(Spend.paid_pence - func.coalesce(back.c.back, 0)))
        .outerjoin(back, back.c.spend_id == Spend.id)
        .where(*theirs)
        .group_by(Spend.family_id)
    )
    return {family_id: Before(count, int(pence or 0)) for family_id, count, pence in rows}


def before_it(had: Before, spend: Spend) -> Before:
    """What the family had besides this purchase, which counts itself once it has been bought."""
    if spend.state != SpendState.BOUGHT:
        return had
    return Before(had.purchases - 1, had.pence - net_paid(spend))
