"""Purchases as finance states them against the purchases of the ledger, authority by authority and month by month."""

import itertools
from collections.abc import Sequence
from datetime import timedelta

from budgettracker.costing.paid.kinds import Cause
from budgettracker.costing.paid.rules.causes import MOST
from budgettracker.costing.paid.rules.expected import ByMonth, paid_by_month, together
from budgettracker.costing.paid.rules.facts import Bought, PaidFacts
from budgettracker.costing.paid.rules.statement import (
    Candidate,
    Explained,
    Reconciled,
    StatementLine,
    nearest_first,
)
from budgettracker.periods import Period, month

NEAR = timedelta(days=3)
"""Two purchases of one family and amount within these days may be one that was recorded twice."""


def reconcile_purchases(facts: PaidFacts) -> Reconciled:
    """Set what finance states was paid for purchases beside what the ledger has, with the tax that finance states."""
    of_run = [
        (line, split)
        for line, split in ((line, paid_by_month(line, facts.dates)) for line in facts.paid_purchases)
        if split.within
    ]
    quantum = (
        StatementLine("Purchases as finance states them", sum(line.pence for line, _ in of_run)),
        StatementLine("Less days outside the run", -sum(sum(split.around.values()) for _, split in of_run)),
    )
    ours = [each for each in facts.bought if each.in_study]
    costed = (
        StatementLine(
            "Purchases of the study's families, as the run counts them",
            sum(each.counted_pence for each in ours if not each.other_help),
        ),
        StatementLine(
            "Other help of the study's families, as the run counts it",
            sum(each.counted_pence for each in ours if each.other_help),
        ),
        StatementLine(
            "What the run counts otherwise: VAT, prices of another year",
            sum(each.pence - each.counted_pence for each in ours),
        ),
        StatementLine("Other families", sum(each.pence for each in facts.bought if not each.in_study)),
    )
    authorities = sorted({line.post for line, _ in of_run} | {each.authority for each in facts.bought})
    explained = []
    for authority in authorities:
        paid = together(split.within for line, split in of_run if line.post == authority)
        bought = [each for each in facts.bought if each.authority == authority]
        explained.append(_explained(authority, paid, bought, facts.dates))
    return Reconciled(quantum, costed, tuple(explained))


def _explained(authority: str, paid: ByMonth, bought: Sequence[Bought], dates: Period) -> Explained:
    by_month: ByMonth = {}
    for each in bought:
        first = each.on.replace(day=1)
        by_month[first] = by_month.get(first, 0) + each.pence
    pence = sum(paid.values()) - sum(by_month.values())
    if not paid:
        return Explained(authority, "In the ledger, and finance states no purchases", pence)
    gap = together([paid, {first: -some for first, some in by_month.items()}])
    candidates = [*_by_month(authority, gap, bought, dates), *_twice(authority, bought)]
    return Explained(
        authority, "Paid for purchases and not in the ledger", pence, nearest_first(candidates, pence, MOST)
    )


def _by_month(authority: str, gap: ByMonth, bought: Sequence[Bought], dates: Period) -> list[Candidate]:
    candidates = []
    ends = {month(dates.start).start, month(dates.last_day).start}
    for first, pence in sorted(gap.items()):
        if not pence:
            continue
        if not dates.start.replace(day=1) <= first < dates.end:
            detail = "came back after the run for what was bought in it, and finance states it there"
            candidates.append(Candidate(Cause.ACCRUAL, authority, "", (first,), pence, detail))
            continue
        if first in ends:
            detail = "bought on one side of the run's first or last day and paid on the other"
            candidates.append(Candidate(Cause.ACCRUAL, authority, "", (first,), pence, detail))
        if pence > 0:
            detail = "more was paid in the month than is recorded"
            candidates.append(Candidate(Cause.OUTSIDE_LEDGER, authority, "", (first,), pence, detail))
            continue
        alike = [each for each in bought if each.on.replace(day=1) == first and each.pence == -pence]
        for each in alike:
            detail = "recorded at the amount by which less was paid in the month"
            candidates.append(Candidate(Cause.NOT_PAID, authority, each.code, (first,), pence, detail))
        if not alike:
            detail = "more is recorded in the month than was paid"
            candidates.append(Candidate(Cause.NOT_PAID, authority, "", (first,), pence, detail))
    return candidates


def _twice(authority: str, bought: Sequence[Bought]) -> list[Candidate]:
    """Purchases of one family and amount within a few days of each other."""
    candidates = []
    ordered = sorted((each for each in bought if each.pence > 0), key=lambda each: (each.family, each.pence, each.on))
    for before, each in itertools.pairwise(ordered):
        if (before.family, before.pence) == (each.family, each.pence) and each.on - before.on <= NEAR:
            detail = f"the same amount for the same family as {before.code}, within three days"
            first = each.on.replace(day=1)
            candidates.append(Candidate(Cause.DOUBLE_ENTRY, authority, each.code, (first,), -each.pence, detail))
    return candidates
