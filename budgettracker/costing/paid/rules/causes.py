"""What may explain a difference: causes sized to the penny from post-level figures, which cannot say which of them is true."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from budgettracker.costing.paid.kinds import Cause
from budgettracker.costing.paid.rules.expected import ByMonth
from budgettracker.costing.paid.rules.statement import Candidate, nearest_first
from budgettracker.money import half_up
from budgettracker.periods import month

WITHIN = 1_00
"""A pound: what rounding each worker's month to the penny may come to, and smaller differences are not worth a cause."""
MOST = 12
"""Candidates named for a line; the nearest in size are kept."""
LONGEST_WEEK = 48 * 60
LIKELY_HOURS = range(1_000, 2_101)
"""Hours of a year that a post can have."""

Months = Mapping[str, ByMonth]


def pay_causes(
    unit: str, gap: ByMonth, around: ByMonth, expected: Months, after_leaving: Months, weekly: Mapping[str, int]
) -> tuple[Candidate, ...]:
    """Causes of pay that contracts and rates do not account for: `gap` by month, `around` in the months beside the run."""
    pence = sum(gap.values())
    if all(abs(each) <= WITHIN for each in gap.values()):
        return ()
    candidates = [
        *_leavers(unit, gap, after_leaving),
        *_agency(unit, gap, expected),
        *_accruals(unit, gap, around, expected),
        *_rates(unit, gap, expected, weekly),
    ]
    if not candidates:
        detail = "the month differs, and no one pattern holds over several"
        odd = [first for first in sorted(gap) if abs(gap[first]) > WITHIN]
        candidates = [Candidate(Cause.ACCRUAL, unit, "", (first,), gap[first], detail) for first in odd]
    return nearest_first(candidates, pence, MOST)


def _leavers(unit: str, gap: ByMonth, after_leaving: Months) -> list[Candidate]:
    """Who left, for as many months on end as the gap has room for their pay."""
    candidates = []
    for worker, would_be in sorted(after_leaving.items()):
        paid = []
        for first in sorted(would_be):
            if not would_be[first] or gap.get(first, 0) < would_be[first] - WITHIN:
                break
            paid.append(first)
        if paid:
            pence = sum(would_be[first] for first in paid)
            candidates.append(Candidate(Cause.LEAVER, unit, worker, tuple(paid), pence, "has left this post"))
    return candidates


def _agency(unit: str, gap: ByMonth, expected: Months) -> list[Candidate]:
    """Whose pay the statement lacks: the gap has room below zero for all of it in these months."""
    candidates = []
    for worker, pay in sorted(expected.items()):
        lacking = [first for first in sorted(pay) if pay[first] and gap.get(first, 0) <= WITHIN - pay[first]]
        if lacking:
            pence = -sum(pay[first] for first in lacking)
            detail = "holds the post, and finance states no pay for it"
            candidates.append(Candidate(Cause.AGENCY, unit, worker, tuple(lacking), pence, detail))
    return candidates


def _accruals(unit: str, gap: ByMonth, around: ByMonth, expected: Months) -> list[Candidate]:
    """A month that has more (or less) than its neighbours: with the counterpart outside the run, or alone."""
    candidates = []
    odd = [first for first in sorted(gap) if abs(gap[first]) > WITHIN]
    for first in odd:
        beside = (month(first).end, month(first - timedelta(days=1)).start)
        for other in beside:
            if other in around and abs(around[other] + gap[first]) <= WITHIN:
                detail = f"{other:%B %Y}, outside the run, has as much {'less' if gap[first] > 0 else 'more'}"
                candidates.append(Candidate(Cause.ACCRUAL, unit, "", (first,), gap[first], detail))
                break
        else:
            if len(odd) == 1 and len(gap) > 1:
                detail = "no other month differs"
                candidates.append(Candidate(Cause.ACCRUAL, unit, "", (first,), gap[first], detail))
        usual = sum(pay.get(first, 0) for pay in expected.values())
        if usual and abs(gap[first] - usual) <= WITHIN:
            detail = "the month's pay is stated at twice what it is"
            candidates.append(Candidate(Cause.DOUBLE_ENTRY, unit, "", (first,), gap[first], detail))
    return candidates


def _rates(unit: str, gap: ByMonth, expected: Months, weekly: Mapping[str, int]) -> list[Candidate]:
    """Pay that is off in one proportion from a month on: an old rate of the post, or hours of one contract."""
    odd = [first for first in sorted(gap) if abs(gap[first]) > WITHIN]
    since = [first for first in sorted(gap) if first >= odd[0]]
    all_pay = {first: sum(pay.get(first, 0) for pay in expected.values()) for first in since}
    candidates = []
    ratio = _one_ratio(gap, all_pay, since)
    pence = sum(gap[first] for first in since)
    if ratio is not None:
        tenths = half_up(1_000 * abs(ratio).numerator, ratio.denominator)
        more = "more" if ratio > 0 else "less"
        detail = f"pay is {tenths // 10}.{tenths % 10}% {more} than the rate from {since[0]:%B %Y} on"
        candidates.append(Candidate(Cause.RATE, unit, "", tuple(since), pence, detail))
    for worker, pay in sorted(expected.items()):
        of_worker = _one_ratio(gap, pay, since)
        if of_worker is None or worker not in weekly:
            continue
        paid = half_up(weekly[worker] * (1 + of_worker).numerator, of_worker.denominator)
        if 0 < paid <= LONGEST_WEEK:
            detail = f"a contract of {in_hours(paid)} a week instead of {in_hours(weekly[worker])}"
            candidates.append(Candidate(Cause.HOURS, unit, worker, tuple(since), pence, detail))
    return candidates


def _one_ratio(gap: ByMonth, pay: ByMonth, since: list[date]) -> Fraction | None:
    """The one proportion in which the gap stands to some pay in every month since, to the pound; None where it does not."""
    whole = sum(pay.get(first, 0) for first in since)
    if not whole or len(since) < 2:
        return None
    ratio = Fraction(sum(gap[first] for first in since), whole)
    fits = all(abs(gap[first] - ratio * pay.get(first, 0)) <= WITHIN for first in since)
    return ratio if fits else None


def time_causes(
    unit: str, workers: Mapping[str, tuple[int, int]], twice: Mapping[str, int], minutes_per_year: int
) -> tuple[Candidate, ...]:
    """Causes of paid time that was not costed (or costed and not paid): by worker, what contracts come to and what was costed."""
    pence = sum(paid - costed for paid, costed in workers.values())
    costed_pence = sum(costed for _, costed in workers.values())
    candidates = [
        Candidate(Cause.DOUBLE_ENTRY, unit, worker, (), -some, "entries with the same day, activity, time and families")
        for worker, some in sorted(twice.items())
    ]
    if abs(pence) > WITHIN and costed_pence and pence > -costed_pence and minutes_per_year:
        hours = half_up(minutes_per_year * costed_pence, 60 * (costed_pence + pence))
        if hours in LIKELY_HOURS:
            recorded = half_up(minutes_per_year, 60)
            detail = f"{hours:,} hours of a year would come to what was paid, where the rate has {recorded:,}"
            candidates.append(Candidate(Cause.HOURS, unit, "", (), pence, detail))
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


def _percent(part: int, whole: int) -> str:
    return f"{half_up(100 * part, whole):,}%" if whole > 0 else "nothing"


def in_hours(minutes: int) -> str:
    """Minutes of a week as hours, to a tenth.

    >>> in_hours(2_220), in_hours(1_332)
    ('37 hours', '22.2 hours')
    """
    tenths = half_up(minutes, 6)
    return f"{tenths // 10}.{tenths % 10} hours" if tenths % 10 else f"{tenths // 10} hours"
