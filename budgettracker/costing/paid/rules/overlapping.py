"""Two causes of pay that overlap: what no one pattern fits, and two together do in every month."""

from datetime import date
from fractions import Fraction

from budgettracker.costing.paid.kinds import Cause
from budgettracker.costing.paid.rules.expected import ByMonth
from budgettracker.costing.paid.rules.patterns import (
    WITHIN,
    Pays,
    known_cause,
    known_causes,
    less,
    odd_months,
    proportions,
    whole_causes,
)
from budgettracker.costing.paid.rules.statement import Candidate
from budgettracker.money import half_up

MOST_IN_PAIRS = 9
"""Candidates that are named in pairs: with more nobody would look."""
MOST_RISE = Fraction(1, 4)
"""A rise (or fall) of pay by more is no rate that somebody forgot."""


def overlapping_causes(unit: str, gap: ByMonth, around: ByMonth, pays: Pays) -> list[Candidate]:
    """Two causes that come to the gap in every month together: the first few such pairs, each named with the other."""
    pairs: list[tuple[Candidate, Candidate]] = []
    for cause, worker, part in known_causes(pays):
        rest = less(gap, part)
        pairs += [
            (known_cause(unit, cause, worker, part), other) for other in whole_causes(unit, rest, around, pays)[:3]
        ]
    for first in odd_months(gap):
        pairs += _month_and_rate(unit, gap, first, pays)
    for since in odd_months(gap)[2:]:
        pairs += _rate_and_later_rate(unit, gap, since, pays)
    named: dict[Candidate, Candidate] = {}
    for first_cause, second in pairs:
        for each, beside in ((first_cause, second), (second, first_cause)):
            detail = f"{each.detail}; together with “{beside.cause.words[0].lower()}{beside.cause.words[1:]}”"
            named.setdefault(each, each._replace(detail=f"{detail}, {beside.who}" if beside.who else detail))
        if len(named) >= MOST_IN_PAIRS:
            break
    return list(named.values())[:MOST_IN_PAIRS]


def _month_and_rate(unit: str, gap: ByMonth, odd: date, pays: Pays) -> list[tuple[Candidate, Candidate]]:
    """A proportion that holds in all months but one, and what that one has besides."""
    others = {first: pence for first, pence in gap.items() if first != odd}
    together = []
    for rate, ratio, pay in _rises(unit, others, pays):
        due = half_up_of(ratio * pay.get(odd, 0)) if odd >= rate.months[0] else 0
        if due and abs(gap[odd] - due) > WITHIN:
            months = tuple(sorted({*rate.months, odd}))
            apart = Candidate(Cause.ACCRUAL, unit, "", (odd,), gap[odd] - due, "differs from the months around it")
            together.append((rate._replace(months=months, pence=rate.pence + due), apart))
    return together


def _rate_and_later_rate(unit: str, gap: ByMonth, since: date, pays: Pays) -> list[tuple[Candidate, Candidate]]:
    """A proportion that holds until a month, and goes on when another joins it then."""
    before = {first: pence for first, pence in gap.items() if first < since}
    together = []
    for rate, ratio, pay in _rises(unit, before, pays):
        part = {first: half_up_of(ratio * pay.get(first, 0)) for first in gap if first >= rate.months[0]}
        for later, _, _ in _rises(unit, less(gap, part), pays):
            if later.months[0] == since:
                together.append((rate._replace(months=tuple(sorted(part)), pence=sum(part.values())), later))
    return together


def _rises(unit: str, gap: ByMonth, pays: Pays) -> list[tuple[Candidate, Fraction, ByMonth]]:
    """Proportions of a post's whole pay; of each post alone where there are several."""
    rates = [each for each in proportions(unit, gap, pays) if each[0].cause is Cause.RATE and abs(each[1]) <= MOST_RISE]
    return rates[1:] if len(rates) > 1 else rates


def half_up_of(exact: Fraction) -> int:
    """Whole pence of an exact amount, half up.

    >>> half_up_of(Fraction(5, 2)), half_up_of(Fraction(7, 3))
    (3, 2)
    """
    return half_up(exact.numerator, exact.denominator)
