"""Regular payments as plans: the plan holds the money of each cap period, each payment is a purchase of its own."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from budgettracker.access import Role
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.queries import faults as budget_faults
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.budgets.rules import Position
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.ledger.queries.second_hands import faults as hand_faults
from budgettracker.schemes.kinds import CapPeriod
from budgettracker.spend import actions, queries
from budgettracker.spend.kinds import Review, Rhythm, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.plans import parts_of, plan_in_words
from budgettracker.spend.rules import Schedule, require_schedule
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, limit, plan_for, position
from tests.factories.world import NOON, World

WEEK = timedelta(weeks=1)


def approved(world: World, each_pence: int = 12_00, payments: int = 6, **more: object) -> Spend:
    plan = plan_for(world.alice, world.family, each_pence, payments, **more)  # type: ignore[arg-type]
    with transaction():
        actions.approve_spend(world.mary, plan, on=TODAY, at=NOON)
    return plan


def pay(world: World, plan: Spend, pence: int, on: date = TODAY) -> Spend:
    with transaction():
        return actions.record_payment(world.alice, plan, pence, on, on=on, at=NOON)


def no_faults() -> bool:
    return [*budget_faults(), *queries.faults(), *hand_faults()] == []


def test_six_fares_are_six_purchases_and_the_approval_holds_until_the_last(app: Flask, world: World) -> None:
    limit(world, 100_00)
    plan = approved(world)
    assert position(world) == Position(100_00, 72_00, 0)
    fares = [pay(world, plan, 12_00, TODAY + WEEK * week) for week in range(5)]
    assert position(world) == Position(100_00, 12_00, 60_00)
    assert plan.state == SpendState.APPROVED
    assert {(fare.state, fare.decided_as, fare.plan_id) for fare in fares} == {("bought", Role.MANAGER, plan.id)}
    pay(world, plan, 12_00, TODAY + WEEK * 5)
    assert position(world) == Position(100_00, 0, 72_00)
    assert db.session.get_one(Spend, plan.id).state == SpendState.ENDED
    with pytest.raises(Refusal, match="has been ended already"):
        pay(world, plan, 12_00, TODAY + WEEK * 6)
    assert no_faults()


def test_what_all_payments_come_to_is_what_must_fit_and_equal_passes(app: Flask, world: World) -> None:
    limit(world, 72_00)
    with pytest.raises(Refusal, match=r"7 payments of £12\.00 come to £84\.00\. This is £12\.00 more than is left"):
        plan_for(world.alice, world.family, 12_00, 7)
    plan = plan_for(world.alice, world.family, 12_00, 6)
    assert plan.state == SpendState.REQUESTED
    assert position(world).left_pence == 0
    with pytest.raises(Refusal, match="your own request"), transaction():
        actions.approve_spend(world.alice, plan, on=TODAY, at=NOON)
    with transaction():
        actions.decline_spend(world.mary, plan, "The school pays", on=TODAY, at=NOON)
    assert position(world) == Position(72_00, 0, 0)
    assert no_faults()


def test_ending_early_gives_back_the_rest_and_takes_a_reason(app: Flask, world: World) -> None:
    limit(world, 100_00)
    plan = approved(world)
    pay(world, plan, 12_00)
    with pytest.raises(Refusal, match="Say why"), transaction():
        actions.end_plan(world.bob, plan, "", at=NOON)
    with pytest.raises(Refusal, match="End the plan instead"), transaction():
        actions.withdraw_spend(world.alice, plan, at=NOON)
    assert position(world) == Position(100_00, 60_00, 12_00)
    with transaction():
        actions.end_plan(world.bob, plan, "He walks now", at=NOON)
    assert position(world) == Position(100_00, 0, 12_00)
    assert no_faults()


def test_a_cheaper_fare_leaves_the_rest_in_the_plan_and_a_dearer_one_is_judged(app: Flask, world: World) -> None:
    limit(world, 200_00)
    plan = approved(world)
    pay(world, plan, 10_00)
    assert plan.held_pence == 62_00
    assert pay(world, plan, 13_20).review == Review.NONE, "within the margin of 10%"
    assert position(world) == Position(200_00, 50_00, 23_20)
    dear = pay(world, plan, 40_00)
    assert (dear.review, dear.decided_as) == (Review.OPEN, None)
    assert position(world) == Position(200_00, 38_00, 63_20)
    assert no_faults()


@pytest.mark.pages
def test_a_manager_may_be_asked_about_a_dearer_payment_that_the_approval_covers(
    app: Flask, client: PageClient, world: World
) -> None:
    """So one that waits tells nothing of what else the family had, receipts that it shared among it."""
    limit(world, 200_00)
    plan = approved(world)
    client.as_(world.alice.email)
    for amount, asks, review in (("12.00", "y", Review.NONE), ("13.20", "", Review.NONE), ("13.20", "y", Review.OPEN)):
        sent = client.send(f"/plans/{plan.id}/payment", amount=amount, ask_manager=asks)
        payment = db.session.get_one(Spend, uuid.UUID(str(sent.location).partition("?")[0][-36:]))
        assert payment.review == review, (amount, asks)
    assert no_faults()


def test_one_approval_has_one_margin_for_all_payments(app: Flask, world: World) -> None:
    limit(world, 5_000_00)
    plan = approved(world, 100_00, 6)
    reviews = [pay(world, plan, pence).review for pence in (110_00, 110_00, 105_01, 105_00, 100_01, 100_00)]
    assert reviews == [Review.NONE, Review.NONE, Review.OPEN, Review.NONE, Review.OPEN, Review.NONE], "£25 in all"
    assert no_faults()


def test_running_totals_count_a_plan_and_its_payments_once(app: Flask, world: World) -> None:
    limit(world, 5_000_00)
    plan = approved(world, 100_00, 6)

    def total() -> int:
        rows = queries.counted([world.family.id], TODAY - WEEK, TODAY + WEEK)[world.family.id]
        assert {row.role for row in rows} <= {Role.MANAGER}
        return sum(row.pence for row in rows)

    assert total() == 600_00
    pay(world, plan, 100_00)
    assert total() == 600_00
    with transaction():
        actions.end_plan(world.alice, plan, "Over", at=NOON)
    assert total() == 100_00
    assert bought(world.alice, world.family, 400_00).state == SpendState.BOUGHT, (
        "what a manager decided uses up nothing"
    )


def test_money_is_held_of_each_cap_period_by_the_days_the_payments_are_due(app: Flask, world: World) -> None:
    with transaction():
        world.scheme.cap_period = CapPeriod.FINANCIAL_YEAR
    limit(world, 1_000_00)
    last = date(2027, 3, 29)
    with pytest.raises(
        Refusal, match=r"£24\.00 of this falls due from 5 April 2027 on, for which there is no limit yet"
    ):
        plan_for(world.alice, world.family, 12_00, 3, last)
    with transaction():
        next_year = TODAY.replace(year=2027)
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 24_00, "On", on=next_year, at=NOON)
        budgets.approve_limit(world.mary, change, on=next_year, at=NOON)
    plan = approved(world, 12_00, 3, first_on=last)
    first, second = (period_on(world.family.id, day) for day in (last, date(2027, 4, 5)))
    assert first is not None
    assert second is not None
    assert [part.pence for part in parts_of(plan)] == [12_00, 24_00]
    assert (position_of(first).committed_pence, position_of(second).committed_pence) == (12_00, 24_00)
    assert position_of(second).left_pence == 0
    payment = pay(world, plan, 12_00, date(2027, 4, 5))
    assert payment.period_id == second.id
    assert (position_of(first).committed_pence, position_of(second)) == (12_00, Position(24_00, 12_00, 12_00))
    with transaction():
        actions.end_plan(world.alice, plan, "Over", at=NOON)
    assert (position_of(first).committed_pence, position_of(second)) == (0, Position(24_00, 0, 12_00))
    assert no_faults()


def test_other_help_can_be_regular_and_holds_nothing(app: Flask, world: World) -> None:
    plan = plan_for(world.alice, world.comparison, 12_00, 3, other_help=True)
    with transaction():
        actions.approve_spend(world.mary, plan, on=TODAY, at=NOON)
    payment = pay(world, plan, 12_00)
    assert (payment.kind, payment.period_id, plan.held_pence) == ("other_help", None, 24_00)
    assert no_faults()


def test_it_is_looked_at_again_on_its_day(app: Flask, world: World) -> None:
    limit(world, 100_00)
    plan = approved(world)
    day = TODAY + WEEK * 5
    seen, before = plan_in_words(plan, day), plan_in_words(plan, day - timedelta(days=1))
    assert seen is not None
    assert before is not None
    assert (before.to_look_at, seen.to_look_at, seen.due_on) == (False, True, TODAY)
    with transaction():
        plan.regular_until = day + WEEK
        actions.look_at_plan(world.bob, plan, "He likes it", day + WEEK, on=day, at=NOON)
    after = plan_in_words(plan, day)
    assert after is not None
    assert not after.to_look_at
    with pytest.raises(Refusal, match="after today, or end the plan"), transaction():
        actions.look_at_plan(world.bob, plan, "Again", day, on=day, at=NOON)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_on": TODAY - WEEK}, "first_on"),
        ({"last_on": TODAY - WEEK}, "last_on"),
        ({"last_on": TODAY + WEEK * 200}, "last_on"),
        ({"review_on": TODAY + WEEK * 9}, "review_on"),
        ({"afterwards": ""}, "afterwards"),
    ],
    ids=str,
)
def test_a_plan_says_what_it_must(changes: dict[str, object], field: str) -> None:
    fits = Schedule(Rhythm.WEEKLY, 12_00, TODAY, TODAY + WEEK * 3, TODAY + WEEK, "A bus pass")
    require_schedule(fits, TODAY)
    with pytest.raises(Refusal) as refused:
        require_schedule(replace(fits, **changes), TODAY)  # type: ignore[arg-type]
    assert refused.value.field == field
