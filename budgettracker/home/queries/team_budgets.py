"""A manager's teams in money: what is left of each budget, what will be left at the end, and what lacks a receipt."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.database import db
from budgettracker.families.models import Family, FamilyDetails
from budgettracker.families.queries import workable
from budgettracker.home.rules import Forecast, forecast
from budgettracker.people.models import Person
from budgettracker.schemes.models import Category, Scheme
from budgettracker.spend.kinds import SpendKind, SpendState
from budgettracker.spend.models import Spend, SpendDetails
from budgettracker.spend.queries.purchases import IS_BOUGHT, NO_RECEIPT

PACE_WEEKS = 13
"""The pace is that of the last quarter of a year."""
SHARES = ("nothing yet", "up to a quarter", "up to a half", "up to three quarters", "more than that", "all of it")
"""How much of a limit is spent and held, in words; the strips of the spread between families."""


@dataclass(frozen=True, slots=True)
class TeamBudget:
    """One family's budget in a manager's list. Pence; `days` since something was bought, None where nothing was."""

    family_id: uuid.UUID
    reference: str
    name: str
    limit_pence: int
    committed_pence: int
    spent_pence: int
    left_pence: int
    days: int | None


@dataclass(frozen=True, slots=True)
class Sums:
    """What the budgets of some families come to, in pence."""

    budgets: int
    limit_pence: int
    committed_pence: int
    spent_pence: int
    over_pence: int

    @property
    def left_pence(self) -> int:
        """What may still be asked for or bought."""
        return self.limit_pence - self.committed_pence - self.spent_pence


@dataclass(frozen=True, slots=True)
class Missing:
    """A purchase that lacks its receipt; of vouchers of a stock (`slip`) the slip that the family signs."""

    spend_id: uuid.UUID
    reference: str
    what: str
    bought_on: date
    pence: int
    slip: bool


def families_of(person: Person, team_id: uuid.UUID | None, on: date) -> ColumnElement[bool]:
    """A where-clause on Family: those of one of this person's teams (None: of all) that they work with.

    Restricted ones that they are not named for stay apart. Every figure of *Team* is of these families.
    """
    return workable(person, on, None if team_id is None else [team_id])


def _open(ours: ColumnElement[bool], on: date) -> ColumnElement[bool]:
    still = or_(Family.closed_on.is_(None), Family.closed_on >= on)
    return and_(ours, Family.opened_on <= on, still)


def with_limit(ours: ColumnElement[bool], on: date, *columns: Any) -> Select[Any]:
    """Columns of the budgets that have a limit on a day, of those of these families that are open then."""
    return (
        select(*columns)
        .select_from(BudgetPeriod)
        .join(Budget, Budget.id == BudgetPeriod.budget_id)
        .join(Family, Family.id == Budget.family_id)
        .where(
            _open(ours, on),
            BudgetPeriod.limit_pence > 0,
            BudgetPeriod.starts_on <= on,
            or_(BudgetPeriod.ends_on.is_(None), BudgetPeriod.ends_on >= on),
        )
    )


def budgets_by(ours: ColumnElement[bool], on: date, order: str, page: int, size: int) -> list[TeamBudget]:
    """One page of the budgets, those with the most left first, or (`days`) those in which nothing was bought for longest."""
    last = (
        select(func.max(Spend.bought_on))
        .where(Spend.family_id == Family.id, Spend.state == SpendState.BOUGHT)
        .correlate(Family)
        .scalar_subquery()
    )
    left = BudgetPeriod.limit_pence - BudgetPeriod.committed_pence - BudgetPeriod.spent_pence
    query = with_limit(
        ours,
        on,
        Family.id,
        Family.reference,
        FamilyDetails.name,
        BudgetPeriod.limit_pence,
        BudgetPeriod.committed_pence,
        BudgetPeriod.spent_pence,
        left,
        last,
    ).join(FamilyDetails, FamilyDetails.family_id == Family.id)
    longest = (case((last.is_(None), 0), else_=1), last, left.desc())
    ordered = query.order_by(*(longest if order == "days" else (left.desc(),)), Family.reference_folded, Family.id)
    rows = db.session.execute(ordered.limit(size).offset((page - 1) * size))
    return [
        TeamBudget(family_id, reference, name, limit, held, spent, more, (on - day).days if day else None)
        for family_id, reference, name, limit, held, spent, more, day in rows
    ]


def sums_of(ours: ColumnElement[bool], on: date) -> Sums:
    """What all these budgets come to."""
    money = (BudgetPeriod.limit_pence, BudgetPeriod.committed_pence, BudgetPeriod.spent_pence, BudgetPeriod.over_pence)
    row = db.session.execute(with_limit(ours, on, func.count(), *(func.sum(each) for each in money))).one()
    return Sums(*(int(each or 0) for each in row))


def spread_of(ours: ColumnElement[bool], on: date) -> list[tuple[str, int, int]]:
    """How much of their limit families have spent and held: the words, how many families, and their limits in pence."""
    used = BudgetPeriod.committed_pence + BudgetPeriod.spent_pence
    bucket = case(
        (used == 0, 0),
        (used * 4 <= BudgetPeriod.limit_pence, 1),
        (used * 2 <= BudgetPeriod.limit_pence, 2),
        (used * 4 <= BudgetPeriod.limit_pence * 3, 3),
        (used < BudgetPeriod.limit_pence, 4),
        else_=5,
    )
    rows = db.session.execute(
        with_limit(ours, on, bucket, func.count(), func.sum(BudgetPeriod.limit_pence)).group_by(bucket)
    )
    by_bucket = {int(place): (int(count), int(pence)) for place, count, pence in rows}
    return [(words, *by_bucket.get(place, (0, 0))) for place, words in enumerate(SHARES)]


def forecasts(ours: ColumnElement[bool], on: date) -> list[Forecast]:
    """For each scheme: what is spent, held and, at the pace of the last quarter, will be unused when it ends."""
    since = on - timedelta(weeks=PACE_WEEKS)
    money = (BudgetPeriod.limit_pence, BudgetPeriod.committed_pence, BudgetPeriod.spent_pence)
    budgets = with_limit(ours, on, Scheme.id, Scheme.name, Scheme.ends_on, *(func.sum(each) for each in money))
    rows = db.session.execute(
        budgets.join(Scheme, Scheme.id == Budget.scheme_id)
        .group_by(Scheme.id, Scheme.name, Scheme.ends_on)
        .order_by(Scheme.name, Scheme.id)
    ).all()
    pace = dict(
        db.session.execute(
            select(Budget.scheme_id, func.sum(Spend.paid_pence))
            .join(BudgetPeriod, BudgetPeriod.id == Spend.period_id)
            .join(Budget, Budget.id == BudgetPeriod.budget_id)
            .join(Family, Family.id == Spend.family_id)
            .where(_open(ours, on), IS_BOUGHT, Spend.bought_on > since)
            .group_by(Budget.scheme_id)
        )
        .tuples()
        .all()
    )
    return [
        forecast(name, ends_on, int(limit), int(held), int(spent), int(pace.get(scheme_id) or 0), PACE_WEEKS, on)
        for scheme_id, name, ends_on, limit, held, spent in rows
    ]


def missing_receipts(ours: ColumnElement[bool], most: int) -> tuple[list[Missing], int, int]:
    """The oldest purchases of all families of the teams without a receipt; how many there are and what they come to."""
    lacking = select(Spend).join(Family, Family.id == Spend.family_id).where(ours, NO_RECEIPT)
    # Counted and summed in the same go: it is every purchase of the teams that is looked at.
    counted = func.count().over().label("how_many"), func.sum(Spend.paid_pence).over().label("pence")
    columns = Spend.id, Family.reference, Spend.bought_on, Spend.paid_pence, Spend.from_stock, *counted
    oldest = lacking.with_only_columns(*columns).order_by(Spend.bought_on, Spend.id).limit(most).subquery()
    rows = db.session.execute(
        select(oldest, SpendDetails.bought_what)
        .join(SpendDetails, SpendDetails.spend_id == oldest.c.id)
        .order_by(oldest.c.bought_on, oldest.c.id)
    ).all()
    missing = [
        Missing(row.id, row.reference, row.bought_what, row.bought_on, row.paid_pence, row.from_stock) for row in rows
    ]
    return missing, int(rows[0].how_many) if rows else 0, int(rows[0].pence) if rows else 0


def by_category(ours: ColumnElement[bool], on: date) -> list[tuple[str, int, int]]:
    """What was bought in the last quarter by category: its name, how many purchases, pence; the most money first."""
    since, name = on - timedelta(weeks=PACE_WEEKS), func.coalesce(Category.name, "No category")
    pence = func.sum(Spend.paid_pence)
    rows = db.session.execute(
        select(name, func.count(), pence)
        .join(Family, Family.id == Spend.family_id)
        .outerjoin(Category, Category.id == Spend.category_id)
        .where(
            ours,
            Spend.kind == SpendKind.DEVOLVED,
            IS_BOUGHT,
            Spend.bought_on > since,
        )
        .group_by(name)
        .order_by(pence.desc(), name)
        .limit(20)
    )
    return [(words, int(count), int(money)) for words, count, money in rows]
