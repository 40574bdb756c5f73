"""Money that left above the limit and was not accepted stays over the limit, even where the limit has room for it by now."""

from budgettracker.budgets import actions as budgets
from budgettracker.budgets.rules import Position
from budgettracker.database import transaction
from budgettracker.spend import actions
from tests.factories.spend import TODAY, bought, limit, position
from tests.factories.world import NOON, World


def test_what_is_not_accepted_is_never_spent(world: World) -> None:
    limit(world, 100_00)
    spend = bought(world.alice, world.family, 130_00, already_paid=True)
    assert position(world) == Position(100_00, 0, 100_00, 30_00)
    with transaction():
        change = budgets.propose_limit(world.bob, world.family, world.scheme, 500_00, "More", on=TODAY, at=NOON)
        budgets.approve_limit(world.sam, change, on=TODAY, at=NOON)
        actions.review_spend(world.mary, spend, accept=False, reason="Not this", on=TODAY, at=NOON)
    assert position(world) == Position(500_00, 0, 100_00, 30_00)


def test_what_is_accepted_moves_into_spent_as_far_as_there_is_room(world: World) -> None:
    limit(world, 100_00)
    spend = bought(world.alice, world.family, 130_00, already_paid=True)
    with transaction():
        change = budgets.propose_limit(world.bob, world.family, world.scheme, 120_00, "More", on=TODAY, at=NOON)
        budgets.approve_limit(world.sam, change, on=TODAY, at=NOON)
        actions.review_spend(world.mary, spend, accept=True, reason="It was needed", on=TODAY, at=NOON)
    assert position(world) == Position(120_00, 0, 120_00, 10_00)
