"""Costing one worker's entries: the loop that every minute of a run passes through.

The same calculation written slowly and from the words of the method is `tests/costing/plain_costing.py`; a test
compares the two, line by line. What looks roundabout here saves time for a hundred thousand entries.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from budgettracker.costing.kinds import Destination, Mode, RatioKind, Reason
from budgettracker.costing.method.apportion import WHOLE, Portion, portions
from budgettracker.costing.method.entry_cost import (
    column_of,
    intervention_of,
    reason_for_entry,
    reason_for_member,
    reason_for_nobody,
    reason_not_counted,
    time_pence,
    uplift_pence,
)
from budgettracker.costing.method.inputs import NOT_COUNTED, Minutes, Scope, Share, WorkEntry, standing_on
from budgettracker.costing.method.lines import CostedEntry, Line, Pence, WorkerResult
from budgettracker.costing.method.mileage import Odometer
from budgettracker.costing.method.pools import WorkerPools
from budgettracker.costing.rates.rules.build_up import PostRate
from budgettracker.costing.rates.rules.mileage import APPROVED_RATES, MileageRate, rate_on
from budgettracker.costing.rates.rules.rate_book import MissingRate, RateBook
from budgettracker.costing.rates.rules.uprating import UNCHANGED, Ratio, Uprating
from budgettracker.costing.run.rules.blocks import rate_for
from budgettracker.costing.run.rules.completeness import MonthTotals, families_time, worker_months
from budgettracker.errors import Refusal
from budgettracker.money import several_over_running_total
from budgettracker.periods import long_date
from budgettracker.worktime.kinds import ActivityKind


def cost_entries(
    scope: Scope,
    rates: RateBook,
    worker: str,
    entries: Iterable[WorkEntry],
    mileage: Sequence[MileageRate] = APPROVED_RATES,
    uprating: Uprating | None = None,
) -> WorkerResult:
    """Cost one worker's entries of the study's dates: lines for families and for what is left out; in mode A pools too.

    With `uprating` miles and expenses, whole pence as they were paid, come to the prices of its year; time does by its rates.
    Deciding on a day on which the worker holds no post that has a cost is not priced: its minutes are counted. Raises
    Refusal where a post, rate or ratio is missing (`blocks.find_blocks` lists all of them at once), ValueError
    where an entry is not in the study's dates.
    """
    odometer = Odometer(scope.dates.start, scope.miles_before.get(worker, 0))
    pools = WorkerPools(worker, scope)
    totals = MonthTotals()
    days: dict[date, _Day] = {}
    costed: list[CostedEntry] = []
    lines: list[Line] = []
    unpriced = 0
    for work in sorted(entries, key=attrgetter("worked_on", "ref")):
        if (of_day := days.get(work.worked_on)) is None:
            of_day = days[work.worked_on] = _day(scope, rates, worker, work, uprating)._replace(
                mile=rate_on(mileage, work.worked_on)
            )
        if of_day.lacking is not None:
            unpriced += _unpriced(scope, work, of_day.lacking)
            continue
        entry = _costed(
            scope, work, of_day, _mileage_pence(odometer, work, of_day.mile) if work.miles_hundredths else 0
        )
        costed.append(entry)
        totals.add(entry)
        if work.shares:
            for_families = _lines_for_families(entry, scope)
            lines += for_families
            if scope.mode is Mode.ALL_TIME:
                pools.add_family(for_families)
        else:
            lines.append(_line_for_nobody(entry, scope))
            if entry.pooled:
                pools.add_pooled(entry)
    pooled, pool_lines = pools.share()
    return WorkerResult(
        worker=worker,
        entries=tuple(costed),
        lines=tuple(lines),
        pools=tuple(pooled),
        pool_lines=tuple(pool_lines),
        months=worker_months(scope, worker, totals, families_time(lines, pool_lines, costed)),
        unpriced_minutes=unpriced,
    )


class _Day(NamedTuple):
    """What a worker's entries of a day are costed at; or what is lacking to cost them, and then no rate."""

    month: date
    """First day of the calendar month."""
    rate: PostRate | None
    goods: Ratio
    lacking: MissingRate | Refusal | None
    mile: MileageRate | None = None
    """None: entries with miles cannot be costed."""


def _day(scope: Scope, rates: RateBook, worker: str, work: WorkEntry, uprating: Uprating | None) -> _Day:
    day = work.worked_on
    if day not in scope.dates:
        raise ValueError(f"entry {work.ref} is not in the study's dates")
    rate, month = rate_for(scope, rates, worker, day), day.replace(day=1)
    goods = UNCHANGED if uprating is None else uprating.goods_on(day)
    if isinstance(rate, MissingRate):
        return _Day(month, None, goods, rate)
    if scope.mode is Mode.CLIENT_TIME and rate.ratio_thousandths is None:
        words = f"The post “{rate.post}” has no ratio on {long_date(day)}: mode B needs one."
        return _Day(month, None, goods, Refusal(None, words))
    return _Day(month, rate, goods, None)


def _unpriced(scope: Scope, work: WorkEntry, lacking: MissingRate | Refusal) -> int:
    """Minutes of deciding that have no price. Raises Refusal for any other work."""
    if work.activity.kind is not ActivityKind.DECIDING:
        raise Refusal(None, lacking.message) if isinstance(lacking, MissingRate) else lacking
    without_rate = isinstance(lacking, MissingRate)
    return work.minutes.total if without_rate and reason_for_entry(work, scope) is None else 0


def _mileage_pence(odometer: Odometer, work: WorkEntry, rate: MileageRate | None) -> int:
    if rate is None:
        raise Refusal(None, f"There is no mileage rate on {long_date(work.worked_on)}.")
    return odometer.pence(rate, work.worked_on, work.miles_hundredths, work.vehicle, work.passengers)


def _costed(scope: Scope, work: WorkEntry, of_day: _Day, mileage_pence: int) -> CostedEntry:
    month, rate, goods, _, _ = of_day
    assert rate is not None
    contact, preparation, travel = work.minutes
    # Deciding is priced at c alone: what stands behind a decider's hours is in the overheads of everybody else's.
    uplifted = scope.mode is Mode.CLIENT_TIME and work.shares and work.activity.kind is not ActivityKind.DECIDING
    expenses = work.expenses_pence
    pence = Pence(
        time_pence(contact, rate),
        time_pence(preparation, rate),
        time_pence(travel, rate),
        mileage_pence and goods.uprated(mileage_pence),
        expenses and goods.uprated(expenses),
        uplift_pence(work, rate) if uplifted else 0,
    )
    pooled = not work.shares and reason_for_nobody(work, scope) is None
    return CostedEntry(work, rate, month, intervention_of(work), pence, pooled, mileage_pence)


def _line_for_nobody(entry: CostedEntry, scope: Scope) -> Line:
    reason = None if entry.pooled else reason_for_nobody(entry.work, scope)
    destination = Destination.POOLED if reason is None else Destination.LEFT_OUT
    minutes = entry.work.minutes
    return Line(entry, None, destination, reason, WHOLE, minutes, minutes, entry.pence)


def _lines_for_families(entry: CostedEntry, scope: Scope) -> list[Line]:
    """Each kind of minutes and part of the cost, shared once over all the entry's families; then each share's destination."""
    work, members = entry.work, scope.members
    column = column_of(work)
    contained = scope.mode is Mode.CLIENT_TIME and entry.rate.ratio_kind is RatioKind.FACE_TO_FACE
    contained = contained and column is not Destination.DECIDING
    for_entry, for_member = reason_for_entry(work, scope), reason_for_member(work, scope)
    lines: list[Line] = []
    for (family, _), portion, minutes, pence in _shared(entry):
        counts, is_open = standing_on(members.get(family), work.worked_on) if family is not None else NOT_COUNTED
        reason = for_entry or (for_member if counts else reason_not_counted(family, members))
        outside = counts and not is_open and not for_entry
        if reason is not None:
            left_out = pence if not pence.indirect else pence._replace(indirect=0)
            lines.append(
                Line(entry, family, Destination.LEFT_OUT, reason, portion, work.minutes, minutes, left_out, outside)
            )
        elif contained:
            lines += _face_to_face(entry, family, column, portion, minutes, pence, outside)
        else:
            lines.append(Line(entry, family, column, None, portion, work.minutes, minutes, pence, outside))
    return lines


def _shared(entry: CostedEntry) -> Iterable[tuple[Share, Portion, Minutes, Pence]]:
    """For each family of an entry, in their order: its portion, and what of the minutes and of the cost falls on it."""
    work = entry.work
    shares = work.shares
    if len(shares) == 1:
        portion = WHOLE if shares[0].weight == 1 else portions([shares[0].weight])[0]
        return ((shares[0], portion, work.minutes, entry.pence),)
    running = _running(tuple([weight for _, weight in shares]))
    ends = [portion.share_to for portion in running]
    parts = several_over_running_total(work.minutes + entry.pence, ends, running[0].share_of)
    return [
        (share, portion, Minutes(*part[:3]), Pence(*part[3:]))
        for share, portion, part in zip(shares, running, parts, strict=True)
    ]


@lru_cache(maxsize=5_000)
def _running(weights: tuple[int, ...]) -> list[Portion]:
    """Portions of weights; most entries have the same few, one for each of their families."""
    return portions(weights)


def _face_to_face(
    entry: CostedEntry,
    family: str | None,
    column: Destination,
    portion: Portion,
    minutes: Minutes,
    pence: Pence,
    outside: bool,
) -> list[Line]:
    """A family's line where the ratio stands for preparation and travel: these are on a left-out line of their own."""
    whole = entry.work.minutes
    contact = Line(
        entry,
        family,
        column,
        None,
        portion,
        Minutes(whole.contact),
        Minutes(minutes.contact),
        pence._replace(preparation=0, travel=0),
        outside,
    )
    if not (whole.preparation or whole.travel):
        return [contact]
    contained = Line(
        entry,
        family,
        Destination.LEFT_OUT,
        Reason.CONTAINED_IN_RATIO,
        portion,
        whole._replace(contact=0),
        minutes._replace(contact=0),
        Pence(preparation=pence.preparation, travel=pence.travel),
    )
    return [contact, contained]
