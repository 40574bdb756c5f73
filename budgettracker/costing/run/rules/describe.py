"""What a list of costs looks like: mean, spread and quartiles, from whole pence, rounded once for print."""

from collections.abc import Sequence
from math import isqrt
from typing import NamedTuple

from budgettracker.money import half_up


class Described(NamedTuple):
    """A list of amounts in words of statistics, in pence. `sd_pence` is None of fewer than two amounts."""

    number: int
    zeros: int
    total_pence: int
    mean_pence: int
    sd_pence: int | None
    smallest_pence: int
    lower_pence: int
    median_pence: int
    upper_pence: int
    largest_pence: int


def described(pence: Sequence[int]) -> Described | None:
    """The description of a list of amounts; None where there is none.

    The standard deviation is the sample's (over n - 1). Quartiles lie between two amounts in proportion, as
    QUARTILE.INC of a spreadsheet and R's default (type 7) have them.

    >>> described([1_00, 2_00, 4_00, 10_00])[3:]
    (425, 403, 100, 175, 300, 550, 1000)
    """
    if not pence:
        return None
    ordered = sorted(pence)
    total = sum(ordered)
    return Described(
        number=len(ordered),
        zeros=sum(1 for each in ordered if each == 0),
        total_pence=total,
        mean_pence=half_up(total, len(ordered)),
        sd_pence=_deviation(ordered),
        smallest_pence=ordered[0],
        lower_pence=_quartile(ordered, 1),
        median_pence=_quartile(ordered, 2),
        upper_pence=_quartile(ordered, 3),
        largest_pence=ordered[-1],
    )


def _deviation(pence: Sequence[int]) -> int | None:
    """The square root of the sample's variance, half up: whole numbers all the way."""
    count = len(pence)
    if count < 2:
        return None
    over = count * sum(each * each for each in pence) - sum(pence) ** 2
    # floor(2 * root) tells on which side of a half the root lies.
    return (isqrt(4 * over // (count * (count - 1))) + 1) // 2


def _quartile(ordered: Sequence[int], quarter: int) -> int:
    at, rest = divmod((len(ordered) - 1) * quarter, 4)
    above = ordered[min(at + 1, len(ordered) - 1)]
    return half_up(ordered[at] * 4 + (above - ordered[at]) * rest, 4)


class Segment(NamedTuple):
    """One part of a bar: its name, where it begins, and how long it is, in thousandths of the picture."""

    name: str
    start: int
    width: int


def segments(parts: Sequence[tuple[str, int]], whole_pence: int) -> list[Segment]:
    """A cost as a bar of its parts on a scale that ends at `whole_pence`; a part below zero is not drawn."""
    pieces: list[Segment] = []
    reached = before = 0
    for name, pence in parts:
        reached += max(0, pence)
        after = half_up(reached * 1_000, whole_pence) if whole_pence > 0 else 0
        if after > before:
            pieces.append(Segment(name, before, after - before))
        before = after
    return pieces
