"""Sharing an entry or a pool over families by rounding the running total: by reference, other families last."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from budgettracker.costing.method.inputs import Member, Share
from budgettracker.families.kinds import Arm
from budgettracker.money import parts_of_running_total


class Portion(NamedTuple):
    """Where a share lies on the running total of weights: from and to, of the whole."""

    share_from: int
    share_to: int
    share_of: int


WHOLE = Portion(0, 1, 1)
"""All of something that is not shared."""


def portions(weights: Sequence[int]) -> list[Portion]:
    """The running total of weights, share by share. Raises ValueError where there is nothing to share by."""
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("shares need weights of zero or more with a sum above zero")
    return [Portion(end - weight, end, whole) for weight, end in zip(weights, accumulate(weights), strict=True)]


def shared(amount: int, running: Sequence[Portion]) -> list[int]:
    """Whole pence or minutes over portions that follow one another, so that the parts add up (see `money.share_out`)."""
    if len(running) == 1:
        return [amount]
    if not amount:
        return [0] * len(running)
    return parts_of_running_total(amount, [portion.share_to for portion in running], running[0].share_of)


def in_order(shares: Iterable[Share]) -> tuple[Share, ...]:
    """Shares in the order they are rounded in: by reference, other families last, each family once."""
    weights: dict[str | None, int] = {}
    for family, weight in shares:
        weights[family] = weights.get(family, 0) + weight
    named = sorted([family for family in weights if family is not None])
    others = [Share(None, weights[None])] if None in weights else []
    return tuple([Share(family, weights[family]) for family in named] + others)


def own_families(
    named: Iterable[tuple[str, str]], members: Mapping[str, Member], interventions: Iterable[str] = ()
) -> dict[str, frozenset[str]]:
    """Each intervention's own families: those with an entry that names it, never a comparison family.

    `named` holds (intervention, family) of entries. An intervention of `interventions` that no family's entry
    names is that of the whole budget arm: its own families are then all of it.
    """
    comparison = {family for family, member in members.items() if member.arm is Arm.COMPARISON}
    families_of: dict[str, set[str]] = {intervention: set() for intervention in interventions}
    for intervention, family in named:
        families_of.setdefault(intervention, set()).add(family)
    budget_arm = set(members) - comparison
    return {name: frozenset((families or budget_arm) - comparison) for name, families in families_of.items()}
