"""One cause of pay that contracts do not account for: patterns over months, each sized to the penny."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from budgettracker.costing.paid.kinds import Cause
from budgettracker.costing.paid.rules.expected import ByMonth
from budgettracker.costing.paid.rules.statement import Candidate
from budgettracker.money import half_up
from budgettracker.periods import month

WITHIN = 1_00
"""A pound: what rounding each worker's month to the penny may come to, and smaller differences are not worth a cause."""
LONGEST_WEEK = 48 * 60

Months = Mapping[str, ByMonth]


class Pays(NamedTuple):
    """What contracts come to by month: of each worker, of each post, of who left had they stayed; and weekly minutes."""

    expected: Months
    of_posts: Months
    after_leaving: Months
    weekly: Mapping[str, int]


def fits(gap: ByMonth) -> bool:
    """Is nothing left of a gap in any month, but for rounding?"""
    return all(abs(each) <= WITHIN for each in gap.values())


def odd_months(gap: ByMonth) -> list[date]:
    """Months that differ by more than rounding."""
    return [first for first in sorted(gap) if abs(gap[first]) > WITHIN]


def less(gap: ByMonth, part: ByMonth) -> ByMonth:
    """A gap without a part of it, month by month."""
    return {first: gap.get(first, 0) - part.get(first, 0) for first in gap.keys() | part.keys()}


def whole_causes(unit: str, gap: ByMonth, around: ByMonth, pays: Pays) -> list[Candidate]:
    """Causes each of which fits every month by itself."""
    whole = list(_rates(unit, gap, pays))
    if len(odd_months(gap)) == 1:
        whole += odd_accruals(unit, gap, around, pays.expected)
    for cause, worker, part in known_causes(pays):
        if fits(less(gap, part)):
            whole.append(known_cause(unit, cause, worker, part))
    return whole


def known_causes(pays: Pays) -> Iterator[tuple[Cause, str, ByMonth]]:
    """Causes whose size contracts say: a leaver paid until each month in turn, and pay that the statement lacks."""
    for worker, would_be in sorted(pays.after_leaving.items()):
        paid: ByMonth = {}
        for first in sorted(would_be):
            if would_be[first]:
                paid = {**paid, first: would_be[first]}
                yield Cause.LEAVER, worker, paid
    for worker, pay in sorted(pays.expected.items()):
        yield Cause.AGENCY, worker, {first: -pence for first, pence in pay.items() if pence}


def known_cause(unit: str, cause: Cause, worker: str, part: ByMonth) -> Candidate:
    """A cause whose size contracts say, as a candidate."""
    detail = "has left this post" if cause is Cause.LEAVER else "holds the post, and finance states no pay for it"
    return Candidate(cause, unit, worker, tuple(sorted(part)), sum(part.values()), detail)


def leavers(unit: str, gap: ByMonth, after_leaving: Months) -> list[Candidate]:
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


def lacking_pay(unit: str, gap: ByMonth, expected: Months) -> list[Candidate]:
    """Whose pay the statement lacks: the gap has room below zero for all of it in these months."""
    candidates = []
    for worker, pay in sorted(expected.items()):
        lacking = [first for first in sorted(pay) if pay[first] and gap.get(first, 0) <= WITHIN - pay[first]]
        if lacking:
            pence = -sum(pay[first] for first in lacking)
            detail = "holds the post, and finance states no pay for it"
            candidates.append(Candidate(Cause.AGENCY, unit, worker, tuple(lacking), pence, detail))
    return candidates


def odd_accruals(unit: str, gap: ByMonth, around: ByMonth, expected: Months) -> list[Candidate]:
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


def _rates(unit: str, gap: ByMonth, pays: Pays) -> list[Candidate]:
    """Pay that is off in one proportion from a month on: an old rate of a post, or hours of one contract."""
    return [cause for cause, _, _ in proportions(unit, gap, pays)]


def proportions(unit: str, gap: ByMonth, pays: Pays) -> list[tuple[Candidate, Fraction, ByMonth]]:
    """The same with the proportion, and the pay that it is of."""
    odd = odd_months(gap)
    if not odd:
        return []
    since = [first for first in sorted(gap) if first >= odd[0]]
    pence = sum(gap[first] for first in since)
    every = {first: sum(pay.get(first, 0) for pay in pays.expected.values()) for first in since}
    of_posts = dict(pays.of_posts) if len(pays.of_posts) > 1 else {}
    causes: list[tuple[Candidate, Fraction, ByMonth]] = []
    for post, pay in (("", every), *sorted(of_posts.items())):
        ratio = _one_ratio(gap, pay, since)
        if ratio is not None:
            tenths = half_up(1_000 * abs(ratio).numerator, ratio.denominator)
            more = "more" if ratio > 0 else "less"
            called = f"pay of {post}" if post else "pay"
            detail = f"{called} is {tenths // 10}.{tenths % 10}% {more} than the rate from {since[0]:%B %Y} on"
            causes.append((Candidate(Cause.RATE, unit, "", tuple(since), pence, detail), ratio, pay))
    for worker, pay in sorted(pays.expected.items()):
        of_worker = _one_ratio(gap, pay, since)
        if of_worker is None or worker not in pays.weekly:
            continue
        paid = half_up(pays.weekly[worker] * (1 + of_worker).numerator, of_worker.denominator)
        if 0 < paid <= LONGEST_WEEK:
            detail = f"a contract of {in_hours(paid)} a week instead of {in_hours(pays.weekly[worker])}"
            causes.append((Candidate(Cause.HOURS, unit, worker, tuple(since), pence, detail), of_worker, pay))
    return causes


def _one_ratio(gap: ByMonth, pay: ByMonth, since: list[date]) -> Fraction | None:
    """The one proportion in which the gap stands to some pay in every month since, to the pound; None where it does not."""
    whole = sum(pay.get(first, 0) for first in since)
    if not whole or len(since) < 2:
        return None
    ratio = Fraction(sum(gap[first] for first in since), whole)
    fits = all(abs(gap[first] - ratio * pay.get(first, 0)) <= WITHIN for first in since)
    return ratio if fits else None


def in_hours(minutes: int) -> str:
    """Minutes of a week as hours, to a tenth.

    >>> in_hours(2_220), in_hours(1_332)
    ('37 hours', '22.2 hours')
    """
    tenths = half_up(minutes, 6)
    return f"{tenths // 10}.{tenths % 10} hours" if tenths % 10 else f"{tenths // 10} hours"
