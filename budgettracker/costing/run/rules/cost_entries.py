"""Costing one worker's entries: the loop that every minute of a run passes through.

The same calculation written slowly and from the words of the method is `tests/costing/plain_costing.py`; a test
compares the two, line by line. What looks roundabout here saves time for a hundred thousand entries.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache, partial

from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.method.apportion import WHOLE, Portion, portions
from budgettracker.costing.method.entry_cost import reason_for_entry, reason_not_counted
from budgettracker.costing.method.inputs import NOT_COUNTED, Minutes, Scope, WorkEntry, standing_on
from budgettracker.costing.method.lines import CostedEntry, Line, Pence, WorkerResult
from budgettracker.costing.method.mileage import Odometer
from budgettracker.costing.method.pools import WorkerPools
from budgettracker.costing.rates.rules.mileage import APPROVED_RATES, MileageRate
from budgettracker.costing.rates.rules.rate_book import MissingRate, RateBook
from budgettracker.costing.rates.rules.uprating import Uprating
from budgettracker.costing.run.rules.completeness import MonthTotals, families_time, worker_months
from budgettracker.costing.run.rules.treatment import PricedDay, PricedDays, Treatment, treatment_of
from budgettracker.errors import Refusal
from budgettracker.money import several_over_running_total
from budgettracker.periods import long_date
from budgettracker.worktime.kinds import ActivityKind

# The same as calling the class with these fields, in a third of the time: there are several for every entry.
_costed_entry = partial(tuple.__new__, CostedEntry)
_line = partial(tuple.__new__, Line)
_minutes = partial(tuple.__new__, Minutes)
_pence = partial(tuple.__new__, Pence)


class EntryCosting:
    """Costs the entries of a study's dates in one authority, worker by worker; what many entries share is asked once.

    With `uprating` miles and expenses, whole pence as they were paid, come to the prices of its year; time does by its rates.
    """

    def __init__(
        self,
        scope: Scope,
        rates: RateBook,
        mileage: Sequence[MileageRate] = APPROVED_RATES,
        uprating: Uprating | None = None,
    ) -> None:
        self._scope = scope
        self._days = PricedDays(scope, rates, mileage, uprating)
        self._treatments: dict[tuple[object, ...], Treatment] = {}
        first = {family: member.periods[0] for family, member in scope.members.items()}
        self._first_open = {family: (period.start, period.end) for family, period in first.items()}

    def cost(self, worker: str, entries: Iterable[WorkEntry]) -> WorkerResult:
        """One worker's entries, in order of day and `ref`: lines for families and for what is left out; in mode A pools too.

        Deciding on a day on which the worker holds no post that has a cost is not priced: its minutes are counted. Raises
        Refusal where a post, rate or ratio is missing (`blocks.find_blocks` lists all of them at once), ValueError
        where an entry is not in the study's dates.
        """
        scope = self._scope
        odometer = Odometer(scope.dates.start, scope.miles_before.get(worker, 0))
        pools, totals = WorkerPools(worker, scope), MonthTotals()
        days: dict[date, PricedDay] = {}
        costed: list[CostedEntry] = []
        lines: list[Line] = []
        unpriced = 0
        for work in entries:
            if (day := days.get(work[2])) is None:
                day = days[work[2]] = self._day(worker, work)
            if day.lacking is not None:
                unpriced += _unpriced(scope, work, day.lacking)
                continue
            treated = self._treatment(work, day)
            entry = _costed(
                work, day, treated, _mileage_pence(odometer, work, day.mile) if work.miles_hundredths else 0
            )
            costed.append(entry)
            totals.add(day.month, work.minutes, treated)
            if work.shares:
                for_families = self._lines_for_families(entry, treated, day.on_contact_alone)
                lines += for_families
                if treated.carries:
                    pools.add_family(day.month, treated.column, for_families)
            else:
                lines.append(_line_for_nobody(entry, treated))
                if treated.pooled:
                    pools.add_pooled(entry)
        pooled, pool_lines = pools.share()
        return WorkerResult(
            worker=worker,
            entries=tuple(costed),
            lines=tuple(lines),
            pools=tuple(pooled),
            pool_lines=tuple(pool_lines),
            months=worker_months(scope, worker, totals, families_time(lines, pool_lines, pools.time_pence)),
            unpriced_minutes=unpriced,
        )

    def _day(self, worker: str, work: WorkEntry) -> PricedDay:
        if work.worked_on not in self._scope.dates:
            raise ValueError(f"entry {work.ref} is not in the study's dates")
        return self._days.on(worker, work.worked_on)

    def _treatment(self, work: WorkEntry, day: PricedDay) -> Treatment:
        key = (work.activity, work.intervention, work.by_manager, day.from_logs, not work.shares)
        if (treated := self._treatments.get(key)) is None:
            treated = self._treatments[key] = treatment_of(work, self._scope)
        return treated

    def _lines_for_families(self, entry: CostedEntry, treated: Treatment, on_contact_alone: bool) -> list[Line]:
        """Each kind of minutes and part of the cost, shared once over all the entry's families; then each share's destination."""
        members, work, column = self._scope.members, entry.work, treated.column
        day, whole, for_entry = work.worked_on, work.minutes, treated.for_entry
        contained = on_contact_alone and column is not Destination.DECIDING
        lines: list[Line] = []
        for family, portion, minutes, pence in _shared(entry):
            first = self._first_open.get(family) if family is not None else None
            if first is not None and first[0] <= day < first[1]:
                reason, outside = for_entry or treated.for_member, False
            else:
                counts, is_open = standing_on(members.get(family), day) if family is not None else NOT_COUNTED
                reason = for_entry or (treated.for_member if counts else reason_not_counted(family, members))
                outside = counts and not is_open and not for_entry
            if reason is not None:
                left_out = _pence((*pence[:5], 0)) if pence[5] else pence
                lines.append(
                    _line((entry, family, Destination.LEFT_OUT, reason, portion, whole, minutes, left_out, outside))
                )
            elif contained:
                lines += _face_to_face(entry, family, column, portion, minutes, pence, outside)
            else:
                lines.append(_line((entry, family, column, None, portion, whole, minutes, pence, outside)))
        return lines


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


def _costed(work: WorkEntry, day: PricedDay, treated: Treatment, mileage_pence: int) -> CostedEntry:
    contact, preparation, travel = work.minutes
    time, goods, expenses, uplift = day.time, day.goods, work.expenses_pence, 0
    if treated.uplifted:
        uplift = day.uplift[contact if day.on_contact_alone else contact + preparation + travel]
    miles_pence, spent_pence = mileage_pence and goods.uprated(mileage_pence), expenses and goods.uprated(expenses)
    pence = _pence((time[contact], time[preparation], time[travel], miles_pence, spent_pence, uplift))
    return _costed_entry((work, day.rate, day.month, treated.intervention, pence, treated.pooled, mileage_pence))


def _line_for_nobody(entry: CostedEntry, treated: Treatment) -> Line:
    reason = treated.for_nobody
    destination = Destination.POOLED if reason is None else Destination.LEFT_OUT
    minutes = entry.work.minutes
    return _line((entry, None, destination, reason, WHOLE, minutes, minutes, entry.pence, False))


def _shared(entry: CostedEntry) -> Iterable[tuple[str | None, Portion, Minutes, Pence]]:
    """For each family of an entry, in their order: its portion, and what of the minutes and of the cost falls on it."""
    work, pence = entry.work, entry.pence
    shares = work.shares
    if len(shares) == 1:
        ((family, weight),) = shares
        return ((family, WHOLE if weight == 1 else portions([weight])[0], work.minutes, pence),)
    running = _running(tuple([weight for _, weight in shares]))
    ends = [portion.share_to for portion in running]
    parts = several_over_running_total(work.minutes + pence, ends, running[0].share_of)
    return [
        (family, portion, _minutes(part[:3]), _pence(part[3:]))
        for (family, _), portion, part in zip(shares, running, parts, strict=True)
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
    met, of_contact = _minutes((whole[0], 0, 0)), _minutes((minutes[0], 0, 0))
    paid = _pence((pence[0], 0, 0, *pence[3:]))
    contact = _line((entry, family, column, None, portion, met, of_contact, paid, outside))
    if not (whole[1] or whole[2]):
        return [contact]
    other, of_other = _minutes((0, *whole[1:])), _minutes((0, *minutes[1:]))
    in_ratio = _pence((0, *pence[1:3], 0, 0, 0))
    why = Reason.CONTAINED_IN_RATIO
    return [contact, _line((entry, family, Destination.LEFT_OUT, why, portion, other, of_other, in_ratio, False))]
