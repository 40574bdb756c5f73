"""Whose money a manager's pages are about, and what was bought for them in the last months."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import workable
from budgettracker.people.models import Person
from budgettracker.periods import month
from budgettracker.schemes.models import Category
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import KeptBudget, KeptMonth, Spend
from budgettracker.spend.queries import kept_for
from budgettracker.spend.queries.purchases import IS_BOUGHT

MONTHS = 3
"""The pace is that of so many whole months and of the one that runs."""


@dataclass(frozen=True, slots=True)
class OfTeams:
    """The families of one of a person's teams or of all, as where-clauses: on families, and on the sums kept for them.

    Those that the person works with; restricted ones they are not named for apart. Every figure of *Team* is of these.
    """

    authority_id: uuid.UUID | None
    families: ColumnElement[bool]
    budgets: ColumnElement[bool]
    months: ColumnElement[bool]


def families_of(person: Person, team_id: uuid.UUID | None, on: date) -> OfTeams:
    """What the figures of *Team* are of; without a team all of the person's together."""
    return OfTeams(
        person.authority_id,
        workable(person, on, None if team_id is None else [team_id]),
        kept_for(person, team_id, on, KeptBudget),
        kept_for(person, team_id, on, KeptMonth),
    )


def in_force(on: date) -> ColumnElement[bool]:
    """A where-clause on the kept budgets: those with a limit on a day, of families open then."""
    return and_(
        KeptBudget.limit_pence > 0,
        KeptBudget.opened_on <= on,
        or_(KeptBudget.closed_on.is_(None), KeptBudget.closed_on >= on),
        KeptBudget.starts_on <= on,
        or_(KeptBudget.ends_on.is_(None), KeptBudget.ends_on >= on),
    )


class Bought(NamedTuple):
    """What was bought from devolved budgets lately, told apart by all that pages tell apart, in pence.

    `counted`: no payment of a plan and not imported, so that who decided it is measured.
    """

    scheme_id: uuid.UUID
    category: str
    decided_as: str | None
    counted: bool
    purchases: int
    pence: int


def pace_begins(on: date) -> date:
    """From when on a day's pace is measured: three whole months and the one that runs, so that kept sums tell it.

    >>> pace_begins(date(2027, 2, 28))
    datetime.date(2026, 11, 1)
    """
    first = month(on).start
    for _ in range(MONTHS):
        first = month(first - timedelta(days=1)).start
    return first


def lately(ours: OfTeams, on: date) -> list[Bought]:
    """What was bought since the pace begins, from the kept sums alone."""
    of_kind = KeptMonth.scheme_id, KeptMonth.category_id, KeptMonth.decided_as, KeptMonth.counted
    kept = (
        select(*of_kind, func.sum(KeptMonth.purchases).label("purchases"), func.sum(KeptMonth.pence).label("pence"))
        .where(ours.months, KeptMonth.kind == SpendKind.DEVOLVED, KeptMonth.month_starts_on >= pace_begins(on))
        .group_by(*of_kind)
    ).subquery()
    name = func.coalesce(Category.name, "No category")
    kinds = kept.c.scheme_id, name, kept.c.decided_as, kept.c.counted
    rows = db.session.execute(
        select(*kinds, func.sum(kept.c.purchases), func.sum(kept.c.pence))
        .outerjoin(Category, Category.id == kept.c.category_id)
        .group_by(*kinds)
    )
    return [Bought(*row)._replace(purchases=int(row[4]), pence=int(row[5])) for row in rows]


def bought_for_closed(ours: OfTeams, on: date) -> dict[uuid.UUID, int]:
    """What of it was for families that are closed by now, by scheme: no pace goes on for those."""
    since = pace_begins(on)
    rows = db.session.execute(
        select(KeptBudget.scheme_id, func.sum(Spend.paid_pence))
        .select_from(Family)
        .join(Spend, Spend.family_id == Family.id)
        .join(KeptBudget, KeptBudget.period_id == Spend.period_id)
        .where(
            Family.authority_id == ours.authority_id,
            Family.closed_on >= since,
            Family.closed_on < on,
            ours.families,
            IS_BOUGHT,
            Spend.bought_on >= since,
        )
        .group_by(KeptBudget.scheme_id)
    )
    return {scheme_id: int(pence) for scheme_id, pence in rows}
