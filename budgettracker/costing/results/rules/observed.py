"""One family as statistics see it: where it belongs, what it cost, and what its cost is averaged over."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from budgettracker.costing.results.kinds import NoInterval
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up

FEWEST_FAMILIES = 40
"""Below this number of families no interval is supported: how widely costs spread cannot be told from so few."""
FEWEST_CLUSTERS = 5
"""Below this number of workers (or teams) no interval is supported."""
MANY_CLUSTERS = 20
"""From this number on families may be resampled for themselves; below it the interval is made between workers."""


class Observed(NamedTuple):
    """A family: its cost in pence, over how much that stands (1 family, days open, children), and who works with it.

    The last three say how it stood before its start: age band and status of the index child, and how often something told of
    risk; empty and 0 where it is not known.
    """

    arm: Arm
    authority: str
    worker: str
    team: str
    pence: int
    base: int = 1
    band: str = ""
    status: str = ""
    risks_before: int = 0


class Interval(NamedTuple):
    """A 95% interval, both ends in whole pence."""

    low_pence: int
    high_pence: int


def whole_pence(pence: float | Fraction) -> int:
    """Pence as they are printed: half up, as all money of the program.

    >>> whole_pence(2.5), whole_pence(-2.5), whole_pence(2.4999)
    (3, -3, 2)
    """
    exact = Fraction(pence)
    return half_up(exact.numerator, exact.denominator)


def strata(families: Iterable[Observed]) -> list[list[Observed]]:
    """Families by arm and authority, in that order: within these they were allocated, and are resampled."""
    groups: dict[tuple[Arm, str], list[Observed]] = {}
    for family in families:
        groups.setdefault((family.arm, family.authority), []).append(family)
    return [groups[key] for key in sorted(groups)]


def obstacle(families: Sequence[Observed], clusters: int) -> NoInterval | None:
    """What stands against any interval for these families, if anything: they are few, their workers are, or all cost alike."""
    if not families:
        return NoInterval.NOTHING
    if not any(family.pence for family in families):
        return NoInterval.ALL_ZERO
    if len(families) < FEWEST_FAMILIES:
        return NoInterval.FEW_FAMILIES
    if clusters < FEWEST_CLUSTERS:
        return NoInterval.FEW_CLUSTERS
    first = families[0]
    if all(each.pence * first.base == first.pence * each.base for each in families):
        return NoInterval.ALL_EQUAL
    return None
