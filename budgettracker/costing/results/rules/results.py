"""Everything a run means statistically, put together from its families."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from budgettracker.costing.results.kinds import Basis, Counted
from budgettracker.costing.results.rules.costed import Costed
from budgettracker.costing.results.rules.difference import Difference, difference
from budgettracker.costing.results.rules.estimate import Estimate, Means, average, estimate, means
from budgettracker.costing.results.rules.window import Month, WindowCost, by_month, window_cost
from budgettracker.costing.run.rules.describe import Described, described
from budgettracker.families.kinds import Arm

WINDOWS = (1, 3, 6, 12, 24)
"""Months from the start over which costs are told, as far as the study reaches."""
STILL_OPEN = "still open when the study ended"


class GroupResult(NamedTuple):
    """The cost of a family in one arm, of all authorities (no name) or of one: described, and estimated."""

    arm: Arm
    authority: str | None
    counted: Counted
    described: Described
    estimate: Estimate


class Compared(NamedTuple):
    """One way of counting and averaging, both arms beside each other, and the difference."""

    counted: Counted
    basis: Basis
    families: dict[Arm, int]
    means: dict[Arm, int | None]
    difference: Difference


class Followup(NamedTuple):
    """How far an arm's families could be followed from their start, and what that makes of their cost.

    `before` families began before the study's first day: their first months were not seen, and they stand in no window or
    month. `ends` counts all.
    """

    arm: Arm
    families: int
    before: int
    windows: list[WindowCost]
    months: list[Month]
    ends: list[tuple[str, int]]


class Results(NamedTuple):
    """What a run means. `groups` are by arm and way of counting, then by authority and arm; budget first."""

    seed: int
    groups: list[GroupResult]
    compared: list[Compared]
    means: list[tuple[Arm, Means]]
    followup: list[Followup]

    @property
    def in_order(self) -> list[GroupResult]:
        """The groups as sheets list them: each authority for itself first, all of them together after it."""
        return sorted(self.groups, key=lambda group: group.authority is None)


def results(families: Sequence[Costed], starts_on: date, ends_on: date, seed: int) -> Results:
    """The results of a run over its days, both included."""
    arms = [arm for arm in Arm if any(family.arm is arm for family in families)]
    authorities = sorted({family.authority for family in families})
    groups = [_group(families, arm, None, counted, seed) for counted in Counted for arm in arms]
    if len(authorities) > 1:
        groups += [
            _group(families, arm, name, Counted.TOTAL, seed)
            for name in authorities
            for arm in arms
            if any(family.arm is arm and family.authority == name for family in families)
        ]
    kept = [(arm, means([each.observed(Counted.TOTAL) for each in families if each.arm is arm])) for arm in arms]
    return Results(
        seed=seed,
        groups=groups,
        compared=[_compared(families, counted, basis, seed) for basis in Basis for counted in Counted]
        if len(arms) > 1
        else [],
        means=[(arm, each) for arm, each in kept if each is not None],
        followup=[_followup([each for each in families if each.arm is arm], arm, starts_on, ends_on) for arm in arms],
    )


def _group(families: Sequence[Costed], arm: Arm, authority: str | None, counted: Counted, seed: int) -> GroupResult:
    chosen = [each for each in families if each.arm is arm and authority in (None, each.authority)]
    description = described([each.pence(counted) for each in chosen])
    assert description is not None
    return GroupResult(
        arm, authority, counted, description, estimate((each.observed(counted) for each in chosen), seed)
    )


def _compared(families: Sequence[Costed], counted: Counted, basis: Basis, seed: int) -> Compared:
    observed = [each.observed(counted, basis) for each in families]
    averages = {arm: average(each for each in observed if each.arm is arm) for arm in Arm}
    number = {arm: sum(each.arm is arm and each.base > 0 for each in observed) for arm in Arm}
    return Compared(counted, basis, number, averages, difference(observed, seed))


def _followup(families: Sequence[Costed], arm: Arm, starts_on: date, ends_on: date) -> Followup:
    seen = [each for each in families if each.start >= starts_on]
    by_family = [each.followed(ends_on) for each in seen]
    reach = min(max((each.months for each in by_family), default=0), WINDOWS[-1])
    return Followup(
        arm=arm,
        families=len(seen),
        before=len(families) - len(seen),
        windows=[window_cost(by_family, length) for length in WINDOWS if length <= reach],
        months=by_month(by_family, reach),
        ends=sorted(Counter(_end(each, ends_on) for each in families).items()),
    )


def _end(family: Costed, ends_on: date) -> str:
    """How following a family ended: the study's end, or why it closed."""
    if family.closed_on is None or family.closed_on > ends_on:
        return STILL_OPEN
    return family.end_reason or "closed, no reason recorded"
