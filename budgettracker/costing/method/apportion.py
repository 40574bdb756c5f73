"""Sharing an entry or a pool over families by rounding the running total: by reference, other families last."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from budgettracker.costing.method.inputs import Member, Share
from budgettracker.errors import Refusal
from budgettracker.families.kinds import Arm


class Step(NamedTuple):
    """Where a share lies on the running total of weights: from and to, of the whole."""

    share_from: int
    share_to: int
    share_of: int


def amount(whole: int, step: Step) -> int:
    """The share of a whole of zero or more (pence or minutes): the rounded running total after the step less that before.

    Half up is `(2 * n + d) // (2 * d)` for whole numbers that are not below zero.
    """
    share_from, share_to, share_of = step
    twice, whole = 2 * share_of, 2 * whole
    return (whole * share_to + share_of) // twice - (whole * share_from + share_of) // twice


def amounts(whole: int, running: Sequence[Step]) -> list[int]:
    """A whole of zero or more shared over all its steps: `amount` of each, reckoned once along the running total."""
    if len(running) == 1:
        return [whole]
    if not whole:
        return [0] * len(running)
    found: list[int] = []
    before, whole = 0, 2 * whole
    for _, share_to, share_of in running:
        after = (whole * share_to + share_of) // (2 * share_of)
        found.append(after - before)
        before = after
    return found


def equally(families: Iterable[str | None]) -> tuple[Share, ...]:
    """Shares of one each; a family (or other families) named twice has two."""
    return in_order([Share(family, 1) for family in families])


def by_weight(families: Sequence[str | None], weights: Sequence[int]) -> tuple[Share, ...]:
    """Shares by minutes or persons, one whole number for each family in the same order. Raises Refusal."""
    if len(families) != len(weights):
        raise Refusal("family_minutes", "Give one number of minutes for each family, in the same order.")
    if any(weight < 0 for weight in weights) or not any(weights):
        raise Refusal("family_minutes", "Give the minutes of each family in whole numbers, at least one above 0.")
    return in_order([Share(family, weight) for family, weight in zip(families, weights, strict=True)])


def in_order(shares: Iterable[Share]) -> tuple[Share, ...]:
    """Shares in the order they are rounded in: by reference, other families last, each family once."""
    weights: dict[str | None, int] = {}
    for family, weight in shares:
        weights[family] = weights.get(family, 0) + weight
    named = sorted(family for family in weights if family is not None)
    others = [Share(None, weights[None])] if None in weights else []
    return tuple([Share(family, weights[family]) for family in named] + others)


def steps(weights: Sequence[int]) -> list[Step]:
    """The running total of weights, as steps. Raises ValueError where there is nothing to share by."""
    whole = sum(weights)
    if len(weights) == 1 and whole > 0:
        return [Step(0, whole, whole)]
    if whole <= 0 or min(weights) < 0:
        raise ValueError("shares need weights of zero or more with a sum above zero")
    found: list[Step] = []
    before = 0
    for weight in weights:
        found.append(Step(before, before + weight, whole))
        before += weight
    return found


def own_families(
    named: Iterable[tuple[str, str]], members: Mapping[str, Member], interventions: Iterable[str] = ()
) -> dict[str, frozenset[str]]:
    """Each intervention's own families: those with an entry that names it, never a comparison family.

    `named` holds (intervention, family) of entries. An intervention of `interventions` that no family's entry
    names is that of the whole budget arm: its own families are then all of it.
    """
    compared = {family for family, member in members.items() if member.arm is Arm.COMPARISON}
    found: dict[str, set[str]] = {intervention: set() for intervention in interventions}
    for intervention, family in named:
        found.setdefault(intervention, set()).add(family)
    budget_arm = set(members) - compared
    return {name: frozenset((families or budget_arm) - compared) for name, families in found.items()}
