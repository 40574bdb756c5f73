"""Devolution measured, and what a manager looks at: who decided, how long it took, and what looks alike or split."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_low

from sqlalchemy import ColumnElement, Subquery, func, select

from budgettracker.access import Role
from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.home.queries.of_teams import Bought, OfTeams, pace_begins
from budgettracker.schemes.models import Band
from budgettracker.spend.kinds import Route, SpendKind
from budgettracker.spend.models import Spend, SpendDetails
from budgettracker.spend.queries.purchases import IS_BOUGHT

MOST_TIMES, MOST_HINTS, MOST_REASONS, HINT_DAYS = 2_000, 10, 20, 28


@dataclass(frozen=True, slots=True)
class Devolution:
    """Who decided what was bought lately, and how long it took. Pence and whole hours; None: nothing was."""

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


def devolution(ours: OfTeams, bought: Sequence[Bought], on: date) -> Devolution:
    """Who decided the devolved purchases of the last months, payments of plans apart: those were decided once."""
    by_role: dict[str | None, tuple[int, int]] = {}
    for each in bought:
        if each.counted:
            count, pence = by_role.get(each.decided_as, (0, 0))
            by_role[each.decided_as] = (count + each.purchases, pence + each.pence)
    family = select(Family.id).where(Family.id == Spend.family_id, ours.families).correlate(Spend).exists()
    times = db.session.execute(
        select(Spend.requested_at, Spend.decided_at, Spend.recorded_bought_at)
        .where(
            Spend.authority_id == ours.authority_id,
            Spend.kind == SpendKind.DEVOLVED,
            IS_BOUGHT,
            Spend.plan_id.is_(None),
            Spend.imported.is_(False),
            Spend.bought_on >= pace_begins(on),
            Spend.decided_at.is_not(None),
            Spend.recorded_bought_at.is_not(None),
            family,
        )
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


def unused(ours: OfTeams, on: date) -> list[tuple[str, int, int]]:
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
            ours.families,
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


def hints(ours: OfTeams, on: date) -> list[Hint]:
    """Purchases of the last four weeks that may be recorded twice, or split to stay within the worker's band.

    Twice: the same family, day and amount. Split: several of one day, each decided at the front line, together above what
    the worker may decide of one purchase.
    """
    lines = select(Spend.family_id, Spend.bought_on, func.count().label("how_many"), _TOGETHER.label("pence")).where(
        Spend.authority_id == ours.authority_id, *_worth_a_look(on)
    )
    day = (Spend.bought_on, Spend.family_id)
    twice = lines.group_by(*day, Spend.paid_pence).having(func.count() > 1)
    split = lines.where(Spend.route == Route.FRONT_LINE).group_by(*day).having(func.count() > 1)
    lowest = (
        select(func.min(Band.single_pence))
        .where(Band.scheme_id == Family.scheme_id, Band.role == Role.PRACTITIONER)
        .correlate(Family)
        .scalar_subquery()
    )
    return [*_hints("twice", ours, twice.subquery(), on), *_hints("split", ours, split.subquery(), on, lowest)]


_TOGETHER = func.sum(Spend.paid_pence)


def _worth_a_look(on: date) -> tuple[ColumnElement[bool], ...]:
    of_last_weeks = Spend.bought_on > on - timedelta(days=HINT_DAYS)
    return Spend.kind == SpendKind.DEVOLVED, IS_BOUGHT, Spend.plan_id.is_(None), of_last_weeks


def _hints(
    kind: str, ours: OfTeams, alike: Subquery, on: date, above: ColumnElement[int] | None = None
) -> Iterator[Hint]:
    """The latest of these purchases alike that are of our families, with the words of one of them."""
    of_day = (Spend.family_id == alike.c.family_id, Spend.bought_on == alike.c.bought_on)
    of_amount = () if kind == "split" else (Spend.paid_pence * alike.c.how_many == alike.c.pence,)
    what = (
        select(func.min(SpendDetails.bought_what))
        .join(Spend, Spend.id == SpendDetails.spend_id)
        .where(*of_day, *of_amount, *_worth_a_look(on))
        .correlate(alike)
        .scalar_subquery()
    )
    rows = (
        select(Family.id, Family.reference, alike.c.bought_on, alike.c.how_many, alike.c.pence, what)
        .join(alike, alike.c.family_id == Family.id)
        .where(ours.families, *(() if above is None else (alike.c.pence > above,)))
        .order_by(alike.c.bought_on.desc(), Family.id)
        .limit(MOST_HINTS)
    )
    return (Hint(kind, *row) for row in db.session.execute(rows))
