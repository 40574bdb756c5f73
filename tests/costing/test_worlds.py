"""Whatever the world, everything adds up to the penny, in every cut and both modes, and a spreadsheet says the same."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from math import floor

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgettracker.costing.kinds import Destination, Mode, RatioKind, Reason
from budgettracker.costing.method.lines import Line, PoolLine
from tests.factories.costing import book, ran
from tests.factories.costing_worlds import worlds

many = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
either_mode = st.sampled_from(Mode).flatmap(worlds)
KINDS = ("contact", "preparation", "travel")


def rounded(value):
    """Half up, for what is not below zero."""
    return floor(Fraction(value) + Fraction(1, 2))


def formula(whole, line):
    """ROUND(whole * share_to / share_of, 0) - ROUND(whole * share_from / share_of, 0)."""
    return rounded(Fraction(whole * line.portion.share_to, line.portion.share_of)) - rounded(
        Fraction(whole * line.portion.share_from, line.portion.share_of)
    )


def rate_of(rates, one):
    return next(rate for rate in rates.rates() if (rate.post, rate.starts_on) == (one.rate.post, one.rate.starts_on))


def run_world(world):
    scope, costs, entries = world
    rates = book(*costs)
    return scope, rates, entries, ran(scope, rates, entries)


@many
@given(either_mode)
def test_every_run_adds_up_to_the_penny_as_its_lines_do(world):
    """The reconciliation is worker by worker what the lines, pools and entries come to."""
    _, _, _, found = run_world(world)
    total = found.books.total()
    assert total.out_by_pence == 0
    pence: Counter[str] = Counter()
    for line in found.lines:
        pence[line.destination] += sum(line.pence)
    for line in found.pool_lines:
        pence[line.destination] += line.indirect_share_pence
    assert total.families_pence == pence[Destination.FAMILY]
    assert total.unallocated_pence == pence[Destination.UNALLOCATED]
    assert total.left_out_pence == pence[Destination.LEFT_OUT]
    assert total.uplift_pence == sum(line.pence.indirect for line in found.lines)
    assert total.all_entries_pence == sum(entry.pence.logged for entry in found.entries)
    left_out = found.books.left_out()
    assert sum(row.cost_pence for row in left_out) == total.left_out_pence + total.unallocated_pence
    assert len({row.reason for row in left_out}) == len(left_out)


@many
@given(either_mode)
def test_families_unallocated_and_left_out_are_all_entries_as_sums_of_lines(world):
    """Reckoned from the lines alone, without the program's own reconciliation."""
    scope, _, entries, found = run_world(world)
    sums: Counter[str] = Counter()
    for line in found.lines:
        sums[line.destination] += sum(line.pence)
    for line in found.pool_lines:
        sums[line.destination] += line.indirect_share_pence
    every = sum(entry.pence.logged for entry in found.entries)
    uplift = sum(line.pence.indirect for line in found.lines)
    kept = sums[Destination.FAMILY] + sums[Destination.UNALLOCATED] + sums[Destination.LEFT_OUT]
    assert kept - uplift == every
    assert sums[Destination.POOLED] == sum(pool.cost_pence for pool in found.pools)
    assert uplift == 0 or scope.mode is Mode.CLIENT_TIME
    assert sums[Destination.FAMILY] == sum(costs.total_pence for costs in found.families.values())
    assert {entry.work.ref for entry in found.entries} == {entry.ref for entry in entries}


@many
@given(either_mode)
def test_a_spreadsheet_formula_says_every_amount_again(world):
    _, rates, _, found = run_world(world)
    for line in found.lines:
        rate = rate_of(rates, line.of)
        for kind in KINDS:
            minutes = getattr(line.whole, kind)
            part = rounded(Fraction(minutes * rate.annual_cost_pence, rate.minutes_per_year))
            assert getattr(line.pence, kind) == formula(part, line)
            assert getattr(line.minutes, kind) == formula(minutes, line)
        if line.reason is not Reason.CONTAINED_IN_RATIO:
            assert line.pence.mileage == formula(line.of.pence.mileage, line)
            assert line.pence.expenses == formula(line.of.work.expenses_pence, line)
        counted = line.pence.indirect
        if counted:
            minutes = line.whole.contact
            if rate.ratio_kind is RatioKind.CLIENT_RELATED:
                minutes += line.whole.preparation + line.whole.travel
            uplift = Fraction(minutes * rate.annual_cost_pence * rate.ratio_thousandths, rate.minutes_per_year * 1000)
            assert counted == formula(rounded(uplift), line)
    for line in found.pool_lines:
        assert line.indirect_share_pence == formula(line.of.cost_pence, line)


@many
@given(either_mode)
def test_the_formula_holds_in_a_spreadsheets_own_arithmetic(world):
    """A spreadsheet has binary fractions only: reckoned in pence over minutes they still round to the same penny."""
    _, rates, _, found = run_world(world)
    for one in found.entries:
        rate = rate_of(rates, one)
        for kind in KINDS:
            quotient = getattr(one.work.minutes, kind) * rate.annual_cost_pence / rate.minutes_per_year
            assert floor(quotient + 0.5) == getattr(one.pence, kind)
    for line in found.pool_lines:
        cost = line.of.cost_pence
        to, before = (
            cost * line.portion.share_to / line.portion.share_of,
            cost * line.portion.share_from / line.portion.share_of,
        )
        assert floor(to + 0.5) - floor(before + 0.5) == line.indirect_share_pence


@many
@given(either_mode)
def test_lines_of_an_entry_hold_all_of_it_and_their_shares_have_no_gap(world):
    _, _, _, found = run_world(world)
    by_entry: dict[str, list[Line]] = {}
    for line in found.lines:
        by_entry.setdefault(line.of.work.ref, []).append(line)
    for lines in by_entry.values():
        one = lines[0].of
        for kind in KINDS:
            assert sum(getattr(line.minutes, kind) for line in lines) == getattr(one.work.minutes, kind)
            assert sum(getattr(line.pence, kind) for line in lines) == getattr(one.pence, kind)
        assert sum(line.pence.mileage for line in lines) == one.pence.mileage
        assert sum(line.pence.expenses for line in lines) == one.work.expenses_pence
        assert_no_gap(sorted({(line.portion.share_from, line.portion.share_to) for line in lines}), one_of(lines))
    for pool in found.pools:
        pool_lines = [line for line in found.pool_lines if line.of == pool]
        assert_no_gap([(line.portion.share_from, line.portion.share_to) for line in pool_lines], one_of(pool_lines))
        assert sum(line.indirect_share_pence for line in pool_lines) == pool.cost_pence


def one_of(lines: list[Line] | list[PoolLine]) -> int:
    (whole,) = {line.portion.share_of for line in lines}
    return whole


def assert_no_gap(ends, whole):
    assert ends[0][0] == 0
    assert ends[-1][1] == whole
    assert all(left[1] == right[0] for left, right in pairwise(ends))


@many
@given(worlds(Mode.ALL_TIME))
def test_no_comparison_family_bears_an_interventions_pool(world):
    scope, _, _, found = run_world(world)
    for line in found.pool_lines:
        if line.of.intervention is not None and line.family in scope.members:
            assert scope.members[line.family].arm.value == "budget"
            assert line.family in scope.own_families[line.of.intervention]


@many
@given(worlds(Mode.ALL_TIME), st.randoms(use_true_random=False))
def test_the_order_entries_come_in_changes_nothing(world, random):
    scope, costs, entries = world
    shuffled = list(entries)
    random.shuffle(shuffled)
    shuffled.sort(key=lambda one: one.worker)
    assert ran(scope, book(*costs), shuffled).lines == ran(scope, book(*costs), entries).lines
