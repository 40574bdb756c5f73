"""Positions, and the cap period and scheme a day falls in."""

import functools
import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Date, Select, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager

from budgettracker.budgets.models import Budget, BudgetPeriod, LedgerEntry
from budgettracker.budgets.rules import Position
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.schemes.models import Scheme


def position_of(period: BudgetPeriod) -> Position:
    """The position stored on a cap period."""
    sums = period.limit_pence, period.committed_pence, period.spent_pence, period.over_pence
    return Position(*sums, opening_waits=period.opening_waits)


def position_without(period_id: uuid.UUID, spend_ids: Collection[uuid.UUID], at: datetime) -> Position:
    """The position a cap period had at a moment, by its ledger, with nothing in it of these purchases."""
    deltas = (
        LedgerEntry.limit_delta_pence,
        LedgerEntry.committed_delta_pence,
        LedgerEntry.spent_delta_pence,
        LedgerEntry.over_delta_pence,
    )
    of_others = or_(LedgerEntry.spend_id.is_(None), LedgerEntry.spend_id.not_in(spend_ids))
    query = select(*map(func.sum, deltas)).where(LedgerEntry.period_id == period_id, LedgerEntry.at <= at, of_others)
    return Position(*(int(pence or 0) for pence in db.session.execute(query).one()))


def period_on(family_id: uuid.UUID, on: date) -> BudgetPeriod | None:
    """The cap period of the family's budget that holds a day; the latest scheme's, where several do."""
    return db.session.scalars(_period_query(), {"family": family_id, "day": on}).one_or_none()


@functools.cache
def _period_query() -> Select[tuple[BudgetPeriod]]:
    return period_holding().options(contains_eager(BudgetPeriod.budget).joinedload(Budget.scheme))


@functools.cache
def period_holding() -> Select[tuple[BudgetPeriod]]:
    """The query of period_on, by `family` and `day`; moving money runs it too, and takes its lock with it.

    Built once: building it costs more than running it.
    """
    day = bindparam("day", type_=Date)
    return (
        select(BudgetPeriod)
        .join(BudgetPeriod.budget)
        .options(contains_eager(BudgetPeriod.budget))
        .where(
            Budget.family_id == bindparam("family"),
            BudgetPeriod.starts_on <= day,
            (BudgetPeriod.ends_on.is_(None)) | (BudgetPeriod.ends_on >= day),
        )
        .order_by(BudgetPeriod.limit_pence.desc(), Budget.opened_at.desc(), BudgetPeriod.id)
        .limit(1)
    )


def positions_of(family_ids: Collection[uuid.UUID], on: date) -> dict[uuid.UUID, Position]:
    """Each family's position on a day, in one query; families without a budget that day are not in it."""
    rows = db.session.execute(
        select(Budget.family_id, BudgetPeriod)
        .join(BudgetPeriod.budget)
        .where(
            Budget.family_id.in_(family_ids),
            BudgetPeriod.starts_on <= on,
            (BudgetPeriod.ends_on.is_(None)) | (BudgetPeriod.ends_on >= on),
        )
        .order_by(BudgetPeriod.limit_pence, BudgetPeriod.id)
    )
    return {family_id: position_of(period) for family_id, period in rows}


def periods_of(family_id: uuid.UUID) -> list[BudgetPeriod]:
    """All cap periods of a family's budgets, the newest first."""
    return list(
        db.session.scalars(
            select(BudgetPeriod)
            .join(BudgetPeriod.budget)
            .options(contains_eager(BudgetPeriod.budget).joinedload(Budget.scheme))
            .where(Budget.family_id == family_id)
            .order_by(BudgetPeriod.starts_on.desc(), BudgetPeriod.id)
        )
    )


def scheme_of(family: Family, on: date) -> Scheme | None:
    """The scheme a family's budget is in on a day; None for families that can have no devolved budget."""
    return scheme_and_period(family, on)[0]


def scheme_and_period(family: Family, on: date) -> tuple[Scheme | None, BudgetPeriod | None]:
    """The scheme a family's budget is in on a day, and its cap period; both None for families that can have none."""
    if family.without_budget(on):
        return None, None
    period = period_on(family.id, on)
    if period is not None:
        return period.budget.scheme, period
    return (db.session.get(Scheme, family.scheme_id) if family.scheme_id is not None else None), None
