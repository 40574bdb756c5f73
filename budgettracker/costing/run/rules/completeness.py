"""How complete a worker's log of a month is: mode A stands on all time being logged."""

from collections.abc import Iterable
from datetime import date, timedelta

from budgettracker.costing.method.inputs import Scope
from budgettracker.costing.method.lines import CostedEntry, WorkerMonth
from budgettracker.money import half_up
from budgettracker.periods import Period, months
from budgettracker.worktime.kinds import ActivityKind


class MonthTotals:
    """One worker's logged minutes by month (its first day): all, for families, and pooled."""

    def __init__(self) -> None:
        self.logged: dict[date, int] = {}
        self.family: dict[date, int] = {}
        self.pooled: dict[date, int] = {}

    def add(self, entry: CostedEntry) -> None:
        """Count an entry's minutes; absence is not work."""
        if entry.work.activity.kind is ActivityKind.ABSENT:
            return
        minutes, month = entry.work.minutes.total, entry.month
        self.logged[month] = self.logged.get(month, 0) + minutes
        if entry.work.shares:
            self.family[month] = self.family.get(month, 0) + minutes
        if entry.pooled:
            self.pooled[month] = self.pooled.get(month, 0) + minutes


def worker_months(scope: Scope, worker: str, totals: MonthTotals) -> tuple[WorkerMonth, ...]:
    """A worker's months of the study with time logged or contracted.

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
        logs.append(
            WorkerMonth(
                worker=worker,
                month=month,
                contracted_minutes=contracted.contracted_minutes if contracted else None,
                absence_minutes=contracted.absence_minutes if contracted else 0,
                logged_minutes=logged,
                family_minutes=totals.family.get(month, 0),
                pool_minutes=totals.pooled.get(month, 0),
                supported=supported,
            )
        )
    return tuple(logs)


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
