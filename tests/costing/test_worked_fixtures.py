"""The worked fixtures of the costing method, each worked by hand in its docstring."""

from typing import Any

from budgettracker.costing.kinds import Destination, Mode, RatioKind, Reason
from budgettracker.costing.method.apportion import in_order
from budgettracker.costing.method.inputs import Share
from budgettracker.money import half_up
from tests.factories.costing import ASSISTANT, SOCIAL_WORKER, book, entry, member, ran, scope, with_ratio

BOTH = {"ann": "Social worker", "ben": "Social work assistant"}
FIVE = ("F1", "F2", "F3", "F4", "F5")


def test_a_joint_visit_adds_both_workers_time_and_one_cars_miles():
    """90 minutes of contact and 30 of travel each, 12 miles in one car.

    Social worker: 90 x 7,521,800 / 96,480 = 7,016.60 -> 7,017p; 30 x ... = 2,338.87 -> 2,339p; 12 x 45p = 540p.
    Assistant:     90 x 5,648,900 / 96,480 = 5,269.496 -> 5,269p; 30 x ... = 1,756.499 -> 1,756p.
    Together 7,017 + 5,269 + 2,339 + 1,756 + 540 = 16,921p. The duration is not divided between the workers.
    """
    visit: dict[str, Any] = {"contact_minutes": 90, "travel_minutes": 30}
    result = ran(
        scope(posts=BOTH),
        book(SOCIAL_WORKER, ASSISTANT),
        [entry("E1", "F1", miles_hundredths=12_00, **visit), entry("E2", "F1", worker="ben", **visit)],
    )
    costs = result.families["F1"]
    assert (costs.contact_pence, costs.travel_pence, costs.mileage_pence) == (7017 + 5269, 2339 + 1756, 540)
    assert costs.total_pence == 16_921


def group_session(**sharing):
    """Two leaders for three and a half hours; the materials stand on the first leader's entry."""
    return [
        entry("E1", *FIVE, contact_minutes=210, expenses_pence=18_00, **sharing),
        entry("E2", *FIVE, worker="ben", contact_minutes=210, **sharing),
    ]


def run_group(**sharing):
    members = {family: member() for family in FIVE}
    return ran(scope(posts=BOTH, members=members), book(SOCIAL_WORKER, ASSISTANT), group_session(**sharing))


def test_a_group_session_is_shared_equally_over_the_families_that_attended():
    """210 minutes of each leader and 18.00 of materials over 5 of 6 places.

    Social worker: 210 x 7,521,800 / 96,480 = 16,372.08 -> 16,372p. Fifths of the running total: 3,274.4, 6,548.8,
    9,823.2, 13,097.6, 16,372 -> 3,274, 6,549, 9,823, 13,098, 16,372: steps of 3,274, 3,275, 3,274, 3,275, 3,274.
    Assistant: 12,295.49 -> 12,295p, 2,459 each. Materials 360 each. 42 minutes of each leader each.
    In all 30,467p: 5,077.83 -> 5,078p a place, 6,093.4 -> 6,093p an attender.
    """
    result = run_group()
    assert [result.families[family].contact_pence - 2459 for family in FIVE] == [3274, 3275, 3274, 3275, 3274]
    assert [result.families[family].expenses_pence for family in FIVE] == [360] * 5
    assert {line.minutes.contact for line in result.lines} == {42}
    whole = sum(entry.pence.logged for entry in result.entries)
    assert (whole, half_up(whole, 6), half_up(whole, 5)) == (30_467, 5_078, 6_093)


def test_a_group_session_can_be_shared_by_minutes():
    """The same session by minutes 60, 60, 120, 120 and 90 (450 in all).

    Social worker's 16,372p at 60, 120, 240, 360 and 450 of 450: 2,182.93, 4,365.87, 8,731.73, 13,097.6, 16,372
    -> 2,183, 4,366, 8,732, 13,098, 16,372, in steps of 2,183, 2,183, 4,366, 4,366, 3,274.
    Assistant's 12,295p: 1,639.33, 3,278.67, 6,557.33, 9,836, 12,295 -> 1,639, 1,640, 3,278, 3,279, 2,459.
    Materials 240, 240, 480, 480, 360. Of 210 minutes 28, 28, 56, 56, 42.
    """
    result = run_group(shares=in_order(map(Share, FIVE, [60, 60, 120, 120, 90])))
    of_ann = [line for line in result.lines if line.of.work.worker == "ann"]
    of_ben = [line for line in result.lines if line.of.work.worker == "ben"]
    assert [line.pence.contact for line in of_ann] == [2183, 2183, 4366, 4366, 3274]
    assert [line.pence.contact for line in of_ben] == [1639, 1640, 3278, 3279, 2459]
    assert [line.pence.expenses for line in of_ann] == [240, 240, 480, 480, 360]
    assert [line.minutes.contact for line in of_ann] == [28, 28, 56, 56, 42]


def test_ninety_minutes_at_a_ratio_of_0_38():
    """90 minutes of contact at r = 0.38, face to face.

    90 x 7,521,800 / 96,480 = 7,016.6045 -> 7,017p; the uplift 7,016.6045 x 0.38 = 2,666.31 -> 2,666p, reckoned on
    the unrounded cost. In all 9,683p.
    """
    rates = book(with_ratio(SOCIAL_WORKER, 380, RatioKind.FACE_TO_FACE))
    result = ran(scope(Mode.CLIENT_TIME, posts=BOTH), rates, [entry("E1", "F1", contact_minutes=90)])
    costs = result.families["F1"]
    assert (costs.contact_pence, costs.indirect_share_pence, costs.total_pence) == (7017, 2666, 9683)


def test_a_face_to_face_ratio_contains_preparation_and_travel():
    """60 minutes of contact, 20 of preparation, 40 of travel at r = 2.8 face to face.

    Contact 4,677.74 -> 4,678p, uplift 4,677.7363 x 2.8 = 13,097.66 -> 13,098p. Preparation (1,559.25 -> 1,559p) and
    travel (3,118.49 -> 3,118p) are left out; the miles are not time and stay.
    """
    rates = book(with_ratio(SOCIAL_WORKER, 2800, RatioKind.FACE_TO_FACE))
    visit: dict[str, Any] = {
        "contact_minutes": 60,
        "preparation_minutes": 20,
        "travel_minutes": 40,
        "miles_hundredths": 10_00,
    }
    result = ran(scope(Mode.CLIENT_TIME, posts=BOTH), rates, [entry("E1", "F1", **visit)])
    costs = result.families["F1"]
    assert (costs.contact_pence, costs.indirect_share_pence, costs.mileage_pence) == (4678, 13_098, 450)
    assert (costs.preparation_pence, costs.travel_pence) == (0, 0)
    (left_out,) = (line for line in result.lines if line.destination is Destination.LEFT_OUT)
    assert (left_out.reason, left_out.pence.preparation, left_out.pence.travel) == (
        Reason.CONTAINED_IN_RATIO,
        1559,
        3118,
    )


def test_a_client_related_ratio_applies_to_contact_preparation_and_travel():
    """60 + 20 + 40 minutes at r = 0.38: on 4,678 + 1,559 + 3,118p comes 9,355.4726 x 0.38 = 3,555.08 -> 3,555p."""
    rates = book(with_ratio(SOCIAL_WORKER, 380, RatioKind.CLIENT_RELATED))
    visit: dict[str, Any] = {"contact_minutes": 60, "preparation_minutes": 20, "travel_minutes": 40}
    result = ran(scope(Mode.CLIENT_TIME, posts=BOTH), rates, [entry("E1", "F1", **visit)])
    costs = result.families["F1"]
    parts = (costs.contact_pence, costs.preparation_pence, costs.travel_pence, costs.indirect_share_pence)
    assert parts == (4678, 1559, 3118, 3555)
