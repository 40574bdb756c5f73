"""How complete a worker's log of a month is: mode A stands on all time being logged."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from budgettracker.costing.kinds import Destination
from budgettracker.costing.method.inputs import Minutes, Scope
from budgettracker.costing.method.lines import Line, PoolLine, WorkerMonth
from budgettracker.costing.method.pools import PoolKey
from budgettracker.costing.run.rules.treatment import Treatment
from budgettracker.money import half_up
from budgettracker.periods import Period, months


class MonthTotals:
    """One worker's logged minutes by month (its first day): all, for families, and pooled."""

    def __init__(self) -> None:
        self.logged: dict[date, int] = {}
        self.family: dict[date, int] = {}
        self.pooled: dict[date, int] = {}

    def add(self, month: date, of_entry: Minutes, treated: Treatment) -> None:
        """Count an entry's minutes; absence is not work."""
        if not treated.is_work:
            return
        minutes = sum(of_entry)
        self.logged[month] = self.logged.get(month, 0) + minutes
        if treated.for_families:
            self.family[month] = self.family.get(month, 0) + minutes
        elif treated.pooled:
            self.pooled[month] = self.pooled.get(month, 0) + minutes


def worker_months(scope: Scope, worker: str, totals: MonthTotals, pence: Mapping[date, int]) -> tuple[WorkerMonth, ...]:
    """A worker's months of the study with time logged or contracted; `pence` is what families bear of each (see families_time).

    Unknown contracted hours are not supported.
    """
    logs: list[WorkerMonth] = []
    for within in months(scope.dates):
        month = within.start.replace(day=1)
        contracted = scope.contracted.get((worker, month))
        logged = totals.logged.get(month, 0)
        if contracted is None and not logged:
            continue
        supported = False
        if contracted is not None:
            expected = max(0, contracted.contracted_minutes - contracted.absence_minutes)
            supported = logged * 100 >= expected * scope.logged_at_least_percent
        worker_month = WorkerMonth(
            worker=worker,
            month=month,
            contracted_minutes=contracted.contracted_minutes if contracted else None,
            absence_minutes=contracted.absence_minutes if contracted else 0,
            logged_minutes=logged,
            family_minutes=totals.family.get(month, 0),
            pool_minutes=totals.pooled.get(month, 0),
            supported=supported,
            families_pence=pence.get(month, 0),
        )
        logs.append(worker_month._replace(unpaid_pence=unpaid_pence(worker_month)))
    return tuple(logs)


def unpaid_pence(worker_month: WorkerMonth) -> int:
    """What of a month's cost to families nobody paid: the cost less the same scaled to the minutes paid, half up once."""
    if not worker_month.unpaid_minutes:
        return 0
    paid = half_up(worker_month.families_pence * (worker_month.expected_minutes or 0), worker_month.logged_minutes)
    return worker_month.families_pence - paid


def families_time(
    lines: Iterable[Line], pool_lines: Iterable[PoolLine], time_of_pool: Mapping[PoolKey, int]
) -> dict[date, int]:
    """What families' totals bear of one worker's time, by month, in pence: without miles and expenses, which nobody works.

    A pool that holds miles or expenses counts in proportion to its time (`time_of_pool`), each share half up.
    """
    pence: dict[date, int] = {}
    for entry, _, destination, _, _, _, _, parts, _ in lines:
        if destination is Destination.FAMILY:
            contact, preparation, travel, _, _, indirect = parts
            month = entry[2]
            pence[month] = pence.get(month, 0) + contact + preparation + travel + indirect
    for share in pool_lines:
        if share.destination is Destination.FAMILY and share.of.cost_pence:
            of_time = time_of_pool[share.of.month, share.of.intervention, share.of.activity_class]
            some = half_up(share.indirect_share_pence * of_time, share.of.cost_pence)
            pence[share.of.month] = pence.get(share.of.month, 0) + some
    return pence


def contracted_minutes(weekly_minutes: int, within: Period) -> int:
    """Contracted minutes of some days: a fifth of the week's for each Monday to Friday, half up to the
    minute.

    >>> contracted_minutes(37 * 60, Period(date(2026, 3, 2), date(2026, 3, 9)))
    2220
    """
    days = (within.start + timedelta(days=passed) for passed in range(within.days))
    return half_up(weekly_minutes * sum(1 for day in days if day.weekday() < 5), 5)


def mode_a_statement(worker_months: Iterable[WorkerMonth], at_least_percent: int = 80) -> str | None:
    """What the run says where logs are too thin for mode A; None where every worker-month is supported."""
    all_months = list(worker_months)
    unknown = sum(1 for month in all_months if month.contracted_minutes is None)
    thin = sum(1 for month in all_months if not month.supported) - unknown
    reasons = []
    if thin:
        reasons.append(f"{thin} have less than {at_least_percent}% of contracted hours less absence logged")
    if unknown:
        reasons.append(f"for {unknown} the contracted hours are not known")
    if not reasons:
        return None
    counted = f"{thin + unknown} of {len(all_months)} worker-months"
    return f"Mode A is not supported for {counted}: {', and '.join(reasons)}."
