"""Move money: lock a position and move it together with its ledger row. Nothing else changes a position."""

import functools
import uuid
from datetime import date, datetime
from typing import cast

from sqlalchemy import Select, Table, insert, select
from sqlalchemy.orm import contains_eager

from budgettracker.budgets import rules
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import Budget, BudgetPeriod, LedgerEntry
from budgettracker.budgets.queries import period_holding, position_of
from budgettracker.database import db
from budgettracker.people.models import Person

LEDGER = cast(Table, LedgerEntry.__table__)


def lock(period_id: uuid.UUID) -> BudgetPeriod:
    """Take the lock on a position and read it anew. Every deed on the money starts here.

    PostgreSQL locks the row; on SQLite the whole transaction already holds the one write lock (BEGIN IMMEDIATE).
    """
    return db.session.scalars(
        select(BudgetPeriod)
        .join(BudgetPeriod.budget)
        .options(contains_eager(BudgetPeriod.budget).joinedload(Budget.scheme))
        .where(BudgetPeriod.id == period_id)
        .with_for_update(of=BudgetPeriod)
        .execution_options(populate_existing=True)
    ).one()


def lock_on(family_id: uuid.UUID, on: date) -> BudgetPeriod | None:
    """Take the lock on the position of the family's budget on a day, as `lock` does; None where it has none."""
    return db.session.scalars(_lock_statement(), {"family": family_id, "day": on}).one_or_none()


@functools.cache
def _lock_statement() -> Select[tuple[BudgetPeriod]]:
    return period_holding().with_for_update(of=BudgetPeriod).execution_options(populate_existing=True)


def move(
    by: Person | None,
    period: BudgetPeriod,
    entry: Entry,
    *,
    limit: int = 0,
    committed: int = 0,
    spent: int = 0,
    over: int = 0,
    spend_id: uuid.UUID | None = None,
    limit_change_id: uuid.UUID | None = None,
    at: datetime,
) -> None:
    """Move a locked position by these pence, together with the ledger row that explains the move.

    Raises Refusal when the move would leave committed + spent above the limit.
    """
    position = position_of(period)
    taken = committed + spent - limit
    if taken > 0:
        rules.require_room(position, taken)
    period.ledger_sequence += 1
    period.limit_pence += limit
    period.committed_pence += committed
    period.spent_pence += spent
    period.over_pence += over
    row = {
        "period_id": period.id,
        "sequence": period.ledger_sequence,
        "entry": entry,
        "limit_delta_pence": limit,
        "committed_delta_pence": committed,
        "spent_delta_pence": spent,
        "over_delta_pence": over,
        "spend_id": spend_id,
        "limit_change_id": limit_change_id,
        "by_id": by.id if by else None,
        "at": at,
    }
    db.session.connection().execute(insert(LEDGER), row)
