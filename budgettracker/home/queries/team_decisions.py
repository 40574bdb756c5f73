"""Devolution measured, and what a manager looks at: who decided, how long it took, and what looks alike or split."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_low
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from budgettracker.access import Role
from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.home.queries.of_teams import Bought, OfTeams, pace_begins
from budgettracker.periods import day_of
from budgettracker.schemes.models import Band
from budgettracker.spend.kinds import Route, SpendKind
from budgettracker.spend.models import Receipt, Spend
from budgettracker.spend.queries.purchases import IS_BOUGHT

MOST_TIMES, NEWEST, MOST_HINTS, MOST_REASONS, HINT_DAYS = 2_000, 500, 10, 20, 28


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


def days_to_receipt(ours: OfTeams, on: date, *, one_team: bool) -> dict[uuid.UUID, list[int]]:
    """How many days after its purchase the receipt came, by the family's team: of the newest purchases, where it has come.

    Devolved purchases since the pace begins, payments of plans and vouchers' signed slips too, imported ones apart. Those
    of `one_team` are looked for by its families, those of all teams by day, so that few are read of many.
    """
    purchases = (
        select(Spend.id, Family.team_id, Spend.bought_on)
        .join(Family, Family.id == Spend.family_id)
        .where(
            *(() if one_team else (Spend.authority_id == ours.authority_id,)),
            Spend.kind == SpendKind.DEVOLVED,
            IS_BOUGHT,
            Spend.imported.is_(False),
            Spend.bought_on >= pace_begins(on),
            ours.families,
        )
        .order_by(Spend.bought_on.desc(), Spend.id)
        .limit(NEWEST)
    ).subquery()
    rows = db.session.execute(
        select(purchases.c.team_id, purchases.c.bought_on, func.min(Receipt.added_at))
        .join(Receipt, Receipt.spend_id == purchases.c.id)
        .where(Receipt.refund_id.is_(None), Receipt.hidden.is_(None), Receipt.quote.is_(False))
        .group_by(purchases.c.id, purchases.c.team_id, purchases.c.bought_on)
    )
    days: dict[uuid.UUID, list[int]] = {}
    for team_id, bought_on, came_at in rows:
        days.setdefault(team_id, []).append(max(0, (day_of(came_at) - bought_on).days))
    return days


def receipts_by_team(days: Mapping[uuid.UUID, list[int]], names: Mapping[uuid.UUID, str]) -> list[tuple[str, int, int]]:
    """By team, and last all together: its name, the middle of the days from purchase to receipt, and how many receipts."""
    by_team = sorted((names[team_id], ours) for team_id, ours in days.items() if team_id in names)
    together = [("All", [day for of_team in days.values() for day in of_team])] if days else []
    return [(name, median_low(of_team), len(of_team)) for name, of_team in [*by_team, *together]]


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
    the worker may decide of one purchase. The latest of each.
    """
    of_last_weeks = Spend.bought_on > on - timedelta(days=HINT_DAYS)
    look_at = (Spend.kind == SpendKind.DEVOLVED, IS_BOUGHT, Spend.plan_id.is_(None), of_last_weeks)
    day = Spend.bought_on, Spend.family_id
    several = (
        select(*day).where(Spend.authority_id == ours.authority_id, *look_at).group_by(*day).having(func.count() > 1)
    ).cte("several")
    of_day = (Spend.family_id == several.c.family_id) & (Spend.bought_on == several.c.bought_on)
    family = select(Family.id).where(Family.id == Spend.family_id, ours.families).correlate(Spend).exists()
    # Few days of few families have several purchases; from here on those alone are read.
    lines = (
        select(*day, Spend.paid_pence, Spend.route.label("route"))
        .select_from(several)
        .join(Spend, of_day)
        .where(*look_at, family)
    ).cte("lines")
    pence = func.sum(lines.c.paid_pence)
    lowest = (
        select(func.min(Band.single_pence))
        .where(Band.scheme_id == Family.scheme_id, Band.role == Role.PRACTITIONER)
        .correlate(Family)
        .scalar_subquery()
    )

    def alike(kind: str) -> Select[Any]:
        of_what = literal(kind).label("kind"), Family.id, Family.reference, lines.c.bought_on
        return (
            select(*of_what, func.count().label("purchases"), pence.label("pence"))
            .select_from(lines)
            .join(Family, Family.id == lines.c.family_id)
            .group_by(Family.id, Family.reference, Family.scheme_id, lines.c.bought_on)
            .having(func.count() > 1)
            .order_by(lines.c.bought_on.desc(), Family.id)
            .limit(MOST_HINTS)
        )

    twice = alike("twice").group_by(lines.c.paid_pence).subquery()
    split = alike("split").where(lines.c.route == Route.FRONT_LINE).having(pence > lowest).subquery()
    hinted = union_all(select(twice), select(split)).subquery()
    latest = select(hinted).order_by(hinted.c.kind.desc(), hinted.c.bought_on.desc(), hinted.c.id)
    return [Hint(*row) for row in db.session.execute(latest)]
