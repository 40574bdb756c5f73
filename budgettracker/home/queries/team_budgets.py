"""A manager's teams in money: what is left of each budget, what will be left at the end, and what lacks a receipt.

Read from the sums that are kept with the lines, so that a page over all teams reads no line of every family.
"""

import uuid
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, func, literal_column, select

from budgettracker.database import db
from budgettracker.families.models import Family, FamilyDetails
from budgettracker.home.queries.of_teams import Bought, OfTeams, bought_for_closed, in_force, pace_begins
from budgettracker.home.rules import Forecast, forecast
from budgettracker.periods import month
from budgettracker.schemes.models import Scheme
from budgettracker.spend.models import SHARE, KeptBudget, KeptMonth, Spend, SpendDetails
from budgettracker.spend.queries.purchases import NO_RECEIPT

SHARES = ("nothing yet", "up to a quarter", "up to a half", "up to three quarters", "more than that", "all of it")
"""How much of a limit is spent and held, in words; the strips of the spread between families."""
MOST_CATEGORIES = 20


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


class Standing(NamedTuple):
    """What the budgets in force of one scheme come to whose families have used a like share of their limit, in pence."""

    scheme_id: uuid.UUID
    share: int
    """Its place among SHARES."""
    budgets: int
    limit_pence: int
    committed_pence: int
    spent_pence: int
    over_pence: int


def standings(ours: OfTeams, on: date) -> list[Standing]:
    """How all budgets in force stand, by scheme and by how much of their limit is used: one question for a whole page."""
    share: ColumnElement[int] = literal_column(SHARE, Integer).label("share")
    money = (KeptBudget.limit_pence, KeptBudget.committed_pence, KeptBudget.spent_pence, KeptBudget.over_pence)
    # By team first: so stands the index, and few are left to be put in order.
    by_team = (
        select(
            KeptBudget.scheme_id,
            share,
            func.count().label("budgets"),
            *(func.sum(each).label(each.key) for each in money),
        )
        .where(ours.budgets, in_force(on))
        .group_by(KeptBudget.team_id, KeptBudget.scheme_id, literal_column(SHARE))
        .subquery()
    )
    kind = by_team.c.scheme_id, by_team.c.share
    sums = (func.sum(by_team.c[name]) for name in ("budgets", *(each.key for each in money)))
    rows = db.session.execute(select(*kind, *sums).group_by(*kind))
    return [Standing(row[0], *(int(each) for each in row[1:])) for row in rows]


def budgets_by(ours: OfTeams, on: date, order: str, page: int, size: int) -> list[TeamBudget]:
    """One page of the budgets, those with the most left first, or (`days`) those in which nothing was bought for longest."""
    left = KeptBudget.limit_pence - KeptBudget.committed_pence - KeptBudget.spent_pence
    last = KeptBudget.last_bought_on
    longest = (last.is_not(None), last, KeptBudget.limit_pence.desc())
    first = (*(longest if order == "days" else (left.desc(),)), KeptBudget.reference_folded, KeptBudget.family_id)
    shown = (
        select(KeptBudget.period_id)
        .where(ours.budgets, in_force(on))
        .order_by(*first)
        .limit(size)
        .offset((page - 1) * size)
    ).subquery()
    rows = db.session.execute(
        select(
            Family.id,
            Family.reference,
            FamilyDetails.name,
            KeptBudget.limit_pence,
            KeptBudget.committed_pence,
            KeptBudget.spent_pence,
            left,
            last,
        )
        .select_from(shown)
        .join(KeptBudget, KeptBudget.period_id == shown.c.period_id)
        .join(Family, Family.id == KeptBudget.family_id)
        .join(FamilyDetails, FamilyDetails.family_id == Family.id)
        .order_by(*first)
    )
    return [
        TeamBudget(family_id, reference, name, limit, held, spent, more, (on - day).days if day else None)
        for family_id, reference, name, limit, held, spent, more, day in rows
    ]


def sums_of(standing: Sequence[Standing]) -> Sums:
    """What all these budgets come to."""
    return Sums(
        sum(each.budgets for each in standing),
        sum(each.limit_pence for each in standing),
        sum(each.committed_pence for each in standing),
        sum(each.spent_pence for each in standing),
        sum(each.over_pence for each in standing),
    )


def spread_of(standing: Sequence[Standing]) -> list[tuple[str, int, int]]:
    """How much of their limit families have spent and held: the words, how many families, and their limits in pence."""
    by_share = [(words, [each for each in standing if each.share == place]) for place, words in enumerate(SHARES)]
    return [
        (words, sum(each.budgets for each in those), sum(each.limit_pence for each in those))
        for words, those in by_share
    ]


def forecasts(ours: OfTeams, standing: Sequence[Standing], bought: Sequence[Bought], on: date) -> list[Forecast]:
    """For each scheme: what is spent, held and, at the pace of the last months, will be unused when it ends."""
    of_scheme: dict[uuid.UUID, list[Standing]] = {}
    for each in standing:
        of_scheme.setdefault(each.scheme_id, []).append(each)
    if not of_scheme:
        return []
    pace: Counter[uuid.UUID] = Counter()
    days = (on - pace_begins(on)).days + 1
    for line in bought:
        pace[line.scheme_id] += line.pence
    pace.subtract(bought_for_closed(ours, on))
    schemes = db.session.execute(
        select(Scheme.id, Scheme.name, Scheme.ends_on).where(Scheme.id.in_(of_scheme)).order_by(Scheme.name, Scheme.id)
    )
    sums = [(scheme_id, name, ends_on, sums_of(of_scheme[scheme_id])) for scheme_id, name, ends_on in schemes]
    return [
        forecast(*(name, ends_on, each.limit_pence, each.committed_pence, each.spent_pence), pace[scheme_id], days, on)
        for scheme_id, name, ends_on, each in sums
    ]


def missing_receipts(ours: OfTeams, most: int) -> tuple[list[Missing], int, int]:
    """The oldest purchases of all families of the teams without a receipt; how many there are and what they come to.

    How many lack theirs is kept by month, so that purchases are read of the oldest months alone.
    """
    lacking = func.sum(KeptMonth.lacking)
    by_month = db.session.execute(
        select(KeptMonth.month_starts_on, lacking, func.sum(KeptMonth.lacking_pence))
        .where(ours.months, KeptMonth.lacking != 0)
        .group_by(KeptMonth.month_starts_on)
        .having(lacking > 0)
        .order_by(KeptMonth.month_starts_on)
    ).all()
    if not by_month:
        return [], 0, 0
    counts = list(accumulate(int(some) for _, some, _ in by_month))
    # The first month with which there are enough, or else the last.
    until = by_month[min(bisect_left(counts, most), len(counts) - 1)].month_starts_on
    family = select(Family.id).where(Family.id == Spend.family_id, ours.families).correlate(Spend).exists()
    oldest = (
        select(Spend.id, Spend.family_id, Spend.bought_on, Spend.paid_pence, Spend.from_stock)
        .where(
            Spend.authority_id == ours.authority_id,
            Spend.bought_on >= by_month[0].month_starts_on,
            Spend.bought_on < month(until).end,
            family,
            NO_RECEIPT,
        )
        .order_by(Spend.bought_on, Spend.id)
        .limit(most)
    ).subquery()
    rows = db.session.execute(
        select(
            oldest.c.id,
            Family.reference,
            SpendDetails.bought_what,
            oldest.c.bought_on,
            oldest.c.paid_pence,
            oldest.c.from_stock,
        )
        .join(Family, Family.id == oldest.c.family_id)
        .join(SpendDetails, SpendDetails.spend_id == oldest.c.id)
        .order_by(oldest.c.bought_on, oldest.c.id)
    )
    return [Missing(*row) for row in rows], counts[-1], sum(int(money) for *_, money in by_month)


def by_category(bought: Sequence[Bought]) -> list[tuple[str, int, int]]:
    """What was bought lately by category: its name, how many purchases, pence; the most money first."""
    purchases: Counter[str] = Counter()
    pence: Counter[str] = Counter()
    for each in bought:
        purchases[each.category] += each.purchases
        pence[each.category] += each.pence
    named = [(name, purchases[name], pence[name]) for name in purchases if purchases[name]]
    return sorted(named, key=lambda row: (-row[2], row[0]))[:MOST_CATEGORIES]
