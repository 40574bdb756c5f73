"""The picture of what families had beside each other, and that of categories over months; on plain values, in pence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from budgettracker.drawing import BANDS, TALLEST, Mark

MOST_GROUPS = 6
OTHER = "Other"


@dataclass(frozen=True, slots=True)
class Band:
    """Families whose spend lies above one amount and up to another; nothing spent is a band of its own, from 0 to 0."""

    from_pence: int
    to_pence: int
    families: int
    pence: int


def bands(places: Mapping[int, tuple[int, int]], step_pence: int) -> list[Band]:
    """The rows of the table, from families by place (-1: nothing, then ten places to a row) as (families, pence).

    >>> [each.families for each in bands({-1: (3, 0), 0: (1, 5_00), 9: (2, 199_00)}, 100_00)][:2]
    [3, 3]
    """
    rows = [Band(0, 0, *places.get(-1, (0, 0)))]
    for row in range(BANDS):
        inside = [places.get(place, (0, 0)) for place in range(row * BANDS, row * BANDS + BANDS)]
        families, pence = sum(each[0] for each in inside), sum(each[1] for each in inside)
        rows.append(Band(row * step_pence, (row + 1) * step_pence, families, pence))
    while rows[-1].families == 0 and len(rows) > 1:
        rows.pop()
    return rows


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds of things bought over months: the pence of each month, the picture's bars, and the sum."""

    words: str
    months: list[int]
    bars: list[Mark]
    pence: int


def groups(rows: Iterable[tuple[str, date, int]], months: Sequence[date]) -> list[Group]:
    """What was bought by group and month, the most money first; beyond the first six the rest is one group.

    A category's group is what stands before its colon: "Practical: bedding" is of "Practical". `rows` are category,
    the month's first day, pence; months outside `months` are left out.

    >>> may = date(2027, 5, 1)
    >>> [(each.words, each.months) for each in groups([("A: x", may, 5), ("A: y", may, 2)], [may])]
    [('A', [7])]
    """
    by_group: dict[str, dict[date, int]] = {}
    for category, month, pence in rows:
        of_group = by_group.setdefault(category.split(":")[0], {})
        of_group[month] = of_group.get(month, 0) + pence
    sums = {words: [of_group.get(month, 0) for month in months] for words, of_group in by_group.items()}
    ordered = sorted((words for words in sums if sum(sums[words])), key=lambda words: (-sum(sums[words]), words))
    shown = [(words, sums[words]) for words in ordered[:MOST_GROUPS]]
    if rest := [sums[words] for words in ordered[MOST_GROUPS:]]:
        shown.append((OTHER, [sum(month) for month in zip(*rest, strict=True)]))
    most = max((pence for _, pences in shown for pence in pences), default=0)
    return [Group(words, pences, _bars(pences, most), sum(pences)) for words, pences in shown]


def _bars(pences: Sequence[int], most: int) -> list[Mark]:
    """A bar for each month in which anything was bought, at least a pixel tall."""
    heights = [max(1, TALLEST * pence // most) if pence > 0 else 0 for pence in pences]
    return [Mark(place * 10, TALLEST - height, height) for place, height in enumerate(heights) if height]
