"""What a run leaves out, why, and that it is still told with its cost. A Penny's minute costs a penny."""

from datetime import date

import pytest

from budgettracker.costing.kinds import Destination, Mode, RatioKind, Reason
from budgettracker.costing.method.inputs import Activity
from budgettracker.errors import Refusal
from budgettracker.families.kinds import Arm
from budgettracker.periods import Period
from budgettracker.worktime.kinds import ActivityClass
from tests.factories.costing import (
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


def reasons(found):
    return {(line.family, line.reason): sum(line.pence) for line in found.lines if line.reason}


def test_other_families_and_strangers_are_left_out_and_members_kept():
    found = ran(scope(), RATES, [entry("E1", "F1", "F9", None, contact_minutes=90)])
    assert found.families["F1"].contact_pence == 30
    assert reasons(found) == {("F9", Reason.NOT_A_MEMBER): 30, (None, Reason.OTHER_FAMILIES): 30}


def test_other_families_come_last_when_a_penny_is_shared():
    """100p over F1, F2 and others, however named: 33.3 -> 33, 66.7 -> 67, 100, in steps of 33, 34 and 33."""
    found = ran(scope(), RATES, [entry("E1", None, "F2", "F1", contact_minutes=100)])
    assert [(line.family, line.pence.contact) for line in found.lines] == [("F1", 33), ("F2", 34), (None, 33)]


def test_time_before_opening_is_left_out_and_after_closing_it_counts():
    open_days = Period(date(2026, 5, 1), date(2026, 6, 1))
    found = ran(
        scope(members={"F1": member(open_days=open_days)}),
        RATES,
        [
            entry("E1", "F1", contact_minutes=1, worked_on=date(2026, 4, 30)),
            entry("E2", "F1", contact_minutes=10, worked_on=date(2026, 5, 1)),
            entry("E3", "F1", contact_minutes=100, worked_on=date(2026, 5, 31)),
            entry("E4", "F1", contact_minutes=1000, worked_on=date(2026, 6, 1)),
        ],
    )
    assert found.families["F1"].contact_pence == 1110
    (row,) = found.books.left_out()
    assert (row.reason, row.cost_pence) == (Reason.OUTSIDE_OPEN_DAYS, 1)
    assert found.families["F1"].open_days == 31


@pytest.mark.parametrize("mode, rates", [(Mode.ALL_TIME, RATES), (Mode.CLIENT_TIME, RATIO)])
@pytest.mark.parametrize("families", [(), ("F1",)])
@pytest.mark.parametrize(
    "of, reason",
    [
        ({"activity": RESEARCH}, Reason.EVALUATION),
        ({"activity": Activity("Survey", activity_class=ActivityClass.EVALUATION)}, Reason.EVALUATION),
        ({"activity": LEAVE}, Reason.ABSENCE),
        ({"by_manager": True}, Reason.LINE_MANAGEMENT),
    ],
)
def test_evaluation_absence_and_managers_time_are_left_out_in_both_modes(mode, rates, families, of, reason):
    found = ran(scope(mode), rates, [entry("E1", *families, contact_minutes=60, **of)])
    (line,) = found.lines
    assert (line.destination, line.reason, sum(line.pence)) == (Destination.LEFT_OUT, reason, 60)
    assert found.pools == []
    assert found.books.total().out_by_pence == 0


def test_managers_deciding_is_costed():
    found = ran(scope(), RATES, [entry("E1", "F1", contact_minutes=7, activity=DECIDING, by_manager=True)])
    assert found.families["F1"].total_pence == 7


def test_in_mode_b_time_for_nobody_is_left_out_and_lines_left_out_carry_no_uplift():
    found = ran(
        scope(Mode.CLIENT_TIME),
        RATIO,
        [entry("E1", contact_minutes=60), entry("E2", "F1", None, contact_minutes=40)],
    )
    assert reasons(found) == {(None, Reason.NOT_FOR_A_FAMILY): 60, (None, Reason.OTHER_FAMILIES): 20}
    assert found.families["F1"].indirect_share_pence == 10
    total = found.books.total()
    assert (total.families_pence, total.uplift_pence, total.left_out_pence, total.all_entries_pence) == (
        30,
        10,
        80,
        100,
    )
    assert total.out_by_pence == 0


def test_only_the_chosen_interventions_time_counts():
    named = scope(intervention="Devolved budget")
    found = ran(
        named,
        RATES,
        [
            entry("E1", "F1", contact_minutes=1, intervention="Devolved budget"),
            entry("E2", "F1", contact_minutes=10, intervention="Group conference"),
            entry("E3", "F1", contact_minutes=100),
            entry("E4", contact_minutes=1000, intervention="Group conference"),
        ],
    )
    assert found.families["F1"].total_pence == 1
    (row,) = found.books.left_out()
    assert (row.reason, row.cost_pence, row.minutes) == (Reason.OTHER_INTERVENTION, 1110, 1110)


def test_an_activitys_intervention_holds_unless_the_entry_names_its_own():
    activity = VISIT._replace(intervention="Devolved budget")
    found = ran(
        scope(),
        RATES,
        [entry("E1", "F1", activity=activity), entry("E2", "F1", activity=activity, intervention="Conference")],
    )
    assert [one.intervention for one in found.entries] == ["Devolved budget", "Conference"]


def test_comparison_families_have_time_costs_too():
    found = ran(scope(members={"F1": member(Arm.COMPARISON)}), RATES, [entry("E1", "F1", contact_minutes=5)])
    assert found.families["F1"].total_pence == 5


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
