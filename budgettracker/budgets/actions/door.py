"""The one door through which a position moves, and the cap period behind it."""

import functools
import uuid
from datetime import date, datetime
from typing import TypeVar, cast

from sqlalchemy import Select, Table, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager

from budgettracker.budgets import rules
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import Budget, BudgetPeriod, LedgerEntry
from budgettracker.budgets.queries import period_holding, position_of
from budgettracker.database import db, savepoint
from budgettracker.errors import Refusal
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.rules import cap_period_of

Row = TypeVar("Row", Budget, BudgetPeriod)
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
    return db.session.scalars(_lock_asked(), {"family": family_id, "day": on}).one_or_none()


@functools.cache
def _lock_asked() -> Select[tuple[BudgetPeriod]]:
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
    """The door: move a locked position by these pence, together with the ledger row that explains the move.

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


def open_period(family: Family, scheme: Scheme, on: date, *, at: datetime) -> BudgetPeriod:
    """The family's cap period that holds a day, made with a limit of nothing where it does not exist yet.

    Refuses comparison families: they have no devolved budget. Refuses days outside the scheme's dates.
    """
    if family.arm == Arm.COMPARISON:
        raise Refusal(None, "This family has no devolved budget.")
    if family.authority_id != scheme.authority_id:
        raise Refusal(None, "The scheme belongs to another authority.")
    starts_on, ends_on = cap_period_of(scheme.cap_period, scheme.starts_on, scheme.ends_on, on)
    budget = _find_or_add(
        select(Budget).filter_by(family_id=family.id, scheme_id=scheme.id),
        Budget(authority_id=family.authority_id, family_id=family.id, scheme_id=scheme.id, opened_at=at),
    )
    return _find_or_add(
        select(BudgetPeriod).filter_by(budget_id=budget.id, starts_on=starts_on),
        BudgetPeriod(budget_id=budget.id, starts_on=starts_on, ends_on=ends_on, cap_pence=scheme.cap_pence),
    )


def _find_or_add(find: Select[tuple[Row]], new: Row) -> Row:
    """The row, or the new one; when another request adds it at the same moment, theirs."""
    found = db.session.scalars(find).one_or_none()
    if found is not None:
        return found
    try:
        with savepoint():
            db.session.add(new)
            db.session.flush()
    except IntegrityError:
        return db.session.scalars(find).one()
    return new
