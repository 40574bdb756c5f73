"""Putting right what was typed on a purchase: which of it moves money, and how the corrected purchase stands decided."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from budgettracker.access import DECIDERS, Role
from budgettracker.spend.kinds import Review


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """Of a purchase what its money hangs on: pence, the day, the family, and from which money it is."""

    pence: int
    day: date
    family_id: uuid.UUID
    kind: str

    def elsewhere(self, was: "MoneyFacts") -> bool:
        """Is the money another family's, or from other money, than it `was`?"""
        return (self.family_id, self.kind) != (was.family_id, was.kind)


@dataclass(frozen=True, slots=True)
class Decided:
    """How a purchase stood decided before it was corrected. Pence."""

    paid_pence: int
    over_pence: int
    review: str


@dataclass(frozen=True, slots=True)
class Stands:
    """How a corrected purchase stands decided: by which role, whether a manager still has to look, and what was kept."""

    review: Review
    decided_as: Role | None
    by_approval: bool = False
    by_review: bool = False


def stands_corrected(
    was: Decided, paid_pence: int, over_pence: int, *, elsewhere: bool, front_line: bool, approved_as: Role | None
) -> Stands:
    """How a purchase stands once it has been corrected to this price.

    An approval that covers the new price (`approved_as` its role) goes on holding, and what was decided afterwards holds
    for the same money or less. Neither is ever carried to another family or other money (`elsewhere`): there only the
    worker's band counts, and above it the purchase waits like one that was already paid.
    """
    kept = not elsewhere and over_pence <= was.over_pence
    if kept and approved_as is not None:
        return Stands(Review.NONE, approved_as, by_approval=True)
    if front_line and not over_pence:
        return Stands(Review.NONE, Role.PRACTITIONER)
    if kept and paid_pence <= was.paid_pence and was.review in (Review.ACCEPTED, Review.DECLINED):
        return Stands(Review(was.review), None, by_review=True)
    return Stands(Review.OPEN, None)


def in_both(first: Sequence[Role], second: Sequence[Role]) -> tuple[Role, ...]:
    """The roles that may decide by either of two lists; the highest role where none is on both.

    >>> in_both((Role.MANAGER, Role.SENIOR_MANAGER), (Role.SENIOR_MANAGER,))
    (<Role.SENIOR_MANAGER: 'senior_manager'>,)
    """
    return tuple(role for role in DECIDERS if role in first and role in second) or (DECIDERS[-1],)


def counted_together(pence: Sequence[int], unticked: Sequence[bool]) -> list[int | None]:
    """At how many pence running totals count each purchase of a chain of corrections; None: at its own.

    `pence` are the prices, the first purchase first; `unticked[n]` says whether the correction of the n-th into the next
    still waits for a manager's tick. Those that hang together by such corrections count at the largest of them.

    >>> counted_together([100, 300, 50], [True, False])
    [300, 300, None]
    >>> counted_together([100, 300, 50], [True, True])
    [300, 300, 300]
    """
    counts: list[int | None] = [None] * len(pence)
    start = 0
    for place in range(len(pence)):
        if place < len(unticked) and unticked[place]:
            continue
        if place > start:
            counts[start : place + 1] = [max(pence[start : place + 1])] * (place + 1 - start)
        start = place + 1
    return counts
