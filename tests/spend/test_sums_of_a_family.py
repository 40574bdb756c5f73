"""Under a family's purchases stands what they come to: bought less what came back, and what is still to be bought."""

from flask import Flask

from budgettracker.database import transaction
from budgettracker.spend import actions
from budgettracker.spend.queries import count_and_sums
from tests.factories.spend import TODAY, bought, limit, plan_for, refunded
from tests.factories.world import NOON, World


def test_what_came_back_was_reversed_or_declined_is_no_part_of_it(app: Flask, world: World) -> None:
    limit(world, 5_000_00)
    assert count_and_sums(world.family_id) == (0, 0, 0)
    coat, toy, rent, bed = (bought(world.alice, world.family, pence) for pence in (60_00, 30_00, 700_00, 800_00))
    with transaction():
        refunded(world.alice, coat, 12_50)
        actions.reverse_spend(world.alice, toy, "Not it", on=TODAY, at=NOON)
        actions.decline_spend(world.mary, rent, "Another fund pays", on=TODAY, at=NOON)
        actions.approve_spend(world.mary, bed, pence=650_00, on=TODAY, at=NOON)
    plan = plan_for(world.alice, world.family, 10_00, 3)
    with transaction():
        actions.approve_spend(world.mary, plan, on=TODAY, at=NOON)
        actions.record_payment(world.alice, plan, 10_00, TODAY, on=TODAY, at=NOON)
    assert count_and_sums(world.family_id) == (6, 47_50 + 10_00, 650_00 + 20_00)
    assert count_and_sums(world.family_id, "to-buy") == (1, 0, 650_00)
