"""Mode A: time for nobody, pooled by worker and month, and over whom it is shared. A Penny's minute costs a penny."""

from datetime import date

from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.method.apportion import own_families
from budgettracker.families.kinds import Arm
from budgettracker.periods import Period
from budgettracker.worktime.kinds import ActivityClass
from tests.factories.costing import (
    BUDGET_ADMIN,
    PENNY_A_MINUTE,
    RESEARCH,
    SET_UP,
    book,
    entry,
    member,
    ran,
    scope,
)

RATES = book(PENNY_A_MINUTE)
MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 3)
MEMBERS = {"F1": member(), "F2": member(Arm.COMPARISON)}
OWN = {"Devolved budget": frozenset({"F1"})}


def shares(result):
    return {(line.family, line.reason): line.indirect_share_pence for line in result.pool_lines}


def test_a_pool_is_shared_over_all_family_minutes_of_the_month_before_the_studys_families_are_kept():
    """60p of meetings over F1 30, F9 20 and other families 10 minutes: 30, 20 and 10."""
    result = ran(
        scope(),
        RATES,
        [
            entry("E1", contact_minutes=60),
            entry("E2", "F1", contact_minutes=10, preparation_minutes=15, travel_minutes=5),
            entry("E3", "F9", contact_minutes=20),
            entry("E4", None, contact_minutes=10),
        ],
    )
    assert shares(result) == {
        ("F1", None): 30,
        ("F9", Reason.NOT_A_MEMBER): 20,
        (None, Reason.OTHER_FAMILIES): 10,
    }
    assert result.families["F1"].indirect_share_pence == 30
    (pool,) = result.pools
    assert (pool.cost_pence, pool.minutes, pool.family_minutes, pool.month) == (60, 60, 60, date(2026, 5, 1))


def test_a_month_with_a_pool_and_no_family_minutes_is_unallocated():
    result = ran(
        scope(), RATES, [entry("E1", contact_minutes=60), entry("E2", "F1", worked_on=JUNE, contact_minutes=5)]
    )
    (line,) = result.pool_lines
    assert (line.destination, line.indirect_share_pence, line.of.family_minutes) == (Destination.UNALLOCATED, 60, 0)
    assert result.books.total().unallocated_pence == 60


def test_a_pool_is_of_one_worker_and_one_month():
    result = ran(
        scope(posts={"ann": "Penny", "ben": "Penny"}),
        RATES,
        [
            entry("E1", contact_minutes=10),
            entry("E2", "F1", contact_minutes=1),
            entry("E3", worked_on=JUNE, contact_minutes=100),
            entry("E4", "F2", worked_on=JUNE, contact_minutes=1),
            entry("E5", worker="ben", contact_minutes=1000),
            entry("E6", "F2", worker="ben", contact_minutes=1),
        ],
    )
    assert result.families["F1"].indirect_share_pence == 10
    assert result.families["F2"].indirect_share_pence == 1100


def test_miles_and_expenses_logged_to_nobody_are_in_the_pool():
    result = ran(
        scope(), RATES, [entry("E1", miles_hundredths=10_00, expenses_pence=200), entry("E2", "F1", contact_minutes=1)]
    )
    assert result.families["F1"].indirect_share_pence == 450 + 200


def test_shares_of_one_family_are_the_same_however_many_entries_it_has():
    """100p over F1 (1 + 1 minutes), F2 (1): by family 2/3 and 1/3: 67 and 33."""
    result = ran(
        scope(),
        RATES,
        [
            entry("E1", contact_minutes=100),
            entry("E2", "F1", contact_minutes=1),
            entry("E3", "F2", contact_minutes=1),
            entry("E4", "F1", contact_minutes=1),
        ],
    )
    assert shares(result) == {("F1", None): 67, ("F2", None): 33}


def test_an_interventions_pool_never_falls_on_a_comparison_family():
    """General time is shared by all, the intervention's is F1's alone, even if F2 is named as its own."""
    entries = [
        entry("E1", contact_minutes=100, activity=BUDGET_ADMIN),
        entry("E2", contact_minutes=10),
        entry("E3", "F1", "F2", None, "F9", contact_minutes=40),
    ]
    for own in (OWN, {"Devolved budget": frozenset({"F1", "F2"})}):
        result = ran(scope(members=MEMBERS, own_families=own), RATES, entries)
        assert result.families["F1"].indirect_share_pence == 103
        assert result.families["F2"].indirect_share_pence == 2
        assert result.books.total().out_by_pence == 0


def test_an_interventions_pool_without_minutes_for_its_own_families_is_unallocated():
    result = ran(
        scope(members=MEMBERS, own_families=OWN),
        RATES,
        [entry("E1", contact_minutes=100, activity=BUDGET_ADMIN), entry("E2", "F2", contact_minutes=10)],
    )
    assert result.books.total().unallocated_pence == 100
    assert result.families["F2"].indirect_share_pence == 0


def test_a_study_of_one_intervention_keeps_its_pool_and_its_minutes_share_of_general_time():
    """General 20p over 10 named and 10 unnamed minutes: 10 kept. The intervention's 100p is F1's on all its minutes."""
    result = ran(
        scope(members=MEMBERS, own_families=OWN, intervention="Devolved budget"),
        RATES,
        [
            entry("E1", contact_minutes=100, activity=BUDGET_ADMIN),
            entry("E2", contact_minutes=20),
            entry("E3", "F1", contact_minutes=10, intervention="Devolved budget"),
            entry("E4", "F1", contact_minutes=10),
        ],
    )
    assert result.families["F1"].indirect_share_pence == 110
    assert result.families["F1"].contact_pence == 10


def test_set_up_time_has_a_pool_of_its_own():
    result = ran(
        scope(members=MEMBERS, own_families=OWN),
        RATES,
        [
            entry("E1", contact_minutes=100, activity=SET_UP),
            entry("E2", contact_minutes=7, activity=BUDGET_ADMIN),
            entry("E3", "F1", contact_minutes=10),
        ],
    )
    assert {pool.activity_class: pool.cost_pence for pool in result.pools} == {
        ActivityClass.RUNNING: 7,
        ActivityClass.SET_UP: 100,
    }
    by_class = {line.of.activity_class: line.indirect_share_pence for line in result.pool_lines}
    by_class[ActivityClass.RUNNING] += sum(line.pence.contact for line in result.lines if line.family)
    assert by_class == {ActivityClass.RUNNING: 17, ActivityClass.SET_UP: 100}


def test_minutes_of_evaluation_carry_their_share_of_the_pool_beside_the_total():
    result = ran(
        scope(),
        RATES,
        [
            entry("E1", contact_minutes=60),
            entry("E2", "F1", contact_minutes=20),
            entry("E3", "F1", contact_minutes=10, activity=RESEARCH),
        ],
    )
    assert [(line.destination, line.indirect_share_pence) for line in result.pool_lines] == [
        (Destination.FAMILY, 40),
        (Destination.EVALUATION, 20),
    ]
    assert (result.families["F1"].total_pence, result.families["F1"].evaluation_pence) == (60, 30)


def test_managers_minutes_carry_nothing():
    result = ran(
        scope(),
        RATES,
        [
            entry("E1", contact_minutes=60),
            entry("E2", "F1", contact_minutes=20),
            entry("E3", "F2", contact_minutes=20, by_manager=True),
        ],
    )
    assert shares(result) == {("F1", None): 60}


def test_a_shared_entrys_whole_minutes_carry_the_pool():
    """11 minutes over three families are 4, 3 and 4 (3.67 -> 4, 7.33 -> 7, 11); the pool of 22p is then 8, 6 and 8."""
    result = ran(scope(), RATES, [entry("E1", contact_minutes=22), entry("E2", "F1", "F2", "F9", contact_minutes=11)])
    assert [line.minutes.contact for line in result.lines if line.family] == [4, 3, 4]
    assert list(shares(result).values()) == [8, 6, 8]


def test_the_pool_of_a_month_is_cut_to_the_studys_dates():
    """The study starts on 15 May: only what is dated from then is there to be pooled and to carry it."""
    dates = Period(date(2026, 5, 15), date(2026, 6, 10))
    result = ran(
        scope(dates=dates),
        RATES,
        [
            entry("E1", worked_on=date(2026, 5, 15), contact_minutes=6),
            entry("E2", "F1", worked_on=date(2026, 5, 31), contact_minutes=1),
            entry("E3", worked_on=date(2026, 6, 9), contact_minutes=8),
        ],
    )
    assert [(pool.month, pool.cost_pence) for pool in result.pools] == [(date(2026, 5, 1), 6), (date(2026, 6, 1), 8)]
    assert [line.destination for line in result.pool_lines] == [Destination.FAMILY, Destination.UNALLOCATED]


def test_a_pool_carried_by_days_outside_a_familys_time_is_outside_it_whatever_the_minutes_were_for():
    """F1 closed on 1 May; its 5 minutes for no intervention after that carry the intervention's 100p: 100 outside."""
    closed = member(open_days=Period(date(2026, 1, 1), MAY))
    result = ran(
        scope(members={"F1": closed}, own_families=OWN, intervention="Devolved budget"),
        RATES,
        [entry("E1", activity=BUDGET_ADMIN, contact_minutes=100), entry("E2", "F1", contact_minutes=5)],
    )
    assert shares(result) == {("F1", None): 100}
    assert (result.families["F1"].total_pence, result.families["F1"].outside_pence) == (100, 100)


def test_an_interventions_own_families_are_those_its_entries_name_else_the_budget_arm():
    members = {"F1": member(), "F2": member(), "F3": member(Arm.COMPARISON)}
    named = [("Conference", "F2"), ("Conference", "F3"), ("Conference", "F9")]
    assert own_families(named, members, ["Conference", "Devolved budget"]) == {
        "Conference": frozenset({"F2", "F9"}),
        "Devolved budget": frozenset({"F1", "F2"}),
    }
