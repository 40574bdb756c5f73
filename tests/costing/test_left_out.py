"""What a run leaves out, why, and that it is still told with its cost. A Penny's minute costs a penny."""

from datetime import date, timedelta

import pytest

from budgettracker.costing.kinds import DecidingBy, DecisionAbout, Destination, Mode, RatioKind, Reason
from budgettracker.costing.method.inputs import Activity
from budgettracker.costing.rates.rules.deciding import DecidedFrom
from budgettracker.costing.run.rules.decisions import Decision, price_decisions
from budgettracker.errors import Refusal
from budgettracker.families.kinds import Arm
from budgettracker.periods import Period
from budgettracker.worktime.kinds import ActivityClass
from tests.factories.costing import (
    DAY,
    DECIDING,
    LEAVE,
    PENNY_A_MINUTE,
    RESEARCH,
    VISIT,
    book,
    entry,
    member,
    ran,
    scope,
    with_ratio,
)

RATES = book(PENNY_A_MINUTE)
RATIO = book(with_ratio(PENNY_A_MINUTE, 500, RatioKind.CLIENT_RELATED))


def reasons(result):
    return {(line.family, line.reason): sum(line.pence) for line in result.lines if line.reason}


def test_other_families_and_strangers_are_left_out_and_members_kept():
    result = ran(scope(), RATES, [entry("E1", "F1", "F9", None, contact_minutes=90)])
    assert result.families["F1"].contact_pence == 30
    assert reasons(result) == {("F9", Reason.NOT_A_MEMBER): 30, (None, Reason.OTHER_FAMILIES): 30}


def test_other_families_come_last_when_a_penny_is_shared():
    """100p over F1, F2 and others, however named: 33.3 -> 33, 66.7 -> 67, 100, in steps of 33, 34 and 33."""
    result = ran(scope(), RATES, [entry("E1", None, "F2", "F1", contact_minutes=100)])
    assert [(line.family, line.pence.contact) for line in result.lines] == [("F1", 33), ("F2", 34), (None, 33)]


def test_time_before_opening_is_left_out_and_after_closing_it_counts():
    open_days = Period(date(2026, 5, 1), date(2026, 6, 1))
    result = ran(
        scope(members={"F1": member(open_days=open_days)}),
        RATES,
        [
            entry("E1", "F1", contact_minutes=1, worked_on=date(2026, 4, 30)),
            entry("E2", "F1", contact_minutes=10, worked_on=date(2026, 5, 1)),
            entry("E3", "F1", contact_minutes=100, worked_on=date(2026, 5, 31)),
            entry("E4", "F1", contact_minutes=1000, worked_on=date(2026, 6, 1)),
        ],
    )
    assert result.families["F1"].contact_pence == 1110
    (row,) = result.books.left_out()
    assert (row.reason, row.cost_pence) == (Reason.OUTSIDE_OPEN_DAYS, 1)
    assert result.families["F1"].open_days == 31


@pytest.mark.parametrize("mode, rates", [(Mode.ALL_TIME, RATES), (Mode.CLIENT_TIME, RATIO)])
@pytest.mark.parametrize(
    "of, families, reason",
    [
        ({"activity": RESEARCH}, (), Reason.EVALUATION),
        ({"activity": LEAVE}, (), Reason.ABSENCE),
        ({"activity": LEAVE}, ("F1",), Reason.ABSENCE),
        ({"by_manager": True}, (), Reason.LINE_MANAGEMENT),
        ({"by_manager": True}, ("F1",), Reason.LINE_MANAGEMENT),
        ({"activity": DECIDING, "by_manager": True}, (), Reason.DECIDING),
    ],
)
def test_absence_managers_time_and_evaluation_for_nobody_are_left_out_in_both_modes(mode, rates, of, families, reason):
    result = ran(scope(mode), rates, [entry("E1", *families, contact_minutes=60, **of)])
    (line,) = result.lines
    assert (line.destination, line.reason, sum(line.pence)) == (Destination.LEFT_OUT, reason, 60)
    assert result.pools == []
    assert result.books.total().out_by_pence == 0


SURVEY = Activity("Survey", activity_class=ActivityClass.EVALUATION)
START = Activity("First plan", activity_class=ActivityClass.SET_UP)


def test_what_is_set_up_evaluated_and_decided_stands_beside_a_familys_total_in_both_modes():
    """A ratio of 0.5 is added to work with families, also where it sets up or evaluates; a decider's minutes cost c alone.

    In mode A twelve minutes for nobody go half to the visit and a quarter each to set-up and evaluation; deciding carries
    nothing.
    """
    logged = [
        entry("E1", "F1", contact_minutes=20),
        entry("E2", "F1", contact_minutes=10, activity=START),
        entry("E3", "F1", contact_minutes=10, activity=SURVEY),
        entry("E4", "F1", contact_minutes=7, activity=DECIDING, by_manager=True),
        entry("E5", contact_minutes=12),
    ]
    for mode, rates, amounts in (
        (Mode.ALL_TIME, RATES, (26, 7, 13, 13)),
        (Mode.CLIENT_TIME, RATIO, (30, 7, 15, 15)),
    ):
        result = ran(scope(mode), rates, logged)
        costs = result.families["F1"]
        values = (costs.total_pence, costs.deciding_pence, costs.set_up_pence, costs.evaluation_pence)
        assert values == amounts, mode
        assert result.books.total().out_by_pence == 0


def test_deciding_is_counted_in_both_arms_from_one_source_and_whatever_intervention_is_studied():
    """From the logs until 12 May, by the scheme from then on: an entry of that day is left out, and says so."""
    within = scope(
        members={"F1": member(), "F2": member(Arm.COMPARISON)},
        intervention="Conference",
        deciding=(DecidedFrom(date(2026, 5, 12), DecidingBy.SCHEME),),
    )
    logged = [
        entry("E1", "F1", "F2", contact_minutes=8, activity=DECIDING, worked_on=date(2026, 5, 11)),
        entry("E2", "F1", contact_minutes=5, activity=DECIDING),
    ]
    result = ran(within, RATES, logged)
    assert [result.families[family].deciding_pence for family in ("F1", "F2")] == [4, 4]
    assert reasons(result) == {("F1", Reason.DECIDING): 5}


def test_a_decision_by_the_schemes_minutes_is_priced_at_its_deciders_rate_and_shared_over_its_cohort():
    """15 minutes at a penny over three families: 5 each; F9 is no member. Whoever holds no post costs nothing, and is named."""
    within = scope(
        members={"F1": member(), "F2": member(Arm.COMPARISON)}, deciding=(DecidedFrom(DAY, DecidingBy.SCHEME),)
    )
    decisions = [
        Decision(DecisionAbout.LIMIT, "L1", DAY, "ann", 15, ("F1", "F2", "F9")),
        Decision(DecisionAbout.PURCHASE, "S1", DAY, "zoe", 15, ("F2",)),
        Decision(DecisionAbout.PURCHASE, "S2", DAY - timedelta(days=1), "ann", 15, ("F1",)),
    ]
    deciding = price_decisions(within, RATES, decisions)
    assert [(each.family, each.minutes, each.pence) for each in deciding.priced] == [
        ("F1", 5, 5),
        ("F2", 5, 5),
        ("F2", 15, 0),
    ]
    assert deciding.unpriced == {"zoe": 15}


def test_in_mode_b_time_for_nobody_is_left_out_and_lines_left_out_carry_no_uplift():
    result = ran(
        scope(Mode.CLIENT_TIME),
        RATIO,
        [entry("E1", contact_minutes=60), entry("E2", "F1", None, contact_minutes=40)],
    )
    assert reasons(result) == {(None, Reason.NOT_FOR_A_FAMILY): 60, (None, Reason.OTHER_FAMILIES): 20}
    assert result.families["F1"].indirect_share_pence == 10
    total = result.books.total()
    assert (total.families_pence, total.uplift_pence, total.left_out_pence, total.all_entries_pence) == (
        30,
        10,
        80,
        100,
    )
    assert total.out_by_pence == 0


def test_only_the_chosen_interventions_time_counts():
    named = scope(intervention="Devolved budget")
    result = ran(
        named,
        RATES,
        [
            entry("E1", "F1", contact_minutes=1, intervention="Devolved budget"),
            entry("E2", "F1", contact_minutes=10, intervention="Group conference"),
            entry("E3", "F1", contact_minutes=100),
            entry("E4", contact_minutes=1000, intervention="Group conference"),
        ],
    )
    assert result.families["F1"].total_pence == 1
    (row,) = result.books.left_out()
    assert (row.reason, row.cost_pence, row.minutes) == (Reason.OTHER_INTERVENTION, 1110, 1110)


def test_an_activitys_intervention_holds_unless_the_entry_names_its_own():
    activity = VISIT._replace(intervention="Devolved budget")
    result = ran(
        scope(),
        RATES,
        [entry("E1", "F1", activity=activity), entry("E2", "F1", activity=activity, intervention="Conference")],
    )
    assert [one.intervention for one in result.entries] == ["Devolved budget", "Conference"]


def test_comparison_families_have_time_costs_too():
    result = ran(scope(members={"F1": member(Arm.COMPARISON)}), RATES, [entry("E1", "F1", contact_minutes=5)])
    assert result.families["F1"].total_pence == 5


def test_a_run_without_a_post_a_rate_or_a_ratio_is_refused_in_words():
    with pytest.raises(Refusal, match="ann has no post on 12 May 2026"):
        ran(scope(posts_held={}), RATES, [entry("E1", "F1")])
    with pytest.raises(Refusal, match="has no cost"):
        ran(scope(posts={"ann": "Driver"}), RATES, [entry("E1", "F1")])
    with pytest.raises(Refusal, match="has no ratio"):
        ran(scope(Mode.CLIENT_TIME), RATES, [entry("E1", "F1")])


def test_entries_out_of_the_dates_or_out_of_order_are_mistakes_of_the_caller():
    with pytest.raises(ValueError, match="study's dates"):
        ran(scope(), RATES, [entry("E1", "F1", worked_on=date(2026, 3, 31))])
