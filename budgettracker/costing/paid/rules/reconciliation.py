"""A run's whole reconciliation: pay, purchases, and activity by post; posts with few holders only together."""

from collections.abc import Callable
from dataclasses import dataclass

from budgettracker.costing.paid.rules.activity import ActivityRow, activity_by_post
from budgettracker.costing.paid.rules.facts import PaidFact, PaidFacts
from budgettracker.costing.paid.rules.finance_file import FileReconciled, reconcile_finance_file
from budgettracker.costing.paid.rules.pay import reconcile_pay
from budgettracker.costing.paid.rules.purchases import reconcile_purchases
from budgettracker.costing.paid.rules.statement import Reconciled
from budgettracker.costing.paid.rules.units import GROUP, TooFew, units_of


@dataclass(frozen=True, slots=True)
class RunReconciliation:
    """Pay and purchases are None where finance stated none of the run's days; pay also where too few people hold the posts."""

    pay: Reconciled | None
    purchases: Reconciled | None
    activity: tuple[ActivityRow, ...]
    too_few: bool = False
    file: FileReconciled | None = None
    """Purchases against the finance system's own files; None where none has a day of the run."""


def reconcile(facts: PaidFacts) -> RunReconciliation:
    """Set a run beside what was paid."""
    unit_of, too_few = _units(facts)
    purchases = reconcile_purchases(facts)
    pay = reconcile_pay(facts, unit_of) if _of_run(facts, facts.paid) and not too_few else None
    return RunReconciliation(
        pay,
        purchases if _of_run(facts, facts.paid_purchases) else None,
        tuple(activity_by_post(facts.months, unit_of)),
        too_few and _of_run(facts, facts.paid),
        reconcile_finance_file(facts),
    )


def _of_run(facts: PaidFacts, lines: tuple[PaidFact, ...]) -> bool:
    return any(line.starts_on < facts.dates.end and line.ends_on >= facts.dates.start for line in lines)


def _units(facts: PaidFacts) -> tuple[Callable[[str], str], bool]:
    holders: dict[str, set[str]] = {line.post: set() for line in facts.paid}
    for post, worker in (
        *((each.post, each.worker) for each in facts.costed),
        *((each.post, each.worker) for each in facts.months),
    ):
        holders.setdefault(post, set()).add(worker)
    for holding in facts.holdings:
        if holding.held.overlap(facts.dates):
            holders.setdefault(holding.post, set()).add(holding.worker)
    try:
        units = units_of({post: frozenset(workers) for post, workers in holders.items()})
    except TooFew:
        return lambda post: GROUP, True
    return lambda post: units.get(post, post), False
