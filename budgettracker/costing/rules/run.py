"""A costing run over one authority's work entries, worker by worker, so that any number can stream through."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from budgettracker.costing.rules import entry as entries_rules
from budgettracker.costing.rules.apportion import Step, amounts, steps
from budgettracker.costing.rules.blocks import rate_for
from budgettracker.costing.rules.build_up import PostRate
from budgettracker.costing.rules.completeness import MonthTotals, worker_months
from budgettracker.costing.rules.inputs import Scope, WorkEntry
from budgettracker.costing.rules.kinds import Destination, Mode, RatioKind, Reason
from budgettracker.costing.rules.lines import CostedEntry, Line, WorkerResult
from budgettracker.costing.rules.mileage import APPROVED_RATES, MileageRate, Odometer, rate_on
from budgettracker.costing.rules.pools import WorkerPools
from budgettracker.costing.rules.rate_book import MissingRate, RateBook
from budgettracker.errors import RuleBroken
from budgettracker.periods import long_date

WHOLE = Step(0, 1, 1)


def run(
    scope: Scope,
    rates: RateBook,
    entries: Iterable[WorkEntry],
    mileage: Sequence[MileageRate] = APPROVED_RATES,
) -> Iterator[WorkerResult]:
    """Cost every entry of the study's dates, one worker at a time; workers with contracted hours and no entry
    come last.

    `entries` come grouped by worker. Raises RuleBroken for a missing post, rate or ratio (ask
    `blocks.find_blocks` first for all of them at once) and ValueError for entries out of the dates or of a
    worker who came before.
    """
    seen: set[str] = set()
    for worker, grouped in groupby(entries, key=lambda entry: entry.worker):
        if worker in seen:
            raise ValueError("entries must come grouped by worker")
        seen.add(worker)
        yield cost_worker(scope, rates, worker, grouped, mileage)
    for worker in sorted({worker for worker, _ in scope.contracted} - seen):
        yield cost_worker(scope, rates, worker, (), mileage)


def cost_worker(
    scope: Scope,
    rates: RateBook,
    worker: str,
    entries: Iterable[WorkEntry],
    mileage: Sequence[MileageRate] = APPROVED_RATES,
) -> WorkerResult:
    """Cost one worker's entries: lines for families and for what is left out; in mode A pools too."""
    odometer = Odometer(scope.dates.start, scope.miles_before.get(worker, 0))
    pools = WorkerPools(worker, scope)
    totals = MonthTotals()
    rate_of_day: dict[date, PostRate] = {}
    costed: list[CostedEntry] = []
    lines: list[Line] = []
    for entry in sorted(entries, key=lambda entry: (entry.worked_on, entry.ref)):
        day = entry.worked_on
        if day not in scope.dates:
            raise ValueError(f"entry {entry.ref} is not in the study's dates")
        if day not in rate_of_day:
            rate_of_day[day] = _rate(scope, rates, worker, day)
        one = _cost(scope, entry, rate_of_day[day], _miles(odometer, entry, mileage))
        costed.append(one)
        totals.add(one, entry)
        if not entry.shares:
            lines.append(_line_for_nobody(one, entry, scope))
            if one.pooled:
                pools.add_pooled(one)
            continue
        shared = list(_lines_for_families(one, entry, scope, rate_of_day[day]))
        lines += shared
        if scope.mode is Mode.ALL_TIME:
            pools.add_family(shared)
    pooled, pool_lines = pools.share()
    return WorkerResult(
        worker=worker,
        entries=tuple(costed),
        lines=tuple(lines),
        pools=tuple(pooled),
        pool_lines=tuple(pool_lines),
        months=worker_months(scope, worker, totals),
    )


def _rate(scope: Scope, rates: RateBook, worker: str, day: date) -> PostRate:
    rate = rate_for(scope, rates, worker, day)
    if isinstance(rate, MissingRate):
        raise RuleBroken(None, rate.message)
    if scope.mode is Mode.CLIENT_TIME and rate.ratio_thousandths is None:
        raise RuleBroken(None, f"The post “{rate.post}” has no ratio on {long_date(day)}: mode B needs one.")
    return rate


def _miles(odometer: Odometer, entry: WorkEntry, mileage: Sequence[MileageRate]) -> int:
    if not entry.miles_hundredths:
        return 0
    rate = rate_on(mileage, entry.worked_on)
    if rate is None:
        raise RuleBroken(None, f"There is no mileage rate on {long_date(entry.worked_on)}.")
    return odometer.pence(rate, entry.worked_on, entry.miles_hundredths, entry.vehicle, entry.passengers)


def _cost(scope: Scope, entry: WorkEntry, rate: PostRate, mileage_pence: int) -> CostedEntry:
    for_nobody = not entry.shares
    uplifted = scope.mode is Mode.CLIENT_TIME and not for_nobody
    return CostedEntry(
        entry=entry.ref,
        worker=entry.worker,
        team=entry.team,
        authority=scope.authority,
        post=rate.post,
        rate_from=rate.starts_on,
        worked_on=entry.worked_on,
        month=entry.worked_on.replace(day=1),
        activity=entry.activity.name,
        activity_class=entry.activity.activity_class,
        intervention=entries_rules.intervention_of(entry),
        contact_minutes=entry.contact_minutes,
        preparation_minutes=entry.preparation_minutes,
        travel_minutes=entry.travel_minutes,
        contact_cost_pence=entries_rules.time_pence(entry.contact_minutes, rate),
        preparation_cost_pence=entries_rules.time_pence(entry.preparation_minutes, rate),
        travel_cost_pence=entries_rules.time_pence(entry.travel_minutes, rate),
        mileage_cost_pence=mileage_pence,
        expenses_pence=entry.expenses_pence,
        uplift_pence=entries_rules.uplift_pence(entry, rate) if uplifted else 0,
        pooled=for_nobody and entries_rules.reason_for_nobody(entry, scope) is None,
    )


def _line_for_nobody(one: CostedEntry, entry: WorkEntry, scope: Scope) -> Line:
    reason = entries_rules.reason_for_nobody(entry, scope)
    minutes = (one.contact_minutes, one.preparation_minutes, one.travel_minutes)
    return Line(
        one,
        None,
        Destination.POOLED if reason is None else Destination.LEFT_OUT,
        reason,
        *WHOLE,
        *minutes,
        *minutes,
        one.contact_cost_pence,
        one.preparation_cost_pence,
        one.travel_cost_pence,
        one.mileage_cost_pence,
        one.expenses_pence,
        0,
    )


def _lines_for_families(one: CostedEntry, entry: WorkEntry, scope: Scope, rate: PostRate) -> Iterator[Line]:
    """Each part and kind of minutes shared once over all the entry's families, then told where it went."""
    whole = (one.contact_minutes, one.preparation_minutes, one.travel_minutes)
    contained = scope.mode is Mode.CLIENT_TIME and rate.ratio_kind is RatioKind.FACE_TO_FACE
    for_entry = entries_rules.reason_for_entry(entry)
    shared = steps([share.weight for share in entry.shares])
    contact, preparation, travel = (amounts(minutes, shared) for minutes in whole)
    contact_pence = amounts(one.contact_cost_pence, shared)
    preparation_pence = amounts(one.preparation_cost_pence, shared)
    travel_pence = amounts(one.travel_cost_pence, shared)
    mileage_pence = amounts(one.mileage_cost_pence, shared)
    expenses_pence = amounts(one.expenses_pence, shared)
    uplift_pence = amounts(one.uplift_pence, shared)
    for at, step in enumerate(shared):
        family = entry.shares[at].family
        reason = for_entry or entries_rules.reason_for_family(entry, family, scope)
        if contained and reason is None:
            yield Line(
                one, family, Destination.FAMILY, None, *step, whole[0], 0, 0, contact[at], 0, 0,
                contact_pence[at], 0, 0, mileage_pence[at], expenses_pence[at], uplift_pence[at],
            )  # fmt: skip
            if whole[1] or whole[2]:
                yield Line(
                    one, family, Destination.LEFT_OUT, Reason.CONTAINED_IN_RATIO, *step,
                    0, whole[1], whole[2], 0, preparation[at], travel[at],
                    0, preparation_pence[at], travel_pence[at], 0, 0, 0,
                )  # fmt: skip
            continue
        yield Line(
            one, family, Destination.FAMILY if reason is None else Destination.LEFT_OUT, reason,
            *step, *whole, contact[at], preparation[at], travel[at],
            contact_pence[at], preparation_pence[at], travel_pence[at], mileage_pence[at], expenses_pence[at],
            uplift_pence[at] if reason is None else 0,
        )  # fmt: skip
