"""Whatever the world, everything adds up to the penny, in every cut and both modes, and a spreadsheet says the same."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgettracker.costing.kinds import BESIDE, BORNE, DecidingBy, Destination, Mode, RatioKind, Reason
from budgettracker.costing.method.inputs import Scope, WorkEntry
from budgettracker.costing.method.lines import Line, PoolLine
from budgettracker.costing.rates.rules.build_up import PostCost
from budgettracker.costing.rates.rules.rate_book import RateBook
from tests.costing.plain_costing import require_same_lines
from tests.costing.second_reckoning import Second
from tests.factories.costing import Ran, book, ran
from tests.factories.costing_worlds import World, worlds

many = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


@dataclass(frozen=True)
class Run:
    """A world and what came of it."""

    scope: Scope
    costs: list[PostCost]
    rates: RateBook
    entries: list[WorkEntry]
    ran: Ran


def adds_up_to_the_penny_as_its_lines_do(run: Run) -> None:
    """The reconciliation is worker by worker what the lines, pools and entries come to."""
    result = run.ran
    total = result.books.total()
    assert total.out_by_pence == 0
    pence: Counter[str] = Counter()
    for line in result.lines:
        pence[line.destination] += sum(line.pence)
    for share in result.pool_lines:
        pence[share.destination] += share.indirect_share_pence
    assert total.families_pence == pence[Destination.FAMILY]
    beside = (total.deciding_pence, total.set_up_pence, total.evaluation_pence)
    assert beside == tuple(pence[where] for where in BESIDE)
    assert total.unallocated_pence == pence[Destination.UNALLOCATED]
    assert total.left_out_pence == pence[Destination.LEFT_OUT]
    assert total.uplift_pence == sum(line.pence.indirect for line in result.lines)
    assert total.all_entries_pence == sum(entry.pence.logged for entry in result.entries)
    left_out = result.books.left_out()
    assert sum(row.cost_pence for row in left_out) == total.left_out_pence + total.unallocated_pence
    assert len({row.reason for row in left_out}) == len(left_out)


def families_unallocated_and_left_out_are_all_entries(run: Run) -> None:
    """Reckoned from the lines alone, without the program's own reconciliation."""
    scope, entries, result = run.scope, run.entries, run.ran
    sums: Counter[str] = Counter()
    for line in result.lines:
        sums[line.destination] += sum(line.pence)
    for share in result.pool_lines:
        sums[share.destination] += share.indirect_share_pence
    every = sum(entry.pence.logged for entry in result.entries)
    uplift = sum(line.pence.indirect for line in result.lines)
    kept = sum(sums[where] for where in (*BORNE, Destination.UNALLOCATED, Destination.LEFT_OUT))
    assert kept - uplift == every
    assert sums[Destination.POOLED] == sum(pool.cost_pence for pool in result.pools)
    assert uplift == 0 or scope.mode is Mode.CLIENT_TIME
    assert sums[Destination.FAMILY] == sum(costs.total_pence for costs in result.families.values())
    priced = [entry for entry in entries if entry.worker in scope.posts_held]
    assert {entry.work.ref for entry in result.entries} == {entry.ref for entry in priced}
    without_post = [entry for entry in entries if entry.worker not in scope.posts_held and entry.shares]
    counted = [entry for entry in without_post if scope.deciding_by(entry.worked_on) is DecidingBy.LOGS]
    assert result.unpriced_minutes == sum(entry.minutes.total for entry in counted)


def a_spreadsheet_formula_says_every_amount_again(run: Run) -> None:
    rates, result = run.rates, run.ran
    for line in result.lines:
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
    for share in result.pool_lines:
        assert share.indirect_share_pence == formula(share.of.cost_pence, share)


def the_formula_holds_in_a_spreadsheets_own_arithmetic(run: Run) -> None:
    """A spreadsheet has binary fractions only: reckoned in pence over minutes they still round to the same penny."""
    rates, result = run.rates, run.ran
    for one in result.entries:
        rate = rate_of(rates, one)
        for kind in KINDS:
            quotient = getattr(one.work.minutes, kind) * rate.annual_cost_pence / rate.minutes_per_year
            assert floor(quotient + 0.5) == getattr(one.pence, kind)
    for line in result.pool_lines:
        cost = line.of.cost_pence
        to, before = (
            cost * line.portion.share_to / line.portion.share_of,
            cost * line.portion.share_from / line.portion.share_of,
        )
        assert floor(to + 0.5) - floor(before + 0.5) == line.indirect_share_pence


def lines_of_an_entry_hold_all_of_it_without_a_gap(run: Run) -> None:
    result = run.ran
    by_entry: dict[str, list[Line]] = {}
    for line in result.lines:
        by_entry.setdefault(line.of.work.ref, []).append(line)
    for lines in by_entry.values():
        one = lines[0].of
        for kind in KINDS:
            assert sum(getattr(line.minutes, kind) for line in lines) == getattr(one.work.minutes, kind)
            assert sum(getattr(line.pence, kind) for line in lines) == getattr(one.pence, kind)
        assert sum(line.pence.mileage for line in lines) == one.pence.mileage
        assert sum(line.pence.expenses for line in lines) == one.work.expenses_pence
        assert_no_gap(sorted({(line.portion.share_from, line.portion.share_to) for line in lines}), one_of(lines))
    for pool in result.pools:
        pool_lines = [line for line in result.pool_lines if line.of == pool]
        assert_no_gap([(line.portion.share_from, line.portion.share_to) for line in pool_lines], one_of(pool_lines))
        assert sum(line.indirect_share_pence for line in pool_lines) == pool.cost_pence


def one_of(lines: list[Line] | list[PoolLine]) -> int:
    (whole,) = {line.portion.share_of for line in lines}
    return whole


def assert_no_gap(ends, whole):
    assert ends[0][0] == 0
    assert ends[-1][1] == whole
    assert all(left[1] == right[0] for left, right in pairwise(ends))


def no_comparison_family_bears_an_interventions_pool(run: Run) -> None:
    scope, result = run.scope, run.ran
    for line in result.pool_lines:
        if line.of.intervention is not None and line.family is not None and line.family in scope.members:
            assert scope.members[line.family].arm.value == "budget"
            assert line.family in scope.own_families[line.of.intervention]


def the_order_entries_come_in_changes_nothing(run: Run, random: Random) -> None:
    shuffled = list(run.entries)
    random.shuffle(shuffled)
    shuffled.sort(key=lambda one: one.worker)
    assert ran(run.scope, run.rates, shuffled).lines == run.ran.lines


def a_second_reckoning_comes_to_the_same_pennies(run: Run) -> None:
    second = Second(run.scope, run.costs, run.entries)
    assert {
        family: (row.total_pence, row.deciding_pence, row.set_up_pence, row.evaluation_pence, row.outside_pence)
        for family, row in run.ran.families.items()
    } == {
        family: (second.total[family], *(each[family] for each in second.beside.values()), second.outside[family])
        for family in run.scope.members
    }


def whatever_the_mode(world: World) -> Run:
    """Everything that holds of every world; drawing a world takes longer than all of it."""
    scope, costs, entries = world
    rates = book(*costs)
    run = Run(scope, costs, rates, entries, ran(scope, rates, entries))
    adds_up_to_the_penny_as_its_lines_do(run)
    families_unallocated_and_left_out_are_all_entries(run)
    a_spreadsheet_formula_says_every_amount_again(run)
    the_formula_holds_in_a_spreadsheets_own_arithmetic(run)
    lines_of_an_entry_hold_all_of_it_without_a_gap(run)
    a_second_reckoning_comes_to_the_same_pennies(run)
    require_same_lines(run.ran, scope, rates, entries)
    return run


@many
@given(worlds(Mode.CLIENT_TIME))
def test_where_time_for_families_is_logged_everything_adds_up(world: World) -> None:
    whatever_the_mode(world)


@many
@given(worlds(Mode.ALL_TIME), st.randoms(use_true_random=False))
def test_where_all_time_is_logged_everything_adds_up(world: World, random: Random) -> None:
    run = whatever_the_mode(world)
    no_comparison_family_bears_an_interventions_pool(run)
    the_order_entries_come_in_changes_nothing(run, random)
