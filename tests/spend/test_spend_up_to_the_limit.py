"""Log, decide, buy, refund, reverse: the position follows, the cap holds, nobody decides their own."""

from datetime import date, timedelta

import pytest

from budgettracker.access import Role
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.queries import faults, period_on, position_of
from budgettracker.budgets.rules import Position
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.schemes.models import Scheme
from budgettracker.spend import actions
from budgettracker.spend import queries as spends
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.models import Refund, Spend, SpendProposal
from tests.factories.spend import TODAY, bought, document, limit, refunded
from tests.factories.world import NOON, World


def position(world: World) -> Position:
    period = period_on(world.family_id, TODAY)
    assert period is not None
    return position_of(period)


def test_a_purchase_within_the_band_is_bought_at_once_without_a_decider(world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 45_00)
    assert (spend.state, spend.decided_by_id) == (SpendState.BOUGHT, None)
    assert position(world) == Position(1_000_00, 0, 45_00)
    assert position(world).left_pence == 955_00


def test_equal_to_the_limit_passes_and_a_penny_more_is_refused(world: World) -> None:
    limit(world, 100_00)
    with pytest.raises(Refusal, match=r"£0.01 more than is left \(£100.00\)"):
        bought(world.alice, world.family, 100_01)
    bought(world.alice, world.family, 100_00)
    assert position(world).left_pence == 0


def test_equal_to_the_band_passes_and_a_penny_more_becomes_a_request_that_holds_its_money(world: World) -> None:
    limit(world, 5_000_00)
    assert bought(world.alice, world.family, 500_00).state == SpendState.BOUGHT
    held = bought(world.alice, world.family, 500_01)
    assert (held.state, held.route) == (SpendState.REQUESTED, "single")
    assert position(world) == Position(5_000_00, 500_01, 500_00)


def test_purchases_that_together_pass_the_running_band_are_routed_to_approval(world: World) -> None:
    limit(world, 5_000_00)
    assert bought(world.alice, world.family, 400_00, bought_on=date(2026, 6, 1)).state == SpendState.BOUGHT
    assert bought(world.bob, world.family, 400_00, bought_on=date(2026, 6, 10)).state == SpendState.BOUGHT
    third = bought(world.alice, world.family, 200_01)
    assert (third.state, third.route) == (SpendState.REQUESTED, "running")
    assert bought(world.alice, world.family, 100_00, bought_on=date(2026, 5, 1)).state == SpendState.BOUGHT


def test_nobody_decides_their_own_request_and_a_manager_approves_anothers(world: World) -> None:
    limit(world, 5_000_00)
    own = bought(world.mary, world.family, 800_00)
    assert own.state == SpendState.REQUESTED
    with pytest.raises(Refusal, match="your own request"), transaction():
        actions.approve_spend(world.mary, own, on=TODAY, at=NOON)
    with pytest.raises(Refusal, match=r"team decides about £800\.00\. You are not one"), transaction():
        actions.approve_spend(world.alice, own, on=TODAY, at=NOON)
    with transaction():
        actions.approve_spend(world.sam, own, on=TODAY, at=NOON)
    assert own.state == SpendState.APPROVED


def test_a_manager_approves_up_to_their_band_and_the_level_above_the_rest(world: World) -> None:
    limit(world, 9_000_00)
    large = bought(world.alice, world.family, 2_000_01)
    with pytest.raises(Refusal, match="A senior manager decides it"), transaction():
        actions.approve_spend(world.mary, large, on=TODAY, at=NOON)
    with transaction():
        actions.approve_spend(world.sam, large, on=TODAY, at=NOON)
    assert large.approved_pence == 2_000_01


def test_a_decline_needs_a_reason_and_gives_the_hold_back(world: World) -> None:
    limit(world, 5_000_00)
    held = bought(world.alice, world.family, 800_00)
    with pytest.raises(Refusal, match="Say why you decline"), transaction():
        actions.decline_spend(world.mary, held, "", on=TODAY, at=NOON)
    with transaction():
        actions.decline_spend(world.mary, held, "Try the charity first", on=TODAY, at=NOON)
    assert position(world) == Position(5_000_00, 0, 0)
    with pytest.raises(Refusal, match="declined already"), transaction():
        actions.approve_spend(world.sam, held, on=TODAY, at=NOON)


def test_a_lower_price_returns_the_rest_of_the_hold(world: World) -> None:
    limit(world, 1_000_00)
    held = bought(world.alice, world.family, 800_00)
    with transaction():
        actions.approve_spend(world.mary, held, on=TODAY, at=NOON)
    with transaction():
        actions.record_purchase(world.alice, held, 749_99, TODAY, on=TODAY, at=NOON)
    assert position(world) == Position(1_000_00, 0, 749_99)
    assert held.review == Review.NONE


def test_a_higher_price_is_recorded_and_what_is_beyond_the_limit_leaves_nothing_for_the_next(world: World) -> None:
    limit(world, 1_000_00)
    held = bought(world.alice, world.family, 800_00)
    with transaction():
        actions.approve_spend(world.mary, held, on=TODAY, at=NOON)
    with transaction():
        actions.record_purchase(world.alice, held, 1_050_00, TODAY, on=TODAY, at=NOON)
    assert position(world) == Position(1_000_00, 0, 1_000_00, over_pence=50_00)
    with pytest.raises(Refusal, match="Nothing is left of this budget"):
        bought(world.alice, world.family, 1_00)
    with pytest.raises(Refusal, match="somebody else decides"), transaction():
        actions.review_spend(world.alice, held, accept=True, reason="Mine", on=TODAY, at=NOON)
    limit(world, 1_200_00)
    assert bought(world.bob, world.family, 10_00).state == SpendState.REQUESTED, (
        "asked for within the room, not refused"
    )
    with transaction():
        actions.review_spend(world.mary, held, accept=True, reason="Price rose", on=TODAY, at=NOON)
    assert position(world) == Position(1_200_00, 10_00, 1_050_00)
    bought(world.alice, world.family, 140_00)
    assert position(world).left_pence == 0


def test_a_price_within_the_margin_needs_nobody_and_a_penny_more_has_the_whole_price_decided(world: World) -> None:
    limit(world, 9_000_00)
    ways = []
    for approved, paid in ((501_00, 526_00), (501_00, 526_01), (90_00, 99_00), (90_00, 99_01), (2_000_00, 2_000_01)):
        with transaction():
            for band in db.session.get_one(Scheme, world.scheme.id).bands:
                if band.role == Role.PRACTITIONER:
                    band.single_pence = 80_00 if approved < 500_00 else 500_00
        spend = bought(world.alice, world.family, approved)
        with transaction():
            actions.approve_spend(world.mary, spend, on=TODAY, at=NOON)
            actions.record_purchase(world.alice, spend, paid, TODAY, on=TODAY, at=NOON)
        assert spend.period is not None
        roles = spends.deciders_now(spend, spend.period).roles
        ways.append((paid, spend.review, spend.decided_as, roles[0] if spend.waits else None))
    assert ways == [
        (526_00, Review.NONE, Role.MANAGER, None),
        (526_01, Review.OPEN, None, Role.MANAGER),
        (99_00, Review.NONE, Role.MANAGER, None),
        (99_01, Review.OPEN, None, Role.MANAGER),
        (2_000_01, Review.OPEN, None, Role.SENIOR_MANAGER),
    ]


def test_what_was_paid_first_waits_for_the_role_of_its_whole_amount_and_above_the_cap_for_a_senior_manager(
    world: World,
) -> None:
    limit(world, 6_000_00)
    paid = bought(world.alice, world.family, 25_000_00, already_paid=True)
    assert position(world) == Position(6_000_00, 0, 6_000_00, 19_000_00)
    with pytest.raises(Refusal, match="A senior manager decides it"), transaction():
        actions.review_spend(world.mary, paid, accept=True, reason="It was needed", on=TODAY, at=NOON)
    with transaction():
        actions.review_spend(world.sam, paid, accept=True, reason="It was needed", on=TODAY, at=NOON)
    assert (paid.review, paid.decided_as) == (Review.ACCEPTED, Role.SENIOR_MANAGER)
    # A manager without a bound of their own accepts any amount, but not more than the cap.
    for band in world.scheme.bands:
        if band.role != Role.PRACTITIONER:
            band.single_pence = None
    small = bought(world.alice, world.family, 1_00, already_paid=True)
    with pytest.raises(Refusal, match="A senior manager decides it"), transaction():
        actions.review_spend(world.mary, small, accept=True, reason="Bus", on=TODAY, at=NOON)


def test_refunds_and_reversals_are_lines_of_their_own_and_their_money_is_left_again(world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 100_00)
    with transaction():
        refunded(world.alice, spend, 30_00)
    assert position(world).spent_pence == 70_00
    with pytest.raises(Refusal, match=r"At most £70.00"), transaction():
        refunded(world.alice, spend, 70_01)
    with transaction():
        actions.reverse_spend(world.alice, spend, "Wrong family", on=TODAY, at=NOON)
    assert (spend.state, position(world)) == (SpendState.REVERSED, Position(1_000_00, 0, 0))
    assert [refund.amount_pence for refund in spend.refunds] == [30_00, 70_00]
    assert spend.paid_pence == 100_00


def test_money_that_came_back_ends_no_flag_only_who_decides_does(world: World) -> None:
    limit(world, 100_00)
    spend = bought(world.alice, world.family, 150_00, already_paid=True)
    with transaction():
        refunded(world.alice, spend, 50_00)
    assert (spend.over_pence, spend.review, position(world)) == (0, Review.OPEN, Position(100_00, 0, 100_00))
    with transaction():
        refunded(world.alice, spend, 100_00)
    assert (spend.review, position(world)) == (Review.OPEN, Position(100_00, 0, 0))
    with transaction():
        actions.review_spend(world.mary, spend, accept=True, reason="It came back", on=TODAY, at=NOON)
    assert spend.review == Review.ACCEPTED
    assert faults() == []
    assert spends.faults() == []


def test_nobody_takes_out_alone_what_is_flagged_old_seen_or_above_their_band(world: World) -> None:
    limit(world, 9_000_00)
    flagged = bought(world.alice, world.family, 900_00, already_paid=True)
    approved = bought(world.alice, world.family, 800_00)
    with transaction():
        actions.approve_spend(world.mary, approved, on=TODAY, at=NOON)
        actions.record_purchase(world.alice, approved, 800_00, TODAY, on=TODAY, at=NOON)
    seen = bought(world.bob, world.family, 20_00)
    anothers = bought(world.alice, world.family, 30_00)
    with transaction():
        document(world.bob, seen)
        actions.see_receipt(world.mary, seen, on=TODAY, at=NOON)
    before = position(world)
    with transaction():
        for by, spend in ((world.alice, flagged), (world.alice, approved), (world.bob, seen), (world.bob, anothers)):
            made = actions.reverse_spend(by, spend, "Typed twice", on=TODAY, at=NOON)
            assert isinstance(made, SpendProposal), spend.planned_pence
    late = NOON + timedelta(days=7, seconds=1)
    old = bought(world.alice, world.family, 40_00)
    before = position(world)
    with transaction():
        assert isinstance(actions.reverse_spend(world.alice, old, "Late", on=late.date(), at=late), SpendProposal)
    assert position(world) == before, "neither room nor cost moves"
    assert {spend.state for spend in (flagged, approved, seen, anothers, old)} == {SpendState.BOUGHT}
    with pytest.raises(Refusal, match="waits for a decision already"), transaction():
        actions.reverse_spend(world.alice, flagged, "Again", on=TODAY, at=NOON)


def test_a_flag_is_ended_by_who_decides_it_and_only_then_is_there_room_again(world: World) -> None:
    limit(world, 9_500_00)
    spend = bought(world.alice, world.family, 9_000_00, already_paid=True)
    with transaction():
        made = actions.reverse_spend(world.alice, spend, "Typed a nought too many", on=TODAY, at=NOON)
    assert isinstance(made, SpendProposal)
    assert (made.was_pence, made.is_pence, position(world)) == (9_000_00, 0, Position(9_500_00, 0, 9_000_00))
    for who, words in ((world.alice, "your own request"), (world.mary, "above what you may decide")):
        with pytest.raises(Refusal, match=words), transaction():
            actions.decide_proposal(who, made, agree=True, reason="", on=TODAY, at=NOON)
    with pytest.raises(Refusal, match="Say why"), transaction():
        actions.decide_proposal(world.sam, made, agree=False, reason="", on=TODAY, at=NOON)
    with transaction():
        actions.decide_proposal(world.sam, made, agree=True, reason="", on=TODAY, at=NOON)
    assert (spend.state, spend.review, position(world)) == (SpendState.REVERSED, Review.NONE, Position(9_500_00, 0, 0))
    with pytest.raises(Refusal, match="agreed already"), transaction():
        actions.decide_proposal(world.sam, made, agree=True, reason="", on=TODAY, at=NOON)
    assert faults() == []
    assert spends.faults() == []


def test_an_invented_refund_makes_no_room_until_a_manager_agrees(world: World) -> None:
    limit(world, 500_00)
    spend = bought(world.alice, world.family, 500_00)
    with transaction():
        made = actions.refund_spend(world.alice, spend, 500_00, TODAY, on=TODAY, at=NOON)
    assert isinstance(made, SpendProposal)
    with pytest.raises(Refusal, match="Nothing is left"):
        bought(world.alice, world.family, 1_00)
    with transaction():
        actions.decide_proposal(world.mary, made, agree=False, reason="No slip", on=TODAY, at=NOON)
    assert position(world).left_pence == 0
    with transaction():
        again = actions.refund_spend(world.alice, spend, 100_00, TODAY, on=TODAY, at=NOON)
        assert isinstance(again, SpendProposal)
        actions.decide_proposal(world.mary, again, agree=True, reason="", on=TODAY, at=NOON)
    assert position(world).left_pence == 100_00


def test_what_its_recorder_took_out_counts_in_the_running_total_until_a_manager_ticks_it(world: World) -> None:
    limit(world, 9_000_00)
    for number in range(2):
        spend = bought(world.alice, world.family, 499_00)
        assert spend.state == SpendState.BOUGHT, number
        with transaction():
            refund = actions.reverse_spend(world.alice, spend, "Typed twice", on=TODAY, at=NOON)
    assert position(world).spent_pence == 0
    third = bought(world.alice, world.family, 499_00)
    assert (third.state, third.route) == (SpendState.REQUESTED, "running")
    assert isinstance(refund, Refund)
    for who, words in ((world.alice, "You recorded this yourself"), (world.bob, "A manager")):
        with pytest.raises(Refusal, match=words), transaction():
            actions.tick_refund(who, spend, refund, on=TODAY, at=NOON)
    with transaction():
        actions.tick_refund(world.mary, spend, refund, on=TODAY, at=NOON)
    assert bought(world.alice, world.family, 499_00).state == SpendState.BOUGHT
    # What came back with the shop's slip: room again at once, the running total whole until it is ticked.
    paper = bought(world.bob, world.family, 2_00)
    with transaction():
        back = refunded(world.bob, paper, 2_00)
    assert bought(world.bob, world.family, 1_00).state == SpendState.REQUESTED
    with transaction():
        actions.tick_refund(world.sam, paper, back, on=TODAY, at=NOON)
    assert bought(world.bob, world.family, 1_00).state == SpendState.BOUGHT


def test_without_a_limit_nothing_can_be_spent_but_other_help_is_recorded(world: World) -> None:
    with pytest.raises(Refusal, match="no limit yet"):
        bought(world.alice, world.family, 1_00)
    with pytest.raises(Refusal, match="no devolved budget"):
        bought(world.alice, world.comparison, 1_00)
    purchase = actions.Purchase(amount_pence=20_00, bought_what="Bus fares", bought_on=TODAY)
    with transaction():
        help_paid = actions.log_other_help(world.alice, world.comparison, purchase, on=TODAY, at=NOON)
    assert (help_paid.kind, help_paid.paid_pence) == ("other_help", 20_00)


def test_a_limit_needs_two_people_and_a_named_exception_above_the_cap(world: World) -> None:
    with transaction():
        change = budgets.propose_limit(world.mary, world.family, world.scheme, 1_00, "x", on=TODAY, at=NOON)
    with pytest.raises(Refusal, match="somebody else decides"), transaction():
        budgets.approve_limit(world.mary, change, on=TODAY, at=NOON)
    with pytest.raises(Refusal, match="A manager of the family's team"), transaction():
        budgets.approve_limit(world.bob, change, on=TODAY, at=NOON)
    with transaction():
        budgets.approve_limit(world.sam, change, on=TODAY, at=NOON)
        higher = budgets.propose_limit(
            world.alice, world.family, world.scheme, 10_000_01, "Court order", on=TODAY, at=NOON
        )
    with pytest.raises(Refusal, match="Only a senior manager"), transaction():
        budgets.approve_limit(world.mary, higher, "Court", on=TODAY, at=NOON)
    with transaction():
        budgets.approve_limit(world.sam, higher, "The court asks for it", on=TODAY, at=NOON)
    assert position(world).limit_pence == 10_000_01


def test_the_books_agree_after_everything(world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 100_00)
    bought(world.alice, world.family, 650_00)
    with transaction():
        refunded(world.alice, spend, 1)
    assert faults() == []
    assert spends.faults() == []
    assert db.session.query(Spend).count() == 2
