"""A costing run over one authority's work entries, worker by worker, so that any number can stream through."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from budgettracker.costing.kinds import Destination, Mode, RatioKind, Reason
from budgettracker.costing.method import entry as entries_rules
from budgettracker.costing.method.apportion import Step, amounts, steps
from budgettracker.costing.method.inputs import Scope, Share, WorkEntry
from budgettracker.costing.method.lines import CostedEntry, Line, WorkerResult
from budgettracker.costing.method.mileage import APPROVED_RATES, MileageRate, Odometer, rate_on
from budgettracker.costing.method.pools import WorkerPools
from budgettracker.costing.rates.rules.build_up import PostRate
from budgettracker.costing.rates.rules.rate_book import MissingRate, RateBook
from budgettracker.costing.run.rules.blocks import rate_for
from budgettracker.costing.run.rules.completeness import MonthTotals, worker_months
from budgettracker.errors import Refusal
from budgettracker.periods import long_date

WHOLE = Step(0, 1, 1)
# What an entry shares over its families: minutes by kind, cost by part, and the uplift. By name and all at once.
_KINDS = ("contact_minutes", "preparation_minutes", "travel_minutes")
_PARTS = ("contact_cost_pence", "preparation_cost_pence", "travel_cost_pence", "mileage_cost_pence", "expenses_pence")
minutes_of = attrgetter(*_KINDS)
costs_of = attrgetter(*_PARTS)
shared_of = attrgetter(*_KINDS, *_PARTS, "uplift_pence")


def run(
    scope: Scope,
    rates: RateBook,
    entries: Iterable[WorkEntry],
    mileage: Sequence[MileageRate] = APPROVED_RATES,
) -> Iterator[WorkerResult]:
    """Cost every entry of the study's dates, one worker at a time; workers with contracted hours and no entry
    come last.

    `entries` come grouped by worker. Raises Refusal for a missing post, rate or ratio (ask
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
    rates_of_days: dict[date, tuple[PostRate, date]] = {}
    costed: list[CostedEntry] = []
    lines: list[Line] = []
    for entry in sorted(entries, key=attrgetter("worked_on", "ref")):
        day = entry.worked_on
        if day not in rates_of_days:
            if day not in scope.dates:
                raise ValueError(f"entry {entry.ref} is not in the study's dates")
            rates_of_days[day] = (_rate(scope, rates, worker, day), day.replace(day=1))
        rate, month = rates_of_days[day]
        one = _cost(scope, entry, rate, month, _miles(odometer, entry, mileage))
        costed.append(one)
        totals.add(one, entry)
        if not entry.shares:
            lines.append(_line_for_nobody(one, entry, scope))
            if one.pooled:
                pools.add_pooled(one)
            continue
        shared = _lines_for_families(one, entry, scope, rate)
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
        raise Refusal(None, rate.message)
    if scope.mode is Mode.CLIENT_TIME and rate.ratio_thousandths is None:
        raise Refusal(None, f"The post “{rate.post}” has no ratio on {long_date(day)}: mode B needs one.")
    return rate


def _miles(odometer: Odometer, entry: WorkEntry, mileage: Sequence[MileageRate]) -> int:
    if not entry.miles_hundredths:
        return 0
    rate = rate_on(mileage, entry.worked_on)
    if rate is None:
        raise Refusal(None, f"There is no mileage rate on {long_date(entry.worked_on)}.")
    return odometer.pence(rate, entry.worked_on, entry.miles_hundredths, entry.vehicle, entry.passengers)


def _cost(scope: Scope, entry: WorkEntry, rate: PostRate, month: date, mileage_pence: int) -> CostedEntry:
    for_nobody = not entry.shares
    uplifted = scope.mode is Mode.CLIENT_TIME and not for_nobody
    contact, preparation, travel = entry.contact_minutes, entry.preparation_minutes, entry.travel_minutes
    # In the order of the fields: by their names it takes twice as long.
    return CostedEntry(
        entry.ref, entry.worker, entry.team, scope.authority, rate.post, rate.starts_on, entry.worked_on, month,
        entry.activity.name, entry.activity.activity_class, entries_rules.intervention_of(entry),
        contact, preparation, travel,
        entries_rules.time_pence(contact, rate), entries_rules.time_pence(preparation, rate),
        entries_rules.time_pence(travel, rate), mileage_pence, entry.expenses_pence,
        entries_rules.uplift_pence(entry, rate) if uplifted else 0,
        for_nobody and entries_rules.reason_for_nobody(entry, scope) is None,
    )  # fmt: skip


def _line_for_nobody(one: CostedEntry, entry: WorkEntry, scope: Scope) -> Line:
    reason = None if one.pooled else entries_rules.reason_for_nobody(entry, scope)
    destination = Destination.POOLED if reason is None else Destination.LEFT_OUT
    minutes = minutes_of(one)
    return Line._make((one, None, destination, reason, *WHOLE, *minutes, *minutes, *costs_of(one), 0))


def _lines_for_families(one: CostedEntry, entry: WorkEntry, scope: Scope, rate: PostRate) -> list[Line]:
    """Each part and kind of minutes shared once over all the entry's families, then told where it went."""
    contained = scope.mode is Mode.CLIENT_TIME and rate.ratio_kind is RatioKind.FACE_TO_FACE
    for_entry = entries_rules.reason_for_entry(entry)
    minutes = minutes_of(one)
    found: list[Line] = []
    for family, step, shared in _shared(one, entry.shares):
        reason = for_entry or entries_rules.reason_for_family(entry, family, scope)
        if reason is None and contained:
            found += _face_to_face(one, family, step, shared)
            continue
        where = (one, family, Destination.FAMILY if reason is None else Destination.LEFT_OUT, reason)
        amounts_shared = shared if reason is None else (*shared[:-1], 0)
        # Added, not unpacked into each other, which would take half as long again for every line of a run.
        found.append(Line._make(where + step + minutes + amounts_shared))
    return found


def _shared(one: CostedEntry, shares: Sequence[Share]) -> Iterable[tuple[str | None, Step, tuple[int, ...]]]:
    """Each family with its step and what falls on it: minutes by kind, cost by part, uplift. A single one has the whole."""
    whole = shared_of(one)
    running = steps([share.weight for share in shares])
    if len(shares) == 1:
        return ((shares[0].family, running[0], whole),)
    families = [share.family for share in shares]
    return zip(families, running, zip(*[amounts(part, running) for part in whole], strict=True), strict=True)


def _face_to_face(one: CostedEntry, family: str | None, step: Step, shared: tuple[int, ...]) -> list[Line]:
    """A family's line where the ratio stands for preparation and travel: those are on a left-out line of their own."""
    whole_contact, whole_preparation, whole_travel = minutes_of(one)
    share_from, share_to, share_of = step
    contact, preparation, travel, contact_cost, preparation_cost, travel_cost, mileage, expenses, uplift = shared
    found = [
        Line(
            one, family, Destination.FAMILY, None, share_from, share_to, share_of, whole_contact, 0, 0,
            contact, 0, 0, contact_cost, 0, 0, mileage, expenses, uplift,
        )
    ]  # fmt: skip
    if whole_preparation or whole_travel:
        found.append(
            Line(
                one, family, Destination.LEFT_OUT, Reason.CONTAINED_IN_RATIO, share_from, share_to, share_of,
                0, whole_preparation, whole_travel, 0, preparation, travel, 0, preparation_cost, travel_cost, 0, 0, 0,
            )
        )  # fmt: skip
    return found
