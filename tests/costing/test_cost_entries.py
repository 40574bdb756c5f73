"""The program's costing of entries against the plain version of the same calculation, line by line, where everything happens.

Worlds that nobody thought of are in test_worlds.py.
"""

from budgettracker.costing.kinds import Destination, Mode, Reason
from tests.costing.plain_costing import require_same_lines
from tests.factories.costing import book, ran
from tests.factories.costing_worlds import full_world


def compared(world):
    """The plain version of a world's run, once the program's is seen to be the same."""
    scope, costs, entries = world
    rates = book(*costs)
    return require_same_lines(ran(scope, rates, entries), scope, rates, entries)


def test_so_it_is_where_everything_happens():
    """For every destination and every reason of a line there is one in this world."""
    seen: set[tuple[Destination, Reason | None]] = set()
    for mode in Mode:
        plain = compared(full_world(mode))
        seen.update(line[2:4] for line in plain.lines)
        seen.update(line[5:7] for line in plain.pool_lines)
    assert {reason for _, reason in seen} == {None, *Reason}
    assert {destination for destination, _ in seen} == set(Destination)


def test_half_a_penny_is_rounded_up():
    """61 minutes at half a penny are 30.5p; without the tie in the world, rounding down would go unnoticed."""
    scope, costs, entries = full_world(Mode.ALL_TIME)
    first = ran(scope, book(*costs), entries).entries[0]
    assert (first.work.minutes.contact, first.pence.contact) == (61, 31)
