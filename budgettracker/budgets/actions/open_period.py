"""Open a family's budget in a scheme, and the cap period that a day falls in."""

from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.budgets.rules import NO_BUDGET
from budgettracker.database import db, savepoint
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.ids import uuid7
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.queries import require_still_open
from budgettracker.schemes.rules import NO_LIMIT_SET, cap_period_of

Row = TypeVar("Row", Budget, BudgetPeriod)


def open_period(family: Family, scheme: Scheme, on: date, *, at: datetime) -> BudgetPeriod:
    """The family's cap period that holds a day; where there is none yet it is added, with a limit of nothing.

    Raises Refusal for a comparison family, which has no devolved budget, for a scheme that is closed, and for a day
    outside the scheme's dates.
    """
    if family.without_budget(on):
        raise Refusal(None, NO_BUDGET)
    if family.authority_id != scheme.authority_id:
        raise Refusal(None, "The scheme belongs to another authority.")
    require_still_open(scheme, None, NO_LIMIT_SET, hold=True)
    starts_on, ends_on = cap_period_of(scheme.cap_period, scheme.starts_on, scheme.ends_on, on)
    budget = _find_or_add(
        select(Budget).filter_by(family_id=family.id, scheme_id=scheme.id),
        new_budget(family, scheme, at=at),
    )
    return _find_or_add(
        select(BudgetPeriod).filter_by(budget_id=budget.id, starts_on=starts_on),
        BudgetPeriod(budget_id=budget.id, starts_on=starts_on, ends_on=ends_on, cap_pence=scheme.cap_pence),
    )


def new_budget(family: Family, scheme: Scheme, *, at: datetime) -> Budget:
    """A family's budget in a scheme, on its way into the tables."""
    return Budget(
        id=uuid7(),
        authority_id=family.authority_id,
        family_id=family.id,
        scheme_id=scheme.id,
        scheme=scheme,
        opened_at=at,
    )


def new_period(budget: Budget, scheme: Scheme, starts_on: date, ends_on: date | None) -> BudgetPeriod:
    """A cap period with a limit of nothing, on its way into the tables with its budget."""
    period = BudgetPeriod(
        id=uuid7(), budget_id=budget.id, starts_on=starts_on, ends_on=ends_on, cap_pence=scheme.cap_pence
    )
    period.limit_pence = period.committed_pence = period.spent_pence = period.over_pence = period.ledger_sequence = 0
    period.opening_waits = False
    # Said without an event, which would make a budget that stands look changed before the period is written.
    set_committed_value(period, "budget", budget)
    return period


def _find_or_add(find: Select[tuple[Row]], new: Row) -> Row:
    """The row that stands, or the new one; when another request adds it at the same moment, that request's row."""
    row = db.session.scalars(find).one_or_none()
    if row is not None:
        return row
    try:
        with savepoint():
            db.session.add(new)
            db.session.flush()
    except IntegrityError:
        return db.session.scalars(find).one()
    return new
