"""Hold the money of many families while purchases of the past are brought in: one question for all instead of five for each."""

import uuid
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from budgettracker.access import Role
from budgettracker.budgets.actions import lock, lock_all, open_period
from budgettracker.budgets.models import BudgetPeriod, LimitChange
from budgettracker.budgets.queries import position_of
from budgettracker.families.models import Family
from budgettracker.periods import midnight_after
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.queries import bounds_on
from budgettracker.schemes.rules import NOTHING_BOUGHT, Bounds, cap_period_of, require_scheme_open
from budgettracker.spend import rules
from budgettracker.spend.queries.past_money import (
    Limit,
    band_days,
    counted_of,
    limits_decided,
    period_ids_of,
    spent_by_day,
)
from budgettracker.spend.rules import ByDay, CountedByDay


class HeldMoney:
    """The positions of many families, all locked, with what decides how a purchase of a day long ago falls on them.

    Purchases and limits come in the order of their days.
    """

    def __init__(self, family_ids: Collection[uuid.UUID], *, at: datetime) -> None:
        self._at = at
        self._periods: dict[uuid.UUID, list[BudgetPeriod]] = {}
        for period in lock_all(period_ids_of(family_ids)):
            self._periods.setdefault(period.budget.family_id, []).append(period)
        period_ids = [period.id for periods in self._periods.values() for period in periods]
        self._limits = limits_decided(period_ids)
        self._spent = defaultdict(ByDay, spent_by_day(period_ids))
        standing = {family_id: CountedByDay(each) for family_id, each in counted_of(family_ids).items()}
        self._counted = defaultdict(CountedByDay, standing)
        self._bands: dict[uuid.UUID, _Bands] = {}

    def period_on(self, family_id: uuid.UUID, on: date) -> BudgetPeriod | None:
        """The cap period that holds a day, as budgets.queries.period_on chooses it."""
        covering = [period for period in self._periods.get(family_id, ()) if period.covers(on)]
        if len(covering) > 1:
            covering.sort(key=lambda period: period.id)
            covering.sort(key=lambda period: (period.limit_pence, period.budget.opened_at), reverse=True)
        return covering[0] if covering else None

    def period(self, family_id: uuid.UUID, period_id: uuid.UUID) -> BudgetPeriod:
        """One of the cap periods that are held."""
        return next(period for period in self._periods[family_id] if period.id == period_id)

    def opened(self, family: Family, scheme: Scheme, on: date) -> BudgetPeriod:
        """The family's cap period of a scheme that holds a day, locked; opened where there is none. Raises Refusal."""
        require_scheme_open(scheme.name, scheme.closed_on, None, NOTHING_BOUGHT)
        if not family.without_budget(on):
            starts_on, _ = cap_period_of(scheme.cap_period, scheme.starts_on, scheme.ends_on, on)
            for period in self._periods.get(family.id, ()):
                if period.budget.scheme_id == scheme.id and period.starts_on == starts_on:
                    return period
        return self._keep(lock(open_period(family, scheme, on, at=self._at).id))

    def limit_set(self, change: LimitChange) -> None:
        """Hear of a limit that was brought in just now."""
        assert change.decided_at is not None
        self._keep(change.period)
        insort(self._limits.setdefault(change.period_id, []), (change.decided_at, change.id, change.to_pence))

    def deciders(
        self,
        family_id: uuid.UUID,
        period: BudgetPeriod,
        pence: int,
        day: date,
        *,
        regular: bool = False,
        regular_needs: Role = Role.MANAGER,
    ) -> rules.Deciders:
        """Who might decide a purchase of these pence alone or not, by the bands of its day and what counts with it.

        `regular`: a plan of regular payments, which at least the role `regular_needs` decides.
        """
        bounds = self._bounds(period.budget.scheme_id, day)
        window = rules.longest_window(bounds)
        others = self._counted[family_id].near(day, window) if window else ()
        totals = rules.totals_by_role(bounds, pence, day, others)
        return rules.deciders_for(bounds, pence, totals, regular=regular, regular_needs=regular_needs)

    def room(self, period: BudgetPeriod, day: date) -> int:
        """Pence a purchase of that day may take: of the limit in force then what earlier days left, at most what is left now.

        The second bound keeps the cap when purchases of later days are in the books already.
        """
        left_then = self.limit_then(period.id, day) - self._spent[period.id].until(day)
        return max(0, min(left_then, position_of(period).left_pence)) if left_then > 0 else 0

    def limit_then(self, period_id: uuid.UUID, day: date) -> int:
        """The limit in force at the end of a day, in pence; 0 before the first one was approved."""
        limits = self._limits.get(period_id, [])
        decided = bisect_left(limits, midnight_after(day), key=_decided_at)
        return limits[decided - 1][2] if decided else 0

    def spent(self, period: BudgetPeriod, pence: int) -> None:
        """Count pence within the limit of the latest day (below zero: what came back of them)."""
        self._spent[period.id].add(pence)

    def count(self, family_id: uuid.UUID, day: date, role: Role | None, pence: int) -> None:
        """Count pence in the family's running totals (below zero: what came back of them)."""
        self._counted[family_id].add(day, role, pence)

    def _keep(self, period: BudgetPeriod) -> BudgetPeriod:
        periods = self._periods.setdefault(period.budget.family_id, [])
        if period not in periods:
            periods.append(period)
        return period

    def _bounds(self, scheme_id: uuid.UUID, day: date) -> Mapping[Role, Bounds]:
        if scheme_id not in self._bands:
            self._bands[scheme_id] = _Bands(scheme_id, _changes(band_days(scheme_id)), {})
        return self._bands[scheme_id].on(day)


def _decided_at(limit: Limit) -> datetime:
    return limit[0]


def _changes(days: Collection[tuple[date, date | None]]) -> list[date]:
    """The days on which other bands begin to hold."""
    first = {starts_on for starts_on, _ in days}
    return sorted(first | {ends_on + timedelta(days=1) for _, ends_on in days if ends_on is not None})


@dataclass(slots=True)
class _Bands:
    """A scheme's bands, asked for once for all the days between two changes of them."""

    scheme_id: uuid.UUID
    changes: list[date]
    known: dict[int, Mapping[Role, Bounds]]

    def on(self, day: date) -> Mapping[Role, Bounds]:
        """The bands in force on a day."""
        place = bisect_right(self.changes, day)
        if place not in self.known:
            self.known[place] = bounds_on(self.scheme_id, day)
        return self.known[place]
