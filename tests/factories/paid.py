"""A world in which everything that was paid is costed: three posts, six months, two teams; causes are planted in copies of it."""

from dataclasses import replace
from datetime import date

from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.paid.rules.expected import paid_by_month, pay_of
from budgettracker.costing.paid.rules.facts import (
    FULL_WEEK,
    Bought,
    Costed,
    Holding,
    PaidFact,
    PaidFacts,
    PayRate,
    PostMonth,
)
from budgettracker.periods import FOREVER, Period, months

RUN = Period(date(2026, 4, 1), date(2026, 10, 1))
WORKER, ASSISTANT, THERAPIST = "Social worker", "Assistant", "Therapist"
RATES = (
    PayRate(WORKER, date(2025, 4, 1), 51_234_00, 1_608 * 60),
    PayRate(ASSISTANT, date(2025, 4, 1), 36_001_00, 1_608 * 60),
    PayRate(THERAPIST, date(2025, 4, 1), 57_700_00, 1_550 * 60),
)
ALWAYS = Period(date(2024, 1, 1), FOREVER)
HOLDINGS = (
    *(Holding(WORKER, name, "North", ALWAYS, FULL_WEEK) for name in ("W-1", "W-2", "W-3")),
    Holding(WORKER, "W-4", "South", ALWAYS, 22 * 60 + 12),
    *(Holding(ASSISTANT, name, "South", ALWAYS, FULL_WEEK) for name in ("W-5", "W-6", "W-7")),
    *(Holding(THERAPIST, name, "East", ALWAYS, 30 * 60) for name in ("W-8", "W-9", "W-10")),
)
WENT = (
    (Destination.FAMILY, None, 60),
    (Destination.DECIDING, None, 2),
    (Destination.LEFT_OUT, Reason.OTHER_FAMILIES, 28),
    (Destination.UNALLOCATED, Reason.NO_FAMILY_MINUTES, 5),
    (Destination.LEFT_OUT, Reason.OTHER_INTERVENTION, 5),
)
"""Where a worker's month goes, in hundredths of it."""


def fitting(holdings: tuple[Holding, ...] = HOLDINGS) -> PaidFacts:
    """Finance states each post's month at what its contracts come to, and each worker's month is costed at as much."""
    stated: dict[tuple[str, date], int] = {}
    costed, logs = [], []
    for holding in holdings:
        for first, pence in pay_of(holding, Period(date(2026, 3, 1), date(2026, 11, 1)), RATES).items():
            stated[holding.post, first] = stated.get((holding.post, first), 0) + pence
            if first in RUN:
                costed += shares(holding, pence)
                logs.append(PostMonth(holding.post, holding.worker, first, 9_000, 600, 8_000, 6_000, 2_000, 120))
    paid = [PaidFact(post, first, last_of(first), pence) for (post, first), pence in sorted(stated.items())]
    bought = [
        Bought(
            "Westmoor",
            f"P-{number}",
            f"F-{number % 4}",
            date(2026, 4 + number % 6, 10),
            11_00 * number,
            10_00 * number,
            number % 3 > 0,
            id=f"p{number}",
        )
        for number in range(1, 25)
    ]
    purchases = [
        PaidFact("Westmoor", part.start, part.last_day, sum(each.pence for each in bought if each.on in part))
        for part in months(RUN)
    ]
    return PaidFacts(RUN, tuple(paid), RATES, holdings, tuple(costed), (), tuple(logs), tuple(purchases), tuple(bought))


def shares(holding: Holding, pence: int) -> list[Costed]:
    """A worker's month, costed at so much and shared over where it goes; the rounding falls to families."""
    parts = [(went, reason, pence * some // 100) for went, reason, some in WENT]
    rest = pence - sum(part for _, _, part in parts)
    return [
        Costed(
            holding.post,
            holding.worker,
            went,
            reason,
            part + (rest if went is Destination.FAMILY else 0),
            part // 50,
        )
        for went, reason, part in parts
    ]


def last_of(first: date) -> date:
    """The last day of the month that begins on a day."""
    return months(Period(first, date(2027, 4, 1)))[0].last_day


def paying(facts: PaidFacts, post: str, **by_month: int) -> PaidFacts:
    """The same with more (or less) pay stated for a post in some months, like `m6=100_00`."""
    more = {int(name[1:]): pence for name, pence in by_month.items()}
    paid = [
        line._replace(pence=line.pence + more.get(line.starts_on.month, 0)) if line.post == post else line
        for line in facts.paid
    ]
    return replace(facts, paid=tuple(paid))


def stated_pence(facts: PaidFacts) -> int:
    """What finance states of the run's days."""
    return sum(sum(paid_by_month(line, facts.dates).within.values()) for line in facts.paid)
