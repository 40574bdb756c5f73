"""Which amounts add up to another one, to the penny: batches, part payments, credit notes."""

from collections.abc import Sequence

MOST_MEMBERS = 6
POOL = 12
"""So many amounts, the nearest ones, are added up with one another; more would fit anything by chance."""
MOST_GROUPS = 3


def groups_of(target: int, amounts: Sequence[int], fewest: int = 2) -> list[tuple[int, ...]]:
    """Up to three groups of places in `amounts` that add up to `target`, of at most six members, fewer first.

    >>> groups_of(22500, [7500, 100, 7500, 7500]), groups_of(43400, [53400, -10000, 1])
    ([(0, 2, 3)], [(0, 1)])
    """
    amounts = amounts[:POOL]
    after = _after(amounts)
    groups: list[tuple[int, ...]] = []
    level: list[tuple[tuple[int, ...], int]] = [((), 0)]
    for size in range(1, min(MOST_MEMBERS, len(amounts)) + 1):
        wider = []
        for members, total in level:
            lacking = target - total
            for place in range(members[-1] + 1 if members else 0, len(amounts)):
                left = lacking - amounts[place]
                if not left:
                    if size >= fewest:
                        groups.append((*members, place))
                        if len(groups) == MOST_GROUPS:
                            return groups
                elif after[place][0] <= left <= after[place][1]:
                    wider.append(((*members, place), target - left))
        level = wider
    return groups


def _after(amounts: Sequence[int]) -> list[tuple[int, int]]:
    """For each place the least and the most that the amounts behind it can add: what lies outside is no group's."""
    least = most = 0
    after = [(0, 0)] * len(amounts)
    for place in range(len(amounts) - 1, -1, -1):
        after[place] = (least, most)
        if amounts[place] < 0:
            least += amounts[place]
        else:
            most += amounts[place]
    return after


def few_add_up(target: int, amounts: Sequence[Sequence[int]]) -> bool:
    """Do one, two or three of these add up to `target`, each with one of its possible amounts?

    >>> few_add_up(30, [(10,), (25, 20)]), few_add_up(31, [(10,), (25, 20)])
    (True, False)
    """
    pairs: set[int] = set()
    singles: set[int] = set()
    for possible in amounts:
        if any(each == target or target - each in singles or target - each in pairs for each in possible):
            return True
        pairs.update(each + other for each in possible for other in singles)
        singles.update(possible)
    return False
