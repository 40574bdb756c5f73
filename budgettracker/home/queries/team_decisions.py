"""Devolution measured, and what a manager looks at: who decided, how long it took, and what looks alike or split."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_low

from sqlalchemy import ColumnElement, and_, func, select

from budgettracker.access import Role
from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.schemes.models import Band
from budgettracker.spend.kinds import Route, SpendKind
from budgettracker.spend.models import Spend, SpendDetails
from budgettracker.spend.queries.purchases import IS_BOUGHT

WEEKS = 13
MOST_TIMES, MOST_HINTS, MOST_REASONS, HINT_DAYS = 2_000, 10, 20, 28


@dataclass(frozen=True, slots=True)
class Devolution:
    """Who decided what was bought in the last quarter, and how long it took. Pence and whole hours; None: nothing was."""

    by_role: list[tuple[str, int, int]]
    """The role in words, how many purchases, and what they came to; last what nobody has accepted."""
    purchases: int
    pence: int
    front_line: int
    hours_to_decide: int | None
    hours_to_buy: int | None

    @property
    def front_line_percent(self) -> int:
        """The share of purchases decided at the front line, in whole percent."""
        return self.front_line * 100 // self.purchases if self.purchases else 0


@dataclass(frozen=True, slots=True)
class Hint:
    """Purchases that may be one twice, or one in parts: worth a look, no more."""

    kind: str
    family_id: uuid.UUID
    reference: str
    day: date
    purchases: int
    pence: int
    what: str


def devolution(families: ColumnElement[bool], on: date) -> Devolution:
    """Who decided the devolved purchases of the last quarter, payments of plans apart: those were decided once."""
    since = on - timedelta(weeks=WEEKS)
    ours = and_(
        families,
        Spend.kind == SpendKind.DEVOLVED,
        IS_BOUGHT,
        Spend.plan_id.is_(None),
        Spend.imported.is_(False),
        Spend.bought_on > since,
    )
    rows = db.session.execute(
        select(Spend.decided_as, func.count(), func.sum(Spend.paid_pence))
        .join(Family, Family.id == Spend.family_id)
        .where(ours)
        .group_by(Spend.decided_as)
    ).all()
    by_role = {role: (int(count), int(pence)) for role, count, pence in rows}
    times = db.session.execute(
        select(Spend.requested_at, Spend.decided_at, Spend.recorded_bought_at)
        .join(Family, Family.id == Spend.family_id)
        .where(ours, Spend.decided_at.is_not(None), Spend.recorded_bought_at.is_not(None))
        .order_by(Spend.bought_on.desc(), Spend.id)
        .limit(MOST_TIMES)
    ).all()
    rows_by_role = [
        (words, *by_role[role])
        for role, words in (
            (Role.PRACTITIONER, "At the front line"),
            (Role.MANAGER, "A manager"),
            (Role.SENIOR_MANAGER, "A senior manager"),
            (None, "Nobody yet: it waits, or was not accepted"),
        )
        if role in by_role
    ]
    return Devolution(
        by_role=rows_by_role,
        purchases=sum(count for count, _ in by_role.values()),
        pence=sum(pence for _, pence in by_role.values()),
        front_line=by_role.get(Role.PRACTITIONER, (0, 0))[0],
        hours_to_decide=_hours([(begins, decided) for begins, decided, _ in times]),
        hours_to_buy=_hours([(decided, bought) for _, decided, bought in times]),
    )


def _hours(spans: list[tuple[datetime, datetime]]) -> int | None:
    """The middle of these times, in whole hours."""
    return median_low([int((end - begin).total_seconds()) // 3600 for begin, end in spans]) if spans else None


def unused(families: ColumnElement[bool], on: date) -> list[tuple[str, int, int]]:
    """Of families closed in the last year with money left of their limit: why the work ended, how many, and the pence left.

    The most money first.
    """
    left = BudgetPeriod.limit_pence - BudgetPeriod.spent_pence
    pence = func.sum(left)
    rows = db.session.execute(
        select(Family.end_reason, func.count(), pence)
        .select_from(BudgetPeriod)
        .join(Budget, Budget.id == BudgetPeriod.budget_id)
        .join(Family, Family.id == Budget.family_id)
        .where(
            families,
            Family.closed_on > on - timedelta(days=365),
            Family.closed_on <= on,
            BudgetPeriod.starts_on <= Family.closed_on,
            left > 0,
        )
        .group_by(Family.end_reason)
        .order_by(pence.desc(), Family.end_reason)
        .limit(MOST_REASONS)
    )
    return [(reason, int(count), int(money)) for reason, count, money in rows]


def hints(families: ColumnElement[bool], on: date) -> list[Hint]:
    """Purchases of the last four weeks that may be recorded twice, or split to stay within the worker's band.

    Twice: the same family, day and amount. Split: several of one day, each decided at the front line, together above what
    the worker may decide of one purchase.
    """
    since = on - timedelta(days=HINT_DAYS)
    ours = and_(
        families,
        Spend.kind == SpendKind.DEVOLVED,
        IS_BOUGHT,
        Spend.plan_id.is_(None),
        Spend.bought_on > since,
    )
    what, together = func.min(SpendDetails.bought_what), func.sum(Spend.paid_pence)
    group = (Family.id, Family.reference, Spend.bought_on)
    base = (
        select(*group, func.count(), together, what)
        .select_from(Spend)
        .join(Family, Family.id == Spend.family_id)
        .join(SpendDetails, SpendDetails.spend_id == Spend.id)
        .where(ours)
    )
    twice = base.group_by(*group, Spend.paid_pence).having(func.count() > 1)
    split = base.where(Spend.route == Route.FRONT_LINE).group_by(*group, Family.scheme_id)
    lowest = (
        select(func.min(Band.single_pence))
        .where(Band.scheme_id == Family.scheme_id, Band.role == Role.PRACTITIONER)
        .correlate(Family)
        .scalar_subquery()
    )
    split = split.having(func.count() > 1, together > lowest)
    return [
        Hint(kind, *row)
        for kind, query in (("twice", twice), ("split", split))
        for row in db.session.execute(query.order_by(Spend.bought_on.desc(), Family.id).limit(MOST_HINTS))
    ]
