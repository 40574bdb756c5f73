"""Hold the money of many families while purchases of the past are brought in: one question for all instead of five for each."""

import uuid
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from budgettracker.access import Role
from budgettracker.budgets.actions import lock_all
from budgettracker.budgets.actions.open_period import new_budget, new_period
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import position_of
from budgettracker.budgets.rules import NO_BUDGET
from budgettracker.database import db, overtaken
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.periods import midnight_after
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.queries import bounds_on, require_still_open
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
        self._opened: list[BudgetPeriod] = []
        self._open_schemes: set[uuid.UUID] = set()

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

    def opened(self, family: Family, scheme: Scheme, on: date, what: str = NOTHING_BOUGHT) -> BudgetPeriod:
        """The family's cap period of a scheme that holds a day, locked; opened where there is none, with a limit of nothing.

        What is opened is written by `write_opened`, where something moves it. Raises Refusal as open_period; of a closed
        scheme `what` does not come about.
        """
        require_scheme_open(scheme.name, scheme.closed_on, None, what)
        if family.without_budget(on):
            raise Refusal(None, NO_BUDGET)
        starts_on, ends_on = cap_period_of(scheme.cap_period, scheme.starts_on, scheme.ends_on, on)
        held = [each for each in self._periods.get(family.id, ()) if each.budget.scheme_id == scheme.id]
        period = next((each for each in held if each.starts_on == starts_on), None)
        if period is None:
            if scheme.id not in self._open_schemes:
                require_still_open(scheme, None, what, hold=True)
                self._open_schemes.add(scheme.id)
            budget = held[0].budget if held else new_budget(family, scheme, at=self._at)
            period = new_period(budget, scheme, starts_on, ends_on)
            self._periods.setdefault(family.id, []).append(period)
            self._opened.append(period)
        return period

    def write_opened(self, *, unmoved: bool = False) -> None:
        """Write the cap periods that were opened and moved since; those too that nothing moved, where a plan names one."""
        opened = [period for period in self._opened if unmoved or period.ledger_sequence]
        if opened:
            with overtaken():
                db.session.add_all(opened)
                db.session.flush()
        self._opened = [period for period in self._opened if not (unmoved or period.ledger_sequence)]

    def limit_set(self, period: BudgetPeriod, limit: Limit) -> None:
        """Hear of a limit that was brought in just now."""
        insort(self._limits.setdefault(period.id, []), limit)

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
