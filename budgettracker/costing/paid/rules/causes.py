"""What may explain a difference: causes sized to the penny from post-level figures, which cannot say which of them is true."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from budgettracker.costing.paid.kinds import Cause
from budgettracker.costing.paid.rules.expected import ByMonth
from budgettracker.costing.paid.rules.overlapping import overlapping_causes
from budgettracker.costing.paid.rules.patterns import (
    WITHIN,
    Pays,
    fits,
    lacking_pay,
    leavers,
    odd_accruals,
    odd_months,
    whole_causes,
)
from budgettracker.costing.paid.rules.statement import Candidate, nearest_first
from budgettracker.money import half_up

MOST = 12
"""Candidates named for a line; the nearest in size are kept."""
LIKELY_HOURS = range(1_000, 2_101)
"""Hours of a year that a post can have."""


class PostTime(NamedTuple):
    """A post's time in pence: what its workers' contracts come to, and what was costed; minutes of its rate's year, or 0."""

    post: str
    paid_pence: int
    costed_pence: int
    minutes_per_year: int


def pay_causes(unit: str, gap: ByMonth, around: ByMonth, pays: Pays) -> tuple[Candidate, ...]:
    """Causes of pay that contracts and rates do not account for: `gap` by month, `around` in the months beside the run.

    Where no one cause fits every month, two that fit together stand first, each with the other.
    """
    pence = sum(gap.values())
    if fits(gap):
        return ()
    whole = whole_causes(unit, gap, around, pays)
    candidates = [
        *leavers(unit, gap, pays.after_leaving),
        *lacking_pay(unit, gap, pays.expected),
        *odd_accruals(unit, gap, around, pays.expected),
        *(each for each in whole if each.cause in (Cause.RATE, Cause.HOURS)),
    ]
    pairs = [] if whole else overlapping_causes(unit, gap, around, pays)
    if not candidates and not pairs:
        detail = "the month differs, and no one pattern holds over several"
        candidates = [Candidate(Cause.ACCRUAL, unit, "", (first,), gap[first], detail) for first in odd_months(gap)]
    in_pairs = {(each.cause, each.who, each.pence) for each in pairs}
    alone = [each for each in candidates if (each.cause, each.who, each.pence) not in in_pairs]
    return (*pairs, *nearest_first(alone, pence, MOST - len(pairs)))


def time_causes(
    unit: str, workers: Mapping[str, tuple[int, int]], twice: Mapping[str, int], posts: Sequence[PostTime]
) -> tuple[Candidate, ...]:
    """Causes of paid time that was not costed (or costed and not paid): by worker, what contracts come to and what was costed."""
    pence = sum(paid - costed for paid, costed in workers.values())
    candidates = [
        Candidate(Cause.DOUBLE_ENTRY, unit, worker, (), -some, "entries with the same day, activity, time and families")
        for worker, some in sorted(twice.items())
    ]
    years = (_year(unit, post, named=len(posts) > 1) for post in posts)
    candidates += [each for each in years if each is not None]
    for worker, (paid, costed) in sorted(workers.items()):
        if not paid and costed:
            detail = "no contracted hours are known: paid through an agency, or a contract that was not entered"
            candidates.append(Candidate(Cause.AGENCY, unit, worker, (), -costed, detail))
        elif abs(paid - costed) > WITHIN:
            cause = Cause.UNLOGGED if paid > costed else Cause.UNPAID
            candidates.append(
                Candidate(cause, unit, worker, (), paid - costed, f"costed at {_percent(costed, paid)} of pay")
            )
    return nearest_first(candidates, pence, MOST)


def _year(unit: str, post: PostTime, *, named: bool) -> Candidate | None:
    """Other hours of a year at which a post's time would come to what was paid; its own contracts say so, no payroll."""
    pence = post.paid_pence - post.costed_pence
    if abs(pence) <= WITHIN or not post.costed_pence or not post.paid_pence or not post.minutes_per_year:
        return None
    hours = half_up(post.minutes_per_year * post.costed_pence, 60 * post.paid_pence)
    if hours not in LIKELY_HOURS:
        return None
    recorded = half_up(post.minutes_per_year, 60)
    of = f" of {post.post}" if named else ""
    detail = f"{hours:,} hours of a year{of} would come to what was paid, where the rate has {recorded:,}"
    return Candidate(Cause.HOURS, unit, "", (), pence, detail)


def _percent(part: int, whole: int) -> str:
    return f"{half_up(100 * part, whole):,}%" if whole > 0 else "nothing"
