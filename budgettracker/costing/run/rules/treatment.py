"""What is asked once for all entries of a kind, and once for all minutes of a day: how they are treated and priced."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from budgettracker.costing.kinds import DecidingBy, Destination, Mode, RatioKind, Reason
from budgettracker.costing.method.entry_cost import (
    column_of,
    intervention_of,
    reason_for_entry,
    reason_for_member,
    reason_for_nobody,
    time_pence,
    uplift_pence,
)
from budgettracker.costing.method.inputs import Scope, WorkEntry
from budgettracker.costing.rates.rules.build_up import PostRate
from budgettracker.costing.rates.rules.mileage import MileageRate, rate_on
from budgettracker.costing.rates.rules.rate_book import MissingRate, RateBook
from budgettracker.costing.rates.rules.uprating import UNCHANGED, Ratio, Uprating
from budgettracker.costing.run.rules.blocks import post_on, rate_for
from budgettracker.errors import Refusal
from budgettracker.periods import long_date
from budgettracker.worktime.kinds import ActivityKind

CARRY_NOTHING = (Reason.LINE_MANAGEMENT, Reason.ABSENCE, Reason.DECIDING)
"""Of time that is left out for these no pool is shared over."""


class Treatment(NamedTuple):
    """How entries of one activity, intervention and kind of worker are treated, whoever they are for."""

    intervention: str | None
    """The entry's own, else its activity's."""
    column: Destination
    for_entry: Reason | None
    """Why the whole entry is left out, whomever it was for."""
    for_member: Reason | None
    """Why a member's share is left out on a day that counts."""
    for_nobody: Reason | None
    """Why an entry for nobody is left out; None means that it is pooled."""
    for_families: bool
    pooled: bool
    uplifted: bool
    """Mode B: the ratio adds to it. Deciding is priced at c alone: what stands behind a decider's hours is overhead."""
    carries: bool
    """Its minutes carry a share of the worker's pools."""
    is_work: bool
    """Absence is none."""


def treatment_of(work: WorkEntry, scope: Scope) -> Treatment:
    """How an entry is treated, with all that are like it."""
    deciding = work.activity.kind is ActivityKind.DECIDING
    for_entry, for_nobody = reason_for_entry(work, scope), reason_for_nobody(work, scope)
    return Treatment(
        intervention=intervention_of(work),
        column=column_of(work),
        for_entry=for_entry,
        for_member=reason_for_member(work, scope),
        for_nobody=for_nobody,
        for_families=bool(work.shares),
        pooled=not work.shares and for_nobody is None,
        uplifted=scope.mode is Mode.CLIENT_TIME and bool(work.shares) and not deciding,
        carries=scope.mode is Mode.ALL_TIME and not deciding and for_entry not in CARRY_NOTHING,
        is_work=work.activity.kind is not ActivityKind.ABSENT,
    )


class ReckonedOnce(dict[int, int]):
    """Pence for so many minutes, each number of minutes reckoned once: most entries have the same few."""

    def __init__(self, pence_of: Callable[[int], int]) -> None:
        super().__init__()
        self._pence_of = pence_of

    def __missing__(self, minutes: int) -> int:
        pence = self[minutes] = self._pence_of(minutes)
        return pence


class PricedDay(NamedTuple):
    """What entries of a post and day are costed at, or what is lacking to cost them."""

    month: date
    """First day of the calendar month."""
    rate: PostRate | None
    lacking: MissingRate | Refusal | None
    time: dict[int, int]
    """What so many minutes cost, each kind of an entry's rounded half up once."""
    uplift: dict[int, int]
    """Mode B: what the ratio adds to so many minutes."""
    on_contact_alone: bool
    """Mode B: the ratio stands for preparation and travel too."""
    goods: Ratio
    mile: MileageRate | None
    """None: entries with miles cannot be costed."""
    from_logs: bool
    """Time of deciding comes from the logs."""


class PricedDays:
    """The days of a run, each worked out once for each post however many worked on it."""

    def __init__(
        self, scope: Scope, rates: RateBook, mileage: Sequence[MileageRate], uprating: Uprating | None
    ) -> None:
        self._scope, self._rates, self._mileage, self._uprating = scope, rates, mileage, uprating
        self._days: dict[tuple[str, date], PricedDay] = {}
        self._prices: dict[tuple[str, date], tuple[dict[int, int], dict[int, int]]] = {}

    def on(self, worker: str, day: date) -> PricedDay:
        """What a worker's entries of a day are costed at."""
        post = post_on(self._scope, worker, day)
        if post is None:
            return self._priced(worker, day)
        if (priced := self._days.get((post, day))) is None:
            priced = self._days[post, day] = self._priced(worker, day)
        return priced

    def _priced(self, worker: str, day: date) -> PricedDay:
        scope, held = self._scope, rate_for(self._scope, self._rates, worker, day)
        by_ratio = scope.mode is Mode.CLIENT_TIME
        rate, lacking = (held, None) if isinstance(held, PostRate) else (None, held)
        without_ratio = None
        if by_ratio and rate is not None and rate.ratio_thousandths is None:
            without_ratio = Refusal(None, f"The post “{rate.post}” has no ratio on {long_date(day)}: mode B needs one.")
        return PricedDay(
            day.replace(day=1),
            rate,
            lacking or without_ratio,
            *(self._prices_at(rate) if rate is not None else ({}, {})),
            by_ratio and rate is not None and rate.ratio_kind is RatioKind.FACE_TO_FACE,
            UNCHANGED if self._uprating is None else self._uprating.goods_on(day),
            rate_on(self._mileage, day),
            scope.deciding_by(day) is DecidingBy.LOGS,
        )

    def _prices_at(self, rate: PostRate) -> tuple[dict[int, int], dict[int, int]]:
        key = (rate.post, rate.starts_on)
        if key not in self._prices:
            time, uplift = partial(time_pence, rate=rate), partial(uplift_pence, rate=rate)
            self._prices[key] = (ReckonedOnce(time), ReckonedOnce(uplift))
        return self._prices[key]
