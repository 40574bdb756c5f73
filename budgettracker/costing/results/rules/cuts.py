"""A run's cost cut by activity, intervention, month, post, team, and by what its families are: each cut adds up to the same."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from budgettracker.costing.results.kinds import Cut, CutColumn
from budgettracker.money import half_up


class Amounts(NamedTuple):
    """What is summed: pence of each part, then minutes and numbers of things."""

    contact_pence: int = 0
    preparation_pence: int = 0
    travel_pence: int = 0
    mileage_pence: int = 0
    expenses_pence: int = 0
    indirect_share_pence: int = 0
    other_pence: int = 0
    contact_minutes: int = 0
    preparation_minutes: int = 0
    travel_minutes: int = 0
    pool_minutes: int = 0
    contacts: int = 0
    items: int = 0

    @property
    def pence(self) -> int:
        """All of its cost."""
        return sum(self[:PENCE])

    def plus(self, other: Sequence[int]) -> "Amounts":
        """Both together."""
        return Amounts(*(one + another for one, another in zip(self, other, strict=True)))


PENCE = 7
"""How many of the amounts are pence: the first ones."""


class Cell(NamedTuple):
    """The finest that cuts tell apart of what families bear: by whom, at what, when, for families of which arm.

    `authority` and `team` are ids as text; texts are empty where there is none. `month` is its first day.
    """

    authority: str
    arm: str
    counts_as: str
    activity: str
    intervention: str
    post: str
    team: str
    month: str


class CutRow(NamedTuple):
    """One row of a cut."""

    cut: Cut
    heading: str
    authority: str
    arm: str
    counts_as: CutColumn
    amounts: Amounts


class Grouped(NamedTuple):
    """A family's headings in the cuts by what families are; ids as text."""

    authority: str
    arm: str
    reason: str
    age_band: str


OF_WORK = (Cut.ACTIVITY, Cut.INTERVENTION, Cut.MONTH, Cut.POST, Cut.TEAM)
"""Cuts by what was done, when and by whom; the others are by what its families are."""


def cuts(
    cells: Mapping[Cell, Sequence[int]],
    by_family: Mapping[tuple[str, str], Sequence[int]],
    families: Mapping[str, Grouped],
) -> list[CutRow]:
    """Every cut of a run, from its cells and from each family's amounts by (family, column), in order."""
    sums: dict[tuple[Cut, str, str, str, str], Amounts] = {}

    def add(cut: Cut, heading: str, authority: str, arm: str, counts_as: str, amounts: Sequence[int]) -> None:
        key = (cut, heading, authority, arm, counts_as)
        sums[key] = sums.get(key, NOTHING).plus(amounts)

    for cell, amounts in cells.items():
        for cut in OF_WORK:
            add(cut, getattr(cell, cut), cell.authority, cell.arm, cell.counts_as, amounts)
    for (family, counts_as), amounts in by_family.items():
        of = families[family]
        for cut, heading in ((Cut.REASON, of.reason), (Cut.AGE_BAND, of.age_band), (Cut.AUTHORITY, of.authority)):
            add(cut, heading, of.authority, of.arm, counts_as, amounts)
    order = list(Cut)
    keys = sorted(sums, key=lambda key: (order.index(key[0]), *key[1:]))
    return [
        CutRow(cut, heading, authority, arm, CutColumn(counts_as), sums[cut, heading, authority, arm, counts_as])
        for cut, heading, authority, arm, counts_as in keys
    ]


NOTHING = Amounts()


def both_ways(amounts: Sequence[int], weights: Sequence[int]) -> list[list[int]]:
    """Amounts shared out over weights, a row an amount: every row adds up to its amount, and every column to its share of all.

    The running total is rounded in both directions at once; where the weights add up to what the amounts do, each column
    adds up to its weight. A single cell can be one off its exact share.

    >>> both_ways([100, 50], [120, 30])
    [[80, 20], [40, 10]]
    >>> both_ways([1, 1, 1], [2, 1])
    [[1, 0], [0, 1], [1, 0]]
    """
    whole = sum(weights)
    ends = list(accumulate(weights))
    rows, before = [], [0] * len(ends)
    for reached in accumulate(amounts):
        until = [half_up(reached * end, whole) if whole else 0 for end in ends]
        steps = [now - then for now, then in zip(until, before, strict=True)]
        rows.append([step - (steps[at - 1] if at else 0) for at, step in enumerate(steps)])
        before = until
    return rows


class PoolSource(NamedTuple):
    """What filled a pool: work of one activity, post and team, with its pence and minutes."""

    activity: str
    post: str
    team: str
    pence: int
    minutes: int


class PoolShare(NamedTuple):
    """What of a pool some families bear, or nobody does (`carriers` None), in pence and in the pool's own minutes."""

    carriers: tuple[str, str, str] | None
    """Authority, arm and column."""
    pence: int
    minutes: int


def pool_cells(
    sources: Iterable[PoolSource], shares: Iterable[PoolShare], intervention: str, month: str
) -> dict[Cell, Amounts]:
    """A pool's part of the cells: what families bear of it stands under what filled it, in proportion."""
    filled, carried = sorted(sources), sorted(shares, key=lambda share: share.carriers or ("", "", ""))
    pence = both_ways([each.pence for each in filled], [each.pence for each in carried])
    minutes = both_ways([each.minutes for each in filled], [each.minutes for each in carried])
    cells: dict[Cell, Amounts] = {}
    for row, source in enumerate(filled):
        for column, share in enumerate(carried):
            if share.carriers is None:
                continue
            authority, arm, counts_as = share.carriers
            cell = Cell(authority, arm, counts_as, source.activity, intervention, source.post, source.team, month)
            part = Amounts(indirect_share_pence=pence[row][column], pool_minutes=minutes[row][column])
            cells[cell] = cells.get(cell, NOTHING).plus(part)
    return cells
