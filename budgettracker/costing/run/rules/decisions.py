"""Deciding by the scheme's minutes: each decision priced at its decider's own rate, shared over the families it was about."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from budgettracker.costing.kinds import DecidingBy, DecisionAbout
from budgettracker.costing.method.apportion import Portion, portions, shared
from budgettracker.costing.method.entry_cost import time_pence
from budgettracker.costing.method.inputs import Scope
from budgettracker.costing.rates.rules.build_up import PostRate
from budgettracker.costing.rates.rules.rate_book import MissingRate, RateBook
from budgettracker.costing.run.rules.blocks import rate_for


class Decision(NamedTuple):
    """A decision of a person on a day, the minutes its scheme gives it, and the families it was about, by reference."""

    about: DecisionAbout
    subject: str
    """The change of the limit, or the purchase."""
    decided_on: date
    worker: str
    minutes: int
    families: tuple[str, ...]


class PricedDecision(NamedTuple):
    """What of a decision falls on one family. Without a rate its decider holds no post that has a cost: it costs nothing."""

    of: Decision
    family: str
    rate: PostRate | None
    portion: Portion
    minutes: int
    pence: int


@dataclass(slots=True)
class Deciding:
    """What deciding came to, and whose time had no price: minutes by worker."""

    priced: list[PricedDecision] = field(default_factory=list)
    unpriced: dict[str, int] = field(default_factory=dict)

    def add_unpriced(self, worker: str, minutes: int) -> None:
        """Count minutes that a decider without a post spent."""
        if minutes:
            self.unpriced[worker] = self.unpriced.get(worker, 0) + minutes


def price_decisions(scope: Scope, rates: RateBook, decisions: Iterable[Decision]) -> Deciding:
    """The decisions of days whose deciding is counted by the scheme's minutes, for families of the study in both arms.

    minutes * A / H, rounded half up once, then shared over the families by rounding the running total, as an entry is.
    """
    deciding = Deciding()
    for decision in decisions:
        day = decision.decided_on
        if day not in scope.dates or scope.deciding_by(day) is not DecidingBy.SCHEME:
            continue
        rate = rate_for(scope, rates, decision.worker, day)
        known = None if isinstance(rate, MissingRate) else rate
        running = portions([1] * len(decision.families))
        minutes = shared(decision.minutes, running)
        pence = shared(time_pence(decision.minutes, known) if known else 0, running)
        for family, portion, some, cost in zip(decision.families, running, minutes, pence, strict=True):
            member = scope.members.get(family)
            if member is None or not member.counts_on(day):
                continue
            deciding.priced.append(PricedDecision(decision, family, known, portion, some, cost))
            if known is None:
                deciding.add_unpriced(decision.worker, some)
    return deciding
