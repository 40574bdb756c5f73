"""Costing one worker's entries: the loop that every minute of a run passes through.

The same calculation written slowly and from the words of the method is `tests/costing/plain_costing.py`; a test
compares the two, line by line. What looks roundabout here saves time for a hundred thousand entries.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter

from budgettracker.costing.kinds import Destination, Mode, RatioKind, Reason
from budgettracker.costing.method.apportion import WHOLE, Portion, portions, shared
from budgettracker.costing.method.entry_cost import (
    column_of,
    intervention_of,
    reason_for_entry,
    reason_for_family,
    reason_for_nobody,
    time_pence,
    uplift_pence,
)
from budgettracker.costing.method.inputs import Minutes, Scope, WorkEntry
from budgettracker.costing.method.lines import CostedEntry, Line, Pence, WorkerResult
from budgettracker.costing.method.mileage import Odometer
from budgettracker.costing.method.pools import WorkerPools
from budgettracker.costing.rates.rules.build_up import PostRate
from budgettracker.costing.rates.rules.mileage import APPROVED_RATES, MileageRate, rate_on
from budgettracker.costing.rates.rules.rate_book import MissingRate, RateBook
from budgettracker.costing.rates.rules.uprating import UNCHANGED, Uprating
from budgettracker.costing.run.rules.blocks import rate_for
from budgettracker.costing.run.rules.completeness import MonthTotals, families_time, worker_months
from budgettracker.errors import Refusal
from budgettracker.periods import long_date
from budgettracker.worktime.kinds import ActivityKind

FOR_A_MEMBER = (None, Reason.OTHER_INTERVENTION)
"""Why a share may be left out, or not, that is for a member on a day that counts."""


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
    rates_of_days: dict[date, tuple[PostRate | MissingRate, date]] = {}
    costed: list[CostedEntry] = []
    lines: list[Line] = []
    unpriced = 0
    for work in sorted(entries, key=attrgetter("worked_on", "ref")):
        day = work.worked_on
        if day not in scope.dates:
            raise ValueError(f"entry {work.ref} is not in the study's dates")
        if day not in rates_of_days:
            rates_of_days[day] = (rate_for(scope, rates, worker, day), day.replace(day=1))
        rate, month = rates_of_days[day]
        if isinstance(rate, MissingRate) or (scope.mode is Mode.CLIENT_TIME and rate.ratio_thousandths is None):
            if work.activity.kind is not ActivityKind.DECIDING:
                raise _refusal(rate, day)
            if isinstance(rate, MissingRate):
                unpriced += work.minutes.total if reason_for_entry(work, scope) is None else 0
                continue
        entry = _costed(scope, work, rate, month, _mileage_pence(odometer, work, mileage), uprating)
        costed.append(entry)
        totals.add(entry)
        if not work.shares:
            lines.append(_line_for_nobody(entry, scope))
            if entry.pooled:
                pools.add_pooled(entry)
            continue
        for_families = _lines_for_families(entry, scope)
        lines += for_families
        if scope.mode is Mode.ALL_TIME:
            pools.add_family(for_families)
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


def _refusal(rate: PostRate | MissingRate, day: date) -> Refusal:
    if isinstance(rate, MissingRate):
        return Refusal(None, rate.message)
    return Refusal(None, f"The post “{rate.post}” has no ratio on {long_date(day)}: mode B needs one.")


def _mileage_pence(odometer: Odometer, work: WorkEntry, mileage: Sequence[MileageRate]) -> int:
    if not work.miles_hundredths:
        return 0
    rate = rate_on(mileage, work.worked_on)
    if rate is None:
        raise Refusal(None, f"There is no mileage rate on {long_date(work.worked_on)}.")
    return odometer.pence(rate, work.worked_on, work.miles_hundredths, work.vehicle, work.passengers)


def _costed(
    scope: Scope, work: WorkEntry, rate: PostRate, month: date, mileage_pence: int, uprating: Uprating | None
) -> CostedEntry:
    contact, preparation, travel = work.minutes
    goods = UNCHANGED if uprating is None else uprating.goods_on(work.worked_on)
    # Deciding is priced at c alone: what stands behind a decider's hours is in the overheads of everybody else's.
    uplifted = scope.mode is Mode.CLIENT_TIME and work.shares and work.activity.kind is not ActivityKind.DECIDING
    pence = Pence(
        time_pence(contact, rate),
        time_pence(preparation, rate),
        time_pence(travel, rate),
        goods.uprated(mileage_pence),
        goods.uprated(work.expenses_pence),
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
    work, day = entry.work, entry.work.worked_on
    column = column_of(work)
    contained = scope.mode is Mode.CLIENT_TIME and entry.rate.ratio_kind is RatioKind.FACE_TO_FACE
    contained = contained and column is not Destination.DECIDING
    for_entry = reason_for_entry(work, scope)
    lines: list[Line] = []
    for share, portion, minutes, pence in zip(work.shares, *_shared(entry), strict=True):
        family = share.family
        reason = for_entry or reason_for_family(work, family, scope)
        outside = reason in FOR_A_MEMBER and family is not None and not scope.members[family].open_on(day)
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


def _shared(entry: CostedEntry) -> tuple[list[Portion], list[Minutes], list[Pence]]:
    """For each family of an entry, in their order: its portion, and what of the minutes and of the cost falls on it."""
    work = entry.work
    running = portions([share.weight for share in work.shares])
    if len(running) == 1:
        return running, [work.minutes], [entry.pence]
    minutes = zip(*[shared(kind, running) for kind in work.minutes], strict=True)
    pence = zip(*[shared(part, running) for part in entry.pence], strict=True)
    return running, list(map(Minutes._make, minutes)), list(map(Pence._make, pence))


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
