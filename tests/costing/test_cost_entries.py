"""The program's costing of entries against the plain version of the same calculation, line by line, on invented worlds."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgettracker.costing.kinds import Destination, Mode, Reason
from tests.costing.plain_costing import PlainRun
from tests.factories.costing import book, ran
from tests.factories.costing_worlds import full_world, worlds


def as_plain(line):
    return (
        line.of.work.ref,
        line.family,
        line.destination,
        line.reason,
        tuple(line.portion),
        tuple(line.whole),
        tuple(line.minutes),
        tuple(line.pence),
    )


def as_plain_share(line):
    pool = line.of
    return (
        *(pool.worker, pool.month, pool.intervention, pool.activity_class),
        *(line.family, line.destination, line.reason, line.minutes, tuple(line.portion), line.indirect_share_pence),
    )


def compared(world):
    """The plain version of a world's run, once the program's is seen to be the same."""
    scope, costs, entries = world
    rates = book(*costs)
    plain = PlainRun(scope, rates, entries)
    program = ran(scope, rates, entries)
    assert [as_plain(line) for line in program.lines] == plain.lines
    assert [as_plain_share(line) for line in program.pool_lines] == plain.pool_lines
    return plain


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(Mode).flatmap(worlds))
def test_every_line_is_what_the_plain_version_says(world):
    compared(world)


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
