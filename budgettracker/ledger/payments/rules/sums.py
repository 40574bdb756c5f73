"""Which amounts add up to another one, to the penny: batches, part payments, credit notes."""

from collections.abc import Sequence

MOST_MEMBERS = 6
POOL = 12
"""So many amounts, the nearest ones, are added up with one another; more would fit anything by chance."""
MOST_GROUPS = 3
_MOST_STEPS = 4_000


def groups_of(target: int, amounts: Sequence[int], fewest: int = 2) -> list[tuple[int, ...]]:
    """Up to three groups of places in `amounts` that add up to `target`, of at most six members, fewer first.

    >>> groups_of(22500, [7500, 100, 7500, 7500]), groups_of(43400, [53400, -10000, 1])
    ([(0, 2, 3)], [(0, 1)])
    """
    amounts = amounts[:POOL]
    signed = any(amount <= 0 for amount in amounts)
    groups: list[tuple[int, ...]] = []
    steps = _MOST_STEPS
    level: list[tuple[tuple[int, ...], int]] = [((), 0)]
    for size in range(1, min(MOST_MEMBERS, len(amounts)) + 1):
        wider = []
        for members, total in level:
            for place in range(members[-1] + 1 if members else 0, len(amounts)):
                steps -= 1
                reached = total + amounts[place]
                if reached == target and size >= fewest:
                    groups.append((*members, place))
                    if len(groups) == MOST_GROUPS:
                        return groups
                elif reached != target and (signed or reached < target):
                    wider.append(((*members, place), reached))
            if steps < 0:
                return groups
        level = wider
    return groups


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
