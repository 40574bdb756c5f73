"""Money that went to somebody's own pocket: what waits to be confirmed before it is reimbursed."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import workable
from budgettracker.people.models import Person
from budgettracker.spend.kinds import Reimbursement, Review
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.purchases import IS_BOUGHT

WAITS: tuple[ColumnElement[bool], ...] = (
    IS_BOUGHT,
    Spend.reimbursement == Reimbursement.WAITING,
    Spend.review != Review.OPEN,
)
"""Where the purchase itself waits for a decision, that decision is one about this too."""


def own_money_waiting(person: Person, on: date, page: int, size: int) -> list[Spend]:
    """One page of what waits to be confirmed in this person's teams, the oldest first."""
    return list(
        db.session.scalars(
            select(Spend)
            .join(Spend.family)
            .options(
                contains_eager(Spend.family).joinedload(Family.details),
                joinedload(Spend.details),
                joinedload(Spend.period).joinedload(BudgetPeriod.budget).joinedload(Budget.scheme),
            )
            .where(*WAITS, workable(person, on))
            .order_by(Spend.recorded_bought_at, Spend.id)
            .limit(size)
            .offset((page - 1) * size)
        )
    )


def how_much_own_money(person: Person, on: date) -> int:
    """How many purchases wait to be confirmed in this person's teams."""
    return own_money_since(person, on)[0]


def own_money_since(person: Person, on: date) -> tuple[int, datetime | None]:
    """How many purchases wait to be confirmed in this person's teams, and since when the oldest does."""
    query = select(func.count(), func.min(Spend.recorded_bought_at)).select_from(Spend).join(Spend.family)
    return db.session.execute(query.where(*WAITS, workable(person, on))).one()._tuple()
